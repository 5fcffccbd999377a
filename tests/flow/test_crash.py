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
import time
import warnings
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
import small_site
from sandboxes import PROMPT, QUICK, Crossing, Sandboxes
from sqlalchemy import Engine, event
from uncut import Uncut, crossed, quick_folder

from isogloss.demo import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


pytestmark = pytest.mark.slow

SHARES = 4
"""Each test takes every fourth instant, so that they spread over the processes of a parallel run."""
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Take both instants of every request everywhere; else one of them in turn, and samples of all other crossings."""
MOST = 1000
"""More instants than any run here has; a run that goes on beyond is a run that never ends."""


@pytest.fixture
def demo(sandboxes: Sandboxes) -> Iterator[Uncut]:
    """The site of the demo, run across to its end once."""
    text = site.mapping_text().replace("${WEBFLOW_URL}", "@WEBFLOW@").replace("${BUTTERCMS_URL}", "@BUTTER@")
    crossing = Crossing(sandboxes, quick_folder(), text=text.replace("webflow -> butter", "@FLOW@"), patience=PROMPT)
    sandboxes.webflow.seed(site.webflow_seed())
    sandboxes.butter.seed(site.butter_seed())
    made = crossed(crossing)
    yield made
    made.close()


def dies(made: Uncut, act: Callable[[], object], ready: Callable[[int], None] = lambda pid: None) -> bool:
    """Run in a child process; whether it was killed. ``ready`` is called with its number before it begins.

    The child reaches the sandboxes, which stay in this process, by sockets; what is finished after it needs none.
    """
    waits, goes = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of forks beside threads
        child = os.fork()
    if child == 0:
        try:
            made.crossing.sandboxes.transport = None
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
        made,
        lambda: made.crossing.apply(made.plan),
        lambda pid: made.crossing.sandboxes.gate(pid=pid, at=k, when=when),
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

    return dies(made, act)


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
@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_a_run_killed_at_any_request_is_finished_by_the_next(
    uncut: Callable[[str], Uncut], flow: str, share: int
) -> None:
    made = uncut(flow)
    for when in ("before", "after") if THOROUGH else (("before", "after")[share % 2],):
        every_instant(made, lambda k, when=when: cut_at_request(made, k, when), share)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_a_run_killed_at_a_commit_is_finished_by_the_next(
    uncut: Callable[[str], Uncut], flow: str
) -> None:
    made = uncut(flow)
    every_instant(made, lambda k: cut_at_commit(made, k), 3, 1 if THOROUGH else 20)


@pytest.mark.parametrize("landing", [{"land_reads": 1}, {"land_seconds": 0.05}])
def test_invariant_10_a_run_killed_while_its_writes_are_still_landing_is_finished_by_the_next(
    uncut: Callable[[str], Uncut], landing: dict[str, float]
) -> None:
    prompt = uncut(small_site.FORWARD)
    made = replace(prompt, crossing=replace(prompt.crossing, patience=QUICK))
    made.crossing.sandboxes.butter.turn(**landing)
    for when, share in (("before", 24), ("after", 27)):
        every_instant(made, lambda k, when=when: cut_at_request(made, k, when), share, 1 if THOROUGH else 12)


@pytest.mark.parametrize("when", ["before", "after"])
def test_invariant_10_a_run_of_the_demo_killed_at_a_request_is_finished_by_the_next(demo: Uncut, when: str) -> None:
    first, step = (0, 1) if THOROUGH else (60, 70)
    every_instant(demo, lambda k: cut_at_request(demo, k, when), first, step)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_the_command_killed_at_any_instant_again_and_again_ends_where_an_uncut_run_ends(
    uncut: Callable[[str], Uncut], flow: str
) -> None:
    random = Random(f"instants {flow}")  # noqa: S311  # the same instants in each run, as far as a machine allows
    made = uncut(flow)
    killed = 0
    for _ in range(6):
        killed += killed_at_some_instant(made, random)
        made.assert_intents_first(f"kill {killed}", deaths=killed)
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
