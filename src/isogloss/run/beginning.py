"""Whether a plan may be applied now, and the run that applying it is: a new one, or one that goes on.

Decides what counts as applied already and which run has to be finished first. Refuses to know what a plan does.
"""

from dataclasses import replace
from pathlib import Path

from isogloss.errors import Refused, UsageError
from isogloss.model.value import Digest
from isogloss.outcomes import Run
from isogloss.plan.data import PlanFile, read_plan
from isogloss.plan.parts import Part, dump_part
from isogloss.report import words
from isogloss.run.filing import kept_plan
from isogloss.run.outlived import outlived
from isogloss.run.session import Session
from isogloss.state.opened import State


def refuse_marked(plan: PlanFile) -> PlanFile:
    """Let a plan through that is not marked as refused.

    Raises: Refused with the reason, naming the plan, which can be looked at.
    """
    if plan.header.refused:
        raise Refused(plan.header.refused, plan=plan.path)
    return plan


def cut_run(session: Session, state: State) -> Run | None:
    """The last run, if it was cut, failed half-way or left something unsettled, and its plan is still there.

    One that carried out the part it was asked for was not cut: a person decides whether the rest follows.
    A file that holds another plan by now is not there: then the run is finished with what was kept of it.
    Nor is one cut after which others took place that the state does not know: they finished it. What its journal holds
    is as old as the state, and what people did since, as taking off the site what it put live, would be undone.
    """
    last = next(iter(state.runs.all(limit=1)), None)
    if last is None or last.state in ("finished", "partial") or outlived(session, state) is not None:
        return None
    for path in (Path(last.plan_path), kept_plan(session.runs, session.bridge.name, last)):
        if path is not None and _held(path) == last.plan_digest:
            return replace(last, plan_path=str(path))
    return None


def _held(path: Path) -> Digest | None:
    try:
        return read_plan(path).header.digest
    except (UsageError, Refused):
        return None


def begin(session: Session, state: State, plan: PlanFile, command: str, part: Part | None = None) -> tuple[Run, bool]:
    """The run of a plan, and whether it goes on with an earlier attempt.

    part: what of it is carried out; a run of it that is cut is finished as that.
    A plan without a write that was applied already gives its finished run: nothing is left to do.

    Raises: Refused where the plan may not be applied now.
    """
    bridge, header = session.bridge, plan.header
    if header.mapping_digest != bridge.digest:
        raise Refused(f"{plan.path}: the mapping {bridge.path} changed since the plan was made. Make the plan again.")
    if header.refused:
        raise Refused(f"{plan.path}: this plan was refused when it was made: {header.refused}", plan=plan.path)
    found = state.runs.find(header.digest)
    if found is not None and command == "apply":
        if found.state == "finished" and header.empty:
            return found, True
        if found.state == "finished":
            raise Refused(
                f"{plan.path}: this plan was applied already, by run {found.id}. A plan is applied once; "
                "make a new one."
            )
        return state.runs.resume(found.id, dump_part(part)), True
    cut = cut_run(session, state)
    if cut is not None and cut.state != "unsettled" and command == "apply":
        raise Refused(
            f"{plan.path}: run {cut.id} was cut half-way. Finish it first with {words.again(cut)}, then make a "
            "new plan."
        )
    begun = state.runs.begin(
        plan_digest=header.digest,
        plan_path=str(plan.path),
        mapping_digest=header.mapping_digest,
        command=command,
        ops_total=header.counts.ops,
        asked=dump_part(part),
    )
    return begun, False
