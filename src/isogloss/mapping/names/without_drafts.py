"""What is not live is not there for a side that has no drafts, until it is published.

Such a side shows at once whatever it holds. So a variant that is not live across, and that it lacks, is out of scope:
neither missing there, nor carried, nor, once a person took it out there as well, anybody's deletion. Decides which
variants those are. Pure.
"""

from collections.abc import Collection
from dataclasses import replace

from isogloss.merge.facing import Facing
from isogloss.model.address import Side
from isogloss.model.entry import CHANGED, STATUS, Entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Absent

_UNTOLD = Note()


def without_drafts(facing: Facing, bare: Collection[Side], *, carry: bool) -> Facing:
    """The same entry, without what waits to be published.

    bare:  the sides that have no drafts.
    carry: edits over live content are shown in its place, so that it is not what is live.
    """
    for side in bare:
        across, here = facing.shows(side.other), facing.shows(side)
        if isinstance(across, Absent):
            continue
        held = frozenset[Locale]() if isinstance(here, Absent) else frozenset(here)
        notes = facing.notes(side.other)
        waits = {
            locale
            for locale in across
            if locale not in held
            and locale != SHARED
            and _waits(across, notes.get(locale, _UNTOLD), locale, carry=carry)
        }
        if waits:
            facing = _without(facing, side.other, across, frozenset(waits))
    return facing


def _waits(entry: Entry, note: Note, locale: Locale, *, carry: bool) -> bool:
    unfinished = carry and (note.unpublished_edits or entry[locale].get(STATUS) == CHANGED)
    return not note.live or unfinished


def _without(facing: Facing, side: Side, entry: Entry, waits: frozenset[Locale]) -> Facing:
    rest = {locale: variant for locale, variant in entry.items() if locale not in waits}
    shown: Entry | Absent = rest if set(rest) - {SHARED} else ABSENT
    notes = {locale: note for locale, note in facing.notes(side).items() if locale not in waits}
    copied = {at: locales - waits if at is side else locales for at, locales in facing.copied.items()}
    made = replace(facing, waiting={**facing.waiting, side: waits}, copied=copied)
    if side is Side.LEFT:
        return replace(made, left=shown, left_notes=notes)
    return replace(made, right=shown, right_notes=notes)
