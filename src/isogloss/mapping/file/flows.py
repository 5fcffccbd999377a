"""Which way each cell of a document flows: the words of the file, what is wrong with them, and what they come to.

Decides which of several words is nearest: a field's in a locale, the field's, the kind's in a locale, the locale's, the
kind's, the mapping's. Refuses to know what follows from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document
from isogloss.mapping.file.kinds import FieldEntry, KindEntry, Ways
from isogloss.mapping.file.words import read_flow
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.nearest import nearest
from isogloss.merge.flow import Flow, Flows, together, written_sides
from isogloss.model.address import Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale

DEFAULT: Final = "default"
_OURS: Final = (STATUS, SLUG)


def flow_problems(document: Document) -> Iterator[Problem]:
    """Words that mean no direction, places that are none, and a mapping in which nothing flows."""
    yield from _word(document, document.flow, "flow")
    for tag, locale in document.locales.items():
        yield from _word(document, locale.flow, f"locales.{tag}.flow")
    for name, kind in document.kinds.items():
        yield from _words(document, kind.flow, f"kinds.{name}.flow", _OURS)
        for field, entry in kind.fields.items():
            at = f"kinds.{name}.fields.{field}.flow"
            yield from _words(document, entry.flow, at, ())
            if isinstance(entry.flow, dict) and _is_shared(kind, entry):
                yield Problem(at, f"{field} has one value for all locales, so it goes one way; say which")
    kinds = document.kinds.values()
    if kinds and not any(way != "off" for kind in kinds for way in _every_way(document, kind)):
        yield Problem("flow", "nothing flows in this mapping; say which way something goes")


def _word(document: Document, word: str | None, at: str) -> Iterator[Problem]:
    one, other = document.sides
    if word is not None and read_flow(word, [one, other]) is None:
        yield Problem(at, f"must be one of '{one} -> {other}', '{other} -> {one}', both, off")


def _words(document: Document, said: Ways | None, at: str, ours: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(said, dict):
        yield from _word(document, said, at)
        return
    known = [*document.locales, DEFAULT, *ours]
    tags = {tag_of(tag) or tag for tag in document.locales}
    for key, word in said.items():
        yield from _word(document, word, f"{at}.{key}")
        if key not in (DEFAULT, *ours) and (tag_of(key) or key) not in tags:
            yield Problem(f"{at}.{key}", f"there is no locale {key}{nearest(key, known)}")


def _is_shared(kind: KindEntry, entry: FieldEntry) -> bool:
    return kind.shared if entry.shared is None else entry.shared


def _every_way(document: Document, kind: KindEntry) -> Iterator[Flow]:
    """Every way that is named for a kind; what is no way counts as one, since it is told anyway."""
    names = list(document.sides)
    near = [kind.flow, *(entry.flow for entry in kind.fields.values())]
    words = [word for said in near for word in (said.values() if isinstance(said, dict) else [said])]
    words += [document.flow, *(locale.flow for locale in document.locales.values())]
    yield from (read_flow(word, names) or "both" for word in words if word is not None)


def off_fields(document: Document, kind: KindEntry) -> Iterator[str]:
    """What is off of a kind, in any locale: its fields by name, else the locale."""
    own = [entry.flow for entry in kind.fields.values()]
    for name, said in zip(kind.fields, own, strict=True):
        if "off" in (said.values() if isinstance(said, dict) else [said]):
            yield name
    if any(said is None for said in own):
        ours = kind.flow if isinstance(kind.flow, dict) else {}
        yield from (f"what is held by {tag}" for tag, entry in document.locales.items() if entry.flow == "off")
        yield from (f"what is held by {key}" for key, word in ours.items() if word == "off" and key != DEFAULT)
        if entry_flow(document, kind) == "off":
            yield "the kind"


def entry_flow(document: Document, kind: KindEntry) -> Flow:
    """The way of entries of a kind as such: where they are made and deleted; ``both`` where it cannot be read."""
    said = kind.flow.get(DEFAULT) if isinstance(kind.flow, dict) else kind.flow
    return read_flow(document.flow if said is None else said, list(document.sides)) or "both"


def made_on(document: Document, kind: KindEntry) -> frozenset[str]:
    """The names of the sides where entries of a kind are made."""
    names = list(document.sides)
    return frozenset(names[0 if side is Side.LEFT else 1] for side in written_sides(entry_flow(document, kind)))


def flows_of(document: Document, kind: KindEntry, fields: Mapping[str, bool], locales: Mapping[Locale, str]) -> Flows:
    """Which way the cells of a kind flow, in a document without problems.

    fields:  those that are compared, ``$slug`` with them, and whether all locales share them.
    locales: those that both sides hold, with their tags as written.
    """
    names = list(document.sides)

    def read(word: str) -> Flow:
        flow = read_flow(word, names)
        assert flow is not None, "a flow is judged before it is compiled"  # noqa: S101  # our own bug if not
        return flow

    def by_locale(said: Ways | None) -> dict[Locale, Flow]:
        named = said if isinstance(said, dict) else {}
        tags = {tag_of(key) or key: word for key, word in named.items()}
        return {locale: read(tags[locale]) for locale in locales if locale in tags}

    def plain(said: Ways | None) -> str | None:
        return said.get(DEFAULT) if isinstance(said, dict) else said

    said = {name: kind.fields[name].flow for name in fields if name in kind.fields}
    ours = kind.flow if isinstance(kind.flow, dict) else {}
    own = {locale: read(word) for locale, tag in locales.items() if (word := document.locales[tag].flow) is not None}
    found = {name: plain(way) for name, way in said.items()} | {name: ours.get(name) for name in _OURS}
    made = Flows(
        default=entry_flow(document, kind),
        locales=own | by_locale(kind.flow),
        fields={name: read(word) for name, word in found.items() if word is not None},
        cells={(locale, name): way for name, ways in said.items() for locale, way in by_locale(ways).items()},
    )
    return _without_what_is_off(made, fields, locales)


def _without_what_is_off(flows: Flows, fields: Mapping[str, bool], locales: Mapping[Locale, str]) -> Flows:
    """The same, with what is neither compared nor written; a locale is gone where nothing of it is left."""
    shared = frozenset(name for name, for_all in fields.items() if for_all)
    own = fields.keys() - shared
    off = {SHARED: frozenset(name for name in shared if flows.at(SHARED, name) == "off")}
    off |= {at: frozenset(name for name in {*own, STATUS} if flows.at(at, name) == "off") for at in locales}
    gone = frozenset(at for at in locales if own <= off[at] and flows.at(at) == "off")
    if gone == locales.keys() and shared - off[SHARED] - {SLUG}:
        gone = frozenset()  # what they share is compared, so their entries are there
    off |= {at: frozenset({*own, STATUS}) for at in gone}
    return replace(flows, off={at: names for at, names in off.items() if names}, gone=gone)


def whole_flow(kinds: Mapping[str, Flows]) -> Flow:
    """The flow that writes to each side that anything is written to."""
    return together(frozenset(side for flows in kinds.values() for side in flows.written()))
