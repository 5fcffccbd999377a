"""The scripts that print figures still run; what they measure is for `make bench`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from whole import of

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("scenario", of(["first", "changed", "idle"], lambda _, scenario: scenario != "idle"))
def test_planning_is_measured(scenario: str) -> None:
    words = [sys.executable, str(ROOT / "bench" / "plan_cells.py"), "200", scenario]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert f"({scenario})" in done.stdout


@pytest.mark.slow
def test_texts_to_translators_and_back_are_measured() -> None:
    words = [sys.executable, str(ROOT / "bench" / "exchange.py"), "40"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert "exchange export xliff2: 40 texts" in done.stdout, done.stderr
    assert "exchange import po: 4 taken, 36 unchanged" in done.stdout, done.stderr


@pytest.mark.slow
@pytest.mark.network
def test_a_flood_of_hooks_is_a_run_at_work_and_one_that_waits() -> None:
    """Whether the page is as quick as it should be is for a machine that has nothing else to do."""
    words = [sys.executable, str(ROOT / "bench" / "hooks.py"), "600", "6", "2"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=200)
    assert "600 hooks for 6 mappings" in done.stdout, done.stderr
    good, most = re.search(r"\(True, 200\): (\d+)", done.stdout), re.search(r"at most (\d) runs", done.stdout)
    assert good is not None
    refused = map(int, re.findall(r"\((?:False, 401|True, 409)\): (\d+)", done.stdout))  # forged, or heard already
    assert int(good[1]) + sum(refused) == 600
    assert most is not None
    assert 1 <= int(most[1]) <= 2


@pytest.mark.slow
def test_runs_that_are_due_at_once_are_measured() -> None:
    words = [sys.executable, str(ROOT / "bench" / "due.py"), "40", "1"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert "40 mappings due at once, 1 times: p50 " in done.stdout, done.stderr


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The scripts as modules."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    yield
    for name in ("figures", "run"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("bench")
def test_what_scripts_hand_on_becomes_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from figures import WHERE, Figure, Skipped, gathered, tell
    from run import table

    monkeypatch.setenv(WHERE, str(tmp_path / "figures.jsonl"))
    made = [
        Figure("plan / pass", 30.0, "", 25.0),
        Figure("export", 6.0, "MB/s CPU", 5.0, least=True),
        Figure("memory", 1200.0, "MB"),
        Skipped("peer", "pip cannot install it"),
    ]
    assert [tell(each) for each in made] == [False, True, True, True]
    assert gathered(tmp_path / "figures.jsonl") == made
    assert table(made).splitlines() == [
        "        figure       value       goal",
        "missed  plan / pass  30          at most 25",
        "        export       6 MB/s CPU  at least 5",
        "        memory       1,200 MB",
        "-       peer         skipped     pip cannot install it",
    ]


@pytest.mark.parametrize("words", [["run.py", "speed"], ["compare.py"], ["compare.py", "HEAD", "speed"]])
def test_a_part_that_is_not_there_is_refused_with_those_that_are(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / words[0]), *words[1:]], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "start-up, rate" in done.stderr
