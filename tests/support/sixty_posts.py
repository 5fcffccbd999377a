"""A blog of sixty posts in four languages, as blogs are: mostly orderly, with everything that makes grouping hard."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TAGS = {"en-US": "en", "fr-FR": "fr", "es-ES": "es", "ja-JP": "jp"}
WORDS = [
    ("tea", "the", "te-verde", "ocha"),
    ("ink", "encre", "tinta", "inku"),
    ("paper", "papier", "papel", "kami"),
    ("lamp", "lampe", "lampara", "ranpu"),
    ("garden", "jardin", "huerto", "niwa"),
    ("river", "riviere", "rio-largo", "kawa"),
    ("bridge", "pont-neuf", "puente", "hashi"),
    ("winter", "hiver", "invierno", "fuyu"),
    ("bread", "pain", "pan-casero", "pan-tsukuri"),
    ("clock", "horloge", "reloj", "tokei"),
    ("window", "fenetre", "ventana", "mado"),
    ("market", "marche", "mercado", "ichiba"),
]
TRIP = {"en-US": "trip-to-spain", "fr-FR": "voyage-en-espagne", "es-ES": "viaje-por-casa", "ja-JP": "supein-ryoko"}
AUTHORS = [
    {"slug": "ann", "first_name": "Ann", "last_name": "Lee", "email": "ann@example.com", "bio": "Writes about tea."},
    {"slug": "bo", "first_name": "Bo", "last_name": "Ek", "email": "bo@example.com", "bio": "Draws."},
]


def post(
    slug: str, locale: str, number: int, *, picture: bool = True, state: str = "published", tags: Any = ()
) -> Json:
    made: Json = {
        "slug": slug,
        "title": f"{slug.replace('-', ' ').title()} ({TAGS[locale]})",
        "tags": [TAGS[locale], *tags],
        "categories": ["Home & Garden"] if number % 2 else ["Food"],
        "author": AUTHORS[number % 2]["slug"],
        "body": f'<p>About <strong>{slug}</strong>.</p><p><a href="https://example.com/{slug}">more</a></p>',
        "summary": f"In short: {slug}.",
        "seo_title": f"{slug} | Blog",
        "meta_description": f"All of {slug}.",
        "state": state,
        "published": f"2025-{number % 12 + 1:02d}-{number % 27 + 1:02d}T09:00:00Z",
    }
    if picture:
        made |= {"featured_image": f"https://images.example/{number}.png", "featured_image_alt": f"Picture: {slug}"}
    return made


def posts() -> list[Json]:
    """Sixty posts: sixteen entries, one of them without Japanese, one in English only."""
    made = []
    for number, words in enumerate(WORDS):
        for locale, slug in zip(TAGS, words, strict=True):
            state = "draft" if (number + len(slug)) % 5 == 0 else "published"
            topical = ["Guide"] if number % 3 == 0 else ["Guide", "How-to, step by step"]
            made.append(post(slug, locale, number, state=state, tags=topical))
    # nothing but the stem, and dates that are weeks apart
    for step, (locale, tag) in enumerate(TAGS.items()):
        made.append(post(f"green-tea-{tag}", locale, 12 + 14 * step, picture=False))
    # about Spain, so it has the topical tag "es"
    for locale, slug in TRIP.items():
        made.append(post(slug, locale, 14, tags=["es", "Travel"] if locale == "en-US" else ["Travel"]))
    # no Japanese, and another post has the same stem
    made += [post(f"sale-{TAGS[locale]}", locale, 15, picture=False) for locale in ("en-US", "fr-FR", "es-ES")]
    made.append(post("sale", "en-US", 20, picture=False))
    assert len(made) == 60
    return made


def seed() -> Json:
    """The account that the posts are in; its page type and collection are for carrying them there."""
    return {
        "locales": ["en", "fr", "es", "ja"],
        "authors": AUTHORS,
        "posts": posts(),
        "page_types": {
            "article": {
                "fields": [
                    *({"slug": slug} for slug in ("headline", "web_slug", "tags", "categories", "cover_alt", "writer")),
                    *({"slug": slug, "kind": "long_text"} for slug in ("summary", "meta_description")),
                    {"slug": "seo_title"},
                    {"slug": "body", "kind": "wysiwyg"},
                    {"slug": "cover", "kind": "media"},
                    {"slug": "author", "kind": "reference", "to": "people"},
                    {"slug": "published", "kind": "date"},
                ]
            }
        },
        "collections": {
            "people": {"fields": [{"slug": "name"}, {"slug": "bio", "kind": "long_text"}, {"slug": "origin"}]}
        },
    }


def account() -> Json:
    """A fresh account: locales, and nobody in it."""
    return {"locales": ["en", "fr", "es", "ja"]}


def site() -> Json:
    """A Webflow site with places for all of it, and nothing in them."""
    fields = [
        {"slug": "local-slug", "type": "PlainText", "displayName": "Local slug"},
        {"slug": "body", "type": "RichText", "displayName": "Body"},
        {"slug": "summary", "type": "PlainText", "displayName": "Summary"},
        {"slug": "seo-title", "type": "PlainText", "displayName": "SEO title"},
        {"slug": "meta-description", "type": "PlainText", "displayName": "Meta description"},
        {"slug": "cover", "type": "Image", "displayName": "Cover"},
        {"slug": "author", "type": "Reference", "displayName": "Author", "collection": "authors"},
        {"slug": "tags", "type": "PlainText", "displayName": "Tags"},
        {"slug": "categories", "type": "PlainText", "displayName": "Categories"},
        {"slug": "published-on", "type": "DateTime", "displayName": "Published on"},
    ]
    return {
        "site": {"displayName": "Blog", "shortName": "blog"},
        "locales": {"primary": "en-US", "secondary": ["fr-FR", "es-ES", "ja"]},
        "collections": [
            {
                "slug": "authors",
                "displayName": "Authors",
                "singularName": "Author",
                "fields": [{"slug": "bio", "type": "PlainText", "displayName": "Bio"}],
            },
            {"slug": "posts", "displayName": "Posts", "singularName": "Post", "fields": fields},
        ],
    }


_LOCALES = """
locales:
  en-US: {{{left}: {en}, {right}: en, primary: true}}
  fr-FR: {{{left}: {fr}, {right}: fr}}
  es-ES: {{{left}: {es}, {right}: es}}
  ja-JP: {{{left}: ja, {right}: ja, tag: jp}}
"""


_BUTTER = 'adapter: buttercms, read_token: "${READ}", write_token: "${WRITE}"'


def webflow_mapping(webflow: str, butter: str, flow: str, group: str, more: str = "", native: bool = False) -> str:
    """A blog and a Webflow collection; with native locales, no rule groups its posts."""
    rule = "" if native else f", group: {group}{more}"
    own = ", blog_locales: native" if native else ""
    side = _BUTTER
    locales = _LOCALES.format(left="webflow", right="butter", en="en-US", fr="fr-FR", es="es-ES")
    return f"""
isogloss: 1
name: blog
sides:
  webflow: {{adapter: webflow, site: blog, token: "${{WEBFLOW}}", base_url: {webflow}/v2, rate: 60000}}
  butter: {{{side}, base_url: {butter}/v2, rate: 60000{own}}}
flow: {flow}
{locales}
kinds:
  author:
    webflow: {{collection: authors}}
    butter: {{blog_authors: true}}
    match: [$slug, name]
    fields:
      name: {{type: text, webflow: name, butter: name}}
      bio: {{type: long_text, webflow: bio, butter: bio}}
  article:
    webflow: {{collection: posts}}
    butter: {{blog: true{rule}}}
    match: [local_slug]
    fields:
      title: {{type: text, webflow: name, butter: title}}
      local_slug: {{type: text, webflow: local-slug, butter: slug}}
      body: {{type: rich_text, webflow: body, butter: body}}
      summary: {{type: long_text, webflow: summary, butter: summary}}
      seo_title: {{type: text, webflow: seo-title, butter: seo_title}}
      meta: {{type: long_text, webflow: meta-description, butter: meta_description}}
      cover: {{type: image, webflow: cover, butter: featured_image}}
      author: {{type: reference, to: author, webflow: author, butter: author}}
      tags: {{type: tags, webflow: tags, butter: $tags}}
      categories: {{type: tags, webflow: categories, butter: categories}}
      published: {{type: instant, webflow: published-on, butter: published}}
"""


def page_mapping(blog: str, pages: str, flow: str, group: str, more: str = "") -> str:
    """A blog and a page type, of one account or of two."""
    locales = _LOCALES.format(left="blog", right="pages", en="en", fr="fr", es="es")
    side = _BUTTER
    return f"""
isogloss: 1
name: to-pages
sides:
  blog: {{{side}, base_url: {blog}/v2, rate: 60000}}
  pages: {{{side}, base_url: {pages}/v2, rate: 60000}}
flow: {flow}
{locales}
kinds:
  author:
    blog: {{blog_authors: true}}
    pages: {{collection: people, origin_key: origin}}
    match: [name]
    fields:
      name: {{type: text, blog: name, pages: name}}
      bio: {{type: long_text, blog: bio, pages: bio}}
  article:
    blog: {{blog: true, group: {group}{more}}}
    pages: {{page_type: article, other_fields: [writer]}}
    match: [local_slug]
    fields:
      title: {{type: text, blog: title, pages: headline}}
      local_slug: {{type: text, blog: slug, pages: web_slug}}
      body: {{type: rich_text, blog: body, pages: body}}
      summary: {{type: long_text, blog: summary, pages: summary}}
      seo_title: {{type: text, blog: seo_title, pages: seo_title}}
      meta: {{type: long_text, blog: meta_description, pages: meta_description}}
      cover: {{type: image, blog: featured_image, pages: cover}}
      cover_alt: {{type: text, blog: featured_image.alt, pages: cover_alt}}
      author: {{type: reference, to: author, blog: author, pages: author}}
      tags: {{type: tags, blog: $tags, pages: tags}}
      categories: {{type: tags, blog: categories, pages: categories}}
      published: {{type: instant, blog: published, pages: published}}
"""
