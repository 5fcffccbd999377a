"""What refers to an entry that is being replaced is led to the one that takes its place; then the old one goes. Pure.

The order is the promise: the new entry is as public as the old one was before a link leads to it, and the old one goes
once nothing refers to it. It stays where anybody edited it, or where a link to it cannot be written yet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from isogloss.merge.change import Change, Conflict
from isogloss.merge.decision import Remove
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import CHANGED, PUBLISHED, STATUS, Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import led_on, superseded_in
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, digest
from isogloss.plan.links import known
from isogloss.plan.making import make_op, remove
from isogloss.plan.op import Op
from isogloss.plan.terms import Built, Terms


@dataclass(slots=True)
class Leading:
    """Watches a plan in the making for links to entries that are being replaced.

    made:  the ops on each entry that takes the place of another.
    led:   by side and replaced entry, the ops after which nothing refers to it.
    stuck: the same, the cells that go on referring to it.
    ops:   those that lead links, with their entries, and with those that put live what was led.
    terms: by kind and side.
    """

    replaced: frozenset[EntryKey]
    made: dict[tuple[Side, EntryKey], list[Op]] = field(default_factory=dict)
    led: dict[tuple[Side, EntryKey], set[Digest]] = field(default_factory=dict)
    stuck: dict[tuple[Side, EntryKey], list[Cell]] = field(default_factory=dict)
    ops: list[tuple[Facing, Op, Op | None]] = field(default_factory=list)
    terms: Mapping[str, Mapping[Side, Terms]] = field(default_factory=dict)

    def see(self, facing: Facing, built: Built) -> None:
        """Take in what is planned for one entry, as the sides show it with the links that they have."""
        if not self.replaced:
            return
        for op in built.ops:
            self.made.setdefault((op.on, facing.key), []).append(op)
        for side in Side:
            entry = facing.shows(side)
            if not isinstance(entry, Absent):
                self._lead(facing, side, entry, built)

    def _lead(self, facing: Facing, side: Side, entry: Entry, built: Built) -> None:
        cells = list(_old_links(entry))
        mine = [op for op in built.ops if op.on is side]
        if not cells or any(op.verb == "delete" and not op.present for op in mine):
            return
        written = {(c.locale, c.field): op for op in mine for c in op.changes if not c.touches}
        busy = any(note.unpublished_edits for note in facing.notes(side).values())
        held = {conflict.at for conflict in built.conflicts}
        changes: list[Change] = []
        for locale, name, value in cells:
            at = Cell(facing.key, locale, name)
            if (locale, name) in written:
                self._note(side, value, written[locale, name])
            elif busy or at in held or self._would_stay_a_draft(facing, side, locale):
                for old in superseded_in(value):
                    self.stuck.setdefault((side, old), []).append(at)
            else:
                across = digest(cell_of(facing.shows(side.other), locale, name))
                changes.append(Change(at, value, _now(value), across))
        if changes:
            present = tuple(sorted(set(entry) - {SHARED}))
            op = make_op(side, "link", facing, changes, present, frozenset(op.id for op in mine))
            published = self._published(facing, op)
            if published is not None:  # its own publish may be the same one, and goes after both
                op = replace(op, needs=op.needs - {published.id})
            self.ops.append((facing, op, published))
            for change in changes:
                self._note(side, change.before, op)

    def _would_stay_a_draft(self, facing: Facing, side: Side, locale: Locale) -> bool:
        """Whether what is written over what is live stays a draft there, by the mapping: it is not led each time."""
        terms = self.terms.get(facing.key.kind, {}).get(side)
        drafts = terms is not None and terms.can.stages_edits and terms.publish == "draft"
        return drafts and bool(_live(facing, side, locale))

    def _published(self, facing: Facing, op: Op) -> Op | None:
        """The op that puts live what was led, on a side where a write to what is live is a draft over it."""
        terms = self.terms.get(op.entry.kind, {}).get(op.on)
        if terms is None or not terms.can.stages_edits:
            return None
        live = sorted({locale for change in op.changes for locale in _live(facing, op.on, change.locale)})
        again = [Change(Cell(op.entry, at, STATUS), PUBLISHED, PUBLISHED, digest(PUBLISHED)) for at in live]
        return make_op(op.on, "publish", facing, again, op.present, frozenset({op.id})) if again else None

    def _note(self, side: Side, value: MaybeValue, op: Op) -> None:
        for old in superseded_in(value):
            self.led.setdefault((side, old), set()).add(op.id)

    def finished(self, ready: Callable[[Side, EntryKey], bool]) -> Iterator[tuple[Facing, Op]]:
        """The ops that lead links, each with what it has to wait for: the new entries, made and published.

        ready: whether what takes the place of an entry will be there, as public as that is; else links stay.
        """
        for facing, op, published in self.ops:
            waiting = [c for c in op.changes if not all(ready(op.on, old) for old in superseded_in(c.before))]
            for change in waiting:
                for old in superseded_in(change.before):
                    self.stuck.setdefault((op.on, old), []).append(change.at)
            if waiting:
                continue
            targets = {old.current for change in op.changes for old in superseded_in(change.before)}
            made = {one.id for key in targets for one in self.made.get((op.on, key), ())}
            yield facing, replace(op, needs=op.needs | made)
            if published is not None:
                yield facing, published


def removal(facing: Facing, side: Side, new: Entry | Absent, leading: Leading, terms: Terms, *, allowed: bool) -> Built:
    """Delete an entry that was replaced, after everything that leads away from it; or hold it, with the reason.

    new: what takes its place, as the side shows it now.
    """
    built = Built()
    old = facing.shows(side)
    if isinstance(old, Absent) or not facing.key.was:
        return built
    made = leading.made.get((side, facing.key.current), [])
    why = "deleting is not allowed" if not (allowed and terms.can.delete_entry) else None
    why = why or _edited(facing, side, old) or not_yet(facing, side, new, made) or _referred(facing, side, leading)
    if why is not None:
        left, right = (_state(facing.shows(each)) for each in Side)
        detail = f"it was replaced on {terms.place}, and {why}"
        built.conflicts.append(Conflict(Cell(facing.key), "deletion", left, right, facing.label, detail))
        return built
    remove(facing, Remove(Cell(facing.key), side), terms, built)
    needs = frozenset({op.id for op in made} | leading.led.get((side, facing.key), set()))
    built.ops = [replace(op, needs=op.needs | needs) for op in built.ops]
    return built


def _edited(facing: Facing, side: Side, old: Entry) -> str | None:
    if any(note.unpublished_edits for note in facing.notes(side).values()):
        return "somebody's edits of the old one are not published yet"
    same = all(
        digest(_now(value)) == known(facing, side, Cell(facing.key, locale, name))
        for locale, variant in old.items()
        for name, value in variant.items()
    )
    return None if same else "somebody edited the old one since"


def _referred(facing: Facing, side: Side, leading: Leading) -> str | None:
    cells = leading.stuck.get((side, facing.key), [])
    return f"a link to it cannot be written yet: {cells[0]}" if cells else None


def not_yet(facing: Facing, side: Side, new: Entry | Absent, made: Iterable[Op]) -> str | None:
    """What is missing of what takes its place, even after this plan: a locale, or that it is as public; None if not."""
    there: set[Locale] = set() if isinstance(new, Absent) else set(new)
    public = {} if isinstance(new, Absent) else {at for at in new if new[at].get(STATUS) in (PUBLISHED, CHANGED)}
    seen = set(public)
    for op in made:
        if op.verb == "create":
            there |= set(op.present)
        if op.verb == "publish":
            seen |= set(op.locales)
    old = facing.shows(side)
    live = {locale for locale, note in facing.notes(side).items() if note.live}
    lacking = (set() if isinstance(old, Absent) else set(old) - {SHARED}) - there
    return "what takes its place is not there yet in every locale" if lacking or live - seen else None


def _state(entry: Entry | Absent) -> MaybeValue:
    """What a conflict quotes of a whole entry."""
    shown = [] if isinstance(entry, Absent) else [v[STATUS] for _, v in sorted(entry.items()) if STATUS in v]
    return shown[0] if shown else ABSENT


def _live(facing: Facing, side: Side, locale: Locale) -> set[Locale]:
    """The variants that the public sees and that a cell belongs to."""
    notes = facing.notes(side)
    return {at for at, note in notes.items() if note.live and locale in (at, SHARED)}


def _now(value: MaybeValue) -> MaybeValue:
    return value if isinstance(value, Absent) else led_on(value)


def _old_links(entry: Entry) -> Iterator[tuple[Locale, str, MaybeValue]]:
    for locale, variant in sorted(entry.items()):
        for name, value in sorted(variant.items()):
            if next(superseded_in(value), None) is not None:
                yield locale, name, value
