"""A site of two static pages and two components in three locales, and the mapping of them to page types."""

from __future__ import annotations

from typing import Any

from small_site import MAPPING as SMALL

Json = dict[str, Any]

HERO = '<h1 class="big" data-w-id="w-1">Welcome to <em>tea</em></h1>'
LINK = '<p>Read <a class="button" href="/about">more &amp; more</a></p>'

_KINDS = """\
kinds:
  landing:
    webflow: {pages: "*"}
    butter: {page_type: landing}
    match: [$slug]
    label: title
    fields:
      title: {type: text, webflow: title, butter: title}
      seo_title: {type: text, webflow: seo.title, butter: seo_title}
      seo_text: {type: long_text, webflow: seo.description, butter: seo_text}
      og_title: {type: text, webflow: openGraph.title, butter: og_title}
      texts:
        type: list
        webflow: nodes
        butter: texts
        fields:
          id: {type: text, webflow: id, butter: node}
          text: {type: rich_text, webflow: text, butter: text}
  part:
    webflow: {components: [Card, Footer]}
    butter: {collection: parts, origin_key: origin}
    match: [name]
    label: name
    fields:
      name: {type: text, webflow: name, butter: name, shared: true}
      texts:
        type: list
        webflow: nodes
        butter: {field: texts, as: long_text}
        fields:
          id: {type: text, webflow: id, butter: node}
          text: {type: rich_text, webflow: text, butter: text}
      defaults:
        type: list
        webflow: properties
        butter: {field: defaults, as: long_text}
        fields:
          id: {type: text, webflow: id, butter: node}
          text: {type: rich_text, webflow: text, butter: text}
"""
MAPPING = SMALL.split("kinds:\n")[0] + _KINDS + "limits: {delete: 100%, change: 100%, minimum: 1000}\n"


def webflow_seed() -> Json:
    """The site, with everything that is left out beside what is carried."""
    card: Json = {
        "name": "Card",
        "nodes": [{"text": "<h3>A card</h3>"}, {"image": "cup.png", "alt": "A cup"}],
        "properties": [
            {"label": "Title", "text": "Tea & cake"},
            {"label": "Body", "type": "Rich Text", "text": "<p>Hot <strong>tea</strong></p>"},
        ],
    }
    footer: Json = {"name": "Footer", "readonly": True, "nodes": [{"text": "<p>All rights</p>"}]}
    home: Json = {
        "title": "Home",
        "slug": "home",
        "kind": "home",
        "seo": {"title": "Home of tea", "description": "Tea\nat home"},
        "nodes": [
            {"text": HERO},
            {"text": LINK},
            {"image": "cup.png", "alt": "A cup"},
            {"component": "Card", "overrides": {"Title": "Green tea"}},
            {"component": "Card"},
            {"placeholder": "Your name"},
            {"choices": {"a": "Black", "b": "Green"}},
            {"submit": "Send", "waiting": "Sending"},
            {"search": "Search"},
        ],
    }
    about: Json = {"title": "About", "slug": "about", "nodes": [{"text": "<p>About us</p>"}]}
    apart: list[Json] = [
        {"title": "Not found", "slug": "404", "kind": "utility", "nodes": [{"text": "<p>Gone</p>"}]},
        {"title": "Posts", "slug": "posts", "kind": "template", "collection": "posts"},
        {"title": "Old", "slug": "old", "archived": True, "nodes": [{"text": "<p>Old</p>"}]},
    ]
    return {
        "site": {"displayName": "Pots", "shortName": "pots"},
        "locales": {"primary": "en-US", "secondary": ["fr-FR", "ja"]},
        "collections": [{"slug": "posts", "fields": [], "items": []}],
        "assets": [{"name": "cup.png", "alt": "A cup"}],
        "components": [card, footer],
        "pages": [home, about, *apart],
    }


def butter_seed() -> Json:
    """An account with the schemas and nothing in them."""
    row = [{"slug": "node", "kind": "text"}, {"slug": "text", "kind": "wysiwyg"}]
    return {
        "locales": ["en", "fr", "ja"],
        "page_types": {
            "landing": {
                "fields": [
                    {"slug": "title", "kind": "text"},
                    {"slug": "seo_title", "kind": "text"},
                    {"slug": "seo_text", "kind": "long_text"},
                    {"slug": "og_title", "kind": "text"},
                    {"slug": "texts", "kind": "repeater", "fields": row},
                ]
            }
        },
        "collections": {
            "parts": {
                "fields": [
                    {"slug": "name", "kind": "text"},
                    {"slug": "origin", "kind": "text"},
                    {"slug": "texts", "kind": "long_text"},
                    {"slug": "defaults", "kind": "long_text"},
                ]
            }
        },
    }
