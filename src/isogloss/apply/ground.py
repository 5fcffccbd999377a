"""What is known of entries while a run is at work: what the reading showed, and what was read back of our own writes.

Decides whether an entry moved: whether a look shows anything that is neither known nor ours. Refuses to look, and to
know time. What the reading showed lies on disk; of what was read back, memory holds digests.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeAlias

from isogloss.apply.current import Current
from isogloss.apply.fresh import half_written
from isogloss.mapping.names.exclusions import rows_of
from isogloss.mapping.names.neutral import Scoped
from isogloss.mapping.types.likeness import rendering
from isogloss.mapping.types.texts import files
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, PUBLISHED, SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, Leaf, MaybeValue, Ref, digest, digest_text, leaves, without
from isogloss.plan.op import Change, Op

WRITES: Final = ("create", "update", "link")
_REMEMBERED: Final = 10_000
"""Entries of a side whose times are kept in memory; of more they are read anew."""
Known: TypeAlias = MaybeValue | str
"""A cell as it is known: what it showed, or the digest of that; "" where nothing can be said of it yet."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What is known of one variant.

    updated: None where the side tells no times, or was not asked since.
    live:    whether the public sees it.
    rest:    a digest of what nobody compares; "" where nothing tells.
    """

    cells: Mapping[str, Known]
    updated: datetime | None = None
    live: bool = False
    rest: str = ""


@dataclass(slots=True)
class Ground:
    """The known ground of one run.

    locales: those of the mapping, primary first.
    fixed:  the fields of a kind that a side sets itself and nobody can write, as the day of publishing.
    stages: whether what is live of a kind stays so on a side while new content is written over it.
    ours:   entries that this run made: before it nobody could have edited them.
    spoilt: entries that are known to have moved beside what we wrote of them.
    """

    current: Current
    locales: tuple[Locale, ...]
    fixed: Callable[[Side, str], Collection[str]] = lambda _side, _kind: ()
    stages: Callable[[Side, str], bool] = lambda _side, _kind: False
    ours: set[tuple[Side, EntryKey]] = field(default_factory=set)
    spoilt: dict[tuple[Side, EntryKey], tuple[Cell, ...]] = field(default_factory=dict)
    _back: dict[tuple[Side, EntryKey], dict[Locale, Variant]] = field(default_factory=dict)
    _settled: dict[tuple[Side, EntryKey], dict[Cell, Change]] = field(default_factory=dict)
    _wrote: dict[tuple[Side, EntryKey], set[Locale]] = field(default_factory=dict)
    _dated: dict[tuple[Side, EntryKey], Mapping[Locale, Variant]] = field(default_factory=dict)

    def read_back(self, op: Op, now: Scoped, awaited: Iterable[Cell] = ()) -> None:
        """What an op's entry shows after it was written is known from now on.

        Unless a cell that the op did not write shows something new, or what was live is no more: then somebody is at
        work beside us.
        awaited: cells in which the side is still to replace an address by its own.
        """
        at = (op.on, op.entry)
        if op.verb in WRITES:
            self._wrote.setdefault(at, set()).update(op.shown_in)
        if op.verb == "create":
            self.ours.add(at)
        elif beside := tuple(self._beside(op, now)):
            self.spoilt[at] = beside
        waiting = {(cell.locale, cell.field) for cell in awaited}
        known = dict(self.variants(*at))
        for locale in self._looked_at(op, known):
            shown = _variant(now, locale)
            if shown is None:
                known.pop(locale, None)
                continue
            cells: dict[str, Known] = {
                name: "" if (locale, name) in waiting else _stored(value) for name, value in shown.items()
            }
            known[locale] = _told(now, locale, cells)
        for locale in set(known) - {SHARED, *op.shown_in}:
            # a side may date a variant anew that only follows what was written
            known[locale] = replace(known[locale], updated=None)
        self._back[at] = known

    def settled(self, op: Op) -> None:
        """An attempt of this run that was cut wrote an op: what editors see of it is ours, whatever the public sees."""
        ours = {change.at: change for change in op.changes if change.field != STATUS}
        self._settled.setdefault((op.on, op.entry), {}).update(ours)
        notes = self.current.plain(op.on, op.entry).notes if op.verb in WRITES else {}
        over = {at for at in op.shown_in if at in notes and notes[at].live and notes[at].unpublished_edits}
        self._wrote.setdefault((op.on, op.entry), set()).update(over)

    def wrote(self, side: Side, key: EntryKey) -> Collection[Locale]:
        """The variants of an entry that this run wrote; of those that an attempt did that was cut, where it shows."""
        return self._wrote.get((side, key), ())

    def variants(self, side: Side, key: EntryKey) -> Mapping[Locale, Variant]:
        """What is known of each variant of an entry."""
        back = self._back.get((side, key))
        return _as_read(self.current.plain(side, key)) if back is None else back

    def dated(self, side: Side, key: EntryKey) -> Mapping[Locale, Variant]:
        """The same without its cells: each listing asks for the times of all that it shows."""
        at = (side, key)
        if at in self._back:
            return self._back[at]
        if at not in self._dated:
            if len(self._dated) >= _REMEMBERED:
                self._dated.clear()
            known = _as_read(self.current.plain(side, key))
            self._dated[at] = {locale: replace(variant, cells={}) for locale, variant in known.items()}
        return self._dated[at]

    def named(self, op: Op) -> Op:
        """The same op, where a cell that is named to publish, or for what all locales share, is named as it stands.

        Somebody may have edited it since the plan was made. What this run wrote there since is as it was planned.
        """
        read, back = self.current.plain(op.on, op.entry).raw, self._back.get((op.on, op.entry), {})

        def standing(change: Change) -> Change:
            locale, name = change.locale, change.field
            shown = cell_of(read, locale, name)
            if not change.touches or name == STATUS or shown in (ABSENT, change.after):
                return change
            wrote = locale in back and back[locale].cells.get(name) != _stored(shown)
            meant = op.verb == "publish" or locale == SHARED
            return replace(change, before=shown, after=shown) if meant and not wrote else change

        return replace(op, changes=tuple(map(standing, op.changes)))

    def was_read_back(self, side: Side, key: EntryKey) -> bool:
        """Whether an entry was written and read back in this run."""
        return (side, key) in self._back

    def moved(self, op: Op, now: Scoped, *, begun: bool) -> tuple[Cell, ...]:
        """The cells in which the entry of an op shows, where it is to be written, what is neither known nor ours.

        begun: a call of the op was sent already, so states on the way and lists half written are ours too.
        """
        at = (op.on, op.entry)
        known = self.variants(*at)
        ours, before = {change.at: change for change in op.changes}, self._settled.get(at, {})
        moved = (
            Cell(op.entry, locale, name)
            for locale in self._looked_at(op, known)
            for name in _differing(known.get(locale), _variant(now, locale), self.fixed(op.on, op.entry.kind))
            if not _is_ours(ours.get(cell := Cell(op.entry, locale, name)), now, begun=begun)
            and not _is_ours(before.get(cell), now, begun=True)
        )
        anew = (Cell(op.entry, locale) for locale in _dated_anew(op, known, now) if not begun)
        return (*moved, *self._rows_moved(op, now), *anew, *_rest_moved(op, known, now))

    def _rows_moved(self, op: Op, now: Scoped) -> Iterator[Cell]:
        """Lists that are to be written, in which the rows that are left out, and stay, are others by now."""
        excluded = self.current.excluded(op.entry)
        for change in op.changes if excluded else ():
            rows = excluded[change.locale].rows.get(change.field) if change.locale in excluded else None
            if rows is not None:
                at, known = (change.locale, change.field), self.current.plain(op.on, op.entry).full
                if rows_of(known.get(at, ABSENT), rows) != rows_of(now.full.get(at, ABSENT), rows):
                    yield change.at

    def hidden(self, side: Side, op: Op) -> frozenset[Locale]:
        """The variants of an op's entry that the public did not see on a side, and what is shared if read from such.

        What is archived may be live below that, and is not among them: a look at what is live tells both apart.
        """
        known = self.variants(side, op.entry)
        found = {locale for locale in op.shown_in if locale in known and _is_hidden(known[locale])}
        main = next((locale for locale in self.locales if locale in known), None)
        return frozenset(found | {SHARED} if main in found else found)

    def source_moved(self, op: Op, now: Scoped, primary: Locale) -> tuple[Cell, ...]:
        """The cells that an op carries across and that the source no longer shows as they are known."""
        known = self.variants(op.on.other, op.entry)
        found: list[Cell] = []
        for change in op.changes:
            locale = primary if change.copied else change.locale
            name = change.field
            variant = known.get(locale)
            before: Known = variant.cells.get(name, ABSENT) if variant else ABSENT
            shown = cell_of(now.raw, locale, name)
            expected = change.merged or digest(shown) in (change.source, change.agrees)
            if expected or _same(before, shown, name):
                continue
            if not self._hides_links(op.on.other, locale, change.after if isinstance(before, str) else before, shown):
                found.append(change.at)
        return tuple(found)

    def _hides_links(self, side: Side, locale: Locale, whole: MaybeValue, shown: MaybeValue) -> bool:
        """Whether a look at what is live lacks nothing but links to what is not live itself."""

        def hidden(leaf: Leaf) -> bool:
            note = self.current.plain(side, leaf.to).notes.get(locale) if isinstance(leaf, Ref) else None
            return note is not None and not note.live

        return any(hidden(leaf) for leaf in leaves(whole)) and without(whole, hidden) == shown

    def _looked_at(self, op: Op, known: Mapping[Locale, Variant]) -> tuple[Locale, ...]:
        """Where a look at an op tells something. What all locales share is seen in the first that an entry has."""
        main = next((locale for locale in self.locales if locale in known), None)
        return (SHARED, *op.shown_in) if main is None or main in op.shown_in else op.shown_in

    def _beside(self, op: Op, now: Scoped) -> Iterator[Cell]:
        known = self.variants(op.on, op.entry)
        written = {(change.locale, change.field) for change in op.changes if not change.touches}
        stages = self.stages(op.on, op.entry.kind)
        yield from _rest_moved(op, known, now)
        for locale in {*op.locales, SHARED} & {*self._looked_at(op, known)}:
            before, shown = known.get(locale), _variant(now, locale)
            if before is None or shown is None:
                continue
            for name in _differing(before, shown, self.fixed(op.on, op.entry.kind)):
                beside = stages and _was_public(before) if name == STATUS else name != SLUG
                if beside and (locale, name) not in written:
                    yield Cell(op.entry, locale, name)


def _was_public(known: Variant) -> bool:
    return _same(known.cells.get(STATUS, ABSENT), PUBLISHED, STATUS)


def _is_hidden(known: Variant) -> bool:
    return not known.live and known.cells.get(STATUS) not in (ARCHIVED, _stored(ARCHIVED))


def _as_read(shown: Scoped) -> dict[Locale, Variant]:
    if isinstance(shown.raw, Absent):
        return {}
    return {locale: _told(shown, locale, variant) for locale, variant in shown.raw.items()}


def _told(shown: Scoped, locale: Locale, cells: Mapping[str, Known]) -> Variant:
    note = shown.notes.get(locale)
    return Variant(cells) if note is None else Variant(cells, note.updated, note.live, _rest(shown, locale))


def _rest(shown: Scoped, locale: Locale) -> str:
    """What a variant holds that nobody compares, in one digest: what is not mapped, and what is excluded."""
    note = shown.notes.get(locale)
    rest = note.unmapped if note else ""
    out = sorted((name, str(digest(value))) for (at, name), value in shown.out.items() if at == locale)
    return digest_text(str((rest, out))) if rest and out else rest


def _variant(now: Scoped, locale: Locale) -> Mapping[str, MaybeValue] | None:
    return None if isinstance(now.raw, Absent) else now.raw.get(locale)


def _differing(known: Variant | None, shown: Mapping[str, MaybeValue] | None, fixed: Collection[str]) -> list[str]:
    before = known.cells if known else {}
    now = shown or {}
    return [
        n for n in sorted({*before, *now}.difference(fixed)) if not _same(before.get(n, ABSENT), now.get(n, ABSENT), n)
    ]


def _same(known: Known, now: MaybeValue, name: str) -> bool:
    if known == "":
        return True
    if isinstance(known, str):
        return known == _stored(now)
    if name == STATUS:  # an edit on top of live content is seen in its cells
        return _plainly(known) == _plainly(now)
    return rendering(known, now, slug=name == SLUG)


def _plainly(status: MaybeValue) -> MaybeValue:
    return PUBLISHED if status == CHANGED else status


def _stored(value: MaybeValue) -> str:
    made: Digest | Absent = digest(_plainly(value))
    return "absent" if isinstance(made, Absent) else made


def _dated_anew(op: Op, known: Mapping[Locale, Variant], now: Scoped) -> list[Locale]:
    """The variants that changed in what is not compared, where all of them would be published."""
    if op.verb != "publish":
        return []
    times = {locale: note.updated for locale, note in now.notes.items()}
    return [
        locale
        for locale in op.shown_in
        if (before := known.get(locale))
        and None not in (before.updated, shown := times.get(locale))
        and before.updated != shown
    ]


def _rest_moved(op: Op, known: Mapping[Locale, Variant], now: Scoped) -> Iterator[Cell]:
    """The live variants in which somebody edited what nobody compares: to publish what is ours would publish that.

    Whether it was published meanwhile is not seen where editors see it; the next plan tells.
    """
    for locale in op.shown_in if op.verb in ("update", "link", "publish") else ():
        before, rest = known.get(locale), _rest(now, locale)
        if before is not None and before.live and rest and before.rest not in ("", rest):
            yield Cell(op.entry, locale)


def _is_ours(change: Change | None, now: Scoped, *, begun: bool) -> bool:
    """Whether a cell shows what the op is to write: an earlier call of it did, or somebody wanted the same."""
    if change is None:
        return False
    shown = cell_of(now.raw, change.locale, change.field)
    if begun and (change.field == STATUS or half_written(change, shown) or next(files(change.after), None) is not None):
        return True  # a file that was sent goes by an address of the side's own, which is learned at read-back
    return not change.touches and rendering(change.after, shown, slug=change.field == SLUG)
