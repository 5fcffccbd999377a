"""``sync``: plan and apply in one, after finishing what an earlier run left."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from isogloss.errors import Spent
from isogloss.model.address import Side
from isogloss.outcomes import Applied, Stopped
from isogloss.plan.data import read_plan
from isogloss.ports import Writer
from isogloss.run.apply import Attempt, too_little
from isogloss.run.beginning import begin, cut_run
from isogloss.run.keeping import trusted
from isogloss.run.leasing import leased
from isogloss.run.moving import carry_moves
from isogloss.run.observe import Observed
from isogloss.run.plan import planned
from isogloss.run.session import Session
from isogloss.run.sides import open_writers
from isogloss.state.opened import State, open_state


def sync(session: Session, out: Path) -> Applied:
    """Plan and apply in one, under the same limits; an earlier run that was cut or left unsettled is finished first.

    Raises: as ``plan`` and ``apply`` do.
    """
    with (
        open_state(session.state, session.bridge.name, session.clock) as state,
        leased(session, state) as held,
        open_writers(session.bridge, held.reach) as writers,
    ):
        carry_moves(session, state)
        before = _finish_cut(held, state, writers)
        if before is not None and before.stopped is not None:
            return before
        with Observed(session.bridge, state, session.scratch) as observed:
            attempt = Attempt(held, state, writers, observed)
            try:
                with trusted(state):
                    plan = planned(session, writers, state, observed, out, session.bridge.purpose or "sync")
            except Spent as spent:
                if before is None:
                    raise too_little(spent) from None
                return replace(before, stopped=Stopped(str(spent)))
            attempt.learning.learn()
            observed.keep()
            run, resumed = begin(session, state, plan, "sync")
            return attempt.carry_out(plan, run, resumed=resumed, planned_before=False)


def _finish_cut(session: Session, state: State, writers: Mapping[Side, Writer]) -> Applied | None:
    """Finish a run that was cut before planning anew: only its journal knows which creates may still be landing."""
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
        return attempt.carry_out(plan, state.runs.resume(cut.id), resumed=True)
