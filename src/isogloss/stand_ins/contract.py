"""Live answers against the known contract: the sandbox that learned a side is asked the same, and shapes are compared.

Decides what counts as another shape: a key that one of the two does not have, and a value of another sort. Values are
not compared. The sandboxes are held to the published descriptions by their own tests, so they are the contract.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from isogloss.http.request import Request

_ROWS: Final = 20
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
    seen: dict[tuple[str, str], Drifted] = {}
    for at, how, said in _compared(told, known, ""):
        seen.setdefault((at, how), Drifted(f"{request.method} {_named(request.path)}: {at}", how, said))
    yield from seen.values()


def _compared(told: object, known: object, at: str) -> Iterator[tuple[str, Literal["new", "gone", "other"], str]]:
    if isinstance(told, Mapping) and isinstance(known, Mapping):
        for name in told:
            inner = f"{at}.{name}" if at else str(name)
            if name not in known:
                yield inner, "new", _sort(told[name])
            else:
                yield from _compared(told[name], known[name], inner)
        for name in known:
            if name not in told:
                yield (f"{at}.{name}" if at else str(name)), "gone", _sort(known[name])
    elif isinstance(told, list) and isinstance(known, list):
        for mine, theirs in list(zip(told, known, strict=False))[:_ROWS]:
            yield from _compared(mine, theirs, f"{at}[]")
    elif told is not None and known is not None and _sort(told) != _sort(known):
        yield at, "other", f"{_sort(told)}, not {_sort(known)}"


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
