"""A small shop behind a real server; every answer it gives in any test is held against the published contract."""

import json
import re
from pathlib import Path

import httpx
import pytest
from jsonschema import Draft202012Validator

from isogloss.sandbox.webflow import create

CONTRACT = Path(__file__).parents[4].parent / "shared" / "specs" / "webflow-v2.json"
TOKEN = "sandbox-token"

SHOP = {
    "site": {"displayName": "Tea House", "domains": ["tea.example"]},
    "locales": {"primary": "en-US", "secondary": ["fr-FR", "de-DE"], "disabled": ["ja-JP"]},
    "collections": [
        {
            "slug": "authors",
            "displayName": "Authors",
            "singularName": "Author",
            "fields": [{"slug": "bio", "type": "RichText"}],
            "items": [
                {
                    "key": "ann",
                    "variants": {
                        "en-US": {"fields": {"name": "Ann", "slug": "ann"}, "state": "published"},
                        "fr-FR": {"fields": {"name": "Anne", "slug": "ann"}, "state": "draft"},
                    },
                },
                {"key": "bob", "variants": {"en-US": {"fields": {"name": "Bob", "slug": "bob"}}}},
            ],
        },
        {
            "slug": "posts",
            "displayName": "Posts",
            "singularName": "Post",
            "fields": [
                {"slug": "summary", "type": "PlainText", "validations": {"singleLine": True, "maxLength": 20}},
                {"slug": "teaser", "type": "PlainText", "isRequired": True, "validations": {"minLength": 2}},
                {"slug": "body", "type": "RichText"},
                {"slug": "cover", "type": "Image"},
                {"slug": "gallery", "type": "MultiImage"},
                {"slug": "sheet", "type": "File"},
                {"slug": "film", "type": "VideoLink"},
                {"slug": "site", "type": "Link"},
                {"slug": "mail", "type": "Email"},
                {"slug": "call", "type": "Phone"},
                {
                    "slug": "rating",
                    "type": "Number",
                    "validations": {"format": "integer", "minValue": 1, "maxValue": 5, "allowNegative": False},
                },
                {"slug": "debt", "type": "Number", "validations": {"allowNegative": False}},
                {"slug": "at", "type": "DateTime"},
                {"slug": "hot", "type": "Switch"},
                {"slug": "tint", "type": "Color"},
                {"slug": "kind", "type": "Option", "options": ["News", "Tip"]},
                {"slug": "author", "type": "Reference", "collection": "authors"},
                {"slug": "friends", "type": "MultiReference", "collection": "authors"},
                {"slug": "maker", "type": "User"},
                {"slug": "stock", "type": "Number", "isEditable": False},
            ],
            "items": [
                {
                    "key": "tea",
                    "variants": {
                        "en-US": {
                            "fields": {"name": "Tea", "slug": "tea", "teaser": "Hot", "author": "ann", "kind": "News"},
                            "state": "published",
                        },
                        "fr-FR": {"fields": {"name": "Thé", "slug": "the", "teaser": "Chaud"}, "state": "draft"},
                    },
                },
                {
                    "key": "cocoa",
                    "variants": {
                        "en-US": {
                            "fields": {"name": "Cocoa, new", "slug": "cocoa", "teaser": "Sweet"},
                            "state": "changed",
                            "live": {"name": "Cocoa"},
                        },
                        "ja-JP": {"fields": {"name": "ココア", "slug": "cocoa", "teaser": "甘い"}, "state": "queued"},
                    },
                },
                {
                    "key": "mate",
                    "variants": {
                        "fr-FR": {"fields": {"name": "Maté", "slug": "mate", "teaser": "Vert"}, "state": "archived"}
                    },
                },
            ],
        },
    ],
    "assets": [{"name": "cup.png", "alt": "A cup", "alts": {"fr-FR": "Une tasse"}}],
    "components": [
        {
            "name": "Callout",
            "group": "Text",
            "nodes": [{"text": "<p>Fixed</p>"}],
            "properties": [
                {"label": "Title", "text": "Note"},
                {"label": "Body", "type": "Rich Text", "text": "<p>Words</p>"},
            ],
        },
        {"name": "Shared", "readonly": True},
    ],
    "pages": [
        {
            "title": "About",
            "slug": "about",
            "seo": {"title": "About us", "description": "Who we are"},
            "nodes": [
                {"text": '<h1 data-w-id="1">Hi <em>you</em></h1>'},
                {"image": "cup.png", "alt": "A cup"},
                {"component": "Callout", "overrides": {"Title": "Mind"}},
                {"component": "Callout"},
                {"placeholder": "Your name"},
                {"choices": {"a": "Yes", "b": "No"}},
                {"submit": "Send"},
                {"search": "Search"},
            ],
        },
        {"title": "Home", "slug": "index", "kind": "home"},
        {
            "title": "Post",
            "slug": "detail_post",
            "kind": "template",
            "collection": "posts",
            "nodes": [{"text": "<p>x</p>"}],
        },
    ],
}


def amended(contract):
    """Mend what the published contract itself contradicts by its own examples and prose.

    ``lastPublished`` of a draft is null, so may be a help text and an external reference; calls with many entries
    answer a list; a field may be of the read-only type User.
    """
    _allow_null(contract)
    # A later call, which this copy of the contract does not have: it answers like the read.
    known = contract["paths"]["/collections/{collection_id}"]
    known["patch"] = known["get"]
    variant = {"$ref": "#/components/schemas/CollectionItem"}
    many = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": variant}}}
    for path, method, status in (
        ("/collections/{collection_id}/items", "post", "202"),
        ("/collections/{collection_id}/items", "patch", "200"),
        ("/collections/{collection_id}/items/live", "post", "202"),
        ("/collections/{collection_id}/items/live", "patch", "200"),
        ("/collections/{collection_id}/items/bulk", "post", "202"),
    ):
        content = contract["paths"][path][method]["responses"][status]["content"]["application/json"]
        given = content["schema"] if "bulk" in path else variant
        content["schema"] = {"anyOf": [many, given]}
    return contract


def _allow_null(node):
    if isinstance(node, list):
        for inside in node:
            _allow_null(inside)
    elif isinstance(node, dict):
        for name, inside in node.items():
            _allow_null(inside)
            if name == "enum" and "ExtFileRef" in inside:
                inside.append("User")
            if name in {"lastPublished", "helpText", "externalReference"} and isinstance(inside, dict):
                inside["type"] = ["string", "null"]


class Contract:
    """The published contract; holds one answer at a time against it."""

    def __init__(self, document):
        self.document = amended(document)
        self.paths = [
            (re.compile(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(path)) + "$"), path)
            for path in sorted(document["paths"], key=lambda path: path.count("{"))
        ]
        self.seen = set()
        self.validators = {}

    def check(self, response):
        request = response.request
        path = request.url.path.removeprefix("/v2")
        if path.startswith(("/_sandbox/", "/_upload", "/_files")):
            return
        pointer = "/components/schemas/Error"
        if response.status_code < 400:
            template = next((known for pattern, known in self.paths if pattern.match(path)), None)
            assert template, f"{request.method} {path} answers {response.status_code} but is not in the contract"
            responses = self.document["paths"][template][request.method.lower()]["responses"]
            status = str(response.status_code)
            if template.endswith("/insert"):
                status = "202"  # its success status is an open question, and a switch
            assert status in responses, f"{request.method} {path} may not answer {status}"
            self.seen.add((request.method, template))
            if "content" not in responses[status]:
                assert response.read() == b""
                return
            escaped = template.replace("/", "~1")
            method = request.method.lower()
            pointer = f"/paths/{escaped}/{method}/responses/{status}/content/application~1json/schema"
        if pointer not in self.validators:
            self.validators[pointer] = Draft202012Validator({**self.document, "$ref": f"#{pointer}"})
        found = next(self.validators[pointer].iter_errors(json.loads(response.read())), None)
        assert found is None, f"{request.method} {path} {response.status_code}: {found.message} at {found.json_path}"


@pytest.fixture(scope="session")
def contract():
    """The contract, or None where it is not to be had; only the walk over all endpoints insists on it."""
    return Contract(json.loads(CONTRACT.read_text())) if CONTRACT.exists() else None


class Shop:
    """A seeded sandbox, a client of it, and the ids that were made."""

    def __init__(self, sandbox, client, table):
        self.sandbox = sandbox
        self.client = client
        self.table = table
        self.en, self.fr, self.de, self.ja = (
            table["locales"][tag]["cmsLocaleId"] for tag in ("en-US", "fr-FR", "de-DE", "ja-JP")
        )
        self.posts = f"/collections/{table['collections']['posts']['id']}/items"
        self.authors = f"/collections/{table['collections']['authors']['id']}/items"

    def id(self, key, collection="posts"):
        return self.table["items"][collection][key]

    def option(self, name):
        return self.table["collections"]["posts"]["options"]["kind"][name]

    def turn(self, **switches):
        self.sandbox.turn(switches)

    def edit(self, action, **words):
        return self.client.post("/_sandbox/edit", json={"action": action, **words})

    def get(self, key, locale=None, *, live=False):
        path = f"{self.posts}/{self.id(key)}" + ("/live" if live else "")
        return self.client.get(path, params={"cmsLocaleId": locale or self.en})

    def patch(self, key, locale=None, **entry):
        return self.client.patch(f"{self.posts}/{self.id(key)}", json={"cmsLocaleId": locale or self.en, **entry})

    def add(self, slug, locale=None, path="", skip=None, **fields):
        data = {"name": slug.upper(), "slug": slug, "teaser": "An added one", **fields}
        entry = {"fieldData": data, **({"cmsLocaleId": locale} if locale else {})}
        params = {} if skip is None else {"skipInvalidFiles": skip}
        return self.client.post(self.posts + path, json=entry, params=params)

    def kept(self, **fields):
        """What a new post keeps of these fields."""
        slug = f"kept-{len(self.sandbox.log)}"
        answer = self.add(slug, **fields)
        assert answer.status_code == 202, answer.text
        return answer.json()["fieldData"]

    def refused(self, **fields):
        """What is said against a new post with these fields."""
        answer = self.add("refused", **fields)
        assert answer.status_code == 400, answer.text
        return {detail["param"]: detail["description"] for detail in answer.json()["details"]}


@pytest.fixture
def serve(stage, contract):
    """Put a sandbox on the stage and give a client of it."""
    opened = []

    def served(sandbox, token=TOKEN):
        hooks = {"response": [contract.check]} if contract else {}
        client = httpx.Client(
            base_url=stage.show(sandbox.app), headers={"Authorization": f"Bearer {token}"}, event_hooks=hooks
        )
        opened.append(client)
        return client

    yield served
    for client in opened:
        client.close()


@pytest.fixture
def shop(serve):
    """The shop, with no rate limit."""
    sandbox = create(rate_limit=None)
    table = sandbox.seed(SHOP)
    return Shop(sandbox, serve(sandbox), table)
