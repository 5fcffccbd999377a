"""Prove agreement: read both sides again and compare every cell, trusting nothing that was written down before.

A cell agrees where both sides show the same canonical value, or where each shows exactly what it showed when the two
last agreed (a platform's own rendering, or a loss that was accepted). What differs by a loss that a plan tells is
counted apart. Anything else is listed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey
from isogloss.model.entry import Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, MaybeValue, digest
from isogloss.run.declared import declared_cells
from isogloss.run.observe import Observed
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.unreadable import SetAside
from isogloss.state.opened import open_state

LISTED = 1000
"""So many differing cells are kept to be shown; all are counted."""

Standing = Literal["equal", "agreed", "differs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell on which the sides do not agree."""

    at: Cell
    left: MaybeValue
    right: MaybeValue
    label: str = ""


@dataclass(slots=True)
class Verified:
    """What was found.

    entries, variants, cells: how many there are on either side, in scope.
    equal:  cells that show the same canonical value.
    agreed: cells that look different and are at rest: each side shows what it showed when they agreed.
    declared: cells that differ by what a side cannot hold, which every plan tells as a loss.
    differing: cells on which the sides do not agree; ``listed`` holds the first of them.
    alone:  entries that only one side has, by side name.
    left, right: the names of the sides.
    waiting: entries of which a side shows an older state than was confirmed, or what cannot be read, with the reason:
             nothing is said of them.
    """

    entries: int = 0
    variants: int = 0
    cells: int = 0
    equal: int = 0
    agreed: int = 0
    declared: int = 0
    differing: int = 0
    listed: list[Difference] = field(default_factory=list)
    alone: dict[str, int] = field(default_factory=dict)
    left: str = "left"
    right: str = "right"
    waiting: dict[EntryKey, str] = field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """Whether every cell agrees, and every entry could be looked at."""
        return self.differing == 0 and not self.waiting


def verify(session: Session) -> Verified:
    """Verify a mapping; sends reads only.

    Raises: any RemoteError; Refused where two entries claim to be the same.
    """
    with (
        open_readers(session.bridge, session.clock, session.watch) as readers,
        open_state(session.state, session.bridge.name, session.clock, read_only=True) as state,
        Observed(session.bridge, state, session.scratch) as observed,
    ):
        observed.read(readers)
        verified = Verified(left=session.bridge.left.name, right=session.bridge.right.name)
        apart: set[Cell] = set()
        aside = SetAside(observed).keys
        for done, pair in enumerate(observed.pairs, start=1):
            if observed.waits(pair.key):
                verified.waiting[pair.key] = observed.waits(pair.key)
                continue
            if pair.key in aside:
                verified.waiting[pair.key] = aside[pair.key]
                continue
            facing = observed.facing(pair.key)
            if isinstance(facing.left, Absent) and isinstance(facing.right, Absent):
                continue
            verified.entries += 1
            verified.variants += len(_locales(facing))
            if isinstance(facing.left, Absent) or isinstance(facing.right, Absent):
                alone = session.bridge.right.name if isinstance(facing.left, Absent) else session.bridge.left.name
                verified.alone[alone] = verified.alone.get(alone, 0) + 1
            _compare(facing, verified, apart)
            if session.tick is not None:
                session.tick(done)
        if apart:
            _set_declared_apart(verified, declared_cells(apart, observed, state, readers, session.scratch))
        return verified


def _set_declared_apart(verified: Verified, found: set[Cell]) -> None:
    """Whatever its sort, a loss that was declared is no difference that somebody has to look for."""
    verified.declared = len(found)
    verified.differing -= len(found)
    verified.listed = [each for each in verified.listed if each.at not in found]


def _locales(facing: Facing) -> set[Locale]:
    shown = {locale for entry in (facing.left, facing.right) if not isinstance(entry, Absent) for locale in entry}
    return shown - {SHARED}


def _compare(facing: Facing, verified: Verified, apart: set[Cell]) -> None:
    for at, left, right in cells(facing.key, facing.left, facing.right):
        verified.cells += 1
        standing = stands(facing.base, at, left, right)
        if standing == "equal":
            verified.equal += 1
        elif standing == "agreed":
            verified.agreed += 1
        else:
            verified.differing += 1
            apart.add(at)
            if len(verified.listed) < LISTED:
                verified.listed.append(Difference(at, left, right, facing.label))


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
