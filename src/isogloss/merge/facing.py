"""One entry as the two sides show it, and what is quoted of it at an address: the entry, a variant or a cell.

Decides nothing. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.merge.decide import Shown
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PRESENT, STATUS, Entry, with_cells
from isogloss.model.excluded import Excluded
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue

_CELL_DEPTH = 2  # a locale and a field


@dataclass(frozen=True, slots=True)
class Facing:
    """One entry as the two sides show it, in scope, beside its base.

    copied: by side, the locales that it lacks and for which its primary text stands in (``missing_locale: copy``).
    left_out: by side, the locales that it has as the primary's text alone and that are not carried
              (``same_as_primary: skip``); they are not in the entry.
    waiting:  by side, the locales that are not live on it and that the other one, which has no drafts, lacks; they are
              not in the entry.
    unrooted: by side, the locales of an entry that it lacks in the primary, without which the other side cannot hold
              them; they are not in the entry.
    excluded: what is excluded from translation on either side; it is in neither entry, nor in the base.
    adopt:    what has to be written down of the base so that rows that are excluded, or no longer, are known as such.
    drafted:  by side, what drafts of our own say over what is live, by cell.
    remotes:  its ids, by side; a side that does not have it is missing.
    taken_off: by side, the locales that are archived there, as both agreed, and that somebody took off the site since.
    """

    key: EntryKey
    label: str
    base: Shown
    left: Entry | Absent
    right: Entry | Absent
    left_notes: Mapping[Locale, Note] = field(default_factory=dict)
    right_notes: Mapping[Locale, Note] = field(default_factory=dict)
    copied: Mapping[Side, frozenset[Locale]] = field(default_factory=dict)
    left_out: Mapping[Side, frozenset[Locale]] = field(default_factory=dict)
    waiting: Mapping[Side, frozenset[Locale]] = field(default_factory=dict)
    unrooted: Mapping[Side, frozenset[Locale]] = field(default_factory=dict)
    excluded: Excluded = field(default_factory=dict)
    adopt: Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]] = field(default_factory=dict)
    drafted: Mapping[Side, Mapping[tuple[Locale, str], MaybeValue]] = field(default_factory=dict)
    remotes: Mapping[Side, str] = field(default_factory=dict)
    taken_off: Mapping[Side, frozenset[Locale]] = field(default_factory=dict)

    def shows(self, side: Side) -> Entry | Absent:
        """The entry on one side."""
        return self.left if side is Side.LEFT else self.right

    def newest(self, side: Side) -> Entry | Absent:
        """The same with what we staged over it: what is written over."""
        entry, drafted = self.shows(side), self.drafted.get(side)
        return with_cells(entry, drafted) if drafted and not isinstance(entry, Absent) else entry

    def notes(self, side: Side) -> Mapping[Locale, Note]:
        """What is known of its variants there."""
        return self.left_notes if side is Side.LEFT else self.right_notes


def quote(at: Cell, entry: Entry | Absent) -> MaybeValue:
    """What a side shows at an address: the value of a cell, else the ``$status`` of what is there."""
    if isinstance(entry, Absent):
        return ABSENT
    if at.locale is None:
        return next((v[STATUS] for _, v in sorted(entry.items()) if STATUS in v), PRESENT)
    variant = entry.get(at.locale)
    if variant is None:
        return ABSENT
    if at.field is None:
        return variant.get(STATUS, PRESENT)
    return variant.get(at.field, ABSENT)


def address(path: tuple[str, ...], facing: Facing) -> Cell:
    """The address of a path into an entry: none, a locale, a locale and a field."""
    match path:
        case ():
            return Cell(facing.key)
        case (locale,):
            return Cell(facing.key, Locale(locale))
        case (locale, name):
            return Cell(facing.key, Locale(locale), name)
        case _:
            raise AssertionError(f"an address has at most a locale and a field, not {path}")


def path_of(at: Cell) -> tuple[str, ...]:
    """The path of an address into its entry."""
    return tuple(part for part in (at.locale, at.field) if part is not None)


def cells(path: tuple[str, ...], facing: Facing) -> Iterator[Cell]:
    """Every cell under an address that either side shows or the base remembers, sorted."""
    if len(path) == _CELL_DEPTH:
        yield address(path, facing)
        return
    shown = (facing.left, facing.right, facing.base.left, facing.base.right)
    found = {cell for tree in shown if isinstance(tree, Mapping) for cell in _names(tree, path)}
    for locale, name in sorted(found):
        yield Cell(facing.key, Locale(locale), name)


def _names(entry: Mapping[Locale, object] | Mapping[str, object], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The locale and field of each cell below ``path``, which is empty or a locale."""
    for locale, variant in entry.items():
        if isinstance(variant, Mapping) and path in {(), (locale,)}:
            yield from ((str(locale), name) for name in variant)
