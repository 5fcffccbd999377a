"""The texts of one locale as both sides show them now: what goes to a translator, and what answers are held against.

Decides which cells are translated at all, which side says what their source is and which are written, and how far each
text is. Refuses to know formats, and what is made of answers.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from isogloss.answers import Source
from isogloss.canon.html import blocks
from isogloss.canon.plain import plain
from isogloss.exchange.content import Content, words
from isogloss.exchange.unit import Stage, Unit, Why
from isogloss.exchange.value import is_alike, places
from isogloss.mapping.names.clones import clones
from isogloss.mapping.names.translated import translated
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.excluded import Exclusion
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.model.value import ABSENT, Absent, MaybeValue, Scalar, Value
from isogloss.ports import Reader
from isogloss.run.observe import Observed
from isogloss.run.staleness import is_stale, sources_of

_NEAR: Final = 120
"""Characters of a neighbour that are told."""
_QUOTED: Final = 400
"""Characters of a translation that is told, since it cannot be shown in its places."""


@dataclass(frozen=True, slots=True)
class CellTexts:
    """The texts of one cell.

    to:     the sides that an answer is written to.
    source: what the primary says.
    target: what the locale says of its own; ABSENT where nothing.
    """

    at: Cell
    to: tuple[Side, ...]
    source: Value
    target: MaybeValue
    units: tuple[Unit, ...]


class Texts:
    """Finds the texts of one locale.

    kinds: of these alone; of all where none is named.
    """

    def __init__(
        self,
        observed: Observed,
        readers: Mapping[Side, Reader],
        schemas: Mapping[Side, RemoteSchema],
        locale: Locale,
        kinds: Collection[str] = (),
    ) -> None:
        self.observed, self.bridge, self.locale = observed, observed.bridge, locale
        self._readers, self._schemas, self._kinds = readers, schemas, frozenset(kinds)
        self._limits: dict[tuple[str, str], int | None] = {}

    def entries(self) -> Iterator[EntryKey]:
        """The entries that may have any, in order."""
        keys = sorted(pair.key for pair in self.observed.pairs if not self._kinds or pair.key.kind in self._kinds)
        yield from self.observed.state.base.walk(keys, lambda key: key)

    def of(self, key: EntryKey) -> Iterator[CellTexts]:
        """The texts of one entry, in the order of its fields."""
        facing = self.observed.facing(key)
        found = list(self._cells(facing))
        near = ["", *(_near(unit) for cell in found for unit in cell.units), ""]
        beside = zip(near, near[2:], strict=False)
        for cell in found:
            told = zip(cell.units, beside, strict=False)
            yield replace(cell, units=tuple(replace(unit, before=one, after=other) for unit, (one, other) in told))

    def _cells(self, facing: Facing) -> Iterator[CellTexts]:
        key, locale = facing.key, self.locale
        sources = sources_of(self.observed, key).get(locale, ())
        out = facing.excluded.get(locale, Exclusion())
        untold = frozenset() if out.whole else out.fields | out.rows.keys()
        same = {side: self._same(facing, side) for side in Side}
        for name, _ in translated(self.bridge, key.kind):
            if out.whole or name in untold:
                continue
            at = Cell(key, locale, name)
            to = tuple(side for side in Side if self._writes(side, at))
            source = self._source(facing, at)
            if not to or isinstance(source, Absent):
                continue
            of = next((side for side in (*to, *Side) if not isinstance(quote(at, facing.shows(side)), Absent)), to[0])
            shown = quote(at, facing.newest(of))
            own = ABSENT if same[of] else shown
            behind = next((each for each in sources if each.field == name), None)
            units = tuple(self._units(facing, at, to, source, own, behind, copied=own is not shown))
            if units:
                yield CellTexts(at, to, source, own, units)

    def _same(self, facing: Facing, side: Side) -> bool:
        """Whether a side only has the primary's words in the locale."""
        if self.locale in facing.copied.get(side, ()) or self.locale in facing.left_out.get(side, ()):
            return True
        return self.locale in clones(facing.shows(side), facing.key.kind, self.bridge)

    def _writes(self, side: Side, at: Cell) -> bool:
        binding, name = self.bridge.side(side), str(at.field)
        held = binding.kinds.get(at.entry.kind)
        if held is None or name not in held.fields or self.locale not in binding.locales:
            return False
        return self.bridge.flows(at.entry.kind).writes(side, at)

    def _source(self, facing: Facing, at: Cell) -> MaybeValue:
        """What the primary says: on the side that leads there, else on the left one, else on the other."""
        first = replace(at, locale=self.bridge.primary)
        leads = self.bridge.flows(at.entry.kind).source(first) or Side.LEFT
        shown = quote(first, facing.shows(leads))
        return quote(first, facing.shows(leads.other)) if isinstance(shown, Absent) else shown

    def _units(
        self,
        facing: Facing,
        at: Cell,
        to: tuple[Side, ...],
        source: Value,
        own: MaybeValue,
        behind: Source | None,
        *,
        copied: bool,
    ) -> Iterator[Unit]:
        there = not isinstance(own, Absent)
        why: Why = "same-as-primary" if copied else "missing"
        older = there and self._is_stale(facing, to)
        former = _former(behind, source)
        state = self._state(facing, to) if there else "initial"
        limit = self._limit(at, to)
        notes = (_whole(own),) if there and not is_alike(source, own) else ()
        says_alone = any(self._takes_alt(side, facing, at) for side in to)
        for place in places(source, own):
            if place.type == "alternative text" and not says_alone:
                continue
            was = former.get(place.path)
            if there:
                changed = behind is not None and was != place.source
                why = "stale" if older or changed else "translated"
            here: Stage = "initial" if place.target is None else "translated" if why == "stale" else state
            yield Unit(
                at,
                place.path,
                place.type,
                facing.label,
                place.source,
                place.target,
                here,
                why,
                limit if not place.path and place.type != "rich_text" else None,
                notes=notes,
                former=was if was != place.source else None,
            )

    def _takes_alt(self, side: Side, facing: Facing, at: Cell) -> bool:
        """Whether a side takes an alternative text here: some have no place for it, some none without its picture."""
        can = self._readers[side].capabilities(at.entry.kind)
        return can.write_alt and (can.alt_alone or isinstance(quote(at, facing.newest(side)), Absent))

    def _is_stale(self, facing: Facing, to: tuple[Side, ...]) -> bool:
        leads = {side.other for side in to} if len(to) == 1 else set(to)
        sides = [side for side in Side if side in leads and self.locale in facing.notes(side)] or list(to)
        return any(is_stale(facing.notes(side), self.locale, self.bridge.primary) for side in sides)

    def _state(self, facing: Facing, to: tuple[Side, ...]) -> Stage:
        live = [note.live for side in to if (note := facing.notes(side).get(self.locale)) is not None]
        return "final" if live and all(live) else "reviewed" if any(live) else "translated"

    def _limit(self, at: Cell, to: tuple[Side, ...]) -> int | None:
        """The most characters that every side takes which is written."""
        kind, name = at.entry.kind, str(at.field)
        if (kind, name) not in self._limits:
            found = [self._longest(side, kind, name) for side in to]
            self._limits[kind, name] = min((most for most in found if most is not None), default=None)
        return self._limits[kind, name]

    def _longest(self, side: Side, kind: str, name: str) -> int | None:
        remote = self._schemas[side].kinds.get(kind)
        bound = self.bridge.side(side).kinds[kind].fields[name]
        if remote is None or remote.fields is None or bound.form is not None or bound.remote not in remote.fields:
            return None
        return remote.fields[bound.remote].rule.longest


def _former(behind: Source | None, source: Value) -> dict[str, Content]:
    """What each text of a source said when its translation was agreed on, where it had the same shape."""
    if behind is None or behind.was is None or isinstance(behind.was, Absent) or not is_alike(source, behind.was):
        return {}
    return {place.path: place.source for place in places(behind.was, ABSENT)}


def _near(unit: Unit) -> str:
    said = " ".join(words(unit.source).split())
    return said if len(said) <= _NEAR else f"{said[: _NEAR - 1]}…"


def _whole(value: MaybeValue) -> str:
    """A translation that has other paragraphs than its source, to be looked at: its places cannot be told."""
    said = ""
    if isinstance(value, Scalar) and value.type == "rich_text":
        said = " ".join(" ".join(plain(block).split()) for block in blocks(value.text))
    there = "There is a translation of other parts than its source has; to replace it, translate all of them"
    return f"{there}: {said[:_QUOTED]}" if said else f"{there}."
