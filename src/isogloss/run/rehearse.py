"""``rehearse``: apply a plan to two sandboxes that hold what both real sides show, on a clock that does not wait.

Both sides are read whole, and what they answer becomes the state of a sandbox each, ids and all; what is remembered is
copied. Then the plan is applied there and verified, as it would be. Decides what a rehearsal leaves out, and what of a
difference afterwards was to be expected. Neither a side nor the state is written to.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from isogloss.answers import Rehearsed
from isogloss.apply.crew import Abreast
from isogloss.apply.spending import Allowance
from isogloss.bridge import Bridge
from isogloss.errors import Refused, RemoteError, UsageError
from isogloss.http.clock import VirtualClock
from isogloss.http.observe import Tally
from isogloss.mapping.names.nearest import nearest
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.outcomes import Applied, Difference, Verified
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Conflict, Drifted, Loss, Step
from isogloss.run.apply import apply
from isogloss.run.beginning import refuse_marked
from isogloss.run.check import passed
from isogloss.run.foreseeing import foresee
from isogloss.run.observe import Observed
from isogloss.run.plan import plan as make_plan
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.verify import verify
from isogloss.stand_ins.platforms import Switches, stand_in_of
from isogloss.stand_ins.side import Listening, listening_to, stand_in
from isogloss.state.opened import copied_state, open_state

_SOONEST: Final = 0.005
"""Seconds that an answer takes at least: content is dated in milliseconds, and no two changes are of one."""


@dataclass(frozen=True, slots=True)
class Must:
    """A field that a side wants filled, in the mapping's own words."""

    side: str
    kind: str
    field: str

    def __str__(self) -> str:
        return f"{self.side}.{self.kind}.{self.field}"


def rehearse(
    session: Session,
    plan: PlanFile | None = None,
    *,
    switches: Mapping[str, Switches] | None = None,
    required: Iterable[Must] = (),
) -> Rehearsed:
    """Rehearse a plan; without one, that which would be made now. Sends reads only.

    switches: by side name, switches of its sandbox that are to be turned: what is known of an account and no answer
              tells.
    required: fields that a side wants filled and does not tell.
    Raises:   as ``plan`` and ``apply`` do before their first write; UsageError for a switch, or a field, that does not
              exist.
    """
    bridge = session.bridge
    turned, musts = _by_side(bridge, switches or {}), _required(bridge, required)
    listening = {side: listening_to(bridge.side(side), session.clock, musts[side]) for side in Side}
    for side, each in turned.items():  # a word that makes no sense is told before anything is asked
        stand_in(bridge.side(side), listening[side], VirtualClock(session.clock.now()), 0.0, each, session.scratch)
    before = {side: (tally.seconds, tally.total) for side, tally in session.tallies.items()}
    hearing = replace(session, full=True, heard={side: each.heard for side, each in listening.items()})
    plan = _heard_whole(hearing, plan)
    _foreseen(hearing, plan, listening)
    answers = {side: _answer(tally, *before[side]) for side, tally in session.tallies.items()}
    with _stage(session, listening, answers, turned) as stage:
        found = _played(stage, plan)
    return replace(found, answers=answers, paces=_paces(bridge, listening), unknown=tuple(_unknown(bridge, listening)))


def _by_side(bridge: Bridge, switches: Mapping[str, Switches]) -> dict[Side, Switches]:
    sides = {bridge.side(side).name: side for side in Side}
    for name in switches:
        if name not in sides:
            raise UsageError(f"--switch {name}: there is no side {name}{nearest(name, sides) or '.'}")
    return {sides[name]: turned for name, turned in switches.items()}


def _required(bridge: Bridge, required: Iterable[Must]) -> dict[Side, frozenset[tuple[str, str]]]:
    """The fields that must be filled, by side, each by its kind and name."""
    sides = {bridge.side(side).name: side for side in Side}
    made: dict[Side, set[tuple[str, str]]] = {side: set() for side in Side}
    for must in required:
        side = sides.get(must.side)
        kind = None if side is None else bridge.side(side).kinds.get(must.kind)
        if side is None or kind is None or must.field not in kind.fields:
            raise UsageError(
                f"--required {must}: there is no such field. Write it as SIDE.KIND.FIELD in the mapping's own words."
            )
        made[side].add((must.kind, must.field))
    return {side: frozenset(found) for side, found in made.items()}


def _answer(tally: Tally, seconds: float, total: int) -> float:
    """Seconds that an answer took since there were so many, on average."""
    return max(_SOONEST, round((tally.seconds - seconds) / max(1, tally.total - total), 4))


def _paces(bridge: Bridge, listening: Mapping[Side, Listening]) -> dict[Side, int | None]:
    made: dict[Side, int | None] = {}
    for side in Side:
        platform = stand_in_of(bridge.side(side))
        made[side] = listening[side].limit or (None if platform is None else platform.reach(bridge.side(side)).rate)
    return made


def _unknown(bridge: Bridge, listening: Mapping[Side, Listening]) -> Iterator[str]:
    """What the sides that are written to do not tell."""
    for side in Side:
        platform, learner = stand_in_of(bridge.side(side)), listening[side].learner
        written = any(side in bridge.flows(kind).written() for kind in bridge.kinds)
        if platform is not None and learner is not None and written:
            yield from platform.unknown(bridge.side(side), learner)


def _heard_whole(session: Session, plan: PlanFile | None) -> PlanFile:
    """Read both sides whole, and make the plan where none was given."""
    if plan is None:
        return make_plan(session, session.scratch / "plan.jsonl")
    refuse_marked(plan)
    bridge = session.bridge
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as state,
        Observed(bridge, state, session.scratch) as observed,
    ):
        found = state.runs.find(plan.header.digest)
        if found is not None and found.state == "partial":
            raise Refused(
                f"{plan.path}: run {found.id} carried out a part of this plan. What is left of it cannot be rehearsed; "
                "rehearse a plan that is made now."
            )
        if found is not None and found.state != "finished":
            raise Refused(
                f"{plan.path}: run {found.id} of this plan was cut half-way. Going on with it cannot be rehearsed; "
                f"finish it with isogloss apply {plan.path}."
            )
        passed(bridge, readers, probe=False)
        observed.read(readers)
    return plan


def _foreseen(session: Session, plan: PlanFile, listening: Mapping[Side, Listening]) -> None:
    """Learn what the plan depends on and no listing shows."""
    bridge = session.bridge
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as state,
    ):
        foresee(bridge, readers, state, plan, {side: each.learner for side, each in listening.items()})


@contextmanager
def _stage(
    session: Session,
    listening: Mapping[Side, Listening],
    answers: Mapping[Side, float],
    turned: Mapping[Side, Switches],
) -> Iterator[Session]:
    """What the commands of a rehearsal are given: two stand-ins, a copy of what is remembered, and a clock."""
    bridge, clock = session.bridge, VirtualClock(session.clock.now())
    with TemporaryDirectory(prefix="rehearsal-", dir=session.scratch) as made, ExitStack() as stack:
        folder = Path(made)
        stand_ins = {
            side: stand_in(bridge.side(side), listening[side], clock, answers[side], turned.get(side, {}), folder)
            for side in Side
        }
        kept = stack.enter_context(open_state(session.state, bridge.name, session.clock, read_only=True))
        state = folder / "state.db"
        stack.enter_context(copied_state(kept, state, clock, whole=True))
        yield replace(
            session,
            bridge=replace(bridge, left=stand_ins[Side.LEFT].binding, right=stand_ins[Side.RIGHT].binding),
            state=str(state),
            scratch=folder,
            clock=clock,
            crew=partial(Abreast, clock),
            tallies={side: Tally() for side in Side},
            observers=None,
            carriers={side: each.carrier for side, each in stand_ins.items() if each.carrier is not None},
            heard={},
            allowance=Allowance(),
            runs=folder / "runs",
        )


def _played(stage: Session, plan: PlanFile) -> Rehearsed:
    """Apply a plan on the stage, and compare both sides afterwards."""
    name = stage.bridge.name
    try:
        applied = apply(stage, plan)
    except RemoteError as error:
        return Rehearsed(name, plan, None, broke=str(error))
    afterwards = replace(stage, tallies={side: Tally() for side in Side})
    try:
        verified = verify(afterwards)
    except RemoteError as error:
        return Rehearsed(name, plan, applied, broke=str(error))
    return Rehearsed(name, plan, applied, verified, _unlike(plan, applied, verified))


def _unlike(plan: PlanFile, applied: Applied, verified: Verified) -> tuple[Difference, ...]:
    """The differences that nobody was told of: neither by the plan nor by what became of it."""
    cells: Iterator[Drifted | Loss] = plan.records(Drifted, Loss)
    told = {_at(record.at) for record in cells}
    waiting: Iterator[Conflict | Step] = plan.records(Conflict, Step)  # more of the entry may wait with what is named
    entries = {*(record.at.entry for record in waiting), *(op.entry for op, _ in applied.result.problems)}
    missed = {missed.at.entry for missed in applied.result.missed}
    return tuple(
        each for each in verified.listed if each.at.entry not in entries | missed and not _is_told(_at(each.at), told)
    )


def _at(cell: Cell) -> tuple[EntryKey, str, str]:
    return cell.entry, cell.locale or "", cell.field or ""


def _is_told(at: tuple[EntryKey, str, str], told: set[tuple[EntryKey, str, str]]) -> bool:
    entry, locale, field = at
    return any(each in told for each in (at, (entry, locale, ""), (entry, "", field), (entry, "", "")))
