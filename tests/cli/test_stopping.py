"""Ctrl-C: the requests in flight are finished and recorded, and the same command goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import environment_of, within
from sandboxes import Crossing, content, until, until_stopped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandboxes import Sandboxes

PARALLEL = 5
"""How many writes may be on their way to ButterCMS at once."""
STANDING_STILL = Path(__file__).parents[1] / "support" / "standing_still.py"
PATIENT = 120
"""Seconds that a command may take to end."""


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path)
    made.seed()
    assert within(made, "plan", "MAPPING").code == 0
    sandboxes.forget()
    return made


@contextmanager
def begun(crossing: Crossing, *words: object, stopping: str = "") -> Iterator[subprocess.Popen[str]]:
    """A real command in a process of its own, which stops itself where it is told to."""
    command = [sys.executable, str(STANDING_STILL), *map(str, words), "--confirm-within", "1"]
    environment = {**os.environ, **environment_of(crossing), "ISOGLOSS_TEST_STOP": stopping}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def writing(crossing: Crossing, *words: object) -> Iterator[subprocess.Popen[str]]:
    """One that stopped itself with as many writes on their way as may be; a signal comes as soon as it goes on."""
    with begun(crossing, *words, stopping=f"gone:{PARALLEL}") as process:
        until_stopped(process)
        yield process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_apply_records_the_request_in_flight_and_a_second_run_finishes(
    crossing: Crossing, number: signal.Signals
) -> None:
    plan = crossing.folder / "plan.jsonl"
    with writing(crossing, "apply", plan) as process:
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=PATIENT)
    assert (process.returncode, out) == (130, "")
    assert "everything done is recorded. Run the same command again to go on." in err
    assert "Traceback" not in err
    sent = len(crossing.sandboxes.butter.writes())
    assert PARALLEL <= sent < 2 * PARALLEL, "what had left came to its end, and next to nothing more was begun"
    answered = crossing.rows("select kind from isogloss_answer")
    assert answered == ["answered"] * sent
    status = within(crossing, "status", "MAPPING")
    assert status.code == 1
    assert f"isogloss apply {plan}" in status.out
    assert within(crossing, "lock", "MAPPING").out == "pots: nobody is at work\n"
    again = within(crossing, "apply", plan, "--json")
    assert again.code == 0
    assert again.data["resumed"]
    assert within(crossing, "verify", "MAPPING").code == 0
    assert not [at for at in content(crossing.sandboxes)[1] if at.endswith(" again")]


def test_a_second_ctrl_c_stops_at_once(crossing: Crossing) -> None:
    butter = crossing.sandboxes.butter
    butter.fault(kind="delay", method="POST", after=4, seconds=10)
    with begun(crossing, "apply", crossing.folder / "plan.jsonl") as process:
        until(butter.hits, PATIENT)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENT)
    butter.mend()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert within(crossing, "apply", "PLAN").code == 0
    assert within(crossing, "verify", "MAPPING").code == 0


def test_a_stopped_sync_is_finished_by_the_next(crossing: Crossing) -> None:
    with writing(crossing, "sync", crossing.mapping, "--out", crossing.folder / "first.jsonl", "--json") as process:
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=PATIENT)
    assert (process.returncode, out) == (130, "")
    assert '"error": "Interrupted"' in err
    assert within(crossing, "sync", "MAPPING").code == 0
    assert within(crossing, "verify", "MAPPING").code == 0


@pytest.mark.parametrize("more", [["--json"], [], ["--report", "md=-"]])
def test_a_reader_that_goes_away_is_told_apart_from_all_else(crossing: Crossing, more: list[str]) -> None:
    words = [sys.executable, "-m", "isogloss", "plan", str(crossing.mapping), *more]
    environment = {**os.environ, **environment_of(crossing)}
    out = crossing.folder / "again.jsonl"
    with subprocess.Popen(
        [*words, "--out", str(out)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        err = process.stderr.read()
        process.wait(PATIENT)
    assert b"Traceback" not in err
    assert process.returncode == 141
    assert out.exists()
