"""What a simulation is about: one kind of entry with a mark that never changes, in two locales, on both sides.

On ButterCMS it is a page type or a collection, which differ in nearly all that a program can do to them. Each text that
is ever written is unique (``t17``), so that where a value came from can be read from the value. Knows how both
sandboxes keep their content, and nothing of how the program reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALES = {"en": "en-US", "fr": "fr-FR"}
"""ButterCMS's code of each locale to Webflow's."""
FIELDS = ("title", "body", "minutes")
SIDES = ("webflow", "butter")
TOKEN = re.compile(r"[tb]\d+")
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
limits: {delete: 100%, change: 100%, minimum: 1000}
"""

_WEBFLOW = {"title": "name", "body": "body", "minutes": "minutes", "mark": "mark", "slug": "slug"}
_BUTTER = {"title": "headline", "body": "body", "minutes": "minutes", "mark": "mark", "slug": "local_slug"}


def mapping(place: str, policies: Json, urls: dict[str, str]) -> str:
    """The mapping, under some policies; ``place`` is ``pages`` or ``items``."""
    text = MAPPING.replace("@WEBFLOW@", urls["webflow"]).replace("@BUTTER@", urls["butter"])
    where = (
        ("{page_type: article}", "$slug")
        if place == "pages"
        else ("{collection: articles, origin_key: origin}", "mark")
    )
    text = text.replace("@PLACE@", where[0]).replace("@MATCH@", where[1])
    return text + "".join(f"{name}: {value}\n" for name, value in policies.items())


def written(side: str, fields: Json) -> Json:
    """Fields by neutral names, as an editor of a side writes them."""
    names = _WEBFLOW if side == "webflow" else _BUTTER
    return {names[name]: value for name, value in fields.items()}


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
    fields = [{"slug": slug, "kind": kind} for slug, kind in kinds.items()]
    return {
        "locales": list(LOCALES),
        "page_types": {"article": {"fields": fields}},
        "collections": {"articles": {"fields": [*fields, {"slug": "origin", "kind": "text"}]}},
        "pages": pages if place == "pages" else [],
        "items": items if place == "items" else [],
    }


def butter_place(handle: str, *, items: bool) -> Json:
    """How an edit names an article in the dashboard."""
    if items:
        return {"collection": "articles", "id": int(handle)}
    return {"page_type": "article", "slug": handle}


@dataclass(frozen=True)
class Variant:
    """One locale of one article as a side holds it.

    mark:   which article it is.
    handle: how an editor of the side names it: id or slug.
    draft:  the newest content, by neutral names.
    live:   what the public sees; None where nothing.
    """

    mark: str
    handle: str
    code: str
    draft: Json
    live: Json | None
    archived: bool = False


def variants(side: str, state: Json) -> Iterator[Variant]:
    """All that a side holds."""
    yield from _items(state) if side == "webflow" else _pages(state)


def _items(state: Json) -> Iterator[Variant]:
    codes = {
        each["cmsLocaleId"]: code for each in state["locales"] for code, tag in LOCALES.items() if each["tag"] == tag
    }
    for row in state["collections"][0]["items"]:
        draft = _neutral(row["fieldData"], _WEBFLOW)
        live = row.get("live")
        shown = None if not live else _neutral(live["fieldData"], _WEBFLOW)
        yield Variant(draft["mark"], row["id"], codes[row["cmsLocaleId"]], draft, shown, bool(row["isArchived"]))


def _pages(state: Json) -> Iterator[Variant]:
    for page in (*state["pages"], *state["items"]):
        handle = page.get("slug") or str(page["id"])
        for code, each in page["locales"].items() if not page["deleted"] else ():
            live = None if each["live"] is None else _neutral(each["live"], _BUTTER)
            draft = live if each["draft"] is None else _neutral(each["draft"], _BUTTER)
            if draft is not None:
                yield Variant(draft["mark"], handle, code, draft, live)


def _neutral(held: Json, names: dict[str, str]) -> Json:
    return {name: _plain(held.get(remote)) for name, remote in names.items()}


def _plain(value: Any) -> str:
    """A value as a word; a rich text as the words that were ever written into one."""
    if value is None:
        return ""
    text = str(value)
    return " ".join(TOKEN.findall(text)) if "<" in text else text.removesuffix(".0")
