"""A run that is cut at any instant and applied again ends where an uncut run ends.

Invariants 7 and 10. The process is killed by the sandbox it talks to: before the k-th request had any effect, or after
it took effect and before its answer was seen, for every k; and by the state database, before every commit. What lasts
changes only by a request or by a commit, so no other instant can be told apart from one of these.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
import small_site
from sandboxes import Crossing, Sandboxes, content, settled
from sqlalchemy import Engine, event

from isogloss.demo import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sandboxes import Json

    from isogloss.plan.data import PlanFile

pytestmark = pytest.mark.slow

SHARES = 4
"""Each test takes every fourth instant, so that they spread over the processes of a parallel run."""
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Take every instant everywhere; else samples of what differs from the two full crossings in one respect only."""
MOST = 1000
"""More instants than any run here has; a run that goes on beyond is a run that never ends."""


@dataclass
class Uncut:
    """A plan, where it starts from, and where a run ends that nobody cuts."""

    crossing: Crossing
    plan: PlanFile
    start: tuple[Json, Json]
    end: tuple[Json, Json]
    writes: int

    def begin(self) -> None:
        """Back to the start: content, logs, and a state that remembers nothing."""
        self.crossing.sandboxes.gate()
        self.crossing.sandboxes.load(self.start)
        self.crossing.sandboxes.forget()
        for left in self.crossing.folder.glob("state.db*"):
            left.unlink()

    def assert_finishes(self, where: str) -> None:
        """Apply again, and hold the end against that of the uncut run."""
        self.crossing.sandboxes.gate()
        again = self.crossing.apply(self.plan)
        settled(again)
        now = content(self.crossing.sandboxes)
        assert now == self.end, f"{where}: the end is another"
        sent, intended = self.crossing.sent_and_intended()
        assert sent <= intended, f"{where}: a write without an intent"
        # a duplicate would show in the content; that nothing is sent twice for nothing shows here
        assert sent.total() <= self.writes + 2, f"{where}: {sent}"

    def assert_intents_first(self, where: str) -> None:
        """Invariant 7, at the instant of death: every write has its intent, and all but the last have an answer."""
        sent, intended = self.crossing.sent_and_intended()
        assert sent <= intended, f"{where}: a write without an intent"
        answers = self.crossing.rows("select intent from isogloss_answer") if intended else []
        assert intended.total() - len(set(answers)) <= 1, f"{where}: a request before the last answer was written down"


@contextmanager
def uncut(sandboxes: Sandboxes, flow: str) -> Iterator[Uncut]:
    """The small site, once across."""
    with quick_folder() as folder:
        crossing = Crossing(sandboxes, folder, flow)
        crossing.seed()
        yield crossed(crossing)


@contextmanager
def uncut_demo(sandboxes: Sandboxes) -> Iterator[Uncut]:
    """The site of the demo, once across."""
    text = site.mapping_text().replace("${WEBFLOW_URL}", "@WEBFLOW@").replace("${BUTTERCMS_URL}", "@BUTTER@")
    with quick_folder() as folder:
        crossing = Crossing(sandboxes, folder, text=text.replace("webflow -> butter", "@FLOW@"))
        sandboxes.webflow.seed(site.webflow_seed())
        sandboxes.butter.seed(site.butter_seed())
        yield crossed(crossing)


def crossed(crossing: Crossing) -> Uncut:
    """Plan a crossing, and run it once to its end."""
    made = Uncut(crossing, crossing.plan(), crossing.sandboxes.states(), ({}, {}), 0)
    made.begin()
    settled(crossing.apply(made.plan))
    made.end, made.writes = content(crossing.sandboxes), len(crossing.sandboxes.writes())
    assert made.writes > 10
    return made


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is such a place.

    A process that is killed loses nothing that it wrote, so no disk need be waited for.
    """
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def dies(act: Callable[[], object], ready: Callable[[int], None] = lambda pid: None) -> bool:
    """Run in a child process; whether it was killed. ``ready`` is called with its number before it begins."""
    waits, goes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.read(waits, 1)
            act()
        except BaseException as error:  # noqa: BLE001  # nothing may go on in a copy of the test process
            os.write(2, f"the child failed: {error!r}\n".encode())
            os._exit(1)
        os._exit(0)
    try:
        ready(child)
        os.write(goes, b".")
        _, status = os.waitpid(child, 0)
    finally:
        os.close(waits)
        os.close(goes)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"the child failed: {status}"
    return os.WIFSIGNALED(status)


def cut_at_request(made: Uncut, k: int, when: str) -> bool:
    """Run until the k-th request; whether there was one."""
    made.begin()
    return dies(
        lambda: made.crossing.apply(made.plan), lambda pid: made.crossing.sandboxes.gate(pid=pid, at=k, when=when)
    )


def cut_at_commit(made: Uncut, k: int) -> bool:
    """Run until the k-th commit is about to be made; whether there was one."""
    made.begin()

    def act() -> None:
        seen = 0

        def kill(connection: object) -> None:
            nonlocal seen
            seen += 1
            if seen == k:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "commit", kill)
        made.crossing.apply(made.plan)

    return dies(act)


def every_instant(made: Uncut, cut: Callable[[int], bool], share: int, shares: int = SHARES) -> None:
    """Cut at every instant of one share, and finish each time."""
    for k in range(1 + share, MOST, shares):
        if not cut(k):
            assert k > 1 + share, "nothing was cut"
            return
        made.assert_intents_first(f"cut at {k}")
        made.assert_finishes(f"cut at {k}")
    raise AssertionError(f"the run goes on beyond {MOST} instants")


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("when", ["before", "after"])
def test_invariant_10_a_run_to_buttercms_killed_at_any_request_is_finished_by_the_next(
    sandboxes: Sandboxes, when: str, share: int
) -> None:
    with uncut(sandboxes, small_site.FORWARD) as made:
        every_instant(made, lambda k: cut_at_request(made, k, when), share)


@pytest.mark.parametrize("share", range(SHARES))
def test_invariant_10_a_run_to_webflow_killed_at_any_request_is_finished_by_the_next(
    sandboxes: Sandboxes, share: int
) -> None:
    with uncut(sandboxes, small_site.BACKWARD) as made:
        for when in ("before", "after") if THOROUGH else (("before", "after")[share % 2],):
            every_instant(made, lambda k, when=when: cut_at_request(made, k, when), share)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_a_run_killed_at_a_commit_is_finished_by_the_next(sandboxes: Sandboxes, flow: str) -> None:
    with uncut(sandboxes, flow) as made:
        every_instant(made, lambda k: cut_at_commit(made, k), 3, 1 if THOROUGH else 20)


@pytest.mark.parametrize("landing", [{"land_reads": 1}, {"land_seconds": 0.05}])
def test_invariant_10_a_run_killed_while_its_writes_are_still_landing_is_finished_by_the_next(
    sandboxes: Sandboxes, landing: dict[str, float]
) -> None:
    with uncut(sandboxes, small_site.FORWARD) as made:
        sandboxes.butter.turn(**landing)
        for when, share in (("before", 24), ("after", 27)):
            every_instant(made, lambda k, when=when: cut_at_request(made, k, when), share, 1 if THOROUGH else 12)


@pytest.mark.parametrize("when", ["before", "after"])
def test_invariant_10_a_run_of_the_demo_killed_at_a_request_is_finished_by_the_next(
    sandboxes: Sandboxes, when: str
) -> None:
    with uncut_demo(sandboxes) as made:
        every_instant(made, lambda k: cut_at_request(made, k, when), 0 if THOROUGH else 60, 1 if THOROUGH else 70)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_the_command_killed_at_any_instant_again_and_again_ends_where_an_uncut_run_ends(
    sandboxes: Sandboxes, flow: str
) -> None:
    random = Random(f"instants {flow}")  # noqa: S311  # the same instants in each run, as far as a machine allows
    with uncut(sandboxes, flow) as made:
        killed = 0
        made.begin()
        for _ in range(6):
            killed += killed_at_some_instant(made, random)
            made.assert_intents_first(f"kill {killed}")
        made.assert_finishes("after several kills")
        assert killed > 1


def killed_at_some_instant(made: Uncut, random: Random) -> bool:
    """Start the command and kill it some time after it began to talk; whether it was still running."""
    requests = random.randrange(1, 40)
    made.crossing.sandboxes.gate()
    words = [sys.executable, "-m", "isogloss", "apply", str(made.plan.path), "--state", str(made.crossing.state)]
    with subprocess.Popen(
        [*words, "--confirm-within", "0.4", "--quiet"],
        env={**os.environ, **small_site.ENVIRONMENT},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        until = time.monotonic() + 30
        while process.poll() is None and made.crossing.sandboxes.seen() < requests:
            assert time.monotonic() < until, "the command neither talked nor ended"
            time.sleep(0.01)
        time.sleep(random.random() / 50)
        process.kill()
    return process.returncode == -signal.SIGKILL
