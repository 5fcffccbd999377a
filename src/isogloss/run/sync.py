"""``sync``: plan and apply in one, after finishing what an earlier run left."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from isogloss.errors import Refused, RemoteError, Spent
from isogloss.model.address import Side
from isogloss.outcomes import Applied, Stopped
from isogloss.plan.data import PlanFile, read_plan
from isogloss.plan.parts import dump_part, load_sample, part_of
from isogloss.ports import OPEN, Writer
from isogloss.run.apply import Attempt, too_little
from isogloss.run.beginning import begin, cut_run
from isogloss.run.gone_live import ended_waits
from isogloss.run.keeping import trusted
from isogloss.run.leasing import leased
from isogloss.run.moving import carry_moves
from isogloss.run.observe import Observed
from isogloss.run.plan import planned
from isogloss.run.session import Session
from isogloss.run.sides import open_writers
from isogloss.state.opened import State, open_state

Through: TypeAlias = Callable[[PlanFile, int], None]
"""Lets a plan through before anything of it is written, told how many entries are remembered; or raises Refused."""


def unasked(plan: PlanFile, remembered: int) -> None:
    """Let every plan through."""
    del plan, remembered


def sync(session: Session, out: Path, through: Through = unasked) -> Applied:
    """Plan and apply in one, under the same limits; an earlier run that was cut or left unsettled is finished first.

    What moved while it was at work, and what waited for what it put live, is planned again at its end, once: ``again``
    says what became of that, and ``before`` what became of the earlier run.

    through: lets each new plan through; a run that was begun is finished without.
    Raises: as ``plan`` and ``apply`` do.
    """
    with (
        open_state(session.state, session.bridge.name, session.clock) as state,
        leased(session, state) as held,
        open_writers(session.bridge, held.reach) as writers,
    ):
        carry_moves(session, state)
        before = _finish_cut(held, state, writers)
        if before is not None and before.stopped is not None and not before.stopped.asked:
            return before
        try:
            done, told = _round(held, state, writers, out, through)
        except Spent as spent:
            if before is None:
                raise too_little(spent) from None
            return _stopped(held, before, spent)
        if told or _moved(done):
            done = _with_what_moved(held, state, writers, out, through, done)
        return replace(done, before=before) if before is not None and before.result.counts() else done


def _with_what_moved(
    session: Session, state: State, writers: Mapping[Side, Writer], out: Path, through: Through, done: Applied
) -> Applied:
    """Plan again what moved while a run was at work, once; where that cannot be, the next run does."""
    try:
        again, _ = _round(session, state, writers, out.with_name(f"{out.stem}-again{out.suffix}"), through)
    except Spent as spent:
        return _stopped(session, done, spent)
    except (RemoteError, Refused) as error:
        if isinstance(error, Refused) and error.plan is None:
            raise  # the lease is lost
        return done  # what moved is told as skipped
    return replace(done, again=again)


def _round(
    session: Session, state: State, writers: Mapping[Side, Writer], out: Path, through: Through
) -> tuple[Applied, bool]:
    """Read both sides, plan, and apply; and whether what waits there has come true by that."""
    with Observed(session.bridge, state, session.scratch) as observed:
        attempt = Attempt(session, state, writers, observed)
        with trusted(state):
            plan = planned(session, writers, state, observed, out, session.bridge.purpose or "sync")
        through(plan, max(sum(1 for _ in state.identity.all_keys(side)) for side in Side))
        attempt.learning.learn()
        observed.keep()
        run, resumed = begin(session, state, plan, "sync")
        done = attempt.carry_out(plan, run, resumed=resumed, planned_before=False)
        return done, _is_whole(done) and ended_waits(done, observed)


def _stopped(session: Session, done: Applied, spent: Spent) -> Applied:
    """What was done, where no more may be asked before another plan is made; what was asked for that counts, too."""
    if session.spending is None:
        raise AssertionError("a run under its lease counts what it spends")
    asked, seconds = session.spending.by_side(), session.spending.seconds
    return replace(done, stopped=Stopped(str(spent)), requests=asked, seconds=seconds)


def _moved(done: Applied) -> bool:
    """Whether something moved while a run was at work, and nothing else has to come true first."""
    return _is_whole(done) and "skipped" in done.result.counts()


def _is_whole(done: Applied) -> bool:
    """Whether a run came to its end, and nothing of it has to come true yet."""
    return done.stopped is None and not OPEN & done.result.counts().keys()


def _finish_cut(session: Session, state: State, writers: Mapping[Side, Writer]) -> Applied | None:
    """Finish a run that was cut before planning anew: only its journal knows which creates may still be landing.

    Where it was asked for a part of its plan, that part is finished: nobody asked for the rest.
    """
    cut = cut_run(session, state)
    if cut is None:
        return None
    plan = read_plan(Path(cut.plan_path))
    if plan.header.digest != cut.plan_digest or plan.header.mapping_digest != session.bridge.digest:
        return None
    with Observed(session.bridge, state, session.scratch) as observed:
        attempt = Attempt(session, state, writers, observed)
        try:
            attempt.look(plan)
        except Spent as spent:
            raise too_little(spent) from None
        sample = load_sample(cut.summary)
        part = None if sample is None else part_of(plan, sample)
        return attempt.carry_out(plan, state.runs.resume(cut.id, dump_part(part)), resumed=True, part=part)
