"""One small account, and a way to ask it without a network."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from isogloss.sandbox.buttercms import ButterSandbox, create
from isogloss.sandbox.buttercms.answers import Answer, Call

READ = "butter-read-token"
WRITE = "butter-write-token"

SCHEMA = {
    "locales": ["en", "fr", "de"],
    "components": {"hero": {"fields": [{"slug": "headline"}, {"slug": "image", "kind": "media"}]}},
    "collections": {
        "authors": {
            "fields": [
                {"slug": "name", "required": True},
                {"slug": "boss", "kind": "reference", "to": "authors"},
                {"slug": "home", "kind": "reference", "to": "article"},
            ]
        },
        "tags": {"fields": [{"slug": "name"}, {"slug": "origin"}]},
    },
    "page_types": {
        "article": {
            "fields": [
                {"slug": "headline", "required": True},
                {"slug": "body", "kind": "wysiwyg"},
                {"slug": "price", "kind": "number"},
                {"slug": "day", "kind": "date"},
                {"slug": "hot", "kind": "checkbox"},
                {"slug": "topic", "kind": "dropdown", "options": ["news", "views"]},
                {"slug": "tint", "kind": "color"},
                {"slug": "cover", "kind": "media"},
                {"slug": "author", "kind": "reference", "to": "collection:authors"},
                {"slug": "tags", "kind": "reference", "to": "tags", "many": True},
                {"slug": "next", "kind": "reference", "to": "page_type:*"},
                {"slug": "seo", "kind": "component", "fields": [{"slug": "title"}, {"slug": "robots"}]},
                {"slug": "blocks", "kind": "picker", "components": ["hero"]},
                {"slug": "faq", "kind": "repeater", "fields": [{"slug": "q"}, {"slug": "a"}]},
                {"slug": "form", "kind": "form"},
            ]
        },
        "news": {"fields": [{"slug": "headline"}]},
    },
    "single_pages": {"about": {"fields": [{"slug": "headline"}]}},
}

CONTENT = {
    "items": [
        {
            "collection": "authors",
            "key": "ana",
            "locales": {"en": {"fields": {"name": "Ana", "boss": "bob"}}, "fr": {"fields": {"name": "Anne"}}},
        },
        {"collection": "authors", "key": "bob", "locales": {"en": {"fields": {"name": "Bob"}}}},
        {"collection": "authors", "key": "cy", "locales": {"en": {"fields": {"name": "Cy"}, "state": "draft"}}},
        {"collection": "tags", "key": "red", "locales": {"en": {"fields": {"name": "Red", "origin": "r-1"}}}},
        {"collection": "tags", "key": "blue", "locales": {"en": {"fields": {"name": "Blue", "origin": "b-1"}}}},
    ],
    "pages": [
        {
            "page_type": "article",
            "slug": "faq",
            "title": "Questions",
            "locales": {
                "en": {
                    "fields": {
                        "headline": "Hello",
                        "body": "<p>World</p>",
                        "price": 1,
                        "day": "2026-03-04",
                        "hot": True,
                        "topic": "news",
                        "tint": "#aabbcc",
                        "cover": {"url": "https://img.example/a.png", "alt": "A cat"},
                        "author": "ana",
                        "tags": ["blue", "red"],
                        "next": "article/tour",
                        "seo": {"title": "Seo", "robots": "all"},
                        "blocks": [{"hero": {"headline": "Hi", "image": ""}}],
                        "faq": [{"q": "1?", "a": "1"}, {"q": "2?", "a": "2"}],
                    }
                },
                "fr": {"fields": {"headline": "Brouillon"}, "live": {"headline": "Bonjour"}, "state": "changed"},
            },
        },
        {"page_type": "article", "slug": "tour", "locales": {"en": {"fields": {"headline": "Tour", "next": "faq"}}}},
        {"page_type": "article", "slug": "plan", "locales": {"en": {"fields": {"headline": "Plan"}, "state": "draft"}}},
        {"page_type": "news", "slug": "tour", "locales": {"en": {"fields": {"headline": "News"}}}},
        {"page_type": None, "slug": "about", "title": "About", "locales": {"en": {"fields": {"headline": "Us"}}}},
    ],
    "authors": [
        {"slug": "ana", "first_name": "Ana", "email": "ana@example.com"},
        {"slug": "bob", "first_name": "Bob", "email": "bob@example.com"},
    ],
    "posts": [
        {
            "slug": "one",
            "title": "One",
            "tags": ["en", "Topic"],
            "categories": ["Cats"],
            "author": "ana",
            "body": "<p>First</p>",
            "published": "2026-01-01T00:00:00Z",
        },
        {"slug": "uno", "title": "Uno", "tags": ["es"], "published": "2026-01-02T00:00:00Z"},
        {"slug": "due", "title": "Due", "tags": ["it"], "categories": ["Dogs"], "state": "draft"},
    ],
}

SEED = {**SCHEMA, **CONTENT}


@dataclass
class Asker:
    """Asks a sandbox in this process."""

    sandbox: ButterSandbox

    def ask(self, method, path, body=None, token=None, **params) -> Answer:
        text = {name.replace("__", "."): str(value) for name, value in params.items()}
        call = Call(
            method=method,
            path="/v2" + path,
            parts=tuple(part for part in path.split("/") if part),
            slash=path.endswith("/"),
            query=urlencode(text),
            params=text,
            token=token,
            body=b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode(),
        )
        return self.sandbox.handle(call)

    def get(self, path, **params) -> Answer:
        return self.ask("GET", path, token=READ, **params)

    def write(self, method, path, body=None, **params) -> Answer:
        return self.ask(method, path, body, token=WRITE, **params)

    def page(self, path="/pages/article/faq/", **params):
        """The page as a preview in English shows it, unless asked otherwise."""
        return self.get(path, **{"preview": 1, **params}).body["data"]

    def fields(self, path="/pages/article/faq/", **params):
        return self.page(path, **params)["fields"]

    def item(self, origin, **params):
        return self.get("/content/tags/", **{"preview": 1, "fields__origin": origin, **params}).body["data"]["tags"]

    def failures(self):
        return [failure["reason"] for failure in self.sandbox.state()["failures"]]


@pytest.fixture
def sandbox():
    return create(seed=SEED)


@pytest.fixture
def account(sandbox):
    return Asker(sandbox)


@pytest.fixture
def with_switches():
    """Make an account with some switches turned."""

    def make(**switches):
        return Asker(create(seed=SEED, **switches))

    return make


@pytest.fixture
def whole():
    """All field keys of an article, unset but for the headline and what is given."""

    def make(**fields):
        keys = [field["slug"] for field in SCHEMA["page_types"]["article"]["fields"]]
        return {**dict.fromkeys(keys, ""), "headline": "New", **fields}

    return make
