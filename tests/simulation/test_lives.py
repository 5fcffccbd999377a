"""What no list of cases thinks of: people, faults and deaths by chance, between both sandboxes, for virtual days.

``make simulate SEEDS=n`` lives as many as there is time for; here are the first ones, every tenth lived whole
and the others for as long as one run and what follows it, and that each is the same again.
"""

from __future__ import annotations

import pytest
from simulation.life import ROUNDS, lived

LIVES, AT_ONCE = 150, 10


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, LIVES, AT_ONCE))
def test_in_each_life_nothing_is_lost_invented_doubled_deleted_or_shown_too_early(first: int) -> None:
    lives = [lived(seed, 1 if seed % AT_ONCE else ROUNDS) for seed in range(first, first + AT_ONCE)]
    assert {life.seed: (life.wrong, life.tale) for life in lives if life.wrong} == {}
    assert sum(life.did["runs"] for life in lives) > 2 * AT_ONCE
    assert sum(life.did["edits"] + life.did["edits beside a run"] for life in lives) > AT_ONCE


@pytest.mark.parametrize("seed", [3, 7])
def test_a_life_is_the_same_again(seed: int) -> None:
    assert lived(seed) == lived(seed)


def test_a_trouble_that_is_left_out_does_not_happen() -> None:
    seeds = 1, 4, 7  # each trouble is in one of them
    whole = [lived(seed).did for seed in seeds]
    quiet = [lived(seed, without=("faults", "cuts", "overlaps", "edits")).did for seed in seeds]
    for name in ("faults", "cuts", "overlaps", "edits beside a run"):
        assert sum(did[name] for did in whole)
        assert not sum(did[name] for did in quiet)
