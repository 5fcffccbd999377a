"""Keep what a reader saw of cells that became base without a write, so that a rendering of it is known later.

Decides which entries of a plan are looked at: those that it adopts something of. They are read from disk, and what is
found is written in few transactions.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from isogloss.mapping.types.likeness import likenesses
from isogloss.model.address import Side
from isogloss.model.entry import cell_of
from isogloss.model.value import MaybeValue
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Adoption
from isogloss.run.observe import Observed
from isogloss.state.opened import State

_AT_A_TIME: Final = 1000


def keep_likenesses(state: State, observed: Observed, plan: PlanFile) -> None:
    """Keep the likenesses of every adopted cell, as both sides show it."""
    found = (pair for value in _adopted(observed, plan) for pair in likenesses(value))
    while some := dict(islice(found, _AT_A_TIME)):
        state.likenesses.put(some)


def _adopted(observed: Observed, plan: PlanFile) -> Iterator[MaybeValue]:
    for adoption in plan.records(Adoption):
        shown = [observed.scoped(side, adoption.entry).entry for side in Side]
        for locale, row in adoption.cells.items():
            for entry in shown:
                yield from (cell_of(entry, locale, field) for field in row)
