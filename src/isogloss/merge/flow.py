"""Which way each cell of a kind flows: the nearest word that was said about it, unless it is locked.

Decides which word is nearest, what is locked, and what a word permits. Refuses to know what becomes of what may not
flow. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from typing import Final, Literal, get_args

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale

Flow = Literal["left to right", "right to left", "both", "off"]
Way = Flow | Literal["locked"]
"""What holds at an address: its flow, or that nothing is written there."""
WAYS: Final[tuple[Way, ...]] = (*get_args(Flow), "locked")

_LEADS: Final[Mapping[Way, Side]] = {"left to right": Side.LEFT, "right to left": Side.RIGHT}


@dataclass(frozen=True, slots=True)
class Lock:
    """Cells of a kind that are never written, on either side.

    entries: a glob of their names.
    locales, fields: None for all of them, with what all locales share.
    said:    as the mapping has it.
    note:    why, for people.
    """

    entries: str
    locales: frozenset[Locale] | None
    fields: frozenset[str] | None
    said: str
    note: str

    @property
    def told(self) -> str:
        """What a person is told of a change that is not carried."""
        return f"locked ({self.said}): {self.note}"

    def is_of(self, entry: EntryKey) -> bool:
        """Whether it is about an entry."""
        return _glob(self.entries).match(entry.name) is not None

    def holds(self, locale: Locale | None, name: str | None) -> bool:
        """Whether all that is at an address within such an entry is locked."""
        here = self.locales is None or (locale is not None and locale in self.locales)
        return here and (self.fields is None or (name is not None and name in self.fields))


@lru_cache(maxsize=256)
def _glob(text: str) -> re.Pattern[str]:
    return re.compile(translate(text.replace("[", "[[]")))


@dataclass(frozen=True, slots=True)
class Flows:
    """Which way the cells of a kind flow.

    default: its entries, and all of which nothing nearer is said.
    locales: what is held by a locale: its variants and their cells; what all locales share is not.
    fields:  the cells of a field.
    cells:   those of a field in one locale.
    off:     by locale, the names that are neither compared nor written there; of a locale that is gone, all.
    gone:    the locales of which nothing is compared, and no variant counts.
    locks:   cells that are never written, whatever flows there.
    """

    default: Flow = "both"
    locales: Mapping[Locale, Flow] = field(default_factory=dict)
    fields: Mapping[str, Flow] = field(default_factory=dict)
    cells: Mapping[tuple[Locale, str], Flow] = field(default_factory=dict)
    off: Mapping[Locale, frozenset[str]] = field(default_factory=dict)
    gone: frozenset[Locale] = frozenset()
    locks: tuple[Lock, ...] = ()

    @property
    def even(self) -> bool:
        """Whether all of the kind flows one way."""
        return not (self.locales or self.fields or self.cells or self.locks)

    def at(self, locale: Locale | None = None, name: str | None = None) -> Flow:
        """The way of a cell, of a variant, or of entries as such: whether they are made and deleted."""
        found: Flow | None = None
        if name is not None:
            found = self.fields.get(name) if locale is None else self.cells.get((locale, name), self.fields.get(name))
        if found is None and locale is not None:
            found = self.locales.get(locale)
        return self.default if found is None else found

    def of(self, at: Cell) -> Way:
        """The way of what is at an address."""
        if self.even:
            return self.default
        return "locked" if self.lock(at) else self.at(at.locale, at.field)

    def lock(self, at: Cell) -> Lock | None:
        """The first lock that holds all that is at an address."""
        return next((lock for lock in self.locks if lock.is_of(at.entry) and lock.holds(at.locale, at.field)), None)

    def source(self, at: Cell) -> Side | None:
        """The side that leads at an address, where one does."""
        return _LEADS.get(self.of(at))

    def writes(self, to: Side, at: Cell) -> bool:
        """Whether what is at an address is taken to a side."""
        return to in written_sides(self.of(at))

    def makes(self, on: Side) -> bool:
        """Whether entries are made and deleted on a side."""
        return on in written_sides(self.default)

    def carries(self, to: Side, name: str) -> bool:
        """Whether a field is taken to a side anywhere."""
        wide = [self.fields[name]] if name in self.fields else [self.default, *self.locales.values()]
        ways = {*wide, *(way for (_, field), way in self.cells.items() if field == name)}
        return any(to in written_sides(way) for way in ways)

    def reaches(self, to: Side, locale: Locale) -> bool:
        """Whether anything of a locale is taken to a side."""
        named = (way for (where, _), way in self.cells.items() if where == locale)
        ways = {self.at(locale), *self.fields.values(), *named}
        return locale not in self.gone and any(to in written_sides(way) for way in ways)

    def words(self) -> Iterator[Flow]:
        """Every way that something flows."""
        yield self.default
        for said in (self.locales, self.fields, self.cells):
            yield from said.values()

    def written(self) -> tuple[Side, ...]:
        """The sides that anything of the kind is written to."""
        found = {side for way in self.words() for side in written_sides(way)}
        return tuple(side for side in Side if side in found)


def written_sides(flow: Way) -> tuple[Side, ...]:
    """The sides that a flow writes to."""
    match flow:
        case "left to right":
            return (Side.RIGHT,)
        case "right to left":
            return (Side.LEFT,)
        case "both":
            return (Side.LEFT, Side.RIGHT)
        case "off" | "locked":
            return ()


def together(sides: frozenset[Side]) -> Flow:
    """The flow that writes to these sides."""
    ways: tuple[Flow, ...] = ("both", "left to right", "right to left", "off")
    return next(flow for flow in ways if frozenset(written_sides(flow)) == sides)
