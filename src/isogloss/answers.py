"""What somebody is told who asks about the past, or about one cell. Data, all of it frozen.

Decides what an answer holds. Refuses to know how it was found out, and in which words it is said.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from isogloss.merge.change import Decided
from isogloss.model.address import Cell, Side
from isogloss.model.value import Absent, Digest, MaybeValue
from isogloss.outcomes import Run
from isogloss.plan.op import Verb
from isogloss.ports import Outcome


@dataclass(frozen=True, slots=True)
class Wrote:
    """One cell that a run wrote.

    verb:    as in the plan; "" for runs from before that was kept.
    on:      the side that it was written to; what was written is the other side's, or what a person decided.
    before:  what it held; None where that is not kept, as of what the run made.
    after:   what was sent; None where that is not kept any more: then its digest tells it from others.
    outcome: what became of the op; "" where the run was cut before that was known.
    at:      when that was known.
    decided: whose decision it was, where a person decided.
    """

    on: Side
    verb: Verb | Literal[""]
    at: Cell
    label: str
    before: MaybeValue | None
    after: MaybeValue | None
    digest: Digest | Absent | None
    outcome: Outcome | str
    detail: str = ""
    when: datetime | None = None
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What one run wrote, in the order in which it did.

    cells: the first of them, as many as were asked for.
    all:   how many there are.
    """

    run: Run
    cells: tuple[Wrote, ...]
    all: int


@dataclass(frozen=True, slots=True)
class History:
    """What the runs of a mapping wrote, the newest first.

    sides: their names, by place.
    """

    mapping: str
    sides: dict[Side, str]
    runs: tuple[Past, ...]
