"""A run that is cut at any instant and applied again ends where an uncut run ends.

Invariants 7 and 10. The process is killed by the sandbox it talks to: before the k-th request had any effect, or after
it took effect and before its answer was seen, for every k; and by the state database, before every commit. What lasts
changes only by a request or by a commit, so no other instant can be told apart from one of these. ``make test`` tries
half of those where the run turns from reading to writing and back, and of the commits one in sixty.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import warnings
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import httpx
import pytest
import small_site
from sandboxes import PROMPT, QUICK, READS, Crossing, Sandboxes, content
from sqlalchemy import Engine, event
from uncut import Uncut, crossed, quick_folder
from whole import WHOLE, of

from isogloss.demo import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


pytestmark = pytest.mark.slow

SHARES = 4
"""Each test takes every fourth instant, so that they spread over the processes of a parallel run."""
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Take every instant everywhere; else samples of the commits, and of all other crossings."""
MOST = 1000
"""More instants than any run here has; a run that goes on beyond is a run that never ends."""
STUCK = 300
"""Seconds after which a child ends itself: a fork beside other threads may find a lock taken for ever."""


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
            signal.alarm(STUCK)
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
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGKILL), f"the child failed: {ended}"
    all_arrived(made)
    return ended != 0


def all_arrived(made: Uncut) -> None:
    """Wait until what a dead process had sent took effect, or never will: who asks by a socket now comes after it."""
    for each in made.crossing.sandboxes.both:
        httpx.get(f"{each.url}/_gate", trust_env=False, timeout=60).raise_for_status()


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


def is_finished(made: Uncut, where: str) -> None:
    """Hold a run that was cut against invariants 7 and 10."""
    made.assert_intents_first(where)
    made.assert_finishes(where)


def every_instant(made: Uncut, cut: Callable[[int], bool], first: int, step: int) -> None:
    """Cut at every so many instants, and finish each time."""
    for k in range(first, MOST, step):
        if not cut(k):
            assert k > first, "nothing was cut"
            return
        is_finished(made, f"cut at {k}")
    raise AssertionError(f"the run goes on beyond {MOST} instants")


def instants(made: Uncut) -> list[tuple[int, str]]:
    """Before each request, and after each that writes: after one that reads is before the next one.

    In the part, every other one of these: before the first request of all that read, or write, one after the other, and
    after the first and the last of such writes.
    """
    reads = [method in READS for method in made.methods]
    begins = {k for k, reading in enumerate(reads, 1) if k == 1 or reads[k - 2] != reading}
    ends = {k - 1 for k in begins} | {len(reads)}
    every = [
        (k, when) for k, reading in enumerate(reads, 1) for when in (("before",) if reading else ("before", "after"))
    ]
    turns = [at for at in every if at[0] in begins or (at[1] == "after" and at[0] in ends)][::2]
    return of(every, lambda _, at: at in turns)


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_a_run_killed_at_any_request_is_finished_by_the_next(
    uncut: Callable[[str], Uncut], flow: str, share: int
) -> None:
    made = uncut(flow)
    cut = 0
    for k, when in instants(made)[share::SHARES]:
        if cut_at_request(made, k, when):  # its threads may come to fewer requests than one that goes on by itself
            is_finished(made, f"cut {when} {k}")
            cut += 1
    assert cut > 1, "next to nothing was cut"


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_a_run_killed_at_a_commit_is_finished_by_the_next(
    uncut: Callable[[str], Uncut], flow: str
) -> None:
    made = uncut(flow)
    every_instant(made, lambda k: cut_at_commit(made, k), 4, 1 if THOROUGH else 20 if WHOLE else 60)


@pytest.mark.parametrize("landing", [{"land_reads": 1}, {"land_seconds": 0.05}])
def test_invariant_10_a_run_killed_while_its_writes_are_still_landing_is_finished_by_the_next(
    uncut: Callable[[str], Uncut], landing: dict[str, float]
) -> None:
    prompt = uncut(small_site.FORWARD)
    made = replace(prompt, crossing=replace(prompt.crossing, patience=QUICK))
    made.crossing.sandboxes.butter.turn(**landing)
    step = 1 if THOROUGH else 12 if WHOLE else 60
    for when, first in (("before", 25), ("after", 34)):
        every_instant(made, lambda k, when=when: cut_at_request(made, k, when), first, step)


def test_invariant_10_a_run_of_the_demo_killed_at_a_request_is_finished_by_the_next(demo: Uncut) -> None:
    first, step = (1, 1) if THOROUGH else (61, 70 if WHOLE else 140)
    every_instant(demo, lambda k: cut_at_request(demo, k, "before"), first, step)
    every_instant(demo, lambda k: cut_at_request(demo, k, "after"), first + step // 2, step)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_invariant_10_the_command_killed_again_and_again_ends_where_an_uncut_run_ends(
    uncut: Callable[[str], Uncut], flow: str
) -> None:
    random = Random(f"instants {flow}")  # noqa: S311  # the same instants in each run, as far as threads allow
    made = uncut(flow)
    last = len(made.methods)
    killed = 0
    for _ in range(6 if WHOLE else 3):
        k, when = random.randrange(last // 2, last * 3 // 4), random.choice(("before", "after"))
        if not the_command_is_killed(made, k, when):
            break  # it had less left to do than that, and came to its end
        killed += 1
        made.assert_intents_first(f"kill {killed}", deaths=killed)
    else:
        made.assert_finishes("after several kills")
    assert content(made.crossing.sandboxes) == made.end
    assert killed > 1


def the_command_is_killed(made: Uncut, k: int, when: str) -> bool:
    """Start the command, and kill it at a request; whether it came so far."""
    words = [sys.executable, "-m", "isogloss", "apply", str(made.plan.path), "--state", str(made.crossing.state)]
    with subprocess.Popen(
        ["/bin/sh", "-c", 'read go && exec "$@"', "sh", *words, "--confirm-within", "0.4", "--quiet"],
        env={**os.environ, **small_site.ENVIRONMENT},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        made.crossing.sandboxes.gate(pid=process.pid, at=k, when=when)
        process.communicate(b"go\n", timeout=STUCK)
    all_arrived(made)
    return process.returncode == -signal.SIGKILL
