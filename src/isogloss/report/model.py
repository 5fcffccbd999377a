"""From a plan file to its report, in one pass: everything is counted, a part is quoted.

An entry's records lie apart in a plan (it is created early and published late), so whether an entry is quoted is
decided where it is first met, and holds for the rest. What stays in memory beside the quotes: the names of the
entries, and one count for each kind, locale and verb.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar, get_args

from isogloss.errors import UsageError
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import MaybeValue, Scalar, load
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Change, HoldReason, LossReason, Op, Verb
from isogloss.plan.record import Data, load_op
from isogloss.report.parts import (
    AssumedCell,
    CellChange,
    CellTotal,
    Cost,
    Counts,
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
    Removal,
    Report,
    StepToDo,
    VariantChanges,
    WholeSite,
)
from isogloss.report.shown import Quoter

_VERBS: tuple[Verb, ...] = get_args(Verb)
_GOING: frozenset[Verb] = frozenset({"unpublish", "archive", "delete"})
_HOLDS: tuple[HoldReason, ...] = get_args(HoldReason)
_LOSSES: tuple[LossReason, ...] = get_args(LossReason)
_T = TypeVar("_T")
_LossKey: TypeAlias = tuple[Side, LossReason, str, str, str]


def build_report(plan: PlanFile, limits: Limits | None = None) -> Report:
    """Build the report of a plan, reading the file once.

    Order:  kinds by name, entries by label, locales by tag; everything else as it is in the plan.
    Raises: UsageError where a record of the plan is not of the shape that it should have.
    """
    collector = _Collector(plan, limits or Limits())
    for number, data in enumerate(plan.records(), start=2):
        try:
            collector.take(data)
        except ValueError as error:
            raise UsageError(
                f"{plan.path}, line {number}: not a record of a plan ({error}). Make the plan again with isogloss plan."
            ) from error
    return collector.report()


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
        self.steps: list[tuple[str, list[StepToDo]]] = []
        self.alike: dict[tuple[str, str, str], list[StepToDo]] = {}
        self.sites: list[WholeSite] = []
        self.removals: list[Removal] = []
        self.matches: list[Match] = []
        self.losses: Counter[_LossKey] = Counter()
        self.examples: dict[_LossKey, list[LossExample]] = defaultdict(list)

    def take(self, data: Data) -> None:
        """Count one record, and quote it where there is room."""
        match data.get("record"):
            case "op":
                self._op(load_op(data))
            case "conflict":
                self._conflict(data)
            case "drift":
                self._drift(data)
            case "loss":
                self._loss(data)
            case "step":
                self._step(data)
            case "site":
                self.sites.append(WholeSite(self.side(Side(data.get("on"))), _text(data, "waits")))
            case "entry":
                self._pairing(data)
            case "adopt":
                self._adoption(data)
            case "assume":
                self._assumption(data)
            case other:
                raise ValueError(f"{str(other)[:80]!r} is no kind of record")

    def side(self, side: Side) -> str:
        """The name of a side."""
        return str(self.header.sides.get(side.value, side.value))

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

    def _conflict(self, data: Data) -> None:
        reason, detail = _one_of(data, "reason", _HOLDS), _text(data, "detail")
        if self._room("conflicts"):
            left, right = load(data.get("left")), load(data.get("right"))
            shown = self.quoter.shown(left), self.quoter.shown(right)
            runs = self.quoter.runs(left, right)
            self.conflicts.append(HeldConflict(_place(data), reason, *shown, runs, detail))

    def _drift(self, data: Data) -> None:
        if self._room("drifts"):
            left, right = load(data.get("left")), load(data.get("right"))
            shown = self.quoter.shown(left), self.quoter.shown(right)
            kept = data.get("kept") is True
            self.drifts.append(DriftedCell(_place(data), *shown, self.quoter.runs(left, right), kept))

    def _assumption(self, data: Data) -> None:
        if self._room("assumed"):
            left, right = load(data.get("left")), load(data.get("right"))
            shown = self.quoter.shown(left), self.quoter.shown(right)
            self.assumed.append(AssumedCell(_place(data), *shown, self.quoter.runs(left, right)))

    def _loss(self, data: Data) -> None:
        at = _place(data)
        key = (Side(data.get("on")), _one_of(data, "reason", _LOSSES), at.kind, at.field or "", at.locale or "")
        self.counts["losses"] += 1
        self.losses[key] += 1
        examples = self.examples[key]
        if len(examples) < self.limits.examples and not self.quoter.full:
            value = self.quoter.shown(load(data.get("value")))
            examples.append(LossExample(at.entry, value, _text(data, "detail")))

    def _step(self, data: Data) -> None:
        todo, check = _text(data, "todo"), _text(data, "check")
        step = StepToDo(self.side(Side(data.get("on"))), _place(data), todo, check)
        many = str(data.get("many") or "")
        alike = self.alike.setdefault((step.side, step.at.kind, many), []) if many else []
        alike.append(step)
        if len(alike) == 1 and self._room("steps"):
            self.steps.append((many, alike))

    def _pairing(self, data: Data) -> None:
        match data:
            case {"entry": [str(kind), str(name)], "label": str(label), "left": str(left), "right": str(right)}:
                if self._room("matches"):
                    self.matches.append(Match(kind, name, label, left, right))

    def _adoption(self, data: Data) -> None:
        rows = data.get("cells")
        for row in rows.values() if isinstance(rows, dict) else ():
            self.counts["adopted"] += len(row)

    def report(self) -> Report:
        """All that was taken, in order."""
        return Report(
            mapping=str(self.header.mapping.get("name", "")),
            digest=self.header.digest,
            flow=self.header.flow,
            refused=self.header.refused,
            left=self.side(Side.LEFT),
            right=self.side(Side.RIGHT),
            counts=Counts(**self.counts),
            entries=tuple(self._entry_totals()),
            cells=tuple(self._cell_totals()),
            cost=tuple(_costs(self.header.cost)),
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


def _costs(data: Data) -> Iterator[Cost]:
    """The cost by side, as the header has it."""
    for side, row in data.items():
        found = row if isinstance(row, dict) else {}
        writes, settles, looks, reads = (
            int(_number(found.get(name)) or 0) for name in ("writes", "settles", "looks", "reads")
        )
        minutes, share = _number(found.get("minutes")), _number(found.get("quota_share"))
        yield Cost(side, writes, settles, looks, reads, minutes, share)


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(data: Mapping[str, object], name: str) -> str:
    found = data.get(name)
    if not isinstance(found, str):
        raise ValueError(f"{name} is missing")
    return found


def _one_of(data: Mapping[str, object], name: str, words: tuple[_T, ...]) -> _T:
    """One of the words that a record may hold there."""
    for word in words:
        if word == data.get(name):
            return word
    raise ValueError(f"{str(data.get(name))[:80]!r} is no {name}")


def _place(data: Mapping[str, object]) -> Place:
    match data:
        case {
            "entry": [str(kind), str(name), *_],
            "locale": (str() | None) as locale,
            "field": (str() | None) as field_name,
        }:
            label = data.get("label")
            return Place(kind, name, label if isinstance(label, str) else "", locale, field_name)
    raise ValueError("its place is missing")
