"""Look closer where two sides differ: what no reader sees is nobody's edit, and no conflict.

Decides what becomes of a verdict about one cell once it is known which values are alike. What is alike is handed in.

=============  ==============  ==================================================  ==================================
A moved?       B moved?        and                                                 then
=============  ==============  ==================================================  ==================================
yes            yes             A and B are alike                                   adopt both, each keeps its own
yes            yes             they never agreed, and only seem to be alike        the same, and it is told
yes            yes             A's move is a rendering of what A showed            take B; neither moved: adopt both
yes            no              a reader sees the same as before, or as on B        adopt both
yes            no              the entry was never agreed on, and they are alike   adopt both
=============  ==============  ==================================================  ==================================

All else is as ``decide`` says: what a reader could see is carried.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from isogloss.merge.decide import Shown, Tree, Verdict
from isogloss.model.value import Absent, Digest, MaybeValue, digest

Likeness = Literal["alike", "assumed", "apart"]
"""How two values stand that nobody carried across; *assumed* is alike by what speaks for it."""

Closer: TypeAlias = "Verdict | Literal['assume']"


def only_equal(field: str, left: MaybeValue, right: MaybeValue) -> Likeness:
    """Take nothing for alike but what is the same."""
    del field
    return "alike" if left == right else "apart"


@dataclass(frozen=True, slots=True)
class Alike:
    """What is alike.

    meeting:  whether two values of a field may be renderings of one another.
    seen:     digest of what a reader sees of a value.
    known_as: the same of a value that the base remembers by its digest; that digest where no other is remembered.
    """

    meeting: Callable[[str, MaybeValue, MaybeValue], Likeness] = only_equal
    seen: Callable[[MaybeValue], Digest | Absent] = digest
    known_as: Callable[[Digest], Digest] = lambda known: known

    def renders(self, known: Tree, value: MaybeValue) -> bool:
        """Whether a value is only another rendering of what the base remembers."""
        return self.was_seen(known, self.seen(value))

    def was_seen(self, known: Tree, seen: Digest | Absent) -> bool:
        """Whether a reader saw just this of what the base remembers."""
        return isinstance(known, str) and self.known_as(Digest(known)) == seen


_TAKEN: Final[dict[str, Verdict]] = {"left": "take left", "right": "take right"}


def closer(  # one cell, seen from all sides
    verdict: Verdict,
    field: str,
    base: Shown,
    left: MaybeValue,
    right: MaybeValue,
    alike: Alike,
    *,
    first: bool = False,
) -> Closer:
    """What a verdict about a cell becomes by the table above.

    first: the sides never agreed on anything of its entry, so a switch that is off is not an edit of one never set.
    Order: what is known without the memory is asked first.
    """
    if verdict == "conflict":
        met = alike.meeting(field, left, right)
        if met == "alike":
            return "adopt"
        if met == "assumed" and isinstance(base.left, Absent) and isinstance(base.right, Absent):
            return "assume"
        halves = (("left", base.left, left), ("right", base.right, right))
        moved = [side for side, known, value in halves if not alike.renders(known, value)]
        if len(moved) == 1:
            return _TAKEN[moved[0]]
        return verdict if moved else "adopt"
    here, across = alike.seen(left), alike.seen(right)
    if here == across or (first and alike.meeting(field, left, right) == "alike"):
        return "adopt"
    known, seen = (base.left, here) if verdict == "take left" else (base.right, across)
    return "adopt" if alike.was_seen(known, seen) else verdict
