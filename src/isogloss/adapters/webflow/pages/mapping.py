"""Whether what a mapping says of static pages and components fits what they have.

Which texts a page has is for ``check``; here it is only what a text can be called, and what it can be held as.

Source: Webflow Data API v2, pages and components, seen 2026-11.
"""

from collections.abc import Iterator
from typing import Final, Literal

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document, FieldEntry, KindEntry
from isogloss.mapping.names.nearest import nearest
from isogloss.model.schema import FieldType

Designed = Literal["pages", "components"]
_SAID: Final = {
    "pages": (
        *("title", "slug", "path", "seo.title", "seo.description", "openGraph.title", "openGraph.description", "nodes"),
    ),
    "components": ("name", "group", "description", "nodes", "properties"),
}
_STARTS: Final = {"pages": ("node:",), "components": ("node:", "property:")}
_LISTS: Final = frozenset({"nodes", "properties"})
_ROW: Final[dict[str, FieldType]] = {"id": "text", "text": "rich_text"}
_TEXTS: Final[frozenset[FieldType]] = frozenset({"text", "long_text", "rich_text"})


def page_problems(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    """Everything wrong with how a kind is pages or components."""
    del document
    place = kind.places.get(side)
    if place is None or (place.pages is None and place.components is None):
        return
    sort: Designed = "pages" if place.pages is not None else "components"
    for key in ("origin_key", "other_fields"):
        if getattr(place, key) is not None:
            yield Problem(f"{path}.{side}.{key}", f"{sort} have no fields of their own; leave it out")
    for name, entry in kind.fields.items():
        if side in entry.remotes:
            yield from _field(sort, entry, side, f"{path}.fields.{name}")


def _field(sort: Designed, entry: FieldEntry, side: str, at: str) -> Iterator[Problem]:
    slug, form = entry.remotes[side], entry.forms.get(side)
    type_ = form.as_ if form is not None and form.as_ is not None else entry.type
    if slug not in _SAID[sort] and not slug.startswith(_STARTS[sort]):
        known = f"; there is {', '.join(_SAID[sort])}, and {' or '.join(_STARTS[sort])} with an id"
        hint = nearest(slug, _SAID[sort]) or known
        yield Problem(f"{at}.{side}", f'{sort} have no "{slug}"{hint}')
    elif slug in _LISTS:
        yield from _rows(entry, side, at, type_)
    elif type_ not in _TEXTS:
        yield Problem(f"{at}.type", f'"{slug}" is a text: its type is text, long_text or rich_text')


def _rows(entry: FieldEntry, side: str, at: str, type_: FieldType) -> Iterator[Problem]:
    if type_ != "list":
        yield Problem(f"{at}.type", "it is a list of all texts: its type is list, with an id and a text in each row")
        return
    parts = {part.remotes.get(side, ""): part for part in (entry.fields or {}).values()}
    if set(parts) != set(_ROW):
        yield Problem(f"{at}.fields", f"each row has two parts on {side}: id and text")
    for slug, wanted in _ROW.items():
        if slug in parts and (parts[slug].type != wanted or side in parts[slug].forms):
            yield Problem(f"{at}.fields", f"the part that is {slug} on {side} is of type {wanted}")
