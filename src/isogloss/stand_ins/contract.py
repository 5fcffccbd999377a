"""Live answers against the known contract: the sandbox that learned a side is asked the same, and shapes are compared.

Decides what counts as another shape: a key that one of the two does not have, and a value of another sort. Values are
not compared, nor rows of a list with each other: an entry need not have what another one has. The sandboxes are held to
the published descriptions by their own tests, so they are the contract.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from isogloss.http.request import Request

_CONTENT: Final = frozenset({"fieldData", "fields"})
_ROWS: Final = 100
"""Rows of a list that are looked at."""


@dataclass(frozen=True, slots=True)
class Drifted:
    """One place in which answers are not of the known shape.

    at:   the request and the path in its answer, as ``GET /sites/{id}: locales.primary.tag``.
    how:  a key came, or went, or holds another sort of value.
    said: the two sorts, for a person.
    """

    at: str
    how: Literal["new", "gone", "other"]
    said: str = ""


def shapes(request: Request, told: object, known: object) -> Iterator[Drifted]:
    """Compare an answer with what the contract would answer."""
    for at, how, said in _compared([told], [known], ""):
        yield Drifted(f"{request.method} {_named(request.path)}: {at}", how, said)


def _compared(
    told: Sequence[object], known: Sequence[object], at: str
) -> Iterator[tuple[str, Literal["new", "gone", "other"], str]]:
    """Compare what stands in one place: rows of a list stand in one, and what one lacks another may have."""
    mine, theirs = _objects(told), _objects(known)
    for name in _names([*mine, *theirs]) if mine and theirs else ():
        inner = f"{at}.{name}" if at else name
        here, there = ([row[name] for row in rows if name in row] for rows in (mine, theirs))
        some, known_ones = ([each for each in values if not _is_nothing(each)] for values in (here, there))
        if at.rpartition(".")[2] in _CONTENT and ("a list" in _sorts([*some, *known_ones]) or not (here and there)):
            continue  # each entry has what its schema says, and a link may be a list of one
        if not there and some:
            yield inner, "new", _sort(some[0])
        elif not here and known_ones:
            yield inner, "gone", _sort(known_ones[0])
        else:
            yield from _compared(some, known_ones, inner)
    if lists := _rows(known):
        yield from _compared(_rows(told), lists, f"{at}[]")
    sorts, right = (list(dict.fromkeys(_sort(each) for each in values if each is not None)) for values in (told, known))
    if right and (odd := [sort for sort in sorts if sort not in right]):
        yield at, "other", f"{odd[0]}, not {right[0]}"


def _is_nothing(value: object) -> bool:
    """Whether it says that there is nothing, however an account says so."""
    return value is None or value in ("", [], {})


def _sorts(values: Sequence[object]) -> set[str]:
    return {_sort(each) for each in values}


def _objects(values: Sequence[object]) -> list[Mapping[str, object]]:
    return [each for each in values if isinstance(each, Mapping)]


def _names(rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    return iter(dict.fromkeys(str(name) for row in rows for name in row))


def _rows(values: Sequence[object]) -> list[object]:
    return [row for each in values if isinstance(each, list) for row in each[:_ROWS]]


def _sort(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a flag"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case Mapping():
            return "an object"
        case _:
            return "a list"


def _named(path: str) -> str:
    """A path without the ids in it, which differ in each account."""
    return "/".join("{id}" if any(sign.isdigit() for sign in part) else part for part in path.split("/"))
