"""What a simulation is about: one kind of entry with a mark that never changes, in two locales, on both sides.

On ButterCMS it is a page type or a collection, which differ in nearly all that a program can do to them. Articles may
refer to each other (``see``), and each side has a field of its own that no mapping names (``memo``). Knows how content
is put into both sandboxes; ``shown`` gets it out again.
"""

from __future__ import annotations

from typing import Any

LOCALES = {"en": "en-US", "fr": "fr-FR"}
"""ButterCMS's code of each locale to Webflow's."""
FIELDS = ("title", "body", "minutes", "see")
MEMO = "memo"
"""The field of each side that no mapping names."""
SIDES = ("webflow", "butter")
ENVIRONMENT = {"WEBFLOW_TOKEN": "w-token", "READ_TOKEN": "r-token", "WRITE_TOKEN": "b-token"}

Json = dict[str, Any]

MAPPING = """\
isogloss: 1
name: simulation
sides:
  webflow: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@WEBFLOW@/v2", rate: 600}
  butter:
    adapter: buttercms
    read_token: ${READ_TOKEN}
    write_token: ${WRITE_TOKEN}
    base_url: "@BUTTER@/v2"
    rate: 600
    page_delete: true
locales:
  en-US: {webflow: en-US, butter: en, primary: true}
  fr-FR: {webflow: fr-FR, butter: fr}
kinds:
  article:
    webflow: {collection: posts}
    butter: @PLACE@
    match: [@MATCH@]
    label: title
    fields:
      mark: {type: text, webflow: mark, butter: mark, shared: true}
      title: {type: text, webflow: name, butter: headline}
      local_slug: {type: text, webflow: slug, butter: local_slug}
      body: {type: rich_text, webflow: body, butter: body}
      minutes: {type: number, webflow: minutes, butter: minutes}
@SEE@limits: {delete: 100%, change: 100%, minimum: 1000}
"""

_SAME = {name: name for name in ("body", "minutes", "mark", "see", MEMO)}
NAMES = {
    "webflow": {**_SAME, "title": "name", "slug": "slug"},
    "butter": {**_SAME, "title": "headline", "slug": "local_slug"},
}
"""By side, what each field is called there."""


def mapping(place: str, policies: Json, urls: dict[str, str], *, linked: bool) -> str:
    """The mapping, under some policies; ``place`` is ``pages`` or ``items``, ``linked`` whether links cross."""
    text = MAPPING.replace("@WEBFLOW@", urls["webflow"]).replace("@BUTTER@", urls["butter"])
    where = (
        ("{page_type: article}", "$slug")
        if place == "pages"
        else ("{collection: articles, origin_key: origin}", "mark")
    )
    see = "      see: {type: reference, to: article, webflow: see, butter: see}\n"
    text = text.replace("@PLACE@", where[0]).replace("@MATCH@", where[1]).replace("@SEE@", see if linked else "")
    return text + "".join(f"{name}: {value}\n" for name, value in policies.items())


def written(side: str, fields: Json) -> Json:
    """Fields by neutral names, as an editor of a side writes them."""
    return {NAMES[side][name]: value for name, value in fields.items()}


def webflow_seed(articles: dict[str, dict[str, Json]]) -> Json:
    """A site with these articles: mark, code and fields."""
    items = [
        {
            "key": mark,
            "variants": {
                LOCALES[code]: {"fields": written("webflow", fields), "state": "published"}
                for code, fields in variants.items()
            },
        }
        for mark, variants in articles.items()
    ]
    fields = [
        {"slug": "body", "type": "RichText"},
        {"slug": "minutes", "type": "Number"},
        {"slug": "mark", "type": "PlainText"},
        {"slug": MEMO, "type": "PlainText"},
        {"slug": "see", "type": "Reference", "collection": "posts"},
    ]
    return {
        "site": {"displayName": "Pots", "shortName": "pots"},
        "locales": {"primary": "en-US", "secondary": ["fr-FR"]},
        "collections": [{"slug": "posts", "fields": fields, "items": items}],
    }


def butter_seed(place: str, articles: dict[str, dict[str, Json]]) -> Json:
    """An account with these articles."""
    told = {
        mark: {code: {"fields": written("butter", fields), "state": "published"} for code, fields in variants.items()}
        for mark, variants in articles.items()
    }
    pages = [
        {"page_type": "article", "slug": mark, "title": mark, "locales": locales} for mark, locales in told.items()
    ]
    items = [{"collection": "articles", "key": mark, "locales": locales} for mark, locales in told.items()]
    kinds = {"headline": "text", "local_slug": "text", "body": "wysiwyg", "minutes": "number", "mark": "text"}
    kinds |= {MEMO: "text"}
    fields = [{"slug": slug, "kind": kind} for slug, kind in kinds.items()]
    to_pages, to_items = ({"slug": "see", "kind": "reference", "to": to} for to in ("article", "articles"))
    return {
        "locales": list(LOCALES),
        "page_types": {"article": {"fields": [*fields, to_pages]}},
        "collections": {"articles": {"fields": [*fields, to_items, {"slug": "origin", "kind": "text"}]}},
        "pages": pages if place == "pages" else [],
        "items": items if place == "items" else [],
    }


def butter_place(handle: str, *, items: bool) -> Json:
    """How an edit names an article in the dashboard."""
    if items:
        return {"collection": "articles", "id": int(handle)}
    return {"page_type": "article", "slug": handle}
