"""What can be called: each endpoint with the scope it wants and the handler that answers it.

The order matters where one path could be read as another: ``/items/live`` comes before ``/items/{item}``.

Source: the published OpenAPI description of the Data API (26 May 2026), and the 2026 pages for insert.
"""

from collections.abc import Callable
from functools import partial

from isogloss.sandbox.webflow import assets, items, listing, pages, publishing, revisions, schema, site, webhooks
from isogloss.sandbox.webflow.answers import Reply
from isogloss.sandbox.webflow.media import HERE
from isogloss.sandbox.webflow.world import Call, World

Handler = Callable[[World, Call], Reply]

_COLLECTION = "/collections/{collection}"
_ITEMS = f"{_COLLECTION}/items"
_SITE = "/sites/{site}"
_PAGE = "/pages/{page}"
_COMPONENT = f"{_SITE}/components/{{component}}"
_ASSET = "/assets/{asset}"
ROUTES: tuple[tuple[str, str, str, Handler], ...] = (
    ("GET", "/token/introspect", "", site.introspect),
    ("GET", "/token/authorized_by", "authorized_user:read", site.authorized_by),
    ("GET", "/sites", "sites:read", site.list_sites),
    ("GET", _SITE, "sites:read", site.get_site),
    ("GET", f"{_SITE}/plan", "sites:read", site.get_plan),
    ("GET", f"{_SITE}/custom_domains", "sites:read", publishing.list_domains),
    ("POST", f"{_SITE}/publish", "sites:write", publishing.publish_site),
    ("GET", f"{_SITE}/collections", "cms:read", schema.list_collections),
    ("POST", f"{_SITE}/collections", "cms:write", schema.create_collection),
    ("GET", _COLLECTION, "cms:read", schema.get_collection),
    ("PATCH", _COLLECTION, "cms:write", schema.update_collection),
    ("DELETE", _COLLECTION, "cms:write", schema.delete_collection),
    ("POST", f"{_COLLECTION}/fields", "cms:write", schema.create_field),
    ("PATCH", f"{_COLLECTION}/fields/{{field}}", "cms:write", schema.update_field),
    ("DELETE", f"{_COLLECTION}/fields/{{field}}", "cms:write", schema.delete_field),
    ("GET", f"{_ITEMS}/live", "cms:read", partial(listing.list_items, live=True)),
    ("POST", f"{_ITEMS}/live", "cms:write", publishing.create_live),
    ("PATCH", f"{_ITEMS}/live", "cms:write", publishing.update_live),
    ("DELETE", f"{_ITEMS}/live", "cms:write", publishing.unpublish),
    ("POST", f"{_ITEMS}/publish", "cms:write", publishing.publish),
    ("POST", f"{_ITEMS}/bulk", "cms:write", items.create_bulk),
    ("POST", f"{_ITEMS}/insert", "cms:write", items.insert),
    ("GET", _ITEMS, "cms:read", listing.list_items),
    ("POST", _ITEMS, "cms:write", items.create),
    ("PATCH", _ITEMS, "cms:write", revisions.update),
    ("DELETE", _ITEMS, "cms:write", revisions.delete),
    ("GET", f"{_ITEMS}/{{item}}/live", "cms:read", partial(listing.get_item, live=True)),
    ("PATCH", f"{_ITEMS}/{{item}}/live", "cms:write", publishing.update_live),
    ("DELETE", f"{_ITEMS}/{{item}}/live", "cms:write", publishing.unpublish),
    ("GET", f"{_ITEMS}/{{item}}", "cms:read", listing.get_item),
    ("PATCH", f"{_ITEMS}/{{item}}", "cms:write", revisions.update),
    ("DELETE", f"{_ITEMS}/{{item}}", "cms:write", revisions.delete),
    ("GET", f"{_SITE}/pages", "pages:read", pages.list_pages),
    ("GET", _PAGE, "pages:read", pages.get_page),
    ("PUT", _PAGE, "pages:write", pages.update_page),
    ("GET", f"{_PAGE}/dom", "pages:read", pages.get_page_dom),
    ("POST", f"{_PAGE}/dom", "pages:write", pages.update_page_dom),
    ("GET", f"{_SITE}/components", "components:read", pages.list_components),
    ("GET", f"{_COMPONENT}/dom", "components:read", pages.get_component_dom),
    ("POST", f"{_COMPONENT}/dom", "components:write", pages.update_component_dom),
    ("GET", f"{_COMPONENT}/properties", "components:read", pages.get_properties),
    ("POST", f"{_COMPONENT}/properties", "components:write", pages.update_properties),
    ("GET", f"{_SITE}/assets", "assets:read", assets.list_assets),
    ("POST", f"{_SITE}/assets", "assets:write", assets.create_asset),
    ("GET", _ASSET, "assets:read", assets.get_asset),
    ("PATCH", _ASSET, "assets:write", assets.update_asset),
    ("DELETE", _ASSET, "assets:write", assets.delete_asset),
    ("GET", f"{_SITE}/asset_folders", "assets:read", assets.list_folders),
    ("POST", f"{_SITE}/asset_folders", "assets:write", assets.create_folder),
    ("GET", "/asset_folders/{folder}", "assets:read", assets.get_folder),
    ("GET", f"{_SITE}/webhooks", "sites:read", webhooks.list_webhooks),
    ("POST", f"{_SITE}/webhooks", "sites:write", webhooks.create_webhook),
    ("GET", "/webhooks/{webhook}", "sites:read", webhooks.get_webhook),
    ("DELETE", "/webhooks/{webhook}", "sites:write", webhooks.delete_webhook),
)


OPEN_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", assets.UPLOAD, assets.upload),
    ("GET", f"{HERE}/{{folder}}/{{name}}", assets.serve_file),
)
"""What the vendor's storage service and content network do; they know neither token nor limit."""
