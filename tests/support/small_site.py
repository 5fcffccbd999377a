"""A small site in three locales, told once and seeded into either sandbox, and the mapping between the two.

Ten entries of three kinds: authors and topics, and articles with rich text, images, options, references and one
cycle of them; drafts, entries that lack locales, one in a secondary locale only, and an unpublished edit.
"""

from __future__ import annotations

from typing import Any

LOCALES = {"en": "en-US", "fr": "fr-FR", "ja": "ja"}
"""ButterCMS's code of each locale to Webflow's."""

WEBFLOW_TOKEN = "canary-webflow-5f1e9c"
READ_TOKEN = "canary-butter-read-83ab"
WRITE_TOKEN = "canary-butter-write-d07e"
ENVIRONMENT = {
    "WEBFLOW_TOKEN": WEBFLOW_TOKEN,
    "BUTTERCMS_READ_TOKEN": READ_TOKEN,
    "BUTTERCMS_WRITE_TOKEN": WRITE_TOKEN,
}

Json = dict[str, Any]

AUTHORS: Json = {
    "ann": {
        "all": {"site": "https://ann.example/"},
        "en": {"name": "Ann", "bio": "Writes.\nAnd reads."},
        "fr": {"name": "Anne", "bio": "Écrit."},
        "ja": {"name": "アン"},
    },
    "bob": {"all": {}, "en": {"name": "Bob & Co"}, "fr": {"name": "Bob <b>"}},
}
TOPICS: Json = {
    "tea": {"all": {"tint": "#1f6f8b"}, "en": {"name": "Tea"}, "fr": {"name": "Thé"}, "ja": {"name": "お茶"}},
    "clay": {"all": {"tint": "#8c3b2a"}, "en": {"name": "Clay"}, "fr": {"name": "Argile", "state": "draft"}},
}
ARTICLES: Json = {
    "first": {
        "all": {"form": "Guide", "featured": True, "written": "2026-03-01"},
        "en": {
            "title": "First",
            "body": '<h2>One</h2><p>Hello <strong>there</strong>, <em>you</em> &amp; <a href="https://a.example/?b=1&amp;c=2">link</a>.</p><ul><li>a</li><li>b</li></ul>',
            "cover": {"url": "https://images.example/first.png", "alt": "A pot"},
            "minutes": 3,
            "seen": "2026-03-01T09:30:00Z",
            "author": "ann",
            "topics": ["tea", "clay"],
            "related": ["second", "third"],
        },
        "fr": {
            "title": "Premier",
            "body": "<p>Bonjour <strong>toi</strong>.</p>",
            "cover": {"url": "https://images.example/premier.png", "alt": ""},
            "author": "ann",
            "topics": ["clay", "tea"],
            "state": "draft",
        },
        "ja": {"title": "最初", "body": "<p>こんにちは。</p>", "author": "ann"},
    },
    "second": {
        "all": {"form": "Essay", "featured": False},
        "en": {"title": "Second", "body": "<p>Two</p>", "author": "bob", "related": ["first"], "minutes": 2.5},
        "fr": {"title": "Deuxième", "body": "<p>Deux</p>", "author": "bob"},
    },
    "third": {
        "all": {"written": "2026-01-31"},
        "en": {"title": "Third", "body": "<p>Three</p>", "topics": ["tea"], "related": ["third", "fourth"]},
    },
    "fourth": {
        "all": {"form": "Guide"},
        "en": {"title": "Fourth", "body": "<p>Four</p>", "state": "draft", "related": ["third"]},
        "fr": {"title": "Quatrième", "state": "draft"},
    },
    "only-here": {"all": {}, "ja": {"title": "ここだけ", "body": "<p>秘密</p>", "author": "ann"}},
    "on-top": {
        "all": {},
        "en": {
            "title": "On top, edited",
            "body": "<p>Not yet seen</p>",
            "state": "changed",
            "live": {"title": "On top", "body": "<p>Seen</p>"},
        },
        "fr": {"title": "Dessus"},
    },
}
SITE: Json = {"author": AUTHORS, "topic": TOPICS, "article": ARTICLES}

WEBFLOW_PLACES = {"author": "authors", "topic": "topics", "article": "posts"}
WEBFLOW_NAMES = {"title": "name", "site": "website"}
BUTTER_NAMES = {"title": "headline", "cover": "hero"}


def webflow_seed(site: Json | None = None) -> Json:
    """A Webflow site with this content; {} for one with schemas and nothing in them."""
    site = SITE if site is None else site
    schemas: Json = {
        "author": [{"slug": "bio", "type": "PlainText"}, {"slug": "website", "type": "Link"}],
        "topic": [{"slug": "tint", "type": "Color"}],
        "article": [
            {"slug": "body", "type": "RichText"},
            {"slug": "cover", "type": "Image"},
            {"slug": "form", "type": "Option", "options": ["Guide", "Essay"]},
            {"slug": "minutes", "type": "Number"},
            {"slug": "featured", "type": "Switch"},
            {"slug": "written", "type": "DateTime"},
            {"slug": "seen", "type": "DateTime"},
            {"slug": "author", "type": "Reference", "collection": "authors"},
            {"slug": "topics", "type": "MultiReference", "collection": "topics"},
            {"slug": "related", "type": "MultiReference", "collection": "posts"},
        ],
    }
    return {
        "site": {"displayName": "Pots", "shortName": "pots"},
        "locales": {"primary": "en-US", "secondary": ["fr-FR", "ja"]},
        "collections": [
            {"slug": place, "fields": schemas[kind], "items": [_item(*each) for each in site.get(kind, {}).items()]}
            for kind, place in WEBFLOW_PLACES.items()
        ],
    }


def _item(key: str, told: Json) -> Json:
    variants = {LOCALES[code]: _webflow_variant(key, code, told) for code in LOCALES if code in told}
    return {"key": key, "variants": variants}


def _webflow_variant(key: str, code: str, told: Json) -> Json:
    own = dict(told[code])
    state, live = own.pop("state", "published"), own.pop("live", None)
    variant: Json = {"fields": {"slug": _slug(key, code, told), **_in_webflow({**told["all"], **own})}, "state": state}
    return variant if live is None else {**variant, "live": _in_webflow(live)}


def _slug(key: str, code: str, told: Json) -> str:
    """An article has a slug of its own in each locale but its first; the others have one for all."""
    own = "title" in told[code] and told[code] is not _first(told)
    return f"{key}-{code}" if own else key


def _in_webflow(fields: Json) -> Json:
    made = {WEBFLOW_NAMES.get(name, name): value for name, value in fields.items()}
    if "written" in made:
        made["written"] += "T00:00:00.000Z"
    return made


def butter_seed(site: Json | None = None) -> Json:
    """A ButterCMS account with this content; {} for one with schemas and nothing in them."""
    site = SITE if site is None else site
    text = [{"slug": slug, "kind": "text"} for slug in ("name", "slug", "origin")]
    items = [
        {"collection": place, "key": key, "locales": _butter_locales(key, told)}
        for kind, place in (("author", "authors"), ("topic", "topics"))
        for key, told in site.get(kind, {}).items()
    ]
    pages = [
        {"page_type": "article", "slug": key, "title": _first(told)["title"], "locales": _butter_locales(key, told)}
        for key, told in site.get("article", {}).items()
    ]
    return {
        "locales": list(LOCALES),
        "page_types": {
            "article": {
                "fields": [
                    {"slug": "headline", "kind": "text"},
                    {"slug": "local_slug", "kind": "text"},
                    {"slug": "body", "kind": "wysiwyg"},
                    {"slug": "hero", "kind": "media"},
                    {"slug": "form", "kind": "dropdown", "options": ["guide", "essay"]},
                    {"slug": "minutes", "kind": "number"},
                    {"slug": "featured", "kind": "checkbox"},
                    {"slug": "written", "kind": "date"},
                    {"slug": "seen", "kind": "date"},
                    {"slug": "author", "kind": "reference", "to": "authors"},
                    {"slug": "topics", "kind": "reference", "to": "topics", "many": True},
                    {"slug": "related", "kind": "reference", "to": "article", "many": True},
                ]
            }
        },
        "collections": {
            "authors": {"fields": [*text, {"slug": "bio", "kind": "long_text"}, {"slug": "site", "kind": "text"}]},
            "topics": {"fields": [*text, {"slug": "tint", "kind": "color"}]},
        },
        "items": items,
        "pages": pages,
    }


def _first(told: Json) -> Json:
    return next(told[code] for code in LOCALES if code in told)


def _butter_locales(key: str, told: Json) -> Json:
    return {code: _butter_variant(key, code, told) for code in LOCALES if code in told}


def _butter_variant(key: str, code: str, told: Json) -> Json:
    own = dict(told[code])
    state, live = own.pop("state", "published"), own.pop("live", None)
    slug = {"local_slug" if "title" in own else "slug": _slug(key, code, told)}
    variant: Json = {"fields": {**slug, **_in_butter({**told["all"], **own})}, "state": state}
    return variant if live is None else {**variant, "live": {**slug, **_in_butter(live)}}


def _in_butter(fields: Json) -> Json:
    made = {BUTTER_NAMES.get(name, name): value for name, value in fields.items()}
    if "form" in made:
        made["form"] = made["form"].lower()
    if "seen" in made:
        made["seen"] = made["seen"].removesuffix("Z")
    return made


# So high that a machine under load asks no more than one at rest; tests of freshness take it out.
MAPPING = """\
isogloss: 1
name: pots
sides:
  webflow: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@WEBFLOW@/v2", rate: 600000}
  butter:
    adapter: buttercms
    read_token: ${BUTTERCMS_READ_TOKEN}
    write_token: ${BUTTERCMS_WRITE_TOKEN}
    base_url: "@BUTTER@/v2"
    rate: 600000
flow: @FLOW@
freshness: 600
locales:
  en-US: {webflow: en-US, butter: en, primary: true}
  fr-FR: {webflow: fr-FR, butter: fr}
  ja: {webflow: ja, butter: ja}
kinds:
  author:
    webflow: {collection: authors}
    butter: {collection: authors, origin_key: origin}
    match: [slug]
    label: name
    fields:
      name: {type: text, webflow: name, butter: name}
      slug: {type: text, webflow: slug, butter: slug, shared: true}
      bio: {type: long_text, webflow: bio, butter: bio}
      site: {type: link, webflow: website, butter: site, shared: true}
  topic:
    webflow: {collection: topics}
    butter: {collection: topics, origin_key: origin}
    match: [slug]
    label: name
    fields:
      name: {type: text, webflow: name, butter: name}
      slug: {type: text, webflow: slug, butter: slug, shared: true}
      tint: {type: colour, webflow: tint, butter: tint, shared: true}
  article:
    webflow: {collection: posts}
    butter: {page_type: article}
    match: [$slug]
    label: title
    fields:
      title: {type: text, webflow: name, butter: headline}
      local_slug: {type: text, webflow: slug, butter: local_slug}
      body: {type: rich_text, webflow: body, butter: body}
      cover: {type: image, webflow: cover, butter: hero}
      form:
        type: option
        webflow: form
        butter: form
        shared: true
        values: {guide: {webflow: Guide, butter: guide}, essay: {webflow: Essay, butter: essay}}
      minutes: {type: number, webflow: minutes, butter: minutes}
      featured: {type: flag, webflow: featured, butter: featured, shared: true}
      written: {type: date, webflow: written, butter: written, shared: true}
      seen: {type: instant, webflow: seen, butter: seen}
      author: {type: reference, to: author, webflow: author, butter: author}
      topics: {type: references, to: topic, webflow: topics, butter: topics}
      related: {type: references, to: article, webflow: related, butter: related}
limits: {delete: 100%, change: 100%, minimum: 1000}
"""

FORWARD, BACKWARD, BOTH = "webflow -> butter", "butter -> webflow", "both"
