"""Two processes on one mapping: one is at work, the other says who; whoever was stopped too long writes nothing more.

The real command in a process of its own, on a state in SQLite and on one in PostgreSQL; the other process is mostly
this one. Nothing in a request tells which process it is of: so one of the two is stopped, or gone, while the other one
works, and what the sandboxes logged meanwhile is the other one's.
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
from sandboxes import content, until, until_stopped
from sqlalchemy import create_engine, text
from whole import of

from isogloss.http.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sandboxes import Crossing, Json, Sandboxes
    from sqlalchemy import Connection
    from uncut import Uncut

pytestmark = [pytest.mark.slow, pytest.mark.network]

LEASE = 3.0
"""Seconds, where a lease must run out; renewed after a third of it."""
LONG = 3600.0
"""Seconds, where it must not, however slow the machine is."""
UNANSWERED = "select count(*) from isogloss_intent where seq not in (select intent from isogloss_answer)"
PATIENT = 120.0
"""Seconds that a process may take to come where it is waited for; longer than it waits for its own threads."""
COMMAND = Path(__file__).parents[1] / "support" / "standing_still.py"


@dataclass
class Shared:
    """A mapping, its state, and the plan that both processes apply."""

    uncut: Uncut
    state: str
    lease: float = LONG

    @property
    def crossing(self) -> Crossing:
        return self.uncut.crossing

    @property
    def sandboxes(self) -> Sandboxes:
        return self.uncut.crossing.sandboxes

    @property
    def environment(self) -> dict[str, str]:
        return {**small_site.ENVIRONMENT, "ISOGLOSS_STATE": self.state, "ISOGLOSS_TEST_LEASE": str(self.lease)}

    @contextmanager
    def started(self, stopping: str = "") -> Iterator[subprocess.Popen[str]]:
        """A process of its own that applies the plan, and stops itself where it is told to."""
        words = [sys.executable, str(COMMAND), *map(str, self.applying)]
        environment = {**os.environ, **self.environment, "COLUMNS": "400", "ISOGLOSS_TEST_STOP": stopping}
        said = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen(words, env=environment, **said) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def applying(self) -> tuple[object, ...]:
        return "apply", self.uncut.plan.path, "--confirm-within", "0.4"

    def here(self, *words: object) -> Ran:
        """A command in this process, which is there at once."""
        return isogloss(*words, **self.environment)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """The state as it is, past the program."""
        engine = create_engine(self.state if "://" in self.state else f"sqlite:///{self.state}")
        with engine.begin() as connection:
            yield connection
        engine.dispose()

    def open_intents(self) -> int:
        """How many calls were written down as begun, and never as ended."""
        with self.connected() as connection:
            return connection.scalar(text(UNANSWERED))

    def let_it_run_out(self) -> None:
        """As if the whole of the lease had gone by."""
        with self.connected() as connection:
            moved = text("update isogloss_lease set expires = expires - :lease")
            connection.execute(moved, {"lease": self.lease})
        assert self.holder()["expired"]

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

    def assert_what_was_late_waits(self) -> None:
        """What came once more is told, crosses nowhere, and changed nothing of what was there."""
        now = content(self.sandboxes)
        late = [at for side in (0, 1) for at in now[side] if at not in self.uncut.end[side]]
        assert {at: told for at, told in now[1].items() if at not in late} == self.uncut.end[1]
        assert late
        self.sandboxes.forget()
        ran = self.here("sync", self.crossing.mapping, "--out", self.crossing.folder / "again.jsonl")
        assert ran.code == 1, ran
        held = self.here("status", self.crossing.mapping, "--json").data["held"]
        assert [row["reason"] for row in held] == ["there twice"] * len(late)
        assert self.sandboxes.writes() == []


def ended(process: subprocess.Popen[str]) -> Ran:
    out, err = process.communicate(timeout=PATIENT)
    return Ran(process.returncode, out, err)


def by(pid: int) -> str:
    """What is said of whoever is at work."""
    return f"{getpass.getuser()} on {socket.gethostname()} (process {pid})"


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(
    request: pytest.FixtureRequest, uncut: Callable[[str], Uncut], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Shared:
    monkeypatch.chdir(tmp_path)  # where the runs of a state on a server are kept
    in_file = request.param == "sqlite"
    state = str(tmp_path / "state.db") if in_file else request.getfixturevalue("postgres_database")
    return Shared(uncut(small_site.FORWARD), state)


def test_of_two_that_start_at_once_one_works_and_the_other_says_who(shared: Shared) -> None:
    with shared.started("connected:5") as one, shared.started("connected:5") as other:
        until(lambda: one.poll() is not None or other.poll() is not None, PATIENT)
        loser, winner = (one, other) if one.poll() is not None else (other, one)
        refused = ended(loser)
        assert refused.code == 4, refused
        assert "somebody else is at work" in refused.err
        assert by(winner.pid) in refused.err
        until_stopped(winner)
        assert shared.sandboxes.writes() == []
        os.kill(winner.pid, signal.SIGCONT)
        assert ended(winner).code == 0
    assert len(shared.sandboxes.writes()) == shared.uncut.writes
    shared.assert_whole()


@contextmanager
def stopped(shared: Shared, at: str, threads: int = 5) -> Iterator[subprocess.Popen[str]]:
    """A process that stopped itself with so many threads at an instant; what it was in ends without it."""
    with shared.started(f"{at}:{threads}") as process:
        until_stopped(process)
        if at == "gone":
            until(lambda: len(shared.sandboxes.writes()) == threads, PATIENT)
        yield process


def expired(shared: Shared) -> None:
    """Wait for as long as the lease of a process that is stopped lasts."""
    holder = shared.holder()
    time.sleep(max(0.0, (datetime.fromisoformat(holder["expires"]) - SystemClock().now()).total_seconds()))
    until(lambda: shared.holder()["expired"], PATIENT)


INSTANTS = {
    "before the limiter": 0,
    "after the limiter": 0,
    "asked": 0,
    "connected": 0,
    "past the last question": 5,
    "gone": 0,
}
"""Where five threads may stand that send when their process is stopped, and how many requests more leave at most then:
the first whose answer is not written down any more ends the process, and with it whoever has not sent yet."""
GRID = [*(("sqlite", at) for at in INSTANTS), *(("postgresql", at) for at in ("asked", "connected", "gone"))]
PART = [("sqlite", at) for at in ("after the limiter", "past the last question")]
PART += [("postgresql", at) for at in ("connected", "gone")]
"""Each place where a process that wakes finds out: as it asks first, as it asks last, past that, as it writes down."""


@pytest.mark.parametrize(("shared", "at"), of(GRID, lambda _, case: case in PART), indirect=["shared"])
def test_who_was_stopped_too_long_ends_the_requests_it_was_in_at_most(shared: Shared, at: str) -> None:
    shared.lease = LEASE
    with stopped(shared, at) as first:
        expired(shared)
        begun = shared.open_intents()
        assert begun >= 5
        assert shared.here(*shared.applying).code == 0
        assert content(shared.sandboxes) == shared.uncut.end
        shared.sandboxes.forget()
        os.kill(first.pid, signal.SIGCONT)
        woken = ended(first)
        late = len(shared.sandboxes.writes())
        assert len(shared.sandboxes.log()) == late <= INSTANTS[at]
        assert woken.code == 4, woken
        assert "was broken or taken over" in woken.err
        assert by(os.getpid()) in woken.err
    if late:
        shared.assert_what_was_late_waits()
    else:
        shared.assert_whole()


@pytest.mark.parametrize("shared", ["sqlite"], indirect=True)
def test_who_was_stopped_too_long_while_it_read_asks_nothing_more(shared: Shared) -> None:
    shared.lease = LEASE
    with stopped(shared, "reading back", threads=1) as first:
        begun = len(shared.sandboxes.writes())
        assert 0 < begun < shared.uncut.writes
        expired(shared)
        assert shared.here(*shared.applying).code == 0
        assert content(shared.sandboxes) == shared.uncut.end
        shared.sandboxes.forget()
        os.kill(first.pid, signal.SIGCONT)
        woken = ended(first)
        assert shared.sandboxes.log() == []
        assert woken.code == 4, woken
        assert by(os.getpid()) in woken.err
    shared.assert_whole()


@pytest.mark.parametrize(
    "shared", of(["sqlite", "postgresql"], lambda _, database: database == "sqlite"), indirect=True
)
def test_who_was_killed_is_waited_out_and_its_run_finished(shared: Shared) -> None:
    with stopped(shared, "gone") as first:
        first.kill()  # and not waited for: its number stays, as that of a process on another machine would
        shared.assert_refused_to_others(first.pid)
        shared.let_it_run_out()
        assert shared.here(*shared.applying).code == 0
    shared.assert_whole()
