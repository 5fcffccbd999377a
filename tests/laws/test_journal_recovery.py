"""What was said to be on disk is on disk, whatever instant the process dies at (invariants 7 and 10).

The process that dies is a fork of this one that kills itself at the n-th statement, commit or return, for every n until
it comes through. A killed process does not test the disk's own cache; ``synchronous=FULL`` is checked elsewhere.
"""

import os
import shutil
import signal
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manual_clock import ManualClock
from old_states import NAMES as NAMES_THAT_TELL
from old_states import assert_told_apart, tell_in_names
from sqlalchemy import Engine, create_engine, event
from told_remotes import told_remotes
from whole import WHOLE

from isogloss.errors import Refused, RemoteError, Unavailable
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar, digest_text
from isogloss.plan.op import Change, Op, Step
from isogloss.ports import Call, Sent, Settled
from isogloss.state.opened import State, open_state

EN = Locale("en")
NAMES = ("tea", "cup", "pot")
PAIR = (digest_text("left"), digest_text("right"))
PLAN = digest_text("plan")
MOST_POINTS = 400
STUCK = 300
"""Seconds after which a child ends itself: a fork beside other threads may find a lock taken for ever."""
STEP = 1 if WHOLE else 4
"""So many instants of a first opening lie between two that are tried."""
EVERY = 13
"""So many of the statements of an upgrade lie between two instants that are tried: it is one transaction."""


def op(name: str) -> Op:
    at = Cell(EntryKey("article", name), EN, "title")
    changes = (Change(at, ABSENT, Scalar("text", name), digest_text(name)),)
    return Op(digest_text(name), Side.RIGHT, "create", at.entry, name, changes)


def call(*names: str) -> Call:
    return Call("POST /items", tuple(map(op, names)), Sent, frozenset(EntryKey("article", name) for name in names))


def steps(state: State) -> Iterator[None]:
    """What an apply writes down, one durable step at a time."""
    run = state.runs.begin(plan_digest=PLAN, plan_path="a.plan", mapping_digest=PLAN, command="apply", ops_total=3).id
    yield
    state.images(run).save(map(op, NAMES))
    yield
    journal = state.journal(run)
    number = journal.intend(call(*NAMES))
    yield
    journal.answer(number, Sent({EntryKey("article", name): f"r-{name}" for name in NAMES}))
    yield
    state.identity.bind_many(Side.RIGHT, [(EntryKey("article", name), f"r-{name}") for name in NAMES])
    yield
    for name in NAMES:
        journal.record(Settled(op(name).id, "confirmed"))
        yield
    state.base.advance_many((EntryKey("article", name), {EN: {"title": PAIR}}) for name in NAMES)
    yield
    state.held.replace(run, [Step(Side.RIGHT, Cell(EntryKey("article", name)), name, "") for name in NAMES])
    yield
    state.runs.finish(run, {"written": 3})
    yield


def steps_done(state: State) -> list[bool]:
    """Which of the steps a fresh process finds; asserts that none is there by half."""
    run = state.runs.find(PLAN)
    if run is None:
        return [False] * 11
    journal = state.journal(run.id)
    fates = journal.intended()
    assert set(fates.values()) in (set(), {"unknown"}, {"answered"})
    assert len(fates) in (0, 3)
    settled = journal.settled()
    counts = (
        len(list(state.images(run.id).all())),
        len(list(state.identity.all_keys(Side.RIGHT))),
        len(list(state.base.entries())),
        len(state.held.all()),
    )
    assert set(counts) <= {0, 3}
    images, bound, based, held = (count == 3 for count in counts)
    answered = "answered" in fates.values()
    assert len(told_remotes(journal)) == (3 if answered else 0)
    return [
        True,
        images,
        bool(fates),
        answered,
        bound,
        *(op(name).id in settled for name in NAMES),
        based,
        held,
        run.state == "finished",
    ]


def forked(work: Callable[[int], None]) -> tuple[int, bool]:
    """Run work in a fork; returns how many bytes it wrote to its pipe, and whether it was killed."""
    listen, tell = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of forks beside threads
        child = os.fork()
    if child == 0:
        try:
            os.close(listen)
            signal.alarm(STUCK)
            work(tell)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(tell)
    with os.fdopen(listen, "rb") as heard:
        told = len(heard.read())
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGKILL), f"the work itself failed: {ended}"
    return told, ended != 0


def die_at(point: int) -> Callable[..., None]:
    """Something that kills this process the n-th time it is passed."""
    left = point

    def passed(*_anything: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return passed


@pytest.mark.slow
def test_whatever_instant_the_process_dies_at_what_was_said_to_be_written_down_is_there(tmp_path):
    seen = set()
    with open_state(str(tmp_path / "new.db"), "acme", ManualClock()):
        pass
    for point in range(1, MOST_POINTS):
        path = str(shutil.copyfile(tmp_path / "new.db", tmp_path / f"{point}.db"))

        def work(tell: int, path: str = path, point: int = point) -> None:
            with open_state(path, "acme", ManualClock()) as state:
                passed = die_at(point)
                for moment in ("after_cursor_execute", "commit"):
                    event.listen(Engine, moment, passed)
                for _ in steps(state):
                    os.write(tell, b".")
                    passed()

        told, killed = forked(work)
        with open_state(path, "acme", ManualClock()) as state:
            done = steps_done(state)
        count = sum(done)
        assert done == [True] * count + [False] * (11 - count), f"a step is missing in the middle, killed at {point}"
        assert told <= count <= told + 1, f"{told} steps were said to be done, {count} are, killed at {point}"
        seen.add(count)
        if not killed:
            break
    else:
        pytest.fail("the process never came through")
    assert seen == set(range(12))


@pytest.mark.slow
def test_whatever_instant_the_first_opening_dies_at_the_next_one_works(tmp_path):
    for point in range(1, MOST_POINTS, STEP):
        path = str(tmp_path / f"{point}" / "state.db")

        def work(_tell: int, path: str = path, point: int = point) -> None:
            passed = die_at(point)
            for moment in ("after_cursor_execute", "commit"):
                event.listen(Engine, moment, passed)
            with open_state(path, "acme", ManualClock()):
                pass

        _, killed = forked(work)
        with open_state(path, "acme", ManualClock(), read_only=True) as state:
            assert state.runs.all() == []
        with open_state(path, "acme", ManualClock()) as state:
            state.names(Side.LEFT).bind(EntryKey("article", "tea"), "a1")
        if not killed:
            break
    else:
        pytest.fail("the process never came through")


@pytest.mark.slow
def test_an_older_state_whose_upgrade_dies_at_any_instant_is_brought_up_to_date_by_the_next(tmp_path):
    tell_in_names(create_engine(f"sqlite+pysqlite:///{tmp_path / 'older.db'}"), "acme", NAMES_THAT_TELL)
    for point in range(1, MOST_POINTS, EVERY):
        path = str(shutil.copyfile(tmp_path / "older.db", tmp_path / f"{point}.db"))

        def work(_tell: int, path: str = path, point: int = point) -> None:
            passed = die_at(point)
            for moment in ("after_cursor_execute", "commit"):
                event.listen(Engine, moment, passed)
            with open_state(path, "acme", ManualClock()):
                pass

        _, killed = forked(work)
        with open_state(path, "acme", ManualClock(), read_only=True) as state:
            assert_told_apart(state)
        with open_state(path, "acme", ManualClock()) as state:
            assert_told_apart(state)
        if not killed:
            break
    else:
        pytest.fail("the process never came through")
    assert point > 2 * EVERY


def test_a_run_whose_process_died_holding_the_lease_can_go_on_once_it_expired(tmp_path):
    path = str(tmp_path / "state.db")

    def work(tell: int) -> None:
        with open_state(path, "acme", ManualClock()) as state, state.leases.acquire(60):
            for _ in steps(state):
                os.write(tell, b".")
                die_at(1)()

    assert forked(work) == (1, True)
    clock = ManualClock(ManualClock().now() + timedelta(seconds=59))
    with open_state(path, "acme", clock) as state:
        with pytest.raises(Refused, match="somebody else is at work"), state.leases.acquire(60):
            pass
        clock.sleep(1)
        with state.leases.acquire(60):
            assert state.runs.find(PLAN).state == "interrupted"


LOST = Unavailable("lost", took_effect="unknown")
NO = Unavailable("not connected", took_effect="no")
_fates: dict[RemoteError | Sent | None, str] = {None: "unknown", LOST: "unknown", NO: "failed"}
_some = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)
_events = st.one_of(
    st.tuples(st.just("call"), _some, st.sampled_from([None, LOST, NO, Sent()])),
    st.tuples(st.just("settle"), _some, st.sampled_from(["confirmed", "failed", "unsure"])),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_events, max_size=8), st.integers(0, 8))
def test_a_journal_that_is_opened_again_says_what_it_would_have_said(tmp_path: Path, events, reopened_after):
    fates: dict[str, str] = {}
    results: dict[str, str] = {}
    address = str(tmp_path / "state.db")
    with open_state(address, "acme", ManualClock()) as state:
        run = state.runs.begin(plan_digest=PLAN, plan_path="", mapping_digest=PLAN, command="apply", ops_total=3).id
    for part in (events[:reopened_after], events[reopened_after:]):
        with open_state(address, "acme", ManualClock()) as state:
            journal = state.journal(run)
            for what, names, came in part:
                if what == "call":
                    number = journal.intend(call(*names))
                    if came is not None:
                        journal.answer(number, came)
                    fate = "answered" if isinstance(came, Sent) else _fates[came]
                    fates |= {op(name).id: fate for name in names}
                else:
                    for name in names:
                        journal.record(Settled(op(name).id, came))
                    results |= {op(name).id: came for name in names}
            assert journal.intended() == fates
            assert {digest: settled.outcome for digest, settled in journal.settled().items()} == results
    with open_state(address, "acme", ManualClock()) as state:
        state.runs.finish(run, {})  # the next example begins after it, in the same state
