"""Keep what a reader saw of cells that became base without a write, so that a rendering of it is known later.

Decides which entries of a plan are looked at: those that it adopts something of. They are read from disk, and what is
found is written in few transactions.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from isogloss.mapping.types.likeness import likenesses
from isogloss.model.address import Side, load_key
from isogloss.model.entry import cell_of
from isogloss.model.locale import Locale
from isogloss.model.value import MaybeValue
from isogloss.plan.data import PlanFile
from isogloss.run.observe import Observed
from isogloss.state.opened import State

_AT_A_TIME: Final = 1000


def keep_likenesses(state: State, observed: Observed, plan: PlanFile) -> None:
    """Keep the likenesses of every adopted cell, as both sides show it."""
    found = (pair for value in _adopted(observed, plan) for pair in likenesses(value))
    while some := dict(islice(found, _AT_A_TIME)):
        state.likenesses.put(some)


def _adopted(observed: Observed, plan: PlanFile) -> Iterator[MaybeValue]:
    for data in plan.records("adopt"):
        match data:
            case {"entry": key, "cells": dict(cells)}:
                shown = [observed.scoped(side, load_key(key)).entry for side in Side]
                for locale, row in cells.items():
                    for entry in shown:
                        yield from (cell_of(entry, Locale(locale), field) for field in row)
            case _:
                raise AssertionError("an adoption of a sealed plan has cells")
