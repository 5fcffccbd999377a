"""Reading a listing that comes in pages: whole, or not at all.

Decides when a listing is complete and what to do when it changes while it is read. Refuses to know how a vendor
numbers its pages or where it puts its rows: that is a ``Paging``, made of pure functions.
"""

from collections.abc import Callable, Generator, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from isogloss.errors import Drift, RemoteError, Stale
from isogloss.http.answer import Answer
from isogloss.http.request import Request

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page: its rows, and how many rows all pages hold together."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True, slots=True)
class Paging(Generic[Row]):
    """How one listing is paged.

    size: rows in a full page, as asked for.
    ask:  from the page's number, counted from 0, to the request for it.
    open: from an answer to the page; raises Drift where it is not of the known shape.
    key:  what tells one row from another.
    """

    size: int
    ask: Callable[[int], Request]
    open: Callable[[Answer], Page[Row]]
    key: Callable[[Row], Hashable]

    def __post_init__(self) -> None:
        if self.size < 1:
            raise AssertionError(f"a page of {self.size} rows would never come to an end.")


def by_offset(request: Request, size: int) -> Callable[[int], Request]:
    """Ask as Webflow wants it: ``limit`` and ``offset``.

    Source: Webflow Data API reference, list items, seen 2026-11.
    """
    return lambda number: _with_query(request, limit=size, offset=number * size)


def by_number(request: Request, size: int) -> Callable[[int], Request]:
    """Ask as ButterCMS wants it: ``page``, counted from 1, and ``page_size``.

    Source: ButterCMS API reference, pagination, seen 2026-11.
    """
    return lambda number: _with_query(request, page=number + 1, page_size=size)


def page_at(rows: tuple[str, ...], total: tuple[str, ...]) -> Callable[[Answer], Page[Mapping[str, object]]]:
    """Open a page whose rows and total lie at these places of the answer: ``("data",)``, ``("meta", "count")``."""

    def opened(answer: Answer) -> Page[Mapping[str, object]]:
        count = _at(answer.json, total)
        found = _at(answer.json, rows)
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise Drift("the listing does not say how many rows it has", path=".".join(total), request=answer.request)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise Drift("the listing has no list of objects", path=".".join(rows), request=answer.request)
        return Page(found, count)

    return opened


def rows_of(read: Callable[[Request], Answer], paging: Paging[Row], *, passes: int = 4) -> Iterator[Row]:
    """Read a listing, each row once.

    Shape:   in calm, exactly as many requests as there are pages (one for an empty listing). A row seen on two pages
             is given once. When rows come or go between two pages, the listing is read again from its beginning and
             only rows not given yet are added, so a row deleted meanwhile may be among them: it was there before.
    Order:   the side's.
    Raises:  Stale when it changed during every pass; Drift when the answers contradict themselves each time.
             The rows given before are then not a whole listing: throw them away (invariant 1).
    Confess: a removal and an addition that leave the total as it was, both between two pages of one pass, cannot be
             seen without reading everything twice. Sorting by creation time, where a side can, makes it unlikely.
    """
    given: set[Hashable] = set()
    last: Exception = AssertionError("a listing must be read at least once.")
    for _ in range(passes):
        trouble = yield from _one_pass(read, paging, given)
        if trouble is None:
            return
        last = trouble
    raise last


def _one_pass(
    read: Callable[[Request], Answer], paging: Paging[Row], given: set[Hashable]
) -> Generator[Row, None, RemoteError | None]:
    """Read all pages once, give the rows that are new, and return why the pass cannot be trusted, if so."""
    here: set[Hashable] = set()
    number = 0
    total: int | None = None
    while total is None or number * paging.size < total:
        request = paging.ask(number)
        page = paging.open(read(request))
        if total is not None and page.total != total:
            return _changed(request, f"the number of rows went from {total} to {page.total}")
        total = page.total
        due = min(paging.size, total - number * paging.size)
        if len(page.rows) != due:
            return Drift(
                f"page {number + 1} of a listing of {total} rows has {len(page.rows)} rows where {due} were due; "
                "run again, and if it stays so, ask for smaller pages.",
                request=request.name,
            )
        for row in page.rows:
            key = paging.key(row)
            if key in here:
                return _changed(request, f"row {key} was shown twice")
            here.add(key)
            if key not in given:
                given.add(key)
                yield row
        number += 1
    return None


def _changed(request: Request, how: str) -> Stale:
    return Stale(
        f"the listing changed while being read, every time: {how}. Run again when fewer people are editing.",
        request=request.name,
        transient=True,
    )


def _with_query(request: Request, **numbers: int) -> Request:
    return replace(request, query=(*request.query, *((name, str(number)) for name, number in numbers.items())))


def _at(value: object, places: tuple[str, ...]) -> object:
    for place in places:
        value = value.get(place) if isinstance(value, dict) else None
    return value
