"""The moves that a document declares: what is wrong with one, and what they come to.

Decides whether a name is one of this document, and whether the lines fit together. Refuses to know what was there
before: only the state does.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document, MovedEntry
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.nearest import nearest
from isogloss.model.move import Move

_FORMS: Final[Mapping[str, int]] = {"kind": 1, "locale": 1, "field": 2, "option": 3}
"""How many parts a name has."""
_WRITTEN: Final = {"kind": "KIND", "locale": "its tag", "field": "KIND.FIELD", "option": "KIND.FIELD.KEY"}


def moves_of(document: Document) -> tuple[Move, ...]:
    """The moves of a document without problems."""
    return tuple(_move(row) for row in document.moved or ())


def _move(row: MovedEntry) -> Move:
    ((what, name),) = row.named
    return Move(what, _name(what, name), None if row.from_ is None else _name(what, row.from_))


def _name(what: str, name: str) -> tuple[str, ...]:
    return (tag_of(name) or name,) if what == "locale" else tuple(name.split("."))


def move_problems(document: Document) -> Iterator[Problem]:
    """Moves that are none, and that do not fit together."""
    rows = list(enumerate(document.moved or ()))
    sound: list[tuple[int, Move]] = []
    for n, row in rows:
        found = list(_problems(document, row, f"moved.{n}"))
        yield from found
        if not found:
            sound.append((n, _move(row)))
    yield from _together(sound)


def _problems(document: Document, row: MovedEntry, at: str) -> Iterator[Problem]:
    if len(row.named) != 1:
        yield Problem(at, "say one of kind, field, locale and option, and from")
        return
    ((what, name),) = row.named
    for key, said in ((what, name), ("from", row.from_)):
        parts = [] if said is None or what == "locale" else said.split(".")
        if said is not None and what != "locale" and (len(parts) != _FORMS[what] or not all(parts)):
            yield Problem(f"{at}.{key}", f"a {what} is named as {_WRITTEN[what]}")
            return
    known = _known(document, what)
    if _name(what, name) not in known:
        yield Problem(f"{at}.{what}", f"there is no {what} {name}{nearest(name, map('.'.join, known))}")
    elif row.from_ is not None and _name(what, row.from_) in known and _differ(row, what, name):
        said = f"{row.from_} is still in the mapping, so nothing of it can go to {name}"
        yield Problem(f"{at}.from", said)


def _differ(row: MovedEntry, what: str, name: str) -> bool:
    return _name(what, row.from_ or "") != _name(what, name)


def _together(moves: list[tuple[int, Move]]) -> Iterator[Problem]:
    """What is moved twice."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for n, move in moves:
        for key, name in (("to", move.name), ("from", move.source)):
            if name is None:
                continue
            place = (f"{key} {move.what}", name)
            if place in seen:
                word = move.what if key == "to" else "from"
                yield Problem(
                    f"moved.{n}.{word}", f"{'.'.join(name)} is moved by moved.{seen[place]} already; keep one"
                )
            seen.setdefault(place, n)


def _known(document: Document, what: Literal["kind", "field", "locale", "option"]) -> list[tuple[str, ...]]:
    match what:
        case "locale":
            return [(tag_of(tag) or tag,) for tag in document.locales]
        case "kind":
            return [(kind,) for kind in document.kinds]
        case "field":
            return [(kind, name) for kind, entry in document.kinds.items() for name in entry.fields]
        case "option":
            return [
                (kind, name, key)
                for kind, entry in document.kinds.items()
                for name, field in entry.fields.items()
                for key in field.values or ()
            ]
