"""Between what a page or component shows and neutral values.

Decides what is said of a page beside its text, under which slugs, and how a field or a list of rows is made of texts
and taken apart again. Refuses to ask anybody.

Source: Webflow Data API v2, page metadata, seen 2026-11: a copied text for sharing follows the one for search engines,
so it is none of its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from isogloss.adapters.webflow.files.alts import put_back
from isogloss.adapters.webflow.pages.nodes import NODE, PROPERTY, Row, Text, Texts
from isogloss.adapters.webflow.pages.structure import bare, only_text, says, weave, with_text
from isogloss.adapters.webflow.pages.wire import ComponentBody, PageBody
from isogloss.bridge import FieldBinding
from isogloss.canon.own import spelled
from isogloss.canon.plain import from_plain, plain
from isogloss.canon.text import breaks
from isogloss.model.value import ABSENT, Absent, Group, Many, MaybeValue, Scalar, Value

WRITTEN: Final = ("title", "slug", "seo.title", "seo.description", "openGraph.title", "openGraph.description")
"""What is said of a page, by locale; the slugs that a mapping names."""
PATH: Final = "path"
NAMED: Final = ("name", "group", "description")
"""What is said of a component, in no locale."""
LISTS: Final[Mapping[str, str]] = {"nodes": NODE, "properties": PROPERTY}
"""Slugs of lists of texts, and how the addresses in them begin; rows give the rest of it."""
ID: Final = "id"
TEXT: Final = "text"
"""Slugs of the two parts of a row."""


def said_of_page(page: PageBody) -> dict[str, Text]:
    """What is said of a page beside its text."""
    seo, graph = page.seo, page.open_graph
    said = {
        "title": page.title,
        "slug": page.slug,
        "seo.title": seo.title if seo else None,
        "seo.description": seo.description if seo else None,
        "openGraph.title": None if graph is None or graph.title_copied else graph.title,
        "openGraph.description": None if graph is None or graph.description_copied else graph.description,
    }
    path = {PATH: Text("alt", page.published_path)} if page.published_path else {}
    return {**{slug: Text("plain", raw or "") for slug, raw in said.items()}, **path}


def said_of_component(component: ComponentBody) -> dict[str, Text]:
    """What is said of a component; it has no locale and is never written."""
    said = {"name": component.name, "group": component.group, "description": component.description}
    return {slug: Text("alt", raw or "") for slug, raw in said.items()}


def page_body(wanted: Mapping[str, str]) -> Row:
    """The body that says this of a page, and of sharing whether it has a text of its own."""
    body: Row = {slug: wanted[slug] for slug in ("title", "slug") if slug in wanted}
    seo: Row = {name: wanted[f"seo.{name}"] for name in ("title", "description") if f"seo.{name}" in wanted}
    graph: Row = {}
    for name in ("title", "description"):
        raw = wanted.get(f"openGraph.{name}")
        if raw is not None:
            graph |= {f"{name}Copied": False, name: raw} if raw else {f"{name}Copied": True}
    return {**body, **({"seo": seo} if seo else {}), **({"openGraph": graph} if graph else {})}


def decode(binding: FieldBinding, primary: Texts, shown: Texts) -> MaybeValue:
    """What one field shows in one locale.

    primary: what the primary shows, which says what there is; shown: the texts of the locale, all of them.
    """
    if binding.field.type == "list":
        rows = [_row(binding, tail, shown[address]) for address, tail in addresses_of(binding, primary)]
        return Many(tuple(rows)) if rows else ABSENT
    text = shown.get(binding.remote)
    return ABSENT if text is None else _value(binding, text)


def encode(binding: FieldBinding, value: MaybeValue, primary: Texts, shown: Texts) -> dict[str, str]:
    """The texts to write so that a field shows a value, by address; those that show it already are not among them.

    Raises: ValueError with a sentence where the page or component cannot show it.
    """
    if binding.field.type != "list":
        return dict(_changed(binding, binding.remote, value, primary, shown))
    known = {tail: address for address, tail in addresses_of(binding, primary)}
    rows = dict(_rows(binding, value))
    missing, odd = sorted(known.keys() - rows.keys()), sorted(rows.keys() - known.keys())
    if odd:
        raise ValueError(f"row {odd[0]!r} is of no text that is there: rows are made by adding a node in the Designer.")
    if missing:
        raise ValueError(f"the row of {missing[0]!r} is gone: a node is taken away in the Designer, so put it back.")
    text = _part(binding, TEXT)
    return {
        address: raw
        for tail, found in rows.items()
        for address, raw in _changed(text, known[tail], found, primary, shown)
    }


def _changed(
    binding: FieldBinding, address: str, value: MaybeValue, primary: Texts, shown: Texts
) -> Iterator[tuple[str, str]]:
    template, now = primary.get(address), shown.get(address)
    if template is None or now is None:
        raise ValueError(f"there is no {address} any more; plan again.")
    if _value(binding, now) == value:
        return
    try:
        yield address, str(put_back(_raw(template, value, now.raw), now.met))
    except ValueError as fault:
        raise ValueError(f"{address}: {fault}") from None


def _raw(template: Text, value: MaybeValue, held: str) -> str:
    """What to send for a value to where something else is held."""
    if not template.written:
        raise ValueError("it is only read.")
    match template.sort, value:
        case "markup", Scalar("rich_text"):
            return _woven(template.raw, value, held)
        case "markup", Scalar():
            return with_text(template.raw, _line(value), held)
        case "markup", _:
            raise ValueError("it cannot be empty: the tags of a node stay, and so does a text in them.")
        case _, Absent():
            return ""
        case "rich", Scalar():
            return value.spelling
        case _, Scalar("rich_text", html):
            words = plain(html)
            if from_plain(words) != html:
                raise ValueError("it is plain text, which has no formatting and no links.")
            return _line(Scalar("text", words))
        case _, Scalar():
            return _line(value)
        case _:
            raise ValueError("it is a text, and nothing else fits.")


def _woven(template: str, value: Scalar, held: str) -> str:
    """The node with a text as it is spelled, if its tags allow that; canonical form has fewer of them."""
    if value.own:
        with suppress(ValueError):
            return weave(template, value.own, held)
    return weave(template, value.text, held)


def _line(words: Scalar) -> str:
    if "\n" in words.text:
        raise ValueError("it is one line, which has no line breaks.")
    return words.text if breaks(words.spelling) else words.spelling


def _value(binding: FieldBinding, text: Text) -> MaybeValue:
    type_ = binding.field.type
    if type_ == "rich_text":
        html = (
            text.words if text.sort == "rich" else bare(text.words) if text.sort == "markup" else from_plain(text.words)
        )
        return spelled("rich_text", html)
    if type_ not in ("text", "long_text"):
        raise AssertionError(f"a text of a page is no {type_}; the mapping must not let it through.")
    raw = text.words if text.sort in ("plain", "alt") else only_text(text.words)
    if raw is None:
        raise ValueError(f"{binding.remote} holds several texts; map it as rich_text.")
    return spelled(type_, raw)


def addresses_of(binding: FieldBinding, primary: Texts) -> Iterator[tuple[str, str]]:
    """The addresses of a list, and what its rows call them: what can be written, and shows something to translate."""
    start = LISTS[binding.remote]
    for address, text in primary.items():
        if address.startswith(start) and text.written and says_something(text):
            yield address, address.removeprefix(start)


def says_something(text: Text) -> bool:
    """Whether a text shows a reader anything."""
    return bool(text.raw.strip()) if text.sort == "plain" else says(text.raw)


def _row(binding: FieldBinding, tail: str, text: Text) -> Group:
    id_, words = _part(binding, ID), _part(binding, TEXT)
    shown = _value(words, text)
    parts: dict[str, Value] = {id_.field.name: Scalar("text", tail)}
    if not isinstance(shown, Absent):
        parts[words.field.name] = shown
    return Group(tuple(sorted(parts.items(), key=lambda part: part[0])))


def _rows(binding: FieldBinding, value: MaybeValue) -> Iterator[tuple[str, MaybeValue]]:
    id_, words = _part(binding, ID).field.name, _part(binding, TEXT).field.name
    seen: set[str] = set()
    for row in value.items if isinstance(value, Many) else ():
        parts = dict(row.fields) if isinstance(row, Group) else {}
        found = parts.get(id_)
        if not isinstance(found, Scalar):
            raise ValueError("a row has no id, so nobody knows which text it is.")
        if found.text in seen:
            raise ValueError(f"row {found.text!r} is there twice.")
        seen.add(found.text)
        yield found.text, parts.get(words, ABSENT)


def _part(binding: FieldBinding, slug: str) -> FieldBinding:
    return next(part for part in binding.fields.values() if part.remote == slug)
