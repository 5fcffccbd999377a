"""A plan's report with nothing left out: what is quoted at once, and everything else as it is asked for.

Decides how a plan of any size is told whole: read once for the totals and the index, then entry by entry. What is in
memory is the index, and one entry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from isogloss.model.address import EntryKey
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Assumption, Conflict, Drifted, Loss, Op, Pairing, Remark, Resolved, Step
from isogloss.plan.record import Record
from isogloss.report.chosen import Chosen
from isogloss.report.ended import Ended, NotDone
from isogloss.report.index import Index, Line, LossKey, loss_order
from isogloss.report.limits import ON_A_PAGE
from isogloss.report.model import build_report
from isogloss.report.parts import (
    AssumedCell,
    DecisionMade,
    DriftedCell,
    EntryChanges,
    HeldConflict,
    Limits,
    LossExample,
    LossGroup,
    Match,
    Remarked,
    Removal,
    Report,
    StepToDo,
)
from isogloss.report.quoting import (
    GOING,
    Quoted,
    Quoting,
    as_one,
    decision_of,
    match_of,
    ops_as_entry,
    remark_of,
)

_Kind = TypeVar("_Kind", bound=Record)


@dataclass(slots=True)
class About:
    """All that a plan says of one entry.

    losses: each as a group of its own.
    """

    line: Line
    changes: EntryChanges
    problems: list[NotDone] = field(default_factory=list)
    conflicts: list[HeldConflict] = field(default_factory=list)
    steps: list[StepToDo] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    drifts: list[DriftedCell] = field(default_factory=list)
    losses: list[LossGroup] = field(default_factory=list)
    decisions: list[DecisionMade] = field(default_factory=list)
    assumed: list[AssumedCell] = field(default_factory=list)
    remarks: list[Remarked] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)


@dataclass(frozen=True)
class Whole:
    """The report of a plan, all of it.

    report: totals, and what is quoted at once.
    limits: of what is quoted later, one after the other.
    """

    report: Report
    plan: PlanFile
    index: Index
    chosen: Chosen
    limits: Limits

    @cached_property
    def kinds(self) -> dict[str, list[EntryKey]]:
        """The entries by kind, both in order; also those to which nothing is done."""
        return self.index.kinds()

    def lines(self) -> Iterator[Line]:
        """The index, in order."""
        return (self.index.line(key) for keys in self.kinds.values() for key in keys)

    def entries(self, kind: str) -> Iterator[EntryChanges]:
        """The entries of a kind to which something is done, in order."""
        quoting = self._quoting()
        for key in self.kinds.get(kind, ()):
            if self.index.rows[key].verbs:
                found = self._records(self.index.rows[key].places)
                yield ops_as_entry(key, (each for each in found if isinstance(each, Op)), quoting)

    def about(self) -> Iterator[About]:
        """All that is said of each entry, in order."""
        return (self.about_one(key) for keys in self.kinds.values() for key in keys)

    def about_one(self, key: EntryKey) -> About:
        """All that is said of an entry."""
        quoting, row = self._quoting(), self.index.rows[key]
        quoted, notes = Quoted(quoting.quoter), []
        for place, record in zip(row.places, self.plan.at(row.places), strict=True):
            part = self.chosen.part(record)
            if isinstance(part, Op):
                quoted.take(part)
            if part is not None:
                notes.append((self.index.names.get(place, ""), part))
        quoted.label = quoted.label or row.label
        about = About(
            self.index.line(key), quoted.changes(key, quoting.header), self.problems.get((key.kind, key.shown), [])
        )
        for name, part in notes:
            _note(about, quoting, name, part)
        return about

    @cached_property
    def problems(self) -> dict[tuple[str, str], list[NotDone]]:
        """What did not come true, by kind and entry."""
        found: dict[tuple[str, str], list[NotDone]] = {}
        for each in () if self.report.ended is None else self.report.ended.problems:
            found.setdefault((each.kind, each.entry), []).append(each)
        return found

    def conflicts(self) -> Iterator[HeldConflict]:
        """Every conflict, in the order of the plan."""
        quoting, places = self._quoting(), self.index.places[Conflict]
        for place, found in zip(places, self._records(places), strict=True):
            if isinstance(found, Conflict):
                yield quoting.conflict(found, self.index.names.get(place, ""))

    def steps(self) -> list[StepToDo]:
        """Every step, those that are the same but for their entries as one."""
        quoting = self._quoting()
        found: list[tuple[str, list[StepToDo]]] = []
        alike: dict[tuple[str, str, str], list[StepToDo]] = {}
        for record in self._each(Step):
            step, many = quoting.step(record), record.many
            key = (step.side, step.at.kind, many)
            if many and key in alike:
                alike[key].append(step)
            else:
                alike[key] = [step]
                found.append((many, alike[key]))
        return [as_one(many, steps) for many, steps in found]

    def drifts(self) -> Iterator[DriftedCell]:
        """Every drifted cell."""
        quoting, places = self._quoting(), self.index.places[Drifted]
        for place, found in zip(places, self._records(places), strict=True):
            if isinstance(found, Drifted):
                yield quoting.drift(found, self.index.names.get(place, ""))

    def assumed(self) -> Iterator[AssumedCell]:
        """Every cell that is taken for the same."""
        return map(self._quoting().assumed, self._each(Assumption))

    def decisions(self) -> Iterator[DecisionMade]:
        """Every decision."""
        return map(decision_of, self._each(Resolved))

    def remarks(self) -> Iterator[Remarked]:
        """Every remark."""
        return map(remark_of, self._each(Remark))

    def removals(self) -> Iterator[Removal]:
        """Everything that goes away."""
        return map(self._quoting().removal, self._each(Op))

    def matches(self) -> Iterator[Match]:
        """Every pair that is taken for one."""
        return (match for match in map(match_of, self._each(Pairing)) if match is not None)

    def loss_keys(self) -> list[LossKey]:
        """What losses are counted by, in the order of the report."""
        return sorted(self.index.losses, key=loss_order)

    def examples(self, key: LossKey) -> Iterator[LossExample]:
        """Every loss of a group."""
        quoting = self._quoting()
        return (quoting.loss(each) for each in self._records(self.index.losses[key]) if isinstance(each, Loss))

    def _each(self, kind: type[_Kind]) -> Iterator[_Kind]:
        return (each for each in self._records(self.index.places[kind]) if isinstance(each, kind))

    def _records(self, places: Iterable[int]) -> Iterator[Record]:
        """Records again, as far as they were asked for; each was, or its place would not be known."""
        for record in self.plan.at(places):
            part = self.chosen.part(record)
            if part is not None:
                yield part

    def _quoting(self) -> Quoting:
        return Quoting(self.plan.header, self.limits)


def _note(about: About, quoting: Quoting, name: str, part: Record) -> None:
    """Put a record to what is said of its entry."""
    match part:
        case Conflict():
            about.conflicts.append(quoting.conflict(part, name))
        case Drifted():
            about.drifts.append(quoting.drift(part, name))
        case Step():
            about.steps.append(quoting.step(part))
        case Loss(on, at, reason):
            lost = LossGroup(quoting.sides[on], reason, at.entry.kind, at.field, at.locale, 1, (quoting.loss(part),))
            about.losses.append(lost)
        case Op() if part.verb in GOING:
            about.removals.append(quoting.removal(part))
        case Assumption():
            about.assumed.append(quoting.assumed(part))
        case _:
            _note_told(about, part)


def _note_told(about: About, part: Record) -> None:
    match part:
        case Resolved():
            about.decisions.append(decision_of(part))
        case Remark():
            about.remarks.append(remark_of(part))
        case Pairing():
            match = match_of(part)
            about.matches += [] if match is None else [match]


def whole_of(
    plan: PlanFile,
    limits: Limits | None = None,
    *,
    chosen: Chosen | None = None,
    ended: Ended | None = None,
    streamed: Limits = ON_A_PAGE,
) -> Whole:
    """Read a plan, and be ready to tell all of it.

    limits: of what is quoted at once.
    Raises: UsageError where a record of the plan is not of the shape that it should have.
    """
    index, part = Index(), chosen or Chosen()
    report = build_report(plan, limits, chosen=part, ended=ended, index=index)
    index.end(ended)
    return Whole(report, plan, index, part, streamed)
