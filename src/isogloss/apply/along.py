"""Find what somebody staged and an op would make live along with its own.

Plans hold what would be written to a variant with unpublished edits. They may have come since: after the plan was
made, or after a call of ours arrived in an attempt that was cut. What such an attempt staged itself is ours.
With ``unpublished_edits: carry`` it says nothing, for a draft is content like any other then.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.apply.current import Current
from isogloss.bridge import Bridge
from isogloss.mapping.names.neutral import Scoped
from isogloss.mapping.types.likeness import rendering
from isogloss.mapping.types.texts import files
from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent
from isogloss.plan.op import Op


@dataclass(slots=True)
class Along:
    """Finds it for one run.

    look:    shows what editors see of the entry of an op now; called only where the reading showed unpublished edits.
    _staged: what attempts of this run that were cut staged of such entries.
    """

    bridge: Bridge
    current: Current
    look: Callable[[Op], Scoped]
    _staged: dict[tuple[Side, EntryKey], list[Change]] = field(default_factory=dict)

    def staged(self, op: Op) -> None:
        """An earlier attempt of this run settled an op: what it staged is ours."""
        if self._busy(op):
            self._staged.setdefault((op.on, op.entry), []).extend(op.changes)

    def taken(self, op: Op, *, begun: bool) -> tuple[Cell, ...]:
        """What somebody staged and would go live with an op.

        begun: an earlier attempt sent a call of it.
        """
        locales = self._busy(op)
        if not locales:
            return ()
        if begun:
            self.staged(op)
        read, ours = self.current.plain(op.on, op.entry), self._staged.get((op.on, op.entry), [])
        return tuple(taken_along(op, locales, read, self.look(op), ours))

    def _busy(self, op: Op) -> tuple[Locale, ...]:
        carry = self.bridge.unpublished_edits == "carry"
        return () if carry else busy(op, self.current.plain(op.on, op.entry))


def busy(op: Op, read: Scoped) -> tuple[Locale, ...]:
    """The variants that an op writes or publishes, and that showed unpublished edits when the side was read."""
    if op.verb not in ("update", "link", "publish"):
        return ()
    return tuple(found for found in op.shown_in if (note := read.notes.get(found)) and note.unpublished_edits)


def taken_along(
    op: Op, locales: Collection[Locale], read: Scoped, staged: Scoped, ours: Collection[Change]
) -> Iterator[Cell]:
    """The cells of variants in which somebody staged what is not ours; the variant where no cell tells it.

    read:   what the side showed when it was read: of a live variant, what the public sees.
    staged: what its editors see now.
    ours:   what this run staged before, and is to be published.
    """
    made = {(change.locale, change.field): change for change in ours}
    names = {name for shown in (read, staged) for name in _names(shown, {SHARED, *locales})}
    found = [
        Cell(op.entry, locale, name)
        for locale in (SHARED, *locales)
        for name in sorted(names - {STATUS})
        if not _expected(locale, name, read, staged, made)
    ]
    yield from found
    if not found:  # in what is not compared
        yield from (Cell(op.entry, at) for at in locales if not ours or read.notes[at].unmapped_edits)


def _names(shown: Scoped, locales: Collection[Locale]) -> Iterator[str]:
    if not isinstance(shown.raw, Absent):
        yield from (name for locale, variant in shown.raw.items() if locale in locales for name in variant)


def _expected(
    locale: Locale, name: str, read: Scoped, staged: Scoped, made: Mapping[tuple[Locale, str], Change]
) -> bool:
    before, now = cell_of(read.raw, locale, name), cell_of(staged.raw, locale, name)
    if rendering(before, now, slug=name == SLUG):
        return True
    change = made.get((locale, name))
    if change is None:
        return False
    # a file that was sent goes by an address of the side's own
    return rendering(change.after, now, slug=name == SLUG) or next(files(change.after), None) is not None
