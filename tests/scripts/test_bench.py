"""The scripts that print figures still run; what they measure is for `make bench`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["first", "changed"])
def test_planning_is_measured(scenario: str) -> None:
    words = [sys.executable, str(ROOT / "bench" / "plan_cells.py"), "200", scenario]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert f"({scenario})" in done.stdout
