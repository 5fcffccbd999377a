"""What a side's owner excluded from translation, taken out of what is compared: of both sides, and of the base.

Decides what is left of an entry, what the base then says, and how rows of a list that are left out get back into it
when the rest of it is written. The base of what is left out stays on disk as it is, so that what is included again is
merged with it; that of single rows is kept beside their list's, under names that no field can have. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Side
from isogloss.model.entry import Entry, Variant, cell_of
from isogloss.model.excluded import Excluded, Exclusion, Rows
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, Group, Many, MaybeValue, Scalar, Value, digest, digest_text

Pair: TypeAlias = tuple[Digest | None, Digest | None]
Pairs: TypeAlias = Mapping[Locale, Mapping[str, Pair]]
Cells: TypeAlias = dict[Locale, dict[str, Pair]]

ROW: Final = "#"
"""Between a list, the part that tells its rows apart, and what that part holds: where the base of a row is kept."""
_UNKNOWN: Final = digest_text("excluded before it was agreed on")
"""A half of a base that nothing can match: whoever shows anything there has moved."""
_NO_ROWS: Final = Rows("", frozenset())


def joined(left: Excluded, right: Excluded) -> Excluded:
    """What either side excludes."""
    if not (left and right):
        return left or right
    return {at: _both(left.get(at, Exclusion()), right.get(at, Exclusion())) for at in {*left, *right}}


def _both(one: Exclusion, other: Exclusion) -> Exclusion:
    rows = dict(one.rows)
    for name, more in other.rows.items():
        rows[name] = replace(more, ids=more.ids | rows.get(name, _NO_ROWS).ids)
    return Exclusion(one.whole or other.whole, one.fields | other.fields, rows)


def is_out(excluded: Excluded, locale: Locale, field: str) -> bool:
    """Whether a cell is excluded, as such or with its variant."""
    gone = excluded.get(locale)
    return gone is not None and (gone.whole or field in gone.fields)


def within(shown: Scoped, excluded: Excluded) -> Scoped:
    """An entry without what is excluded, which is kept beside it."""
    if not excluded or isinstance(shown.raw, Absent):
        return shown
    raw = without(shown.raw, excluded)
    if isinstance(raw, Absent):
        return Scoped()
    full, out = dict(shown.full), dict(shown.out)
    for locale, gone in excluded.items():
        variant = shown.raw.get(locale, {})
        out |= {(locale, name): variant[name] for name in gone.fields if name in variant}
        for name in gone.rows:
            held = cell_of(shown.raw, locale, name)
            if isinstance(held, Many):
                full.setdefault((locale, name), held)
    notes = {
        locale: replace(note, doubtful={n: v for n, v in note.doubtful.items() if n not in excluded[locale].fields})
        if note.doubtful and locale in excluded
        else note
        for locale, note in shown.notes.items()
        if locale in raw
    }
    entry = raw if shown.entry is shown.raw else without(shown.entry, excluded)
    return replace(shown, entry=entry, raw=raw, notes=notes, full=full, out=out)


def without(entry: Entry | Absent, excluded: Excluded) -> Entry | Absent:
    """An entry without what is excluded; ABSENT where no variant of it is left."""
    if isinstance(entry, Absent):
        return ABSENT
    made: dict[Locale, Variant] = {}
    for locale, variant in entry.items():
        gone = excluded.get(locale)
        if gone is None:
            made[locale] = variant
        elif not gone.whole:
            made[locale] = _left(variant, gone)
    return made if set(made) - {SHARED} else ABSENT


def _left(variant: Variant, gone: Exclusion) -> Variant:
    made = {name: value for name, value in variant.items() if name not in gone.fields}
    for name, rows in gone.rows.items():
        if name in made:
            rest = _minus(made.pop(name), rows.part, rows.ids)
            if not isinstance(rest, Absent):
                made[name] = rest
    return made


def _minus(value: MaybeValue, part: str, ids: frozenset[str]) -> MaybeValue:
    if not isinstance(value, Many) or not ids:
        return value
    items = tuple(row for row in value.items if _id(row, part) not in ids)
    return value if len(items) == len(value.items) else Many(items) if items else ABSENT


def _id(row: MaybeValue, part: str) -> str | None:
    found = next((held for name, held in row.fields if name == part), None) if isinstance(row, Group) else None
    return found.text if isinstance(found, Scalar) else None


def rows_of(value: MaybeValue, rows: Rows) -> tuple[Value, ...]:
    """The rows of a list that are excluded."""
    return tuple(row for row in value.items if _id(row, rows.part) in rows.ids) if isinstance(value, Many) else ()


def completed(after: MaybeValue, full: MaybeValue, rows: Rows) -> MaybeValue:
    """A list as it is written: with the rows that are left out as they are there, each behind the row it was behind."""
    if not isinstance(full, Many):
        return after
    made = list(after.items) if isinstance(after, Many) else []
    before: str | None = None
    for row in full.items:
        known = _id(row, rows.part)
        if known in rows.ids:
            places = [number for number, held in enumerate(made, start=1) if _id(held, rows.part) == before]
            made.insert(places[0] if places else 0 if before is None else len(made), row)
        before = known
    return Many(tuple(made)) if made else ABSENT


@dataclass(frozen=True, slots=True)
class Remembered:
    """The base of one entry in terms of what is excluded now.

    pairs: what is compared with.
    adopt: cells that have to be written down so that the next run knows them; none where what is excluded stays.
    """

    pairs: Pairs
    adopt: Pairs


def remembered(pairs: Pairs, shown: Mapping[Side, Scoped], excluded: Excluded) -> Remembered:
    """The base without what is excluded, and with what is included again.

    shown: both sides, without what is excluded.
    """
    made: dict[Locale, Mapping[str, Pair]] = {}
    adopt: Cells = {}
    for locale, cells in pairs.items():
        gone = excluded.get(locale, Exclusion())
        if gone.whole:
            continue
        rows = {name for name in cells if ROW in name}
        kept = {name: pair for name, pair in cells.items() if name not in gone.fields and name not in rows}
        for name in {*gone.rows, *(each.split(ROW, 1)[0] for each in rows)} - gone.fields:
            found = _List(locale, name, gone.rows.get(name, _NO_ROWS), cells)
            kept[name], told = found.now({side: _full(shown[side], locale, name) for side in Side})
            if told:
                adopt.setdefault(locale, {}).update(told)
        made[locale] = kept
    return Remembered(made, adopt)


def _full(shown: Scoped, locale: Locale, name: str) -> MaybeValue:
    return shown.full.get((locale, name), cell_of(shown.entry, locale, name))


@dataclass(frozen=True, slots=True)
class _List:
    """One list of which rows are, or were, excluded.

    rows:  those that are excluded now.
    cells: the base of its variant.
    """

    locale: Locale
    name: str
    rows: Rows
    cells: Mapping[str, Pair]

    def now(self, full: Mapping[Side, MaybeValue]) -> tuple[Pair, Mapping[str, Pair]]:
        """The base of the list without the rows that are excluded now, and what to write down."""
        known = dict(self._known())
        part = self.rows.part or next((part for part, _ in known), "")
        before = {id_: pair for (_, id_), pair in known.items()}
        stored = self.cells.get(self.name, (None, None))
        halves: list[Digest | None] = []
        proven = True
        rest = True
        for place, side in enumerate(Side):
            here = _Half(full[side], part, stored[place], {id_: pair[place] for id_, pair in before.items()})
            as_then, as_now = here.unmoved(self.rows.ids), here.rests_without(self.rows.ids)
            proven, rest = proven and as_then, rest and (as_then or as_now)
            halves.append(here.without(self.rows.ids) if as_then or as_now else stored[place])
        pair = (halves[0], halves[1])
        if not rest or before.keys() == self.rows.ids:
            return pair, {}
        new = {self._key(part, id_): self._row(full, part, id_, proven=proven) for id_ in self.rows.ids - before.keys()}
        old: dict[str, Pair] = {self._key(part, id_): (None, None) for id_ in before.keys() - self.rows.ids}
        told = {name: made for name, made in new.items() if made != (None, None)} | old
        return pair, {self.name: pair, **told} if told else {}

    def _known(self) -> Iterator[tuple[tuple[str, str], Pair]]:
        for key, pair in self.cells.items():
            name, _, rest = key.partition(ROW)
            if name == self.name and rest:
                part, _, id_ = rest.partition(ROW)
                yield (part, id_), pair

    def _key(self, part: str, id_: str) -> str:
        return ROW.join((self.name, part, id_))

    @staticmethod
    def _row(full: Mapping[Side, MaybeValue], part: str, id_: str, *, proven: bool) -> Pair:
        """The base of a row that is excluded from now on; what was not agreed on is nothing that both know."""
        left, right = (_row_of(full[side], part, id_) for side in Side)
        if proven or left == right:
            return left, right
        return (left and _UNKNOWN, right and _UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Half:
    """One side of a list.

    stored: what it showed when the two last agreed, without the rows in ``before``.
    before: rows that were excluded then, with what each showed.
    """

    full: MaybeValue
    part: str
    stored: Digest | None
    before: Mapping[str, Digest | None]

    def without(self, ids: frozenset[str]) -> Digest | None:
        made = digest(_minus(self.full, self.part, ids))
        return None if isinstance(made, Absent) else made

    def unmoved(self, excluded: frozenset[str]) -> bool:
        """Whether it shows what it showed then, in all that is not excluded now."""
        again = self.before.keys() - excluded
        same = all(_row_of(self.full, self.part, id_) == self.before[id_] for id_ in again)
        return same and self.without(frozenset(self.before)) == self.stored

    def rests_without(self, excluded: frozenset[str]) -> bool:
        """Whether it was agreed on since, as it is compared now."""
        again = self.before.keys() - excluded
        there = all(self.before[id_] is None or _row_of(self.full, self.part, id_) for id_ in again)
        return there and self.without(excluded) == self.stored


def _row_of(full: MaybeValue, part: str, id_: str) -> Digest | None:
    items = full.items if isinstance(full, Many) else ()
    found = next((row for row in items if _id(row, part) == id_), None)
    return None if found is None else digest(found)
