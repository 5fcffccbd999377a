"""The judge finds what was planted: each fault within two hundred lives."""

from __future__ import annotations

import pytest
from simulation.life import lived
from simulation.planted import PLANTED

WITHIN = 200
SEEN = (1, 4, 6, 7, 13, 14, 29, 63, 138)
"""The first lives in which each of them was found, which are tried first."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    seeds = sorted(range(1, WITHIN + 1), key=lambda seed: (seed not in SEEN, seed))
    with PLANTED[fault]():
        assert any(lived(seed).wrong for seed in seeds)


def test_where_nothing_is_planted_nothing_is_found() -> None:
    assert [seed for seed in SEEN if lived(seed).wrong] == []
