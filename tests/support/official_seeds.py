"""What the sandboxes hold while the official clients call them, and the ids that the clients need."""

from __future__ import annotations

from typing import Any

WEBFLOW: dict[str, Any] = {
    "locales": {"primary": "en-US", "secondary": ["fr-FR"]},
    "collections": [
        {
            "slug": "posts",
            "fields": [],
            "items": [
                {
                    "key": "tea",
                    "variants": {
                        "en-US": {"fields": {"name": "Tea", "slug": "tea"}, "state": "published"},
                        "fr-FR": {"fields": {"name": "Thé", "slug": "the"}},
                    },
                }
            ],
        }
    ],
    "assets": [{"name": "cup.png", "alt": "A cup"}],
    "components": [
        {"name": "Callout", "nodes": [{"text": "<p>Fixed</p>"}], "properties": [{"label": "Title", "text": "Note"}]}
    ],
    "pages": [{"title": "About", "slug": "about", "nodes": [{"text": "<p>Words</p>"}]}],
}

BUTTER: dict[str, Any] = {
    "locales": ["en", "fr"],
    "page_types": {"article": {"fields": [{"slug": "headline", "kind": "text"}]}},
    "collections": {"authors": {"fields": [{"slug": "name", "kind": "text"}]}},
    "items": [{"collection": "authors", "key": "ana", "locales": {"en": {"fields": {"name": "Ana"}}}}],
    "pages": [
        {
            "page_type": "article",
            "slug": "tea",
            "title": "Tea",
            "locales": {code: {"fields": {"headline": f"[{code}] tea"}} for code in ("en", "fr")},
        }
    ],
    "authors": [{"slug": "ana", "first_name": "Ana", "email": "ana@example.com"}],
    "posts": [
        {"slug": "hello", "title": "Hello", "author": "ana", "tags": ["Green"], "categories": ["News"], "body": "Hi"},
        {"slug": "draft", "title": "Not yet", "author": "ana", "state": "draft"},
    ],
}


def webflow_ids(table: dict[str, Any]) -> dict[str, str]:
    """Name what the calls need by one word each."""
    english, french = table["locales"]["en-US"], table["locales"]["fr-FR"]
    callout = table["components"]["Callout"]
    return {
        "site": table["site"],
        "posts": table["collections"]["posts"]["id"],
        "tea": table["items"]["posts"]["tea"],
        "english": english["cmsLocaleId"],
        "french": french["cmsLocaleId"],
        "secondary": french["id"],
        "page": table["pages"]["about"]["id"],
        "node": table["pages"]["about"]["nodes"][0],
        "component": callout["id"],
        "inside": callout["nodes"][0],
        "property": callout["properties"]["Title"],
        "asset": table["assets"]["cup.png"],
    }
