"""From a plan file to its report, in one pass: everything is counted, a part is quoted.

An entry's records lie apart in a plan (it is created early and published late), so whether an entry is quoted is
decided where it is first met, and holds for the rest. What stays in memory beside the quotes: the names of the
entries, and one count for each kind, locale and verb.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never, get_args

from isogloss.decide.naming import Naming
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import MaybeValue, Scalar
from isogloss.plan.data import PlanFile
from isogloss.plan.op import (
    Adoption,
    Assumption,
    Change,
    Conflict,
    Drifted,
    Loss,
    LossReason,
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
from isogloss.report.parts import (
    AssumedCell,
    CellChange,
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
    Place,
    Remarked,
    Removal,
    Report,
    Shown,
    StepToDo,
    VariantChanges,
    WholeSite,
)
from isogloss.report.shown import Quoter
from isogloss.report.worddiff import Run

_VERBS: tuple[Verb, ...] = get_args(Verb)
_GOING: frozenset[Verb] = frozenset({"unpublish", "archive", "delete"})
_LossKey: TypeAlias = tuple[Side, LossReason, str, str, str]


def build_report(
    plan: PlanFile, limits: Limits | None = None, *, chosen: Chosen | None = None, ended: Ended | None = None
) -> Report:
    """Build the report of a plan, or of a part of it, reading the file once.

    ended:  what became of the plan.
    Order:  kinds by name, entries by label, locales by tag; everything else as it is in the plan.
    Raises: UsageError where a record of the plan is not of the shape that it should have.
    """
    collector, part = _Collector(plan, limits or Limits()), chosen or Chosen()
    met = Met()
    for record in part.parts(plan.all_records(), met if part.words else None):
        collector.take(record)
    return replace(collector.report(), chosen=part.words, unmet=part.unmet(met), ended=ended)


@dataclass(slots=True)
class _Block:
    """One entry in one locale on one side, while its ops come in."""

    verbs: list[Verb] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    cells: list[CellChange] = field(default_factory=list)

    def move(self, change: Change) -> None:
        """Take in a change of publication state."""
        before, after = _state(change.before), _state(change.after)
        if before not in self.states:  # what comes out of the archive is a draft first, and its op still names that
            self.states.append(before)
        self.states.append(after)


def _state(value: MaybeValue) -> str:
    return value.text if isinstance(value, Scalar) else ""


@dataclass(slots=True)
class _Quoted:
    label: str
    blocks: dict[tuple[Side, Locale], _Block] = field(default_factory=lambda: defaultdict(_Block))


def _changed_in(op: Op) -> frozenset[Locale]:
    """Where an op does something: cells that content only names are not changed, a state that is named is reached."""
    content = op.verb in ("create", "update", "link")
    return frozenset(change.locale for change in op.changes if not (content and change.touches))


class _Collector:
    """Takes the records of a plan, one by one."""

    def __init__(self, plan: PlanFile, limits: Limits) -> None:
        self.header = plan.header
        self.limits = limits
        self.quoter = Quoter(limits)
        self.naming = Naming(plan.header.mapping)
        self.counts: Counter[str] = Counter()
        self.entry_totals: Counter[tuple[Side, str, Verb]] = Counter()
        self.variant_totals: Counter[tuple[Side, str, Locale, Verb]] = Counter()
        self.cell_totals: Counter[tuple[Side, str, Locale, Verb]] = Counter()
        self.names: dict[str, set[str]] = defaultdict(set)
        self.met: Counter[tuple[str, Verb]] = Counter()
        self.quoted: dict[EntryKey, _Quoted] = {}
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
        self.losses: Counter[_LossKey] = Counter()
        self.examples: dict[_LossKey, list[LossExample]] = defaultdict(list)

    def take(self, record: Record) -> None:
        """Count one record, and quote it where there is room."""
        match record:
            case Op():
                self._op(record)
            case Conflict():
                self._conflict(record)
            case Drifted():
                self._drift(record)
            case Loss():
                self._loss(record)
            case Step():
                self._step(record)
            case Resolved():
                self._resolved(record)
            case _:
                self._rest(record)

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
        for locale in _changed_in(op):
            self.variant_totals[op.on, kind, locale, op.verb] += 1
        for change in op.changes:
            if not change.touches:
                self.counts["cells"] += 1
                self.cell_totals[op.on, kind, change.locale, op.verb] += 1
        if op.verb in _GOING and self._room("removals"):
            whole = op.verb == "delete" and not op.present
            self.removals.append(Removal(self.side(op.on), op.verb, kind, op.entry.shown, op.label, op.locales, whole))
        quoted = self._quoted(op)
        if quoted is not None:
            self._quote(quoted, op)

    def _quoted(self, op: Op) -> _Quoted | None:
        """The entry's place among the quoted ones, if it has one: the first meeting decides."""
        kind, name = op.entry.kind, op.entry.shown
        if name not in self.names[kind]:
            self.names[kind].add(name)
            self.met[kind, op.verb] += 1
            if self.met[kind, op.verb] <= self.limits.entries and not self.quoter.full:
                self.quoted[op.entry] = _Quoted(op.label)
        return self.quoted.get(op.entry)

    def _quote(self, quoted: _Quoted, op: Op) -> None:
        quoted.label = quoted.label or op.label
        concerned = _changed_in(op)
        for change in op.changes:
            if change.locale not in concerned:
                continue
            block = quoted.blocks[op.on, change.locale]
            if op.verb not in block.verbs:
                block.verbs.append(op.verb)
            if change.field == STATUS:
                block.move(change)
            elif not change.touches:
                block.cells.append(self.quoter.cell(change, op.verb))

    def _conflict(self, found: Conflict) -> None:
        id_ = self.naming.name(found)
        if self._room("conflicts"):
            at, both = _place(found.at, found.label), self._both(found.left, found.right)
            self.conflicts.append(HeldConflict(at, found.reason, *both, found.detail, id_))

    def _drift(self, found: Drifted) -> None:
        id_ = self.naming.name(found) if found.kept else ""
        if self._room("drifts"):
            at, both = _place(found.at, found.label), self._both(found.left, found.right)
            self.drifts.append(DriftedCell(at, *both, found.kept, id_, found.detail))

    def _told(self, found: Assumption | Remark) -> None:
        """What only is told."""
        if isinstance(found, Remark):
            if self._room("remarks"):
                self.remarks.append(Remarked(_place(found.at, found.label), found.on, found.detail))
        elif self._room("assumed"):
            at, both = _place(found.at, found.label), self._both(found.left, found.right)
            self.assumed.append(AssumedCell(at, *both))

    def _both(self, left: MaybeValue, right: MaybeValue) -> tuple[Shown | None, Shown | None, tuple[Run, ...]]:
        return self.quoter.shown(left), self.quoter.shown(right), self.quoter.runs(left, right)

    def _resolved(self, found: Resolved) -> None:
        if self._room("decisions"):
            self.decisions.append(decision_of(found))

    def _loss(self, loss: Loss) -> None:
        key = (loss.on, loss.reason, loss.at.entry.kind, loss.at.field or "", loss.at.locale or "")
        self.counts["losses"] += 1
        self.losses[key] += 1
        examples = self.examples[key]
        if len(examples) < self.limits.examples and not self.quoter.full:
            examples.append(LossExample(loss.at.entry.shown, self.quoter.shown(loss.value), loss.detail))

    def _step(self, found: Step) -> None:
        step = StepToDo(self.side(found.on), _place(found.at), found.todo, found.check)
        key = (step.side, step.at.kind, found.many)
        alike = self.alike.setdefault(key, []) if found.many else []
        alike.append(step)
        if len(alike) == 1 and self._room("steps"):
            self.steps.append((found.many, alike))

    def _pairing(self, pairing: Pairing) -> None:
        left, right = pairing.left, pairing.right
        if left is not None and right is not None and self._room("matches"):
            self.matches.append(Match(pairing.entry.kind, pairing.entry.shown, pairing.label, left, right))

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
            steps=tuple(_as_one(many, alike) for many, alike in self.steps),
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
        )

    def _entry_totals(self) -> Iterator[EntryTotal]:
        for key in sorted(self.entry_totals, key=lambda key: (key[0].value, key[1], _VERBS.index(key[2]))):
            side, kind, verb = key
            yield EntryTotal(self.side(side), kind, verb, self.entry_totals[key])

    def _cell_totals(self) -> Iterator[CellTotal]:
        for key in sorted(self.variant_totals, key=lambda key: (key[0].value, key[1], key[2], _VERBS.index(key[3]))):
            side, kind, locale, verb = key
            yield CellTotal(self.side(side), kind, locale, verb, self.variant_totals[key], self.cell_totals[key])

    def _loss_groups(self) -> Iterator[LossGroup]:
        for key in sorted(self.losses, key=lambda key: (key[0].value, *key[1:])):
            side, reason, kind, name, locale = key
            found = tuple(self.examples[key])
            yield LossGroup(self.side(side), reason, kind, name or None, locale or None, self.losses[key], found)

    def _kinds(self) -> Iterator[KindChanges]:
        by_kind: dict[str, list[EntryChanges]] = defaultdict(list)
        for key, quoted in self.quoted.items():
            by_kind[key.kind].append(EntryChanges(key.kind, key.shown, quoted.label, tuple(self._variants(quoted))))
        for kind, names in sorted(self.names.items()):
            entries = sorted(by_kind[kind], key=lambda entry: ((entry.label or entry.entry).casefold(), entry.entry))
            yield KindChanges(kind, len(names), tuple(entries))

    def _variants(self, quoted: _Quoted) -> Iterator[VariantChanges]:
        for side, locale in sorted(quoted.blocks, key=lambda key: (key[0].value, key[1])):
            block = quoted.blocks[side, locale]
            yield VariantChanges(self.side(side), locale, tuple(block.verbs), tuple(block.states), tuple(block.cells))


def _as_one(many: str, steps: list[StepToDo]) -> StepToDo:
    """One step for all entries to which the same is to be done."""
    first = steps[0]
    if len(steps) == 1:
        return first
    todo = f"{many}: {len(steps):,} entries of {first.at.kind}"
    return replace(first, todo=todo, entries=tuple(sorted(step.at.entry for step in steps)))


def decision_of(found: Resolved) -> DecisionMade:
    """A person's decision, as reports quote it."""
    who = found.decided
    at = _place(found.at, found.label)
    return DecisionMade(at, found.fate, who.conflict, who.how, who.by, f"{who.at:%Y-%m-%d %H:%M}", found.detail)


def _place(at: Cell, label: str = "") -> Place:
    return Place(at.entry.kind, at.entry.shown, label, at.locale, at.field)
