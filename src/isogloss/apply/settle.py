"""Judge what a side shows after a write. Pure; the looking is done by ``execute``.

A cell *confirmed* shows what we wrote; *normalized*, a rendering of it (fine: it becomes base); *altered*, something
else although the write was accepted; *waiting*, still what was there before.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from isogloss.mapping.names.neutral import Scoped
from isogloss.mapping.types.likeness import rendering
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.entry import ARCHIVED, PUBLISHED, SLUG, STATUS, cell_of
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, MaybeValue, refs, without_refs
from isogloss.plan.op import Change, Op

Standing = Literal["confirmed", "normalized", "altered", "waiting"]
_WORST: tuple[Standing, ...] = ("waiting", "altered", "normalized")


@dataclass(frozen=True, slots=True)
class Judged:
    """How an op stands.

    cells: every cell that the op changes, with how it stands.
    """

    standing: Standing
    cells: tuple[tuple[Change, Standing], ...]

    @property
    def missing(self) -> bool:
        """Whether the entry, or a whole variant of it, is not there at all."""
        return any(change.field == STATUS and standing == "waiting" for change, standing in self.cells)

    @property
    def detail(self) -> str:
        """The cells that are not as they should be, for people."""
        bad = [str(change.at) for change, standing in self.cells if standing in ("altered", "waiting")]
        more = f" and {len(bad) - _QUOTED} more" if len(bad) > _QUOTED else ""
        return "; ".join(bad[:_QUOTED]) + more


_QUOTED = 3


def judge(
    op: Op, now: Scoped, slugs: Collection[str] = (SLUG,), one: Collection[str] = (), order: Sequence[Locale] = ()
) -> Judged:
    """Judge an op by what its entry shows now.

    slugs: the fields that are a part of addresses, which may come back in lower case.
    one:   the fields that may be the slug itself there; then it shows what they were given, whatever else was wanted.
    order: the locales in the order in which entries are made in them.
    """
    cells = tuple(
        (change, "normalized" if _is_a_field(change, now, one) else _stands(op, change, now, slugs, order))
        for change in op.changes
        if not _only_named(op, change)
    )
    found = {standing for _, standing in cells}
    return Judged(next((worst for worst in _WORST if worst in found), "confirmed"), cells)


def _only_named(op: Op, change: Change) -> bool:
    """Whether a cell is only named: it stays as it is. A state that is to be reached again is not."""
    return change.touches and not (change.field == STATUS and op.verb == "publish")


def _is_a_field(change: Change, now: Scoped, one: Collection[str]) -> bool:
    """Whether a side shows as the slug of an entry what it shows in a field, for it has one place for both."""
    shown = cell_of(now.raw, change.locale, change.field)
    if change.field != SLUG or not one or isinstance(now.raw, Absent) or shown == change.after:
        return False
    return any(variant.get(name) == shown for variant in now.raw.values() for name in one)


def _stands(op: Op, change: Change, now: Scoped, slugs: Collection[str], order: Sequence[Locale]) -> Standing:
    shown = cell_of(now.raw, change.locale, change.field)
    if change.field == STATUS:
        return _state_stands(op, change, shown, now)
    if shown == change.after:
        return "confirmed"
    if rendering(change.after, shown, slug=change.field in slugs) or _ends_links(change, shown):
        return "normalized"
    if shown == change.before or isinstance(shown, Absent) or (op.verb == "create" and is_copy(op, change, now, order)):
        return "waiting"
    return "altered"


def _ends_links(change: Change, shown: MaybeValue) -> bool:
    """Whether a side shows what was written but for links that it had, and that led to nothing we know of.

    Where they lead nowhere, no link to it can be written again.
    """
    if isinstance(change.after, Absent):
        return False
    lost = {*refs(change.after)} - {*refs(shown)}
    out = frozenset(key for key in lost & {*refs(change.before)} if key.name.startswith(UNKNOWN))
    return bool(out) and shown == without_refs(change.after, out)


def _state_stands(op: Op, change: Change, shown: MaybeValue, now: Scoped) -> Standing:
    match op.verb:
        case "publish":
            note = now.notes.get(change.locale)
            reached = shown == PUBLISHED and not (note and note.unpublished_edits)
        case "unpublish":
            reached = shown not in (PUBLISHED, *_ABSENTS)
        case "archive":
            reached = shown == ARCHIVED
        case "delete":
            reached = isinstance(shown, Absent)
        case _:  # content: the variant is there and in use, in whatever state it will be put later
            reached = not isinstance(shown, Absent) and (shown != ARCHIVED or change.before != ARCHIVED)
    return "confirmed" if reached else "waiting"


_ABSENTS = tuple(Absent)


def is_copy(op: Op, change: Change, now: Scoped, order: Sequence[Locale] = ()) -> bool:
    """Whether a cell shows what another locale of the same entry shows: put there by the platform's create call.

    Or what the op made the first locale with, if somebody edited that since.

    order: the locales in the order in which entries are made in them; the first one is no copy, though others may
           follow it.
    """
    shown = cell_of(now.raw, change.locale, change.field)
    if isinstance(shown, Absent) or isinstance(now.raw, Absent):
        return False
    first = next((locale for locale in order if locale in now.raw), None)
    if change.locale == first:
        return False
    if any(variant.get(change.field) == shown for locale, variant in now.raw.items() if locale != change.locale):
        return True
    made = (each for each in op.changes if op.verb == "create" and each.locale == first)
    return any(each.field == change.field and each.after == shown for each in made)
