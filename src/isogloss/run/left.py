"""What a run leaves: for a person, and what a policy leaves as it is and reports.

Decides what ``status`` lists until the next run, and how much of it there is. Says nothing about exit codes.
"""

from collections import Counter
from collections.abc import Iterator

from isogloss.outcomes import Result, Unsettled
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Conflict, Drifted, Step
from isogloss.state.opened import State


def left_by(plan: PlanFile) -> tuple[int, int, int]:
    """How much a plan leaves: conflicts and steps for a person, and drift that is kept."""
    found = Counter(type(record) for record in plan.records(Conflict, Step))
    return found[Conflict], found[Step], sum(1 for _ in _kept(plan))


def leave(state: State, run: str, plan: PlanFile, result: Result) -> None:
    """Write down what a plan, and the run that applied it, leave; in place of what the run before left."""
    waiting: Iterator[Conflict | Step] = plan.records(Conflict, Step)
    state.held.replace(run, [*waiting, *_unsettled(result), *_kept(plan)])


def _kept(plan: PlanFile) -> Iterator[Drifted]:
    return (drift for drift in plan.records(Drifted) if drift.kept)


def _unsettled(result: Result) -> Iterator[Unsettled]:
    for op, settled in result.problems:
        yield Unsettled(op.entry, op.label, op.on, op.verb, settled.outcome, settled.detail)
