"""When both sides showed the same in a cell: what the program may have read, and agreed on.

Decides from what both hold, at each write and before and after each edit; refuses to know what the program made of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.site import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulation.shown import Cell, Variant

    Shown = Mapping[tuple[str, str], Variant]


@dataclass
class Alike:
    """Every moment at which it was seen, by cell."""

    _seen: dict[Cell, list[float]] = field(default_factory=dict)

    def saw(self, at: float, one: Shown, other: Shown) -> None:
        """What both sides hold at a moment; either version of one may be the one that is compared with the other's."""
        for key in one.keys() & other.keys():
            for name in FIELDS:
                if not _versions(one[key], name).isdisjoint(_versions(other[key], name)):
                    self._seen.setdefault((*key, name), []).append(at)

    def never_until(self, cell: Cell, since: float) -> float:
        """The last moment at which both had never shown the same since another one; infinite where they never did."""
        first = next((at for at in self._seen.get(cell, ()) if at >= since), math.inf)
        return math.nextafter(first, -math.inf)


def _versions(shown: Variant, name: str) -> set[str]:
    return {shown.draft[name], *([] if shown.live is None else [shown.live[name]])}
