"""How much of a large grid of cases is tried: all of it by ``make check``, a chosen part by ``make test``.

A grid is the same claim at many places, as a kill at each request of a run. The part has each kind of place once.
"""

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

Case = TypeVar("Case")

WHOLE = os.environ.get("ISOGLOSS_TEST_WHOLE") == "1"
"""Set by ``make check``."""


def of(cases: Iterable[Case], chosen: Callable[[int, Case], bool]) -> list[Case]:
    """The cases of a grid that are tried now.

    chosen: whether a case is in the part, by its place in the grid and by itself. At least one must be.
    """
    every = list(cases)
    part = [case for place, case in enumerate(every) if chosen(place, case)]
    assert part, "nothing of the grid was chosen: its claim would go untried"
    return every if WHOLE else part
