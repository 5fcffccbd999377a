"""The records of a plan as a report quotes them, one by one.

Decides what of a record is told. Refuses to know which of them there is room for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import MaybeValue, Scalar
from isogloss.plan.header import Header
from isogloss.plan.op import (
    Assumption,
    Change,
    Conflict,
    Drifted,
    Loss,
    Op,
    Pairing,
    Remark,
    Resolved,
    Step,
    Verb,
)
from isogloss.report.facts import links_to
from isogloss.report.parts import (
    AssumedCell,
    CellChange,
    DecisionMade,
    DriftedCell,
    EntryChanges,
    HeldConflict,
    Limits,
    LossExample,
    Match,
    Place,
    Remarked,
    Removal,
    StepToDo,
    VariantChanges,
)
from isogloss.report.shown import Quoter
from isogloss.report.value import Shown
from isogloss.report.worddiff import Run

_NUMBER: Final = re.compile("[0-9]+")
_DIGITS: Final = 12
"""Digits of the longest number that is sorted as one; part 2 comes before part 10."""
GOING: frozenset[Verb] = frozenset({"unpublish", "archive", "delete"})
"""What takes something away from readers."""


class Quoting:
    """Quotes the records of one plan, within limits."""

    def __init__(self, header: Header, limits: Limits) -> None:
        self.header, self.sides = header, header.sides
        self.quoter = Quoter(limits, title=lambda key: header.titles.get(key.kind, {}).get(key.shown, ""))

    def conflict(self, found: Conflict, id_: str) -> HeldConflict:
        """What waits for a person."""
        held = HeldConflict(
            place_of(found.at, found.label), found.reason, *self._both(found.left, found.right), found.detail, id_
        )
        had = next((each for each in (found.traces.had if found.traces else ()) if each is not None), None)
        if had is None:
            return held
        edits = tuple(self.quoter.runs(had, side) for side in (found.left, found.right))
        return replace(held, had=self.quoter.shown(had), agreed=True, edits=edits)

    def drift(self, found: Drifted, id_: str) -> DriftedCell:
        """What only the target shows."""
        both = self._both(found.left, found.right)
        return DriftedCell(place_of(found.at, found.label), *both, found.kept, id_, found.detail)

    def assumed(self, found: Assumption) -> AssumedCell:
        """What is taken for the same."""
        return AssumedCell(place_of(found.at, found.label), *self._both(found.left, found.right))

    def loss(self, loss: Loss) -> LossExample:
        """One case of a loss."""
        return LossExample(loss.at.entry.shown, self.quoter.shown(loss.value), loss.detail)

    def step(self, found: Step) -> StepToDo:
        """What only a person can do."""
        return StepToDo(self.sides[found.on], place_of(found.at), found.todo, found.check)

    def removal(self, op: Op) -> Removal:
        """What goes away by an op."""
        whole = op.verb == "delete" and not op.present
        return Removal(self.sides[op.on], op.verb, op.entry.kind, op.entry.shown, op.label, op.locales, whole)

    def _both(self, left: MaybeValue, right: MaybeValue) -> tuple[Shown | None, Shown | None, tuple[Run, ...]]:
        return self.quoter.shown(left), self.quoter.shown(right), self.quoter.runs(left, right)


def remark_of(found: Remark) -> Remarked:
    """What is only told."""
    return Remarked(place_of(found.at, found.label), found.on, found.detail)


def decision_of(found: Resolved) -> DecisionMade:
    """A person's decision, as reports quote it."""
    who = found.decided
    at = place_of(found.at, found.label)
    return DecisionMade(at, found.fate, who.conflict, who.how, who.by, f"{who.at:%Y-%m-%d %H:%M}", found.detail)


def match_of(pairing: Pairing) -> Match | None:
    """Two entries taken for one; None where the entry is on one side alone."""
    left, right = pairing.left, pairing.right
    if left is None or right is None:
        return None
    return Match(pairing.entry.kind, pairing.entry.shown, pairing.label, left, right)


def as_one(many: str, steps: list[StepToDo]) -> StepToDo:
    """One step for all entries to which the same is to be done."""
    first = steps[0]
    if len(steps) == 1:
        return first
    todo = f"{many}: {len(steps):,} entries of {first.at.kind}"
    return replace(first, todo=todo, entries=tuple(sorted(step.at.entry for step in steps)))


def place_of(at: Cell, label: str = "") -> Place:
    """An address as reports name it."""
    return Place(at.entry.kind, at.entry.shown, label, at.locale, at.field)


def changed_in(op: Op) -> frozenset[Locale]:
    """Where an op does something: cells that content only names are not changed, a state that is named is reached."""
    content = op.verb in ("create", "update", "link")
    return frozenset(change.locale for change in op.changes if not (content and change.touches))


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
class Quoted:
    """An entry, while its ops come in."""

    quoter: Quoter
    label: str = ""
    remotes: tuple[str, str] = ("", "")
    blocks: dict[tuple[Side, Locale], _Block] = field(default_factory=dict)

    def take(self, op: Op) -> None:
        """Take in an op of it."""
        self.label = self.label or op.label
        left, right = self.remotes
        self.remotes = (left or op.remotes[0], right or op.remotes[1])
        concerned = changed_in(op)
        for change in op.changes:
            if change.locale not in concerned:
                continue
            block = self.blocks.setdefault((op.on, change.locale), _Block())
            if op.verb not in block.verbs:
                block.verbs.append(op.verb)
            if change.field == STATUS:
                block.move(change)
            elif not change.touches:
                block.cells.append(self.quoter.cell(change, op.verb))

    def changes(self, key: EntryKey, header: Header) -> EntryChanges:
        """What happens to it, by side and locale, and where people edit it."""
        links = tuple(links_to(key.kind, self.remotes, header))
        return EntryChanges(key.kind, key.shown, self.label, tuple(self._variants(header.sides)), links)

    def _variants(self, sides: Mapping[Side, str]) -> Iterator[VariantChanges]:
        for side, locale in sorted(self.blocks, key=lambda key: (key[0].value, key[1])):
            block = self.blocks[side, locale]
            yield VariantChanges(sides[side], locale, tuple(block.verbs), tuple(block.states), tuple(block.cells))


def in_order(label: str, name: str) -> tuple[str, str]:
    """What entries of a kind are sorted by: what a person calls them, with numbers as numbers, then their names."""
    return _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), (label or name).casefold()), name


def ops_as_entry(key: EntryKey, ops: Iterable[Op], quoting: Quoting) -> EntryChanges:
    """One entry out of all its ops."""
    quoted = Quoted(quoting.quoter)
    for op in ops:
        quoted.take(op)
    return quoted.changes(key, quoting.header)
