"""What a side of translations says by what it lacks: nothing, where it was not translated yet, or cannot be there.

Where nobody can empty a text, what nobody translated yet is not there, and that is no edit: a text is translated, or it
is not, and one that is not any more, as its source was worded anew, says nothing of what the other side has. What such
a side lacks of an entry that is there rests, as if it had always lacked it, and whatever the other side says anew is
written there. An entry that it lacks altogether is gone as anywhere. Where texts are known by what they say in the
primary, an entry that is not in the primary is out of scope. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from isogloss.merge.decide import Shown, Tree
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows
from isogloss.model.address import Cell, Side
from isogloss.model.entry import STATUS, Entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent


def untranslated(facing: Facing, mute: Collection[Side]) -> Facing:
    """The same entry, with what is not translated at rest.

    mute: the sides where nobody can empty a text.
    """
    for side in mute:
        entry = facing.shows(side)
        half = facing.base.left if side is Side.LEFT else facing.base.right
        if isinstance(entry, Absent) or not isinstance(half, Mapping):
            continue
        kept = {locale: _within(variant, entry, Locale(locale)) for locale, variant in half.items()}
        made: Tree = {locale: variant for locale, variant in kept.items() if not isinstance(variant, Absent)}
        if made != half:
            left, right = (made, facing.base.right) if side is Side.LEFT else (facing.base.left, made)
            facing = replace(facing, base=Shown(left, right))
    return facing


def _within(variant: Tree, entry: Entry, locale: Locale) -> Tree:
    """What was agreed on of a variant, as far as it is there."""
    if locale not in entry:
        return ABSENT
    if not isinstance(variant, Mapping):
        return variant
    return {name: cell for name, cell in variant.items() if name in entry[locale]}


def rooted(facing: Facing, known_by: Collection[Side], primary: Locale, flows: Flows) -> Facing:
    """The same entry, without what a side cannot hold yet, since the other one carries no primary there.

    known_by: the sides that know a text by what it says in the primary.
    """
    for side in known_by:
        across = facing.shows(side.other)
        if isinstance(across, Absent) or not isinstance(facing.shows(side), Absent):
            continue
        carried = {at for at in across if at != SHARED and flows.writes(side, Cell(facing.key, at, STATUS))}
        if primary in carried or not carried:
            continue
        unrooted = {**facing.unrooted, side.other: frozenset(carried)}
        facing = replace(facing, unrooted=unrooted)
        if side is Side.LEFT:
            facing = replace(facing, right=ABSENT, right_notes={})
        else:
            facing = replace(facing, left=ABSENT, left_notes={})
    return facing
