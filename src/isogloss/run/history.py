"""What each run wrote, cell by cell: what was there before, what was sent, what became of it, and who decided so.

Decides where each of these is found: what cells held before, in the state; what was sent, in the plan that was kept of
the run, and later in what the next run found there, as far as its digest says that this is the same. Asks neither side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from isogloss.answers import History, Past, Wrote
from isogloss.errors import Refused, UsageError
from isogloss.mapping.names.nearest import nearest
from isogloss.merge.change import Decided
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, digest
from isogloss.outcomes import Run
from isogloss.plan.data import PlanFile, read_plan
from isogloss.plan.op import Change
from isogloss.run.filing import kept_plan
from isogloss.run.session import Session
from isogloss.state.images import WrittenOp
from isogloss.state.opened import State, open_state

LAST = 20
"""Runs that are told of, where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class About:
    """What is asked for.

    entry: as ``KIND/NAME``; a remote id will do for the name.
    run:   the id of one.
    cell:  locale and field of the entry.
    most:  so many cells of each run; None for all.
    runs:  so many runs that wrote something that was asked for; None for all.
    """

    entry: str = ""
    run: str = ""
    cell: tuple[str, str] | None = None
    most: int | None = None
    runs: int | None = LAST


def history(session: Session, about: About | None = None) -> History:
    """Look at the state and at what was kept of runs; sends nothing.

    Raises: UsageError where there is no such run or entry, with the nearest name.
    """
    about, bridge = about or About(), session.bridge
    names = {side: bridge.side(side).name for side in Side}
    with open_state(session.state, bridge.name, session.clock, read_only=True) as state:
        entry = named_entry(state, about.entry) if about.entry else None
        runs = [state.runs.get(about.run)] if about.run else state.runs.all()
        return History(bridge.name, names, tuple(pasts(session, state, runs, entry, about)))


def pasts(session: Session, state: State, runs: list[Run], entry: EntryKey | None, about: About) -> Iterator[Past]:
    """What each of some runs wrote, newest first; only those that wrote anything that was asked for."""
    later: dict[tuple[Side, Cell], MaybeValue] = {}
    told = (_Telling(session, state, run, later).past(entry, about) for run in runs)
    return islice((past for past in told if past.all or about.run), about.runs)


def named_entry(state: State, said: str) -> EntryKey:
    """The entry that a person names, as ``KIND/NAME`` or by a side's own id of it.

    Raises: UsageError with the nearest name where there is none.
    """
    kind, _, name = said.partition("/")
    known = {str(key): key for side in Side for _, key in state.identity.all_keys(side)}
    if said in known:
        return known[said]
    for side in Side:
        if (found := state.identity.entry(side, kind, name)) is not None:
            return found
    hint = nearest(said, known) or "."
    raise UsageError(f"{state.where}: no entry {said} is known{hint} Write it as KIND/NAME, as reports do.")


@dataclass(slots=True)
class _Telling:
    """Tells of one run.

    later: what later runs found in cells, before they wrote there.
    """

    session: Session
    state: State
    run: Run
    later: dict[tuple[Side, Cell], MaybeValue]

    def past(self, entry: EntryKey | None, about: About) -> Past:
        """What the run wrote, of an entry or of all."""
        cells, count = [], 0
        for each in self._wrote(entry):
            if about.cell is None or about.cell == (each.at.locale, each.at.field):
                count += 1
                if about.most is None or count <= about.most:
                    cells.append(each)
        return Past(self.run, tuple(cells), count)

    def _wrote(self, entry: EntryKey | None) -> Iterator[Wrote]:
        images = self.state.images(self.run.id)
        before: dict[tuple[Side, Cell], MaybeValue] = {}
        held: dict[tuple[Digest, Cell], MaybeValue] = {}
        older: dict[tuple[Digest, Side, EntryKey], list[Cell]] = {}
        for image in images.all(entry):
            before.setdefault((image.on, image.at), image.before)
            held[image.op, image.at] = image.before
            older.setdefault((image.op, image.on, image.at.entry), []).append(image.at)
        ops = list(images.written(entry)) or [
            WrittenOp(op, on, key, "", "", tuple((at, None) for at in cells)) for (op, on, key), cells in older.items()
        ]  # of a run from before what is written was kept, too
        ended = self.state.journal(self.run.id).ended() if ops else {}
        sent = self._sent(ops)
        decided = self._decided(ops)
        for op in ops:
            settled, when = ended.get(op.op, (None, None))
            for at, made in op.cells:
                change = sent.get((op.op, at))
                yield Wrote(
                    op.on,
                    op.verb,
                    at,
                    op.label,
                    ABSENT if op.verb == "create" else held.get((op.op, at)),
                    self._after(op.on, at, change, made),
                    made,
                    "" if settled is None else settled.outcome,
                    "" if settled is None else settled.detail,
                    when,
                    next(
                        (decided[it] for it in (at, Cell(at.entry, at.locale), Cell(at.entry)) if it in decided), None
                    ),
                )
        self.later |= before

    def _after(self, on: Side, at: Cell, change: Change | None, made: Digest | Absent | None) -> MaybeValue | None:
        if isinstance(made, Absent):
            return made
        if change is not None or made is None:
            return None if change is None else change.after
        found = self.later.get((on, at), ABSENT)
        return found if digest(found) == made else None

    def _sent(self, ops: list[WrittenOp]) -> dict[tuple[Digest, Cell], Change]:
        """What was sent, as far as the plan of the run is there."""
        wanted = {op.op for op in ops}
        plan = self._plan() if wanted else None
        planned = () if plan is None else (op for op in plan.ops() if op.id in wanted)
        return {(op.id, change.at): change for op in planned for change in op.changes}

    def _plan(self) -> PlanFile | None:
        for path in (kept_plan(self.session.runs, self.session.bridge.name, self.run), Path(self.run.plan_path)):
            try:
                plan = None if path is None else read_plan(path)
            except (UsageError, Refused):
                continue
            if plan is not None and plan.header.digest == self.run.plan_digest:
                return plan
        return None

    def _decided(self, ops: list[WrittenOp]) -> dict[Cell, Decided]:
        """Whose decisions the run followed."""
        names = {side: self.session.bridge.side(side).name for side in Side}
        kept = [each for key in sorted({op.entry for op in ops}) for each in self.state.resolutions.of(key)]
        mine = (each.resolution for each in kept if each.run == self.run.id and each.status == "done")
        return {made.cell: made.decided(names) for made in mine}
