"""A plan of what translators gave back, entry by entry.

Decides which answers can be written now, and to which sides: to those that the mapping carries a cell to, both where it
flows both ways, the target where it flows one way, since the token of a source may not write (decision 62). What cannot
be written is set aside with its reason. Refuses to know formats.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from isogloss.exchange.content import Content
from isogloss.exchange.judge import Aside, judge, shown
from isogloss.exchange.unit import Returned, Sheet, Stage, Unit
from isogloss.exchange.value import is_alike, translated
from isogloss.merge.change import Conflict
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing, quote
from isogloss.merge.policy import guarded, merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.model.value import ABSENT, Absent, Value
from isogloss.plan.build import build
from isogloss.plan.draft import Draft
from isogloss.plan.terms import Built, Terms
from isogloss.ports import Reader
from isogloss.run.observe import Observed
from isogloss.run.planning import sites_of, unserved_of
from isogloss.run.rules import rules_for, terms_for
from isogloss.run.texts import CellTexts, Texts
from isogloss.state.opened import State


@dataclass(slots=True)
class _Answered:
    """The answers of one cell, by unit."""

    texts: CellTexts
    answers: dict[str, tuple[Unit, Content, str, int]] = field(default_factory=dict)

    def aside(self, why: str) -> Iterator[Aside]:
        """All of them set aside."""
        for unit, _, file, line in self.answers.values():
            yield Aside(file, line, unit.id, shown(unit), why)


class Answering:
    """A plan of answers in the making."""

    def __init__(
        self,
        observed: Observed,
        state: State,
        readers: Mapping[Side, Reader],
        schemas: Mapping[Side, RemoteSchema],
        draft: Draft,
    ) -> None:
        self.observed, self.bridge, self.draft = observed, observed.bridge, draft
        self.asides: list[Aside] = []
        self.taken = self.unchanged = self.initial = 0
        self._cells: dict[EntryKey, list[_Answered]] = {}
        self._readers, self._schemas = readers, schemas
        unserved = unserved_of(self.bridge, schemas)
        self._rules: dict[str, Rules] = {}
        self._terms: dict[str, dict[Side, Terms]] = {}
        for name, scope in self.bridge.kinds.items():
            self._rules[name] = rules_for(self.bridge, scope, state, readers, observed.directory)
            self._terms[name] = terms_for(self.bridge, scope, observed, readers, unserved, schemas=schemas)
        self._sites = sites_of(self.bridge, readers, state.due.sides())

    def take(self, locale: Locale, files: Sequence[Returned], least: Stage | None) -> None:
        """Judge the answers of one locale, and keep those that are sound, by entry."""
        texts = Texts(self.observed, self._readers, self._schemas, locale)
        cells = {cell.at: cell for key in texts.entries() for cell in texts.of(key)}
        units = tuple(unit for cell in cells.values() for unit in cell.units)
        judged = judge(Sheet(self.bridge.name, self.bridge.primary, locale, units), files, least)
        self.asides += judged.asides
        self.unchanged += judged.unchanged
        self.initial += judged.initial
        found: dict[Cell, _Answered] = {}
        for unit, answer, file, line in judged.taken.values():
            cell = found.setdefault(unit.at, _Answered(cells[unit.at]))
            cell.answers[unit.path] = unit, answer, file, line
        for at, answered in found.items():
            self._cells.setdefault(at.entry, []).append(answered)

    def write(self) -> None:
        """Plan all that is sound."""
        for key in self.observed.state.base.walk(sorted(self._cells), lambda key: key):
            self._entry(key, self._cells[key])
        for record in self._sites.records():
            self.draft.put(record)

    def _entry(self, key: EntryKey, cells: Iterable[_Answered]) -> None:
        facing, rules = self.observed.facing(key), self._rules[key.kind]
        open_ = _open(merge(facing, rules)) if facing.key in self.observed.entries else {}
        decisions: list[Decision] = []
        wanted: list[_Answered] = []
        waits = self.observed.waits(key)
        for cell in cells:
            value = _value(cell)
            why = waits or self._why_not(cell, facing, open_)
            if isinstance(value, str) or why:
                self.asides += cell.aside(why or str(value))
                continue
            takes, held = _takes(cell, value, facing, rules, self._terms[key.kind])
            if held:
                self.asides += cell.aside(held)
            elif takes:
                decisions += takes
                wanted.append(cell)
            else:
                self.unchanged += len(cell.answers)
        if decisions:
            decisions += _begun(decisions, facing)
            built = build(facing, decisions, self._terms[key.kind])
            self._sites.see(key, built)
            self.draft.add(facing, built)
            self._count(wanted, built)

    def _count(self, wanted: Iterable[_Answered], built: Built) -> None:
        """Count what is in the plan; what a side does not take is set aside."""
        written = {change.at for op in built.ops for change in op.changes if not change.touches}
        for cell in wanted:
            if cell.texts.at in written:
                self.taken += len(cell.answers)
            else:
                self.asides += cell.aside(_why_left(cell.texts.at, built))

    def _why_not(self, cell: _Answered, facing: Facing, open_: Mapping[Cell, str]) -> str:
        """Why a cell cannot be written now, whatever it is to say; empty where it can."""
        at = cell.texts.at
        for side in cell.texts.to:
            if isinstance(facing.shows(side), Absent):
                return f"{self.bridge.side(side).name} does not have the entry yet; sync first, then import again"
        for place in (at, Cell(at.entry, at.locale), Cell(at.entry)):
            if place in open_:
                return open_[place]
        return ""


def _open(merged: Iterable[Decision]) -> dict[Cell, str]:
    """Where the sides are not in step: an answer there would be written over what is still to cross."""
    found: dict[Cell, str] = {}
    for each in merged:
        match each:
            case Take(at=at) | Remove(at=at):
                found[at] = "an edit of it has not crossed yet; sync first, then export again"
            case Conflict(at=at, reason=reason):
                found[at] = f"it waits for a decision ({reason}); decide, sync, then export again"
            case _:
                continue
    return found


def _value(cell: _Answered) -> Value | str:
    """What a cell is to hold; why it cannot be put together, where it cannot."""
    source, target = cell.texts.source, cell.texts.target
    answers = {path: answer for path, (_, answer, _, _) in cell.answers.items()}
    if not is_alike(source, target):
        known = {unit.path: unit.target for unit in cell.texts.units if unit.target is not None}
        answers = known | answers
        missing = sum(1 for unit in cell.texts.units if unit.path not in answers)
        if missing:
            parts = f"{len(cell.texts.units):,} parts, and {missing:,}"
            return f"its text has {parts} of them came without a translation; all of them are needed"
    try:
        made = translated(source, target, answers)
    except ValueError as error:
        return f"it is no text: {str(error).rstrip('.')}"
    return "its codes and its words do not make a text of the same shape" if made is None else made


def _takes(
    cell: _Answered, value: Value, facing: Facing, rules: Rules, terms: Mapping[Side, Terms]
) -> tuple[list[Decision], str]:
    """What writes a value to each side that shows another one, as far as that side can hold it; or why that is held."""
    at = cell.texts.at
    made: list[Decision] = []
    for to in cell.texts.to:
        now = quote(at, facing.newest(to))
        if value != now and terms[to].fit(str(at.field), value)[0] != now:
            made += guarded(Take(at, to, value, quote(at, facing.shows(to.other))), facing, rules)
    held = next((each for each in made if isinstance(each, Conflict)), None)
    if held is not None:
        return [], held.detail or held.reason
    takes = sum(1 for each in made if isinstance(each, Take))
    return [replace(each, merged=takes == len(Side)) if isinstance(each, Take) else each for each in made], ""


def _begun(decisions: Iterable[Decision], facing: Facing) -> Iterator[Take]:
    """The states of variants that begin on one side alone: a draft there, and both agree that the other has none."""
    new: dict[Cell, set[Side]] = {}
    for each in decisions:
        if isinstance(each, Take):
            new.setdefault(Cell(facing.key, each.at.locale, STATUS), set()).add(each.to)
    for at, sides in new.items():
        if len(sides) == 1 and all(isinstance(quote(at, facing.shows(side)), Absent) for side in Side):
            yield Take(at, next(iter(sides)), DRAFT, ABSENT)


def _why_left(at: Cell, built: Built) -> str:
    """Why a side does not take what a cell was to hold."""
    places = (at, Cell(at.entry, at.locale), Cell(at.entry))
    said = chain(
        (each.detail or each.reason for each in built.conflicts if each.at in places),
        (each.todo for each in built.steps if each.at in places),
        (each.detail or each.reason for each in built.losses if each.at in places),
    )
    return next(said, "the side that it is for does not take it")
