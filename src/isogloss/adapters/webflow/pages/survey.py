"""What a side can tell of its pages and components before anything is planned.

Decides the fields that each sort has, what of them is only shown, and what a person should know.

Source: Webflow Data API v2, pages and components, and the guide "Localize pages", seen 2026-11.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from isogloss.adapters.webflow.exclusions import remark
from isogloss.adapters.webflow.pages.designs import Designs
from isogloss.adapters.webflow.pages.exclusions import excluded_of
from isogloss.adapters.webflow.pages.nodes import NODE, PROPERTY, Text
from isogloss.adapters.webflow.pages.place import Design, chosen, page_locale, sort_of
from isogloss.adapters.webflow.pages.structure import only_text
from isogloss.adapters.webflow.pages.values import LISTS, NAMED, PATH, WRITTEN
from isogloss.adapters.webflow.pages.wire import ComponentBody
from isogloss.adapters.webflow.site import Site
from isogloss.bridge import KindBinding, Pages
from isogloss.canon.plain import plain
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.names.traces import traces
from isogloss.model.locale import Locale
from isogloss.model.schema import FieldType, RemoteField, RemoteKind, Sample

_LINES: Final[frozenset[FieldType]] = frozenset({"text", "long_text"})
_FEW: Final = 40
"""Characters of a text by which people know it."""
_RICH: Final[frozenset[FieldType]] = frozenset({"rich_text"})


def described(designs: Designs, site: Site, kind: KindBinding, *, probe: bool) -> RemoteKind:
    """Describe one kind that is pages or components.

    probe: ask for their texts, so that a mapping that names some of them can be held against what is there; else the
           mapping is taken at its word until everything is read.
    """
    sort = sort_of(kind) or "page"
    fields = {
        slug: RemoteField(slug, f"text of a {sort}", _LINES)
        for slug in (NAMED if sort == "component" else (*WRITTEN, PATH))
    }
    lists = LISTS if sort == "component" else ("nodes",)
    fields |= {slug: RemoteField(slug, f"list of texts of a {sort}", frozenset({"list"})) for slug in lists}
    if not probe:
        bound = {each.remote: each.field.type for each in kind.fields.values()}
        fields |= {slug: _field(slug, frozenset({type_})) for slug, type_ in bound.items() if slug not in fields}
        return RemoteKind(sort, fields, place=sort)
    found = [designs.design(site, kind, row) for row in designs.rows(site, kind)]
    for design in found:
        fields |= {
            slug: replace(_field(slug, _held(text)), says=_beginning(design, text))
            for slug, text in design.texts.items()
            if slug not in fields
        }
    return RemoteKind(sort, fields, place=sort, remarks=tuple(_remarks(designs, site, kind, found)))


def proposed(designs: Designs, site: Site) -> RemoteKind:
    """The static pages of a site by their titles and what is said of them: for a mapping that is to be proposed.

    Shape:  entries by their slugs, or by their paths where two share a slug. Their other texts have no names that could
            be like others, so they are left to a person.
    """
    rows = list(designs.listed(site, KindBinding("pages", Pages(), {})))
    shared = Counter(row.slug for row, _ in rows)
    codes = {place.locale: place.tag for place in site.places}
    samples = [
        Sample(
            row.slug if row.slug and shared[row.slug] == 1 else row.published_path or row.id,
            {codes[at]: {slug: traces(text.words) for slug, text in said.items()} for at, said in told.items()},
        )
        for row, told in rows
    ]
    fields = {
        slug: RemoteField(slug, "text of a page", frozenset({"text"}) if slug == "slug" else _LINES) for slug in WRITTEN
    }
    return RemoteKind("static-pages", fields, place="pages", samples=tuple(samples))


def _field(slug: str, holds: frozenset[FieldType]) -> RemoteField:
    what = "property" if slug.startswith(PROPERTY) else "node"
    return RemoteField(slug, f"text of a {what}", holds)


def _beginning(design: Design, text: Text) -> str:
    """How a text begins, and on which page or component it stands."""
    words = " ".join((plain(text.words) if text.sort in ("markup", "rich") else text.words).split())
    return f'"{words if len(words) <= _FEW else words[:_FEW] + "…"}" on {_name(design)}'


def _held(text: Text) -> frozenset[FieldType]:
    match text.sort:
        case "markup":
            return _RICH if only_text(text.raw) is None else _RICH | _LINES
        case "rich":
            return _RICH
        case _:
            return _LINES


def _remarks(designs: Designs, site: Site, kind: KindBinding, found: list[Design]) -> Iterator[str]:
    sort = sort_of(kind) or "page"
    names = {design.id: _name(design) for design in found}
    nodes = sum(1 for design in found for slug in design.texts if slug.startswith((NODE, PROPERTY)))
    told = f", with {nodes} texts" if nodes else ""
    count = f"1 {sort} stands" if len(found) == 1 else f"{len(found)} {sort}s stand"
    yield f"{count} for it: {', '.join(sorted(names.values())) or 'none'}{told}"
    for wanted in chosen(kind):
        if not any(wanted in _names(design) for design in found):
            hint = nearest(wanted, names.values())
            yield f"no static {sort} in use is called {wanted}{hint}; add it in the Designer, or mend the mapping"
    fixed = sorted(names[design.id] for design in found if design.fixed)
    if fixed:
        yield f"of a shared library, and only read: {', '.join(fixed)}"
    yield from _excluded(designs, site, kind, found)
    read = [place.tag for place in site.places if page_locale(site, place.locale) is None]
    if read:
        yield f"{', '.join(read)} is only read: its texts are changed in the Designer"


def _excluded(designs: Designs, site: Site, kind: KindBinding, found: list[Design]) -> Iterator[str]:
    """What is excluded from translation, by locale: fields, and rows of lists."""
    told: dict[Locale, set[str]] = {}
    asking = designs.asking
    for design, ask in [] if asking is None else [(design, asking) for design in found]:
        for locale, gone in excluded_of(ask, site, kind, design).items():
            told.setdefault(locale, set()).update(gone.fields, (f"rows of {name}" for name in gone.rows))
    yield from (remark(locale, sorted(what)) for locale, what in told.items())


def _names(design: Design) -> tuple[str | None, ...]:
    row = design.row
    return (row.id, row.name) if isinstance(row, ComponentBody) else (row.id, row.slug, row.published_path)


def _name(design: Design) -> str:
    row = design.row
    return row.name if isinstance(row, ComponentBody) else row.slug or row.published_path or row.id
