"""``plan``: say what would happen, and write nothing but that."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from isogloss.errors import MappingError, Missing, Refused, Rejected, UsageError
from isogloss.events import KIND_READ
from isogloss.model.address import Side
from isogloss.plan.data import PlanFile, read_header
from isogloss.plan.header import Purpose
from isogloss.ports import Reader
from isogloss.run.beginning import refuse_marked
from isogloss.run.check import passed
from isogloss.run.filing import kept_plan
from isogloss.run.keeping import keeping_of
from isogloss.run.left_out import of_reading
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.outlived import outlived
from isogloss.run.planning import draft_plan, save_plan
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.whereabouts import whereabouts
from isogloss.state.lines import LineStore
from isogloss.state.opened import State, open_state


def plan(session: Session, out: Path) -> PlanFile:
    """Make a plan; sends reads only and writes nothing but the plan.

    Raises: MappingError where the mapping does not pass the check; Refused, which names the plan that was written and
            marked where there is one to look at; any RemoteError.
    """
    with (
        open_readers(session.bridge, session.reach) as readers,
        open_state(session.state, session.bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(session.bridge, state, session.scratch) as observed,
    ):
        purpose = session.bridge.purpose or "plan"
        return planned(session, readers, state, observed, out, purpose, counting=purpose == "plan")


def planned(
    session: Session,
    readers: Mapping[Side, Reader],
    state: State,
    observed: Observed,
    out: Path,
    purpose: Purpose,
    *,
    counting: bool = False,
) -> PlanFile:
    """Check, read both sides, and make a plan of what they show.

    counting: also ask how much there is of what is not read at all.
    Raises:   as ``plan``.
    """
    before = session.sent()
    checked = passed(session.bridge, readers, probe=False)
    keeping = keeping_of(session, state)
    session.progress.stage("reading", _reads_before(session, state))
    try:
        observed.read(readers, keeping=keeping)
    except (Missing, Rejected):
        passed(session.bridge, readers)  # if the mapping is at fault, this says how
        raise
    for told in (each for kept in keeping.values() for each in kept.told()) if keeping else ():
        session.log(KIND_READ, **told)
    spent = session.sent(before)
    observed.outlived = outlived(session, state)
    session.progress.stage("comparing", len(observed.pairs))
    with LineStore(session.scratch) as store:
        arranged = draft_plan(observed, state, readers, checked.schemas, store, session.tick, session.max_loss)
        if arranged.wrong:
            raise MappingError(session.bridge.path, arranged.wrong)
        cells = {side: observed.left_out(side) for side in Side}
        doubts = of_reading(session.bridge, checked.schemas, cells, readers, counting=counting)
        arranged = replace(arranged, doubts=doubts, about=whereabouts(session, checked.schemas))
        return refuse_marked(save_plan(out, arranged, session.bridge, readers, spent, state, purpose))


def _reads_before(session: Session, state: State) -> int | None:
    """How many requests it took to read both sides for the last run; None where that was not kept."""
    last = next(iter(state.runs.all(limit=1)), None)
    path = None if last is None else kept_plan(session.runs, session.bridge.name, last)
    try:
        return None if path is None else sum(cost.reads for cost in read_header(path).cost.values())
    except (Refused, UsageError):
        return None
