"""What stands between wanting to write a value and writing it: a side may hold what the value would destroy.

Decides nothing by itself: it is told by a function what of a value may go to a side that shows another. Refuses to
know what is worth keeping, and why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.value import MaybeValue


@dataclass(frozen=True, slots=True)
class Kept:
    """What may be written instead of what was wanted.

    told: what of the wanted value is left out, one sentence each; for people.
    """

    value: MaybeValue
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Damaged:
    """Nothing may be written: a person has to look.

    why: one sentence, which names what would be destroyed.
    """

    why: str


Guard: TypeAlias = Callable[[Cell, Side, MaybeValue, MaybeValue], Kept | Damaged | None]
"""Given a cell, the side to be written, what it shows and what is wanted there; None where that may be written."""


NewGuard: TypeAlias = Callable[[Cell, Side, MaybeValue, Facing], Kept | Damaged | None]
"""Given a cell, the side to be written, what is wanted there and the entry; asked where that side shows nothing of its
own yet, which is nothing, or what stands in for it."""
