"""Every call of the vendors' Python clients in the areas that the sandboxes serve."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getattr_static
from typing import Any

Calls = dict[str, Callable[[], Any]]


def webflow_calls(client: Any, ids: dict[str, str]) -> Calls:
    """The calls of PyPI ``webflow``, in an order in which each finds what it needs."""
    made: dict[str, str] = {}
    items, fields = client.collections.items, client.collections.fields
    site, posts, french, secondary = ids["site"], ids["posts"], ids["french"], ids["secondary"]
    both = [ids["english"], french]

    def data(slug: str) -> dict[str, str]:
        return {"name": slug, "slug": slug}

    def keep(name: str, answer: Any) -> None:
        items = getattr(answer, "items", None)
        # The client has no model for the answer to a create in several locales.
        made[name] = items[0]["id"] if items else answer.id

    return {
        "token.introspect": client.token.introspect,
        "token.authorizedBy": client.token.authorized_by,
        "sites.list": client.sites.list,
        "sites.get": lambda: client.sites.get(site),
        "sites.getCustomDomain": lambda: client.sites.get_custom_domain(site),
        "sites.publish": lambda: client.sites.publish(site, publish_to_webflow_subdomain=True),
        "collections.list": lambda: client.collections.list(site),
        "collections.create": lambda: keep(
            "collection", client.collections.create(site, display_name="Cups", singular_name="Cup", fields=[])
        ),
        "collections.get": lambda: client.collections.get(made["collection"]),
        "collections.fields.create": lambda: keep(
            "field", fields.create(made["collection"], request={"type": "PlainText", "displayName": "Note"})
        ),
        "collections.fields.update": lambda: fields.update(made["collection"], made["field"], help_text="Which"),
        "collections.fields.delete": lambda: fields.delete(made["collection"], made["field"]),
        "collections.delete": lambda: client.collections.delete(made["collection"]),
        "collections.items.listItems": lambda: items.list_items(posts, cms_locale_id=",".join(both), limit=10),
        "collections.items.getItem": lambda: items.get_item(posts, ids["tea"], cms_locale_id=french),
        "collections.items.createItem": lambda: keep(
            "one", items.create_item(posts, request={"isDraft": True, "fieldData": data("one")})
        ),
        "collections.items.createItems": lambda: keep(
            "two", items.create_items(posts, cms_locale_ids=both, is_draft=True, field_data=data("two"))
        ),
        "collections.items.updateItem": lambda: items.update_item(posts, made["one"], field_data={"name": "First"}),
        "collections.items.updateItems": lambda: items.update_items(
            posts, items=[{"id": made["one"], "fieldData": {"name": "1"}}]
        ),
        "collections.items.publishItem": lambda: items.publish_item(posts, request={"itemIds": [made["one"]]}),
        "collections.items.createItemLive": lambda: keep(
            "live", items.create_item_live(posts, request={"fieldData": data("live")})
        ),
        "collections.items.listItemsLive": lambda: items.list_items_live(posts),
        "collections.items.getItemLive": lambda: items.get_item_live(posts, made["live"]),
        "collections.items.updateItemLive": lambda: items.update_item_live(
            posts, made["live"], field_data={"name": "L"}
        ),
        "collections.items.updateItemsLive": lambda: items.update_items_live(
            posts, items=[{"id": made["live"], "fieldData": {"name": "Live"}}]
        ),
        "collections.items.deleteItemLive": lambda: items.delete_item_live(posts, made["live"]),
        "collections.items.deleteItemsLive": lambda: items.delete_items_live(posts, items=[{"id": made["one"]}]),
        "collections.items.deleteItem": lambda: items.delete_item(posts, made["one"]),
        "collections.items.deleteItems": lambda: items.delete_items(
            posts, items=[{"id": made["two"], "cmsLocaleIds": both}]
        ),
        "pages.list": lambda: client.pages.list(site, locale_id=secondary),
        "pages.getMetadata": lambda: client.pages.get_metadata(ids["page"], locale_id=secondary),
        "pages.updatePageSettings": lambda: client.pages.update_page_settings(
            ids["page"], locale_id=secondary, title="Titre"
        ),
        "pages.getContent": lambda: client.pages.get_content(ids["page"], locale_id=secondary),
        "pages.updateStaticContent": lambda: client.pages.update_static_content(
            ids["page"], locale_id=secondary, nodes=[{"nodeId": ids["node"], "text": "<p>Mots</p>"}]
        ),
        "components.list": lambda: client.components.list(site),
        "components.getContent": lambda: client.components.get_content(site, ids["component"], locale_id=secondary),
        "components.updateContent": lambda: client.components.update_content(
            site,
            ids["component"],
            locale_id=secondary,
            nodes=[{"nodeId": ids["inside"], "text": "<p>Fixe</p>"}],
        ),
        "components.getProperties": lambda: client.components.get_properties(
            site, ids["component"], locale_id=secondary
        ),
        "components.updateProperties": lambda: client.components.update_properties(
            site, ids["component"], locale_id=secondary, properties=[{"propertyId": ids["property"], "text": "Avis"}]
        ),
        "assets.list": lambda: client.assets.list(site),
        "assets.get": lambda: client.assets.get(ids["asset"]),
        "assets.update": lambda: client.assets.update(ids["asset"], display_name="Cup"),
        "assets.create": lambda: client.assets.create(site, file_name="a.png", file_hash="0" * 32),
        "assets.createFolder": lambda: keep("folder", client.assets.create_folder(site, display_name="Cups")),
        "assets.listFolders": lambda: client.assets.list_folders(site),
        "assets.getFolder": lambda: client.assets.get_folder(made["folder"]),
        "assets.delete": lambda: client.assets.delete(ids["asset"]),
        "webhooks.create": lambda: keep(
            "hook", client.webhooks.create(site, trigger_type="site_publish", url="https://hooks.example/")
        ),
        "webhooks.list": lambda: client.webhooks.list(site),
        "webhooks.get": lambda: client.webhooks.get(made["hook"]),
        "webhooks.delete": lambda: client.webhooks.delete(made["hook"]),
    }


def butter_calls(client: Any) -> Calls:
    """The calls of PyPI ``buttercms-python``."""
    return {
        "author.list": client.authors.all,
        "author.retrieve": lambda: client.authors.get("ana"),
        "category.list": client.categories.all,
        "category.retrieve": lambda: client.categories.get("news"),
        "content.retrieve": lambda: client.content_fields.get(["authors"], {"locale": "en"}),
        "feed.retrieve": lambda: client.feeds.get("rss"),
        "page.list": lambda: client.pages.all("article", {"locale": "en", "preview": 1}),
        "page.retrieve": lambda: client.pages.get("article", "tea", {"locale": "fr"}),
        "page.search": lambda: client.pages.search("tea", {"page_type": "article"}),
        "post.list": lambda: client.posts.all({"page_size": 5}),
        "post.retrieve": lambda: client.posts.get("draft"),
        "post.search": lambda: client.posts.search("hello"),
        "tag.list": client.tags.all,
        "tag.retrieve": lambda: client.tags.get("green"),
    }


def offered(client: Any, names: tuple[str, ...] = ()) -> set[str]:
    """Every method of a generated client and of its parts, in the spelling of JavaScript."""
    found: set[str] = set()
    for name in sorted(set(dir(type(client))) - {"with_raw_response"}):
        made = getattr_static(type(client), name)
        if name.startswith("_"):
            continue
        if isinstance(made, property):
            found |= offered(getattr(client, name), (*names, name))
        elif callable(made):
            found.add(".".join(_camel(each) for each in (*names, name)))
    for name, part in vars(client).items():
        if not name.startswith("_") and type(part).__name__.endswith("Client"):
            found |= offered(part, (*names, name))
    return found


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


def answered(calls: Calls) -> dict[str, str]:
    """Make every call, and say of each what came of it."""
    answers = {}
    for name, call in calls.items():
        try:
            answer = call()
        except Exception as error:  # noqa: BLE001 - whatever a client raises is its answer
            answers[name] = f"{type(error).__name__}: {error}"
        else:
            errors = getattr(answer, "errors", None)
            answers[name] = f"errors: {errors}" if errors else "ok"
    return answers
