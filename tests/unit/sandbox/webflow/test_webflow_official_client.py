"""The vendor's own client library, which knows nothing of us, talks to the sandbox."""

import httpx
import pytest
from webflow import CollectionItemPostSingle, CollectionItemPostSingleFieldData, CollectionItemWithIdInput, Webflow
from webflow.core import ApiError
from webflow.environment import WebflowEnvironment
from webflow.resources.collections import ItemIDs, ItemIDsWithLocales, ItemsDeleteItemsRequestItemsItem


@pytest.fixture
def official(shop):
    address = f"{shop.client.base_url}".rstrip("/") + "/v2"
    with httpx.Client() as transport:
        environment = WebflowEnvironment(base=address, data_api=address, content_delivery_api=address)
        yield Webflow(access_token="sandbox-token", environment=environment, httpx_client=transport)


@pytest.fixture
def posts(shop):
    return shop.table["collections"]["posts"]["id"]


def test_it_reads_the_site_and_its_locales(official, shop):
    [site] = official.sites.list().sites
    assert site.locales.primary.tag == "en-US"
    assert [locale.cms_locale_id for locale in site.locales.secondary] == [shop.fr, shop.de, shop.ja]
    assert "cms:write" in official.token.introspect().authorization.scope


def test_it_reads_the_schema(official, posts):
    fields = {field.slug: field for field in official.collections.get(posts).fields}
    assert fields["cover"].type == "Image"


def test_it_lists_variants(official, shop, posts):
    listed = official.collections.items.list_items(posts, cms_locale_id=f"{shop.en},{shop.fr}", limit=3)
    assert [(item.id, item.cms_locale_id) for item in listed.items[:2]] == [
        (shop.id("tea"), shop.en),
        (shop.id("tea"), shop.fr),
    ]
    assert listed.pagination.total == 4


def test_it_creates_updates_publishes_and_deletes(official, shop, posts):
    items = official.collections.items
    data = CollectionItemPostSingleFieldData(name="New", slug="new", teaser="Some")
    made = items.create_item(posts, request=CollectionItemPostSingle(field_data=data, cms_locale_id=shop.fr))
    assert made.is_draft
    items.update_items(
        posts, items=[CollectionItemWithIdInput(id=made.id, cms_locale_id=shop.fr, field_data={"name": "Neuf"})]
    )
    chosen = {"id": made.id, "cmsLocaleIds": [shop.fr]}
    answer = items.publish_item(posts, request=ItemIDsWithLocales(items=[chosen]))
    assert (answer.published_item_ids, answer.errors) == ([made.id], [])
    assert items.get_item_live(posts, made.id, cms_locale_id=shop.fr).field_data.name == "Neuf"
    items.delete_items(posts, items=[ItemsDeleteItemsRequestItemsItem(id=made.id, cms_locale_ids=[shop.fr])])
    with pytest.raises(ApiError) as missing:
        items.get_item(posts, made.id, cms_locale_id=shop.fr)
    assert missing.value.status_code == 404


def test_it_creates_in_several_locales(official, shop, posts):
    data = {"name": "New", "slug": "new", "teaser": "Some"}
    official.collections.items.create_items(posts, field_data=data, cms_locale_ids=[shop.en, shop.fr])
    listed = official.collections.items.list_items(posts, cms_locale_id=f"{shop.en},{shop.fr}", slug="new")
    assert len({item.id for item in listed.items}) == 1
    assert len(listed.items) == 2


def test_it_sees_the_errors_of_a_publish(official, posts):
    answer = official.collections.items.publish_item(posts, request=ItemIDs(item_ids=["0" * 24]))
    assert len(answer.errors) == 1


def test_it_reads_and_writes_pages(official, shop):
    page = shop.table["pages"]["about"]
    french = shop.table["locales"]["fr-FR"]["id"]
    content = official.pages.get_content(page["id"])
    assert [node.type for node in content.nodes][:3] == ["text", "image", "component-instance"]
    node = {"nodeId": page["nodes"][7], "value": "Chercher"}
    assert official.pages.update_static_content(page["id"], locale_id=french, nodes=[node]).errors == []


def test_it_reads_assets_and_components(official, shop):
    assert official.assets.get(shop.table["assets"]["cup.png"]).alt_text == "A cup"
    assert [each.name for each in official.components.list(shop.table["site"]).components] == ["Callout", "Shared"]


def test_it_tries_again_when_told_to_wait(official, shop):
    shop.client.post("/_sandbox/faults", json={"kind": "status", "status": 429, "retry_after": 0})
    assert len(official.sites.list().sites) == 1
    assert [entry["status"] for entry in shop.sandbox.log] == [429, 200]
