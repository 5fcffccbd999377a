"""A text made of both sides' edits, of which each side may take only what destroys nothing that it holds.

Decides the order: first what each side may take of the other's text, then the merge, then a last look at what came of
it. Refuses to know how texts are merged and what is worth keeping: both are functions that it is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from isogloss.merge.decide import Shown
from isogloss.merge.guard import Damaged, Guard, Kept
from isogloss.model.address import Cell, Side
from isogloss.model.value import ABSENT, Absent, Digest, Many, MaybeValue, Scalar

Merge3: TypeAlias = Callable[[tuple[MaybeValue, MaybeValue], MaybeValue, MaybeValue], MaybeValue | None]
"""Three-way merge of two values over what each side had, left first; None where they overlap."""


@dataclass(frozen=True, slots=True)
class Made:
    """What each side should hold.

    told: by side to be written, what of the other's text does not go there.
    """

    values: Mapping[Side, MaybeValue]
    told: Mapping[Side, tuple[str, ...]]


def both_had(
    known: Shown, left: MaybeValue, right: MaybeValue, body: Callable[[Digest], MaybeValue]
) -> dict[Side, MaybeValue] | None:
    """What each side showed when they last agreed; None where that is not known, or the values have no inside.

    Of a text, which each side may render in its own way, both are compared with one. A list that was emptied is a list.

    body: fetches what is remembered by its digest; ABSENT where it was not kept.
    """
    trees = {Side.LEFT: known.left, Side.RIGHT: known.right}
    kept = {side: body(Digest(tree)) if isinstance(tree, str) else ABSENT for side, tree in trees.items()}
    if isinstance(left, Scalar) and isinstance(right, Scalar) and left.type != "tags":
        text = next((value for value in kept.values() if isinstance(value, Scalar)), None)
        if text is None or not all(isinstance(tree, str) for tree in trees.values()):
            return None
        return dict.fromkeys(Side, replace(text, type=left.type))
    if not all(map(_is_list, (left, right))):
        return None
    lost = any(isinstance(trees[side], str) and isinstance(kept[side], Absent) for side in Side)
    return None if lost else kept


def _is_list(value: MaybeValue) -> bool:
    return isinstance(value, Absent | Many) or (isinstance(value, Scalar) and value.type == "tags")


def of_both(
    at: Cell, had: Mapping[Side, MaybeValue], shown: Mapping[Side, MaybeValue], merge3: Merge3, guard: Guard
) -> Made | Damaged | None:
    """Merge two edits of one value over what each side had; None where they overlap."""
    taken = dict(shown)
    told: dict[Side, tuple[str, ...]] = dict.fromkeys(Side, ())
    for to in Side:  # what a side changed is seen best beside what it had
        match guard(at, to, had[to], shown[to.other]):
            case Damaged() as damaged:
                return damaged
            case Kept(kept, said):
                taken[to.other], told[to] = kept, said
    made = merge3((had[Side.LEFT], had[Side.RIGHT]), taken[Side.LEFT], taken[Side.RIGHT])
    if made is None:
        return None
    values: dict[Side, MaybeValue] = {}
    for to in Side:
        last = guard(at, to, shown[to], made)
        match last:
            case Damaged() as damaged:
                return damaged
            case Kept(value, _):
                values[to] = value
            case None:
                values[to] = made
            case _:
                assert_never(last)
    return Made(values, told)
