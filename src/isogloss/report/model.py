"""From a plan file to its report, in one pass: everything is counted, a part is quoted.

An entry's records lie apart in a plan (it is created early and published late), so whether an entry is quoted is
decided where it is first met, and holds for the rest. What stays in memory beside the quotes: the names of the
entries, and one count for each kind, locale and verb.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from isogloss.decide.naming import Naming
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.plan.data import PlanFile
from isogloss.plan.op import (
    Adoption,
    Assumption,
    Conflict,
    Drifted,
    Loss,
    Op,
    Pairing,
    Remark,
    Resolved,
    SitePublish,
    Step,
    Verb,
)
from isogloss.plan.record import Record
from isogloss.report.chosen import Chosen, Met
from isogloss.report.ended import Ended
from isogloss.report.facts import facts_of
from isogloss.report.index import VERBS, Index, LossKey, loss_key, loss_order
from isogloss.report.parts import (
    AssumedCell,
    CellTotal,
    Counts,
    DecisionMade,
    DriftedCell,
    EntryChanges,
    EntryTotal,
    HeldConflict,
    KindChanges,
    Limits,
    LossExample,
    LossGroup,
    Match,
    Remarked,
    Removal,
    Report,
    StepToDo,
    WholeSite,
)
from isogloss.report.quoting import (
    GOING,
    Quoted,
    Quoting,
    as_one,
    changed_in,
    decision_of,
    in_order,
    match_of,
    remark_of,
)


def build_report(
    plan: PlanFile,
    limits: Limits | None = None,
    *,
    chosen: Chosen | None = None,
    ended: Ended | None = None,
    index: Index | None = None,
) -> Report:
    """Build the report of a plan, or of a part of it, reading the file once.

    ended:  what became of the plan.
    index:  takes down every entry, and where the records about it lie.
    Order:  kinds by name, entries by label, locales by tag; everything else as it is in the plan.
    Raises: UsageError where a record of the plan is not of the shape that it should have.
    """
    collector, part = _Collector(plan, limits or Limits(), index), chosen or Chosen()
    met = Met()
    for place, record in plan.placed():
        if part.words:
            met.take(record)
        asked = part.part(record)
        if asked is not None:
            collector.take(place, asked)
    return replace(collector.report(), chosen=part.words, unmet=part.unmet(met), ended=ended)


class _Collector:
    """Takes the records of a plan, one by one."""

    def __init__(self, plan: PlanFile, limits: Limits, index: Index | None) -> None:
        self.header = plan.header
        self.index = index
        self.facts = facts_of(plan)
        self.limits = limits
        self.quoting = Quoting(plan.header, limits)
        self.quoter = self.quoting.quoter
        self.naming = Naming(plan.header.mapping)
        self.counts: Counter[str] = Counter()
        self.entry_totals: Counter[tuple[Side, str, Verb]] = Counter()
        self.variant_totals: Counter[tuple[Side, str, Locale, Verb]] = Counter()
        self.cell_totals: Counter[tuple[Side, str, Locale, Verb]] = Counter()
        self.names: dict[str, set[str]] = defaultdict(set)
        self.met: Counter[tuple[str, Verb]] = Counter()
        self.quoted: dict[EntryKey, Quoted] = {}
        self.conflicts: list[HeldConflict] = []
        self.drifts: list[DriftedCell] = []
        self.assumed: list[AssumedCell] = []
        self.decisions: list[DecisionMade] = []
        self.remarks: list[Remarked] = []
        self.steps: list[tuple[str, list[StepToDo]]] = []
        self.alike: dict[tuple[str, str, str], list[StepToDo]] = {}
        self.sites: list[WholeSite] = []
        self.removals: list[Removal] = []
        self.matches: list[Match] = []
        self.losses: Counter[LossKey] = Counter()
        self.examples: dict[LossKey, list[LossExample]] = defaultdict(list)

    def take(self, place: int, record: Record) -> None:
        """Count one record, and quote it where there is room."""
        name = self._named(record)
        if self.index is not None:
            self.index.take(place, record, name)
        match record:
            case Op():
                self._op(record)
            case Conflict():
                self._conflict(record, name)
            case Drifted():
                self._drift(record, name)
            case Loss():
                self._loss(record)
            case Step():
                self._step(record)
            case Resolved():
                self._resolved(record)
            case _:
                self._rest(record)

    def _named(self, record: Record) -> str:
        """The id of what waits; empty for everything else."""
        match record:
            case Conflict() | Drifted(kept=True):
                return self.naming.name(record)
        return ""

    def _rest(self, record: SitePublish | Pairing | Adoption | Assumption | Remark) -> None:
        match record:
            case SitePublish(on, waits):
                self.sites.append(WholeSite(self.side(on), waits))
            case Pairing():
                self._pairing(record)
            case Adoption(_, cells):
                self.counts["adopted"] += sum(map(len, cells.values()))
            case Assumption() | Remark():
                self._told(record)
            case _:
                assert_never(record)

    def side(self, side: Side) -> str:
        """The name of a side."""
        return self.header.sides[side]

    def _room(self, name: str) -> bool:
        """Count a record; whether it may be quoted."""
        self.counts[name] += 1
        return self.counts[name] <= self.limits.records and not self.quoter.full

    def _op(self, op: Op) -> None:
        kind = op.entry.kind
        self.counts["ops"] += 1
        self.entry_totals[op.on, kind, op.verb] += 1
        for locale in changed_in(op):
            self.variant_totals[op.on, kind, locale, op.verb] += 1
        for change in op.changes:
            if not change.touches:
                self.counts["cells"] += 1
                self.cell_totals[op.on, kind, change.locale, op.verb] += 1
        if op.verb in GOING and self._room("removals"):
            self.removals.append(self.quoting.removal(op))
        quoted = self._quoted(op)
        if quoted is not None:
            quoted.take(op)

    def _quoted(self, op: Op) -> Quoted | None:
        """The entry's place among the quoted ones, if it has one: the first meeting decides."""
        kind, name = op.entry.kind, op.entry.shown
        if name not in self.names[kind]:
            self.names[kind].add(name)
            self.met[kind, op.verb] += 1
            if self.met[kind, op.verb] <= self.limits.entries and not self.quoter.full:
                self.quoted[op.entry] = Quoted(self.quoter)
        return self.quoted.get(op.entry)

    def _conflict(self, found: Conflict, name: str) -> None:
        if self._room("conflicts"):
            self.conflicts.append(self.quoting.conflict(found, name))

    def _drift(self, found: Drifted, name: str) -> None:
        if self._room("drifts"):
            self.drifts.append(self.quoting.drift(found, name))

    def _told(self, found: Assumption | Remark) -> None:
        """What only is told."""
        if isinstance(found, Remark):
            if self._room("remarks"):
                self.remarks.append(remark_of(found))
        elif self._room("assumed"):
            self.assumed.append(self.quoting.assumed(found))

    def _resolved(self, found: Resolved) -> None:
        if self._room("decisions"):
            self.decisions.append(decision_of(found))

    def _loss(self, loss: Loss) -> None:
        key = loss_key(loss)
        self.counts["losses"] += 1
        self.losses[key] += 1
        examples = self.examples[key]
        if len(examples) < self.limits.examples and not self.quoter.full:
            examples.append(self.quoting.loss(loss))

    def _step(self, found: Step) -> None:
        step = self.quoting.step(found)
        key = (step.side, step.at.kind, found.many)
        alike = self.alike.setdefault(key, []) if found.many else []
        alike.append(step)
        if len(alike) == 1 and self._room("steps"):
            self.steps.append((found.many, alike))

    def _pairing(self, pairing: Pairing) -> None:
        match = match_of(pairing)
        if match is not None and self._room("matches"):
            self.matches.append(match)

    def report(self) -> Report:
        """All that was taken, in order."""
        return Report(
            mapping=self.header.mapping,
            digest=self.header.digest,
            flow=self.header.flow,
            refused=self.header.refused,
            raised=self.header.raised,
            left=self.side(Side.LEFT),
            right=self.side(Side.RIGHT),
            counts=Counts(**self.counts),
            entries=tuple(self._entry_totals()),
            cells=tuple(self._cell_totals()),
            cost=tuple(row for _, row in sorted(self.header.cost.items())),
            conflicts=tuple(self.conflicts),
            steps=tuple(as_one(many, alike) for many, alike in self.steps),
            sites=tuple(self.sites),
            removals=tuple(self.removals),
            drifts=tuple(self.drifts),
            losses=tuple(self._loss_groups()),
            matches=tuple(self.matches),
            kinds=tuple(self._kinds()),
            limits=self.limits,
            assumed=tuple(self.assumed),
            decisions=tuple(self.decisions),
            remarks=tuple(self.remarks),
            doubts=self.header.doubts,
            facts=self.facts,
        )

    def _entry_totals(self) -> Iterator[EntryTotal]:
        for key in sorted(self.entry_totals, key=lambda key: (key[0].value, key[1], VERBS.index(key[2]))):
            side, kind, verb = key
            yield EntryTotal(self.side(side), kind, verb, self.entry_totals[key])

    def _cell_totals(self) -> Iterator[CellTotal]:
        for key in sorted(self.variant_totals, key=lambda key: (key[0].value, key[1], key[2], VERBS.index(key[3]))):
            side, kind, locale, verb = key
            yield CellTotal(self.side(side), kind, locale, verb, self.variant_totals[key], self.cell_totals[key])

    def _loss_groups(self) -> Iterator[LossGroup]:
        for key in sorted(self.losses, key=loss_order):
            side, reason, kind, name, locale = key
            found = tuple(self.examples[key])
            yield LossGroup(self.side(side), reason, kind, name or None, locale or None, self.losses[key], found)

    def _kinds(self) -> Iterator[KindChanges]:
        by_kind: dict[str, list[EntryChanges]] = defaultdict(list)
        for key, quoted in self.quoted.items():
            by_kind[key.kind].append(quoted.changes(key, self.header))
        for kind, names in sorted(self.names.items()):
            entries = sorted(by_kind[kind], key=lambda entry: in_order(entry.label, entry.entry))
            yield KindChanges(kind, len(names), tuple(entries))
