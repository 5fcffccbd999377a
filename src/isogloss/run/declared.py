"""Cells that differ because a side cannot hold what the other shows, and a plan says so: losses that were declared.

Decides that a difference is one of these where a plan made now would tell its loss and do nothing about it: nothing is
written there, nothing waits for a person, nobody edited it. Every sort of loss counts alike. Nothing is sent but reads.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from isogloss.errors import Refused
from isogloss.mapping.check.check import check
from isogloss.model.address import Cell, Side, load_key
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.plan.draft import Arranged
from isogloss.plan.record import Data
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
    for line in plan.lines():
        data: Data = json.loads(line)
        match data:
            case {"record": "loss"}:
                lost.add(_place(data, data))
            case {"record": "conflict" | "drift" | "step"}:
                moving.add(_place(data, data))
            case {"record": "op", "changes": list(changes)}:
                for change in (each for each in changes if each["before"] != each["after"]):
                    new = change["field"] == STATUS and change["before"] is None  # with all that is in it
                    moving.add(_place(data, {**change, "field": None} if new else change))
            case _:
                continue
    return lost, moving


def _place(data: Data, at: Mapping[str, object]) -> Cell:
    match at["locale"], at["field"]:
        case (str() | None) as locale, (str() | None) as field:
            return Cell(load_key(data["entry"]), None if locale is None else Locale(locale), field)
    raise AssertionError(f"a record of our own plan has a place, not {data!r}")


def _within(cell: Cell, places: set[Cell]) -> bool:
    return bool({cell, Cell(cell.entry, cell.locale), Cell(cell.entry)} & places)
