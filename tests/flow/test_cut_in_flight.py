"""A run dies with one to five calls on their way, of which any may have had its effect: the next one finishes it.

Invariants 7 and 10, and that nothing is made twice. Who sends is handed in, so each instant is the same each time: the
process dies when the n-th answer of the run would be taken in, for every n, and what had left by then arrived or not by
chance. ``test_crash`` kills real processes whose threads send.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

import pytest
import small_site
from whole import of

if TYPE_CHECKING:
    from collections.abc import Callable

    from uncut import Uncut

    from isogloss.apply.crew import Done, Work

GRID = [(2, 0), (3, 1), (4, 2), (5, 0), (5, 1), (5, 2), (5, 3)]
"""How many calls may be on their way, and the first instant of every fourth, so that they spread over the processes."""
MOST = 200
"""More answers than any run here takes in."""


class Died(BaseException):
    """The process is gone: nothing goes on after it but what was on its way."""


@dataclass
class Doomed:
    """Sends for one run, in an order by chance, until it dies.

    left:   answers that are taken in before.
    flying: how many calls were on their way when it died, and how many of those arrived.
    """

    left: int
    random: Random
    flying: tuple[int, int] | None = None
    _waiting: dict[int, Work] = field(default_factory=dict)

    def begin(self, number: int, work: Work) -> None:
        self._waiting[number] = work

    def next(self) -> tuple[int, Done]:
        if self.left == 0:
            arrives = [number for number in self._waiting if self.random.random() < 0.5]
            self.random.shuffle(arrives)
            for number in arrives:
                self._waiting[number]()
            self.flying = (len(self._waiting), len(arrives))
            raise Died
        self.left -= 1
        number = self.random.choice(sorted(self._waiting))
        return number, self._waiting.pop(number)()


@pytest.mark.slow
@pytest.mark.parametrize(("parallel", "first"), of(GRID, lambda _, case: case in [(2, 0), (5, 0), (5, 2)]))
def test_invariant_10_a_run_that_dies_with_several_on_their_way_is_finished_by_the_next(
    uncut: Callable[[str], Uncut], parallel: int, first: int
) -> None:
    made = uncut(small_site.FORWARD)
    made.crossing.write_mapping(("adapter: buttercms\n", f"adapter: buttercms\n    parallel: {parallel}\n"))
    random = Random(f"flights {parallel}")  # noqa: S311  # the same each time
    seen: Counter[tuple[int, int]] = Counter()
    for answers in range(first, MOST, 4):
        made.begin()
        doomed = Doomed(answers, random)
        session = replace(made.crossing.session(), crew=lambda doomed=doomed: doomed)
        try:
            made.crossing.apply(made.plan, session)
        except Died:
            assert doomed.flying is not None
        else:
            break
        seen[doomed.flying] += 1
        where = f"dead after {answers} answers with {doomed.flying} on their way"
        made.assert_intents_first(where)
        made.assert_finishes(where)
    else:
        raise AssertionError(f"the run goes on beyond {MOST} answers")
    made.crossing.write_mapping()
    assert parallel - 1 <= max(flying for flying, _ in seen) <= parallel
    assert any(0 < arrived < flying for flying, arrived in seen), "none arrived beside one that did not"
