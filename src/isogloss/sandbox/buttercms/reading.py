"""The parameters of a read: locale, preview, levels, paging, filters, order.

Decides what a query asks for and refuses one that makes no sense. Does not know what is stored.

Source: ButterCMS API reference, pages and collections (reference sections 3, 4 and 6.1).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from isogloss.sandbox.buttercms.answers import Answer, Call, Json, invalid, refuse
from isogloss.sandbox.buttercms.desk import Desk

T = TypeVar("T")

LEVELS = 2
DEEPEST = 5
PAGE_SIZE = 10
MOST = 100
_TRUE = ("1", "true", "True")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is asked for, and in which of the two styles."""

    start: int
    size: int
    by_offset: bool

    def cut(self, found: Sequence[T]) -> tuple[Sequence[T], Json]:
        """Take the part out, and make the ``meta`` that goes with it."""
        stop = self.start + self.size
        part = found[self.start : stop]
        more, fewer = stop < len(found), self.start > 0
        if self.by_offset:
            steps: Json = {
                "next_offset": stop if more else None,
                "previous_offset": max(0, self.start - self.size) if fewer else None,
            }
        else:
            page = self.start // self.size + 1
            steps = {"next_page": page + 1 if more else None, "previous_page": page - 1 if fewer else None}
        return part, {"count": len(found), **steps}


def locale_of(desk: Desk, call: Call) -> str:
    """Read the locale: the current default where none is named, 400 where it is unknown."""
    named = call.params.get("locale")
    if named is None or not desk.switches.localization:
        return desk.store.default
    if named not in desk.store.locales:
        if desk.switches.unknown_locale_body == "detail":
            refuse(400, "Invalid locale parameter")
        invalid({"locale": [f"{named} is not a locale of this organization."]})
    return named


def flag(params: Mapping[str, str], name: str) -> bool:
    """Read a parameter that is 0 or 1."""
    return params.get(name, "0") in _TRUE


def paging(params: Mapping[str, str]) -> Paging:
    """Read the part of a list that is asked for; the two styles never go together."""
    offsets = [name for name in ("limit", "offset") if name in params]
    pages = [name for name in ("page", "page_size") if name in params]
    if offsets and pages:
        refuse(400, f"{offsets[0]} cannot be combined with {pages[0]}.")
    if offsets:
        return Paging(
            start=number(params, "offset", 0, 0), size=number(params, "limit", PAGE_SIZE, 1, MOST), by_offset=True
        )
    size = number(params, "page_size", PAGE_SIZE, 1, MOST)
    return Paging(start=(number(params, "page", 1, 1) - 1) * size, size=size, by_offset=False)


def listed(call: Call, found: Sequence[T], show: Callable[[T], Json]) -> Answer:
    """Answer the part of a list that is asked for, with its ``meta``."""
    part, meta = paging(call.params).cut(found)
    return Answer(200, {"meta": meta, "data": [show(each) for each in part]})


def number(params: Mapping[str, str], name: str, fallback: int, least: int, most: int | None = None) -> int:
    """Read a whole number within bounds; 400 outside them."""
    text = params.get(name)
    if text is None:
        return fallback
    if not text.isascii() or not text.isdigit() or int(text) < least or (most is not None and int(text) > most):
        refuse(400, f"Invalid {name} parameter")
    return int(text)


def sought(params: Mapping[str, str], longest: int) -> str:
    """Read the words of a search."""
    query = params.get("query", "").strip()
    if not query or len(query) > longest:
        refuse(400, f"query must have 1 to {longest} characters.")
    return query


def filters(params: Mapping[str, str]) -> dict[str, str]:
    """Collect ``fields.<path>=value`` pairs by path."""
    return {name.removeprefix("fields."): value for name, value in params.items() if name.startswith("fields.")}


def levels_of(desk: Desk, call: Call) -> int:
    """Read how deep references are shown; beyond the bounds 400, or the nearest bound."""
    text = call.params.get("levels")
    if text is None:
        return LEVELS
    try:
        wanted = int(text)
    except ValueError:
        refuse(400, "Invalid levels parameter")
    if not 1 <= wanted <= DEEPEST and desk.switches.levels_out_of_range == "400":
        refuse(400, f"levels must be between 1 and {DEEPEST}.")
    return min(max(wanted, 1), DEEPEST)
