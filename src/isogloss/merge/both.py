"""A text made of both sides' edits, of which each side may take only what destroys nothing that it holds.

Decides the order: first what each side may take of the other's text, then the merge, then a last look at what came of
it. Refuses to know how texts are merged and what is worth keeping: both are functions that it is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from isogloss.merge.guard import Damaged, Guard, Kept
from isogloss.model.address import Cell, Side
from isogloss.model.value import Absent, MaybeValue, Scalar

Merge3: TypeAlias = Callable[[Scalar | Absent, Scalar, Scalar], Scalar | None]
"""Three-way merge of two texts over what both had; None where they overlap."""


@dataclass(frozen=True, slots=True)
class Made:
    """What each side should hold.

    told: by side to be written, what of the other's text does not go there.
    """

    values: Mapping[Side, MaybeValue]
    told: Mapping[Side, tuple[str, ...]]


def of_both(
    at: Cell, base: Scalar, shown: Mapping[Side, Scalar], merge3: Merge3, guard: Guard
) -> Made | Damaged | None:
    """Merge two edits of one text; None where they overlap."""
    texts = dict(shown)
    told: dict[Side, tuple[str, ...]] = dict.fromkeys(Side, ())
    for to in Side:
        was = Scalar(shown[to].type, base.text)  # what a side changed is seen best beside what both had
        match guard(at, to, was, shown[to.other]):
            case Damaged() as damaged:
                return damaged
            case Kept(Scalar() as kept, said):
                texts[to.other], told[to] = kept, said
    made = merge3(base, texts[Side.LEFT], texts[Side.RIGHT])
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
