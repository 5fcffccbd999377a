"""One site that uses every type of both platforms at once, and the mapping between the two.

Told in each platform's own words, so that neither is made from the other.
"""

from __future__ import annotations

import json
from typing import Any

from small_site import MAPPING as SMALL

Json = dict[str, Any]

COMPONENT = (
    '<wf-component component-id="c-1" data-w-id="w-1" name="Callout" prop-p1="yes">'
    '<wf-prop label="Body" name="p2" type="richtext"><p>Stir.</p></wf-prop></wf-component>'
)
RICH = '<h2>Brewing</h2><p>Use <strong>soft</strong> water &amp; <a href="https://a.example/?b=1&amp;c=2">time</a>.</p>'
LOCALES = {"en": "en-US", "fr": "fr-FR"}

_KINDS = """\
kinds:
  level:
    webflow: {collection: levels}
    butter: {collection: levels, origin_key: origin}
    match: [slug]
    fields:
      name: {type: text, webflow: name, butter: name, shared: true}
      slug: {type: text, webflow: slug, butter: slug, shared: true}
  thing:
    webflow: {collection: things}
    butter: {page_type: thing}
    match: [$slug]
    label: title
    fields:
      title: {type: text, webflow: name, butter: title}
      line: {type: long_text, webflow: {field: line, as: text}, butter: line}
      lines: {type: long_text, webflow: lines, butter: lines}
      body: {type: rich_text, webflow: body, butter: body}
      teaser: {type: rich_text, webflow: teaser, butter: {field: teaser, as: long_text}}
      note: {type: long_text, webflow: {field: note, as: rich_text}, butter: note}
      price: {type: number, webflow: price, butter: price}
      stock: {type: number, webflow: stock, butter: {field: stock, as: text}}
      open: {type: flag, webflow: open, butter: open}
      sold: {type: flag, webflow: sold, butter: {field: sold, as: number}}
      moment: {type: instant, webflow: moment, butter: moment}
      day: {type: date, webflow: day, butter: day}
      since: {type: date, webflow: since, butter: {field: since, as: text}}
      form:
        type: option
        webflow: form
        butter: form
        values: {bowl: {webflow: A bowl, butter: a-bowl}, cup: {webflow: Cup, butter: cup}}
      level:
        type: option
        to: level
        webflow: level
        butter: {field: level, as: reference}
        values: {easy: {webflow: Easy, butter: "@EASY@"}, hard: {webflow: Hard, butter: "@HARD@"}}
      link: {type: link, webflow: link, butter: link}
      mail: {type: email, webflow: mail, butter: mail}
      call: {type: phone, webflow: call, butter: call}
      tint: {type: colour, webflow: tint, butter: tint}
      clip: {type: video, webflow: clip, butter: clip}
      cover: {type: image, webflow: cover, butter: cover}
      photos: {type: images, webflow: photos, butter: {field: photos, as: list, item: photo}}
      paper: {type: file, webflow: paper, butter: paper}
      best: {type: reference, to: thing, webflow: best, butter: best}
      grades: {type: references, to: level, webflow: grades, butter: grades}
      seo:
        type: group
        webflow: {prefix: seo-}
        butter: seo
        fields:
          title: {type: text, webflow: title, butter: title}
          hidden: {type: flag, webflow: hidden, butter: hidden}
          picture: {type: image, webflow: picture, butter: picture}
          like: {type: reference, to: thing, webflow: like, butter: like}
          words: {type: rich_text, webflow: {field: words, as: long_text}, butter: words}
      facts:
        type: list
        webflow: {field: facts, as: long_text}
        butter: facts
        fields:
          label: {type: text, butter: label}
          amount: {type: number, butter: amount}
          form: {type: option, butter: form, values: {bowl: {butter: a-bowl}, cup: {butter: cup}}}
      sections:
        type: blocks
        webflow: {field: sections, as: long_text}
        butter: sections
        fields:
          hero:
            type: group
            butter: hero_block
            fields:
              headline: {type: text, butter: headline}
              picture: {type: image, butter: picture}
          quote:
            type: group
            butter: quote
            fields:
              text: {type: long_text, butter: text}
              by:
                type: group
                butter: by
                fields: {name: {type: text, butter: name}, born: {type: date, butter: born}}
"""
MAKER = "      maker: {type: opaque, webflow: maker, butter: {field: maker, as: long_text}}\n"
"""A user: read on Webflow, never written there."""
MAPPING = (
    SMALL.split("kinds:\n")[0].replace("  ja: {webflow: ja, butter: ja}\n", "")
    + _KINDS
    + "limits: {delete: 100%, change: 100%, minimum: 1000}\n"
)


def mapping(ids: Json, *, maker: bool = False) -> str:
    """The mapping, with the numbers of the levels in ButterCMS."""
    text = MAPPING.replace("@EASY@", str(ids["levels/easy"])).replace("@HARD@", str(ids["levels/hard"]))
    if maker:
        return text.replace("      lines:", f"{MAKER}      lines:", 1)
    return text.replace("{page_type: thing}", "{page_type: thing, other_fields: [maker]}")


def _webflow_schema() -> list[Json]:
    plain = ("lines", "facts", "sections", "seo-title", "seo-words")
    simple = {
        "body": "RichText", "teaser": "RichText", "note": "RichText", "price": "Number", "stock": "Number",
        "open": "Switch", "sold": "Switch", "moment": "DateTime", "day": "DateTime", "since": "DateTime",
        "link": "Link", "mail": "Email", "call": "Phone", "tint": "Color", "clip": "VideoLink", "cover": "Image",
        "photos": "MultiImage", "paper": "File", "seo-hidden": "Switch", "seo-picture": "Image", "maker": "User",
    }  # fmt: skip
    return [
        {"slug": "line", "type": "PlainText", "validations": {"singleLine": True}},
        *({"slug": slug, "type": "PlainText"} for slug in plain),
        *({"slug": slug, "type": type_} for slug, type_ in simple.items()),
        {"slug": "form", "type": "Option", "options": ["A bowl", "Cup"]},
        {"slug": "level", "type": "Option", "options": ["Easy", "Hard"]},
        {"slug": "best", "type": "Reference", "collection": "things"},
        {"slug": "seo-like", "type": "Reference", "collection": "things"},
        {"slug": "grades", "type": "MultiReference", "collection": "levels"},
    ]


def _photo(name: str, alt: str = "") -> Json:
    return {"url": f"https://images.example/{name}", "alt": alt}


WEBFLOW_TEA: Json = {
    "line": "One line",
    "lines": "Two\nlines",
    "body": f"{RICH}{COMPONENT}<p>End.</p>",
    "teaser": "<p>Some <strong>bold</strong> tea.</p>",
    "note": "<p>Plain words</p><p>of two paragraphs</p>",
    "price": 3.5,
    "stock": 12,
    "open": True,
    "sold": True,
    "moment": "2026-01-02T03:04:05.000Z",
    "day": "2026-03-01T00:00:00.000Z",
    "since": "2019-12-31T00:00:00.000Z",
    "form": "A bowl",
    "level": "Hard",
    "link": "https://tea.example/",
    "mail": "tea@tea.example",
    "call": "+49 30 123456",
    "tint": "rgb(31, 111, 139)",
    "clip": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "cover": _photo("cover.png"),
    "photos": [_photo("one.png"), _photo("two.png")],
    "paper": {"url": "https://files.example/paper.pdf"},
    "best": "clay",
    "grades": ["hard", "easy"],
    "seo-title": "Tea, found",
    "seo-hidden": True,
    "seo-picture": _photo("seo.png"),
    "seo-like": "tea",
    "seo-words": "Words without marks",
    "facts": json.dumps([{"label": "Water", "amount": 0.3, "form": "bowl"}, {"label": "Leaves", "form": "cup"}]),
    "sections": json.dumps(
        [
            {"quote": {"text": "Tea\nfirst", "by": {"name": "Kakuzo", "born": "1863-02-14"}}},
            {"hero": {"headline": "Hot & green", "picture": {"url": "https://images.example/hot.png", "alt": "Hot"}}},
            {"hero": {}},
        ]
    ),
    "maker": "6512a1f2c3d4e5f6a7b8c9d0",
}


def webflow_seed(*, full: bool) -> Json:
    """A site with everything in it; else its schema and its levels."""
    tea = [_variants("tea", {"en-US": WEBFLOW_TEA, "fr-FR": {**WEBFLOW_TEA, "line": "Une ligne", "stock": None}})]
    clay = [_variants("clay", {"en-US": {"price": -1}, "fr-FR": {}})]
    levels = [_variants(key, {"en-US": {"name": key}, "fr-FR": {"name": key}}) for key in ("easy", "hard")]
    return {
        "site": {"displayName": "Things", "shortName": "pots"},
        "locales": {"primary": "en-US", "secondary": ["fr-FR"]},
        "collections": [
            {"slug": "levels", "fields": [], "items": levels},
            {"slug": "things", "fields": _webflow_schema(), "items": tea + clay if full else []},
        ],
    }


def _variants(key: str, told: Json) -> Json:
    made = {
        locale: {
            "fields": {"name": f"{key.capitalize()} {locale[:2]}" if "fr-FR" in told else key, "slug": key, **fields}
        }
        for locale, fields in told.items()
    }
    return {"key": key, "variants": {locale: {**each, "state": "published"} for locale, each in made.items()}}


BUTTER_TEA: Json = {
    "title": "Tea",
    "line": "One line",
    "lines": "Two\nlines",
    "body": RICH,
    "teaser": "Some tea.\n\nMore tea.",
    "note": "Plain words\n\nof two paragraphs",
    "price": 3.5,
    "stock": "12",
    "open": True,
    "sold": 1,
    "moment": "2026-01-02T03:04:05",
    "day": "2026-03-01T00:00:00",
    "since": "2019-12-31",
    "form": "a-bowl",
    "level": "hard",
    "link": "https://tea.example/",
    "mail": "tea@tea.example",
    "call": "+49 30 123456",
    "tint": "#1F6F8B",
    "clip": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "cover": "https://images.example/cover.png",
    "photos": [{"photo": "https://images.example/one.png"}, {"photo": "https://images.example/two.png"}],
    "paper": "https://files.example/paper.pdf",
    "best": "clay",
    "grades": ["easy", "hard"],
    "seo": {
        "title": "Tea, found",
        "hidden": True,
        "picture": "https://images.example/seo.png",
        "like": "tea",
        "words": "<p>Words</p>",
    },
    "facts": [{"label": "Water", "amount": 0.3, "form": "a-bowl"}, {"label": "Leaves", "amount": 12, "form": ""}],
    "sections": [
        {"quote": {"text": "Tea\nfirst", "by": {"name": "Kakuzo", "born": "1863-02-14T00:00:00"}}},
        {"hero_block": {"headline": "Hot & green", "picture": "https://images.example/hot.png"}},
        {"hero_block": {"headline": "", "picture": ""}},
    ],
}


def _butter_schema() -> Json:
    text = [
        {"slug": slug, "kind": "text"} for slug in ("title", "line", "stock", "since", "link", "mail", "call", "clip")
    ]
    form = {"slug": "form", "kind": "dropdown", "options": ["a-bowl", "cup"]}
    picture = {"slug": "picture", "kind": "media"}
    by = [{"slug": "name", "kind": "text"}, {"slug": "born", "kind": "date"}]
    other = {
        "lines": "long_text", "body": "wysiwyg", "teaser": "long_text", "note": "long_text", "price": "number",
        "open": "checkbox", "sold": "number", "moment": "date", "day": "date", "tint": "color", "cover": "media",
        "paper": "media", "maker": "long_text",
    }  # fmt: skip
    return {
        "components": {
            "hero_block": {"fields": [{"slug": "headline", "kind": "text"}, picture]},
            "quote": {
                "fields": [{"slug": "text", "kind": "long_text"}, {"slug": "by", "kind": "component", "fields": by}]
            },
        },
        "page_types": {
            "thing": {
                "fields": [
                    *text,
                    *({"slug": slug, "kind": kind} for slug, kind in other.items()),
                    form,
                    {"slug": "level", "kind": "reference", "to": "levels"},
                    {"slug": "best", "kind": "reference", "to": "thing"},
                    {"slug": "grades", "kind": "reference", "to": "levels", "many": True},
                    {"slug": "photos", "kind": "repeater", "fields": [{"slug": "photo", "kind": "media"}]},
                    {
                        "slug": "seo",
                        "kind": "component",
                        "fields": [
                            {"slug": "title", "kind": "text"},
                            {"slug": "hidden", "kind": "checkbox"},
                            picture,
                            {"slug": "like", "kind": "reference", "to": "thing"},
                            {"slug": "words", "kind": "wysiwyg"},
                        ],
                    },
                    {
                        "slug": "facts",
                        "kind": "repeater",
                        "fields": [{"slug": "label", "kind": "text"}, {"slug": "amount", "kind": "number"}, form],
                    },
                    {"slug": "sections", "kind": "picker", "components": ["hero_block", "quote"]},
                ]
            }
        },
        "collections": {"levels": {"fields": [{"slug": slug, "kind": "text"} for slug in ("name", "slug", "origin")]}},
    }


def butter_seed(*, full: bool) -> Json:
    """An account with everything in it; else its schema and its levels."""
    french = {**BUTTER_TEA, "title": "Thé", "line": "Une ligne", "stock": ""}
    pages = [
        {"page_type": "thing", "slug": "tea", "title": "Tea", "locales": _states(en=BUTTER_TEA, fr=french)},
        {
            "page_type": "thing",
            "slug": "clay",
            "title": "Clay",
            "locales": _states(en={"title": "Clay"}, fr={"title": "Argile"}),
        },
    ]
    levels = [
        {"collection": "levels", "key": key, "locales": _states(en=_level(key), fr=_level(key))}
        for key in ("easy", "hard")
    ]
    return {"locales": list(LOCALES), **_butter_schema(), "items": levels, "pages": pages if full else []}


def _level(key: str) -> Json:
    return {"name": key, "slug": key}


def _states(**told: Json) -> Json:
    return {locale: {"fields": fields, "state": "published"} for locale, fields in told.items()}
