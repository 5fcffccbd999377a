"""One walk over every endpoint; the client of the shop holds each answer against the published contract."""

import hashlib
import re

import pytest

from isogloss.sandbox.webflow.routes import ROUTES


def test_every_endpoint_answers_as_the_contract_says(shop, contract):
    if contract is None:
        pytest.skip("the published contract, shared/specs/webflow-v2.json, is not beside this checkout")
    contract.seen.clear()
    for step in (token_and_site, schema, items, live_items, pages_and_components, files, hooks, deletions):
        step(shop)
    refused = {("GET", "/sites/{}/plan")}  # needs an Enterprise workspace
    walked = {(method, re.sub(r"{.*?}", "{}", path)) for method, path in contract.seen}
    routes = {(method, re.sub(r"{.*?}", "{}", path)) for method, path, _, _ in ROUTES}
    assert routes - refused == walked


def test_the_sandbox_has_every_endpoint_of_the_contract(contract):
    if contract is None:
        pytest.skip("the published contract, shared/specs/webflow-v2.json, is not beside this checkout")
    described = {
        (method.upper(), re.sub(r"{.*?}", "{}", path))
        for path, operations in contract.document["paths"].items()
        for method in operations
        if method in {"get", "post", "put", "patch", "delete"}
    }
    assert described == {(method, re.sub(r"{.*?}", "{}", path)) for method, path, _, _ in ROUTES}


def token_and_site(shop):
    site = f"/sites/{shop.table['site']}"
    for path in ("/token/introspect", "/token/authorized_by", "/sites", site, f"{site}/custom_domains", f"{site}/plan"):
        shop.client.get(path)
    shop.client.post(f"{site}/publish", json={"publishToWebflowSubdomain": True})


def schema(shop):
    site = f"/sites/{shop.table['site']}"
    body = {"displayName": "Cups", "singularName": "Cup", "fields": [{"type": "Switch", "displayName": "Clean"}]}
    made = shop.client.post(f"{site}/collections", json=body).json()
    shop.client.get(f"{site}/collections")
    collection = f"/collections/{made['id']}"
    shop.client.get(collection)
    for field in (
        {"type": "PlainText", "displayName": "Note"},
        {"type": "Option", "displayName": "Size", "metadata": {"options": [{"name": "S"}]}},
        {"type": "MultiReference", "displayName": "Others", "metadata": {"collectionId": made["id"]}},
    ):
        added = shop.client.post(f"{collection}/fields", json=field).json()
    shop.client.patch(f"{collection}/fields/{added['id']}", json={"helpText": "Which"})
    shop.client.delete(f"{collection}/fields/{added['id']}")
    shop.client.patch(collection, json={"displayName": "Mugs"})
    shop.client.delete(collection)


def items(shop):
    entry = {"fieldData": {"name": "W", "slug": "w", "teaser": "Some"}}
    shop.client.get(shop.posts)
    shop.add("walk-1")
    shop.client.post(shop.posts, json={"items": [entry]})
    bulk = {"cmsLocaleIds": [shop.en, shop.fr], "fieldData": {"name": "B", "slug": "b", "teaser": "Some"}}
    shop.client.post(f"{shop.posts}/bulk", json=bulk)
    joined = {"id": shop.id("tea"), "cmsLocaleIds": [shop.de], "fieldData": {**entry["fieldData"], "slug": "tee"}}
    shop.client.post(f"{shop.posts}/insert", json={"items": [joined]})
    shop.get("tea")
    shop.patch("tea", fieldData={"summary": "Leaves"})
    shop.client.patch(shop.posts, json={"items": [{"id": shop.id("tea"), "fieldData": {"hot": True}}]})
    shop.client.post(f"{shop.posts}/publish", json={"itemIds": [shop.id("tea"), "0" * 24]})


def live_items(shop):
    entry = {"fieldData": {"name": "L", "slug": "live", "teaser": "Some"}}
    made = shop.client.post(f"{shop.posts}/live", json=entry).json()
    one = f"{shop.posts}/{made['id']}/live"
    shop.client.get(f"{shop.posts}/live")
    shop.client.get(one)
    shop.client.patch(one, json={"fieldData": {"summary": "Now"}})
    shop.client.patch(f"{shop.posts}/live", json={"items": [{"id": made["id"], "fieldData": {"hot": True}}]})
    shop.client.delete(one)
    shop.client.request("DELETE", f"{shop.posts}/live", json={"items": [{"id": shop.id("cocoa")}]})


def pages_and_components(shop):
    site, french = f"/sites/{shop.table['site']}", {"localeId": shop.table["locales"]["fr-FR"]["id"]}
    page, callout = shop.table["pages"]["about"], shop.table["components"]["Callout"]
    shop.client.get(f"{site}/pages")
    shop.client.get(f"/pages/{page['id']}")
    shop.client.put(f"/pages/{page['id']}", params=french, json={"title": "À propos"})
    shop.client.get(f"/pages/{page['id']}/dom")
    written = {"nodes": [{"nodeId": page["nodes"][7], "value": "Chercher"}, {"nodeId": "x", "value": "x"}]}
    shop.client.post(f"/pages/{page['id']}/dom", params=french, json=written)
    shop.client.get(f"{site}/components")
    component = f"{site}/components/{callout['id']}"
    shop.client.get(f"{component}/dom")
    texts = {"nodes": [{"nodeId": callout["nodes"][0], "text": "<p>Fixe</p>"}]}
    shop.client.post(f"{component}/dom", params=french, json=texts)
    shop.client.get(f"{component}/properties", params=french)
    named = {"properties": [{"propertyId": callout["properties"]["Title"], "text": "Remarque"}]}
    shop.client.post(f"{component}/properties", params=french, json=named)


def files(shop):
    site, cup = f"/sites/{shop.table['site']}", f"/assets/{shop.table['assets']['cup.png']}"
    folder = shop.client.post(f"{site}/asset_folders", json={"displayName": "Pots"}).json()
    shop.client.get(f"{site}/asset_folders")
    shop.client.get(f"/asset_folders/{folder['id']}")
    digest = hashlib.md5(b"x", usedforsecurity=False).hexdigest()
    shop.client.post(f"{site}/assets", json={"fileName": "a.png", "fileHash": digest, "parentFolder": folder["id"]})
    shop.client.get(f"{site}/assets")
    shop.client.get(cup)
    shop.client.patch(cup, json={"altText": "The cup"})
    shop.client.delete(cup)


def hooks(shop):
    path = f"/sites/{shop.table['site']}/webhooks"
    made = shop.client.post(path, json={"triggerType": "site_publish", "url": "https://bridge.example"}).json()
    shop.client.get(path)
    shop.client.get(f"/webhooks/{made['id']}")
    shop.client.delete(f"/webhooks/{made['id']}")


def deletions(shop):
    shop.client.delete(f"{shop.posts}/{shop.id('tea')}")
    shop.client.request("DELETE", shop.posts, json={"items": [{"id": shop.id("tea"), "cmsLocaleIds": [shop.fr]}]})
