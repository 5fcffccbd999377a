"""The judge finds what was planted: each fault within two hundred lives."""

from __future__ import annotations

import pytest
from simulation.life import lived
from simulation.planted import PLANTED

WITHIN = 200


@pytest.mark.slow
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    plant, seen, rounds = PLANTED[fault]
    assert lived(seen, rounds).wrong == [], "something else is wrong with that life"
    with plant():
        assert lived(seen, rounds).wrong, "look for another life that shows it, or more rounds of this one"
    assert seen <= WITHIN
