"""Prove agreement: read both sides again and compare every cell, trusting nothing that was written down before.

A cell agrees where both sides show the same canonical value, or where each shows exactly what it showed when the two
last agreed (a platform's own rendering, or a loss that was accepted). What differs by a loss that a plan made now
would tell, and do nothing about, is counted apart, whatever its sort; so is what a policy of the mapping keeps as it
is, which that plan would tell, too. Anything else is listed.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Literal

from isogloss.bridge import Bridge
from isogloss.errors import Refused
from isogloss.mapping.check.check import check
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import STATUS, Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, MaybeValue, digest
from isogloss.outcomes import Difference, Verified
from isogloss.plan.draft import Arranged
from isogloss.plan.op import Change, Conflict, Drifted, Loss, Op, Step
from isogloss.ports import Reader
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.planning import draft_plan
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.unreadable import SetAside
from isogloss.state.lines import LineStore
from isogloss.state.opened import State, open_state

LISTED = 1000
"""So many differing cells are kept to be shown; all are counted."""

Standing = Literal["equal", "agreed", "differs"]


def verify(session: Session, only: Collection[EntryKey] | None = None) -> Verified:
    """Verify a mapping; sends reads only.

    only: the entries that are compared; all where none are given.
    Raises: any RemoteError; Refused where two entries claim to be the same.
    """
    bridge = session.bridge
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
    ):
        observed.read(readers)
        entries = variants = 0
        counts: Counter[Standing] = Counter()
        alone: Counter[str] = Counter()
        listed: list[Difference] = []
        apart: set[Cell] = set()
        waiting: dict[EntryKey, str] = {}
        aside = SetAside(observed).keys
        for done, pair in enumerate(state.base.walk(observed.pairs, attrgetter("key")), start=1):
            if only is not None and pair.key not in only:
                continue
            if why := observed.waits(pair.key) or aside.get(pair.key):
                waiting[pair.key] = why
                continue
            facing = observed.facing(pair.key)
            shown = [side for side in Side if not isinstance(facing.shows(side), Absent)]
            if not shown:
                continue
            entries += 1
            variants += len(_locales(facing))
            if len(shown) == 1:
                alone[bridge.side(shown[0]).name] += 1
            for at, left, right in cells(pair.key, facing.left, facing.right):
                standing = stands(facing.base, at, left, right)
                counts[standing] += 1
                if standing == "differs":
                    apart.add(at)
                    if len(listed) < LISTED:
                        listed.append(Difference(at, left, right, facing.label))
            if session.tick is not None:
                session.tick(done)
        by_policy = {cell for cell in apart if _off(bridge, cell, observed)}
        rest = apart - by_policy
        told, drift = declared_cells(rest, observed, state, readers, session.scratch) if rest else (set(), set())
    return Verified(
        bridge.left.name,
        bridge.right.name,
        entries=entries,
        variants=variants,
        cells=counts.total(),
        equal=counts["equal"],
        agreed=counts["agreed"],
        # whatever its sort, a loss that was declared is no difference that somebody has to look for
        declared=len(told),
        differing=counts["differs"] - len(told | drift | by_policy),
        kept_cells=len(drift | by_policy),
        kept={
            said: len({cell.entry for cell in cells})
            for said, cells in (("drift: keep", drift), ("flow: off", by_policy))
            if cells
        },
        listed=tuple(each for each in listed if each.at not in told | drift | by_policy),
        alone=dict(alone),
        waiting=waiting,
    )


def _off(bridge: Bridge, cell: Cell, observed: Observed) -> bool:
    """Whether an entry that one side lacks is left to the other, since entries of its kind are not carried."""
    return bridge.flows(cell.entry.kind).at() == "off" and any(
        isinstance(observed.facing(cell.entry).shows(side), Absent) for side in Side
    )


def _locales(facing: Facing) -> set[Locale]:
    shown = {locale for entry in (facing.left, facing.right) if not isinstance(entry, Absent) for locale in entry}
    return shown - {SHARED}


def cells(key: EntryKey, left: Entry | Absent, right: Entry | Absent) -> Iterator[tuple[Cell, MaybeValue, MaybeValue]]:
    """Every cell that either side shows, sorted, with what both show."""
    names = {
        (locale, name)
        for entry in (left, right)
        if not isinstance(entry, Absent)
        for locale, variant in entry.items()
        for name in variant
    }
    for locale, name in sorted(names):
        yield Cell(key, locale, name), cell_of(left, locale, name), cell_of(right, locale, name)


def stands(base: Shown, at: Cell, left: MaybeValue, right: MaybeValue) -> Standing:
    """Whether a cell agrees, and how."""
    if left == right:
        return "equal"
    remembered = base.inside(str(at.locale)).inside(str(at.field))
    if digest(left) == remembered.left and digest(right) == remembered.right:
        return "agreed"
    return "differs"


def declared_cells(
    cells: Iterable[Cell], observed: Observed, state: State, readers: Mapping[Side, Reader], scratch: Path
) -> tuple[set[Cell], set[Cell]]:
    """Those of some differing cells that a plan made now would tell as lost, and as drift, and leave as they are."""
    checked = check(observed.bridge, readers, probe=False)
    if not checked.passed:
        return set(), set()
    with LineStore(scratch) as store:
        try:
            lost, kept, moving = _told(draft_plan(observed, state, readers, checked.schemas, store))
        except Refused:  # what cannot be planned tells nothing
            return set(), set()
    still = [cell for cell in cells if not _within(cell, moving)]
    drift = {cell for cell in still if _within(cell, kept)}
    return {cell for cell in still if _within(cell, lost)} - drift, drift


def _told(plan: Arranged) -> tuple[set[Cell], set[Cell], set[Cell]]:
    """Where something is lost, where drift is kept, and where something is to be done or decided."""
    lost: set[Cell] = set()
    kept: set[Cell] = set()
    moving: set[Cell] = set()
    for record in plan.records():
        match record:
            case Loss(at=at):
                lost.add(at)
            case Drifted(at=at, kept=True):
                kept.add(at)
            case Conflict(at=at) | Drifted(at=at) | Step(at=at):
                moving.add(at)
            case Op(changes=changes):
                moving |= {_moved(change) for change in changes if not change.touches}
            case _:
                continue
    return lost, kept, moving


def _moved(change: Change) -> Cell:
    """What moves with a change: with a variant that is new, all that is in it."""
    new = change.field == STATUS and isinstance(change.before, Absent)
    return replace(change.at, field=None) if new else change.at


def _within(cell: Cell, places: set[Cell]) -> bool:
    return bool({cell, Cell(cell.entry, cell.locale), Cell(cell.entry)} & places)
