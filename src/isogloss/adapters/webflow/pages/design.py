"""One page or component as its primary shows it, and listings of what it is made of."""

from dataclasses import dataclass
from typing import TypeVar

from isogloss.adapters.webflow.pages.nodes import Texts
from isogloss.adapters.webflow.pages.paths import Sort
from isogloss.adapters.webflow.pages.wire import ComponentBody, NodeBody, PageBody

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
