"""Two processes on one mapping: one is at work, the other says who; whoever was stopped too long writes nothing more.

The real command, in processes of their own, on a state in SQLite and on one in PostgreSQL. Nothing in a request tells
which process it is of: so one of the two is stopped, or gone, while the other one works, and what the sandboxes logged
meanwhile is the other one's.
"""

from __future__ import annotations

import getpass
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import small_site
from command import Ran, isogloss
from sandboxes import content, until

from isogloss.http.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sandboxes import Crossing, Json, Sandboxes
    from uncut import Uncut

pytestmark = [pytest.mark.slow, pytest.mark.network]

LEASE = 4.0
"""Seconds; renewed after a third of it, so that a holder that is stopped keeps others out for more than two."""
COMMAND = Path(__file__).parents[1] / "support" / "short_lease.py"


@dataclass
class Shared:
    """A mapping, its state, and the plan that both processes apply."""

    uncut: Uncut
    state: str

    @property
    def crossing(self) -> Crossing:
        return self.uncut.crossing

    @property
    def sandboxes(self) -> Sandboxes:
        return self.uncut.crossing.sandboxes

    @property
    def environment(self) -> dict[str, str]:
        return {**small_site.ENVIRONMENT, "ISOGLOSS_STATE": self.state, "ISOGLOSS_TEST_LEASE": str(LEASE)}

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[str]]:
        """A process of its own that applies the plan."""
        words = [sys.executable, str(COMMAND), *map(str, self.applying)]
        said = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen(words, env={**os.environ, **self.environment, "COLUMNS": "400"}, **said) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def applying(self) -> tuple[object, ...]:
        return "apply", self.uncut.plan.path, "--confirm-within", "0.4"

    def applied(self) -> Ran:
        """The plan, applied in a process of its own, to its end."""
        with self.started() as process:
            return ended(process)

    def here(self, *words: object) -> Ran:
        """A command in this process, which is there at once."""
        return isogloss(*words, **self.environment)

    def holder(self) -> Json:
        return self.here("lock", self.crossing.mapping, "--json").data["holder"]

    def assert_refused_to_others(self, pid: int) -> None:
        ran = self.here(*self.applying)
        assert ran.code == 4, ran
        assert "somebody else is at work" in ran.err
        assert by(pid) in ran.err

    def assert_whole(self) -> None:
        """The end is that of an uncut run, nothing was made twice, and the run is over; the next ones are silent."""
        assert content(self.sandboxes) == self.uncut.end
        self.sandboxes.forget()
        runs = self.here("status", self.crossing.mapping, "--json").data["runs"]
        assert [run["state"] for run in runs] == ["finished"]
        ran = self.here(*self.applying)
        assert (ran.code, "applied already" in ran.err) == (4, True), ran
        ran = self.here("sync", self.crossing.mapping, "--out", self.crossing.folder / "again.jsonl")
        assert ran.code == 0, ran
        assert self.sandboxes.writes() == []


def ended(process: subprocess.Popen[str]) -> Ran:
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out, err)


def by(pid: int) -> str:
    """What is said of whoever is at work."""
    return f"{getpass.getuser()} on {socket.gethostname()} (process {pid})"


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(
    request: pytest.FixtureRequest, uncut: Callable[[str], Uncut], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shared]:
    monkeypatch.chdir(tmp_path)  # where the runs of a state on a server are kept
    in_file = request.param == "sqlite"
    state = str(tmp_path / "state.db") if in_file else request.getfixturevalue("postgres_database")
    made = uncut(small_site.FORWARD)
    one_by_one = ("adapter: buttercms\n", "adapter: buttercms\n    parallel: 1\n")
    made.crossing.write_mapping(one_by_one)  # whoever stops does so in one request
    yield Shared(made, state)
    made.crossing.write_mapping()


def test_of_two_that_start_at_once_one_works_and_the_other_says_who(shared: Shared) -> None:
    shared.sandboxes.webflow.fault(kind="delay", times=1, seconds=3)
    with shared.started() as one, shared.started() as other:
        until(lambda: one.poll() is not None or other.poll() is not None)
        loser, winner = (one, other) if one.poll() is not None else (other, one)
        refused = ended(loser)
        assert refused.code == 4, refused
        assert "somebody else is at work" in refused.err
        assert by(winner.pid) in refused.err
        assert shared.sandboxes.writes() == []
        assert ended(winner).code == 0
    shared.sandboxes.webflow.mend()
    assert len(shared.sandboxes.writes()) == shared.uncut.writes
    shared.assert_whole()


@contextmanager
def stopped(shared: Shared, method: str, after: int) -> Iterator[subprocess.Popen[str]]:
    """A process that stands still in the middle of a request, which ends without it."""
    butter = shared.sandboxes.butter
    butter.fault(kind="delay", method=method, after=after, times=1, seconds=0.5)
    with shared.started() as process:
        until(butter.hits)
        os.kill(process.pid, signal.SIGSTOP)
        before = len(butter.log())
        until(lambda: len(butter.log()) > before)
        butter.mend()
        yield process


def expired(shared: Shared) -> None:
    holder = shared.holder()
    time.sleep((datetime.fromisoformat(holder["expires"]) - SystemClock().now()).total_seconds())
    assert shared.holder()["expired"]


@pytest.mark.parametrize(
    ("shared", "method", "after"),
    [("sqlite", "POST", 3), ("sqlite", "GET", 30), ("postgresql", "POST", 3)],
    indirect=["shared"],
)
def test_who_was_stopped_too_long_ends_its_request_at_most(shared: Shared, method: str, after: int) -> None:
    with stopped(shared, method, after) as first:
        begun = len(shared.sandboxes.writes())
        assert 0 < begun < shared.uncut.writes
        shared.assert_refused_to_others(first.pid)
        expired(shared)
        assert len(shared.sandboxes.writes()) == begun
        with shared.started() as second:
            assert ended(second).code == 0
        assert content(shared.sandboxes) == shared.uncut.end
        shared.sandboxes.forget()
        os.kill(first.pid, signal.SIGCONT)
        woken = ended(first)
        assert shared.sandboxes.log() == []
        assert woken.code == 4, woken
        assert "was broken or taken over" in woken.err
        assert by(second.pid) in woken.err
    shared.assert_whole()


def test_who_was_killed_is_waited_out_and_its_run_finished(shared: Shared) -> None:
    with stopped(shared, "POST", 3) as first:
        first.kill()  # and not waited for: its number stays, as that of a process on another machine would
        shared.assert_refused_to_others(first.pid)
        expired(shared)
        ran = shared.applied()
    assert ran.code == 0, ran
    shared.assert_whole()
