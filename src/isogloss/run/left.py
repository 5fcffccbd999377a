"""What a run leaves: for a person, and what a policy leaves as it is and reports.

Decides what ``status`` lists until the next run, and how much of it there is. Says nothing about exit codes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from isogloss.apply.execute import Result
from isogloss.model.address import dump_key
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Conflict, Drifted, Step
from isogloss.plan.record import Data, dump_record
from isogloss.state.opened import State


@dataclass(frozen=True, slots=True)
class Left:
    """How much was left.

    conflicts, steps: for a person.
    drifts:           what only the target of a one-way flow changed and keeps (``drift: keep``): for nobody.
    """

    conflicts: int = 0
    steps: int = 0
    drifts: int = 0

    @property
    def held(self) -> int:
        """What is left for a person."""
        return self.conflicts + self.steps


def left_by(plan: PlanFile) -> Left:
    """How much a plan leaves."""
    found = Counter(type(record) for record in plan.records(Conflict, Step))
    return Left(found[Conflict], found[Step], sum(1 for _ in _kept(plan)))


def leave(state: State, run: str, plan: PlanFile, result: Result) -> Left:
    """Write down what a plan, and the run that applied it, leave; in place of what the run before left."""
    waiting = map(dump_record, plan.records(Conflict, Step))
    state.held.replace(run, [*waiting, *_unsettled(result), *map(dump_record, _kept(plan))])
    return left_by(plan)


def _kept(plan: PlanFile) -> Iterator[Drifted]:
    return (drift for drift in plan.records(Drifted) if drift.kept)


def _unsettled(result: Result) -> Iterator[Data]:
    for op, settled in result.problems:
        yield {
            "record": "outcome",
            "entry": dump_key(op.entry),
            "label": op.label,
            "on": op.on.value,
            "verb": op.verb,
            "outcome": settled.outcome,
            "detail": settled.detail,
        }
