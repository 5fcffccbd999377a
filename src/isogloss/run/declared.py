"""Cells that differ because a side cannot hold what the other shows, and a plan says so: losses that were declared.

Decides that a difference is one of these where a plan made now would tell its loss and do nothing about it: nothing is
written there, nothing waits for a person, nobody edited it. Every sort of loss counts alike. Nothing is sent but reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from isogloss.errors import Refused
from isogloss.mapping.check.check import check
from isogloss.model.address import Cell, Side
from isogloss.model.entry import STATUS
from isogloss.model.value import Absent
from isogloss.plan.draft import Arranged
from isogloss.plan.op import Change, Conflict, Drifted, Loss, Op, Step
from isogloss.ports import Reader
from isogloss.run.observe import Observed
from isogloss.run.planning import draft_plan
from isogloss.state.lines import LineStore
from isogloss.state.opened import State


def declared_cells(
    cells: Iterable[Cell], observed: Observed, state: State, readers: Mapping[Side, Reader], scratch: Path
) -> set[Cell]:
    """Those of some differing cells that a plan made now would tell as lost, and leave as they are."""
    checked = check(observed.bridge, readers, probe=False)
    if not checked.passed:
        return set()
    with LineStore(scratch) as store:
        try:
            lost, moving = _told(draft_plan(observed, state, readers, checked.schemas, store))
        except Refused:  # what cannot be planned tells nothing
            return set()
    return {cell for cell in cells if _within(cell, lost) and not _within(cell, moving)}


def _told(plan: Arranged) -> tuple[set[Cell], set[Cell]]:
    """Where something is lost, and where something is to be done or decided."""
    lost: set[Cell] = set()
    moving: set[Cell] = set()
    for record in plan.records():
        match record:
            case Loss(at=at):
                lost.add(at)
            case Conflict(at=at) | Drifted(at=at) | Step(at=at):
                moving.add(at)
            case Op(changes=changes):
                moving |= {_moved(change) for change in changes if not change.touches}
            case _:
                continue
    return lost, moving


def _moved(change: Change) -> Cell:
    """What moves with a change: with a variant that is new, all that is in it."""
    new = change.field == STATUS and isinstance(change.before, Absent)
    return replace(change.at, field=None) if new else change.at


def _within(cell: Cell, places: set[Cell]) -> bool:
    return bool({cell, Cell(cell.entry, cell.locale), Cell(cell.entry)} & places)
