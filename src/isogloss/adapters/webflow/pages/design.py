"""One page or component as its primary shows it, and listings of what it is made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from isogloss.adapters.webflow.pages.nodes import Texts
from isogloss.adapters.webflow.pages.paths import Sort
from isogloss.adapters.webflow.pages.wire import ComponentBody, NodeBody, PageBody
from isogloss.adapters.webflow.paths import PAGE
from isogloss.adapters.webflow.site import Read
from isogloss.adapters.webflow.wire import Body, Pagination, parse
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_offset, rows_of
from isogloss.http.request import Request

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Design:
    """One page or component as its primary shows it.

    row:    what a listing says of it.
    nodes:  its nodes, for the rows of a write.
    texts:  everything that it shows in the primary: what it is made of.
    fixed:  it is of a shared library and never written.
    """

    kind: str
    sort: Sort
    row: PageBody | ComponentBody
    nodes: tuple[NodeBody, ...]
    texts: Texts
    fixed: bool = False

    @property
    def id(self) -> str:
        """Its id."""
        return self.row.id


def listed(
    read: Read,
    request: Request,
    shape: type[Body],
    rows: Callable[[Body], Sequence[Row]],
    key: Callable[[Row], str],
) -> Iterator[Row]:
    """Read a listing to its end."""

    def opened(answer: Answer) -> Page[Row]:
        body = parse(shape, answer)
        return Page(rows(body), _total(body))

    return rows_of(read, Paging(PAGE, by_offset(request, PAGE), opened, key))


def _total(body: BaseModel) -> int:
    found: Pagination = getattr(body, "pagination")  # noqa: B009  # every listing has one, but no type says so
    return found.total
