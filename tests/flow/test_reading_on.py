"""What did not move since an earlier reading is not read again, and no plan is another for it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from kept_readings import Chances, KeptReadings
from small_site import BOTH

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes


@pytest.fixture
def kept(sandboxes: Sandboxes, tmp_path: Path) -> KeptReadings:
    made = KeptReadings(sandboxes, tmp_path, BOTH)
    made.seed()
    made.sync()
    made.sync()
    return made


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_edited_a_plan_is_that_of_a_whole_reading(kept: KeptReadings, seed: int) -> None:
    chances = Chances(kept, random.Random(seed))  # noqa: S311  # chance, not secrets
    for step in range(8):
        for _ in range(chances.random.randint(1, 3)):
            chances.edit()
        kept.plan_both()
        if step % 3 == 2:
            kept.sync()
            kept.plan_both()
