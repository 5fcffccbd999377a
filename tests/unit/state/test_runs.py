import sqlite3
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from manual_clock import ManualClock

from isogloss.errors import StateError, UsageError
from isogloss.model.value import Digest, digest_text
from isogloss.outcomes import Run
from isogloss.ports import Settled
from isogloss.state.opened import State, open_state

PLAN, OTHER = digest_text("plan"), digest_text("other plan")


@pytest.fixture
def clock(tmp_path: Path) -> ManualClock:
    """A minute that no other test has runs in, even where they share a database."""
    return ManualClock(datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=zlib.crc32(bytes(tmp_path)) % 50_000_000))


def begin(state: State, plan: Digest = PLAN) -> Run:
    return state.runs.begin(
        plan_digest=plan, plan_path="a.plan", mapping_digest=digest_text("mapping"), command="apply", ops_total=3
    )


def test_a_run_is_named_by_its_time_and_its_plan(state, clock):
    assert begin(state).id == f"{clock.now():%Y%m%d-%H%M%S}-{PLAN[:4]}"


def test_two_runs_of_one_second_have_two_names(state):
    named = [begin(state).id for _ in range(3)]
    assert len(set(named)) == 3
    assert sorted(named) == named


def test_a_run_that_began_is_found_by_its_plan_and_is_running(state, reopen):
    run = begin(state)
    with reopen() as again:
        assert again.runs.find(PLAN) == run
        assert again.runs.get(run.id) == run
        assert again.runs.find(OTHER) is None
    assert run.state == "running"
    assert run.ops_total == 3


def test_the_latest_run_of_a_plan_is_the_one_found(state):
    begin(state)
    latest = begin(state)
    begin(state, OTHER)
    assert state.runs.find(PLAN) == latest


def test_a_finished_run_says_when_and_how_it_ended(state, clock):
    run = begin(state)
    clock.sleep(90)
    done = state.runs.finish(run.id, {"written": 3, "why": ["näher"]})
    assert (done.state, done.started, done.ended) == ("finished", run.started, clock.now())
    assert done.summary == {"written": 3, "why": ["näher"]}
    assert state.runs.find(PLAN) == done


def test_a_failed_run_can_go_on(state):
    run = begin(state)
    assert state.runs.finish(run.id, {"error": "no"}, "failed").state == "failed"
    assert state.runs.resume(run.id) == run


def test_who_takes_the_lease_marks_the_runs_that_were_cut(state, reopen):
    cut, done = begin(state), begin(state, OTHER)
    state.runs.finish(done.id, {})
    with reopen("other") as other:
        running = begin(other)
        with state.leases.acquire(60):
            assert state.runs.get(cut.id).state == "interrupted"
            assert state.runs.get(done.id).state == "finished"
        assert other.runs.get(running.id).state == "running"


def test_the_history_shows_the_newest_first_with_the_last_outcome_of_each_op(state):
    first, second = begin(state), begin(state, OTHER)
    journal = state.journal(second.id)
    journal.record(Settled(digest_text("a"), "unsure"))
    journal.record(Settled(digest_text("a"), "confirmed"))
    journal.record(Settled(digest_text("b"), "confirmed"))
    journal.record(Settled(digest_text("c"), "failed"))
    assert [run.id for run in state.runs.all()] == [second.id, first.id]
    assert [run.outcomes for run in state.runs.all()] == [{"confirmed": 2, "failed": 1}, {}]
    assert [run.id for run in state.runs.all(limit=1)] == [second.id]


def test_a_run_of_another_mapping_is_not_there(state, reopen):
    run = begin(state)
    with reopen("other") as other:
        assert other.runs.all() == []
        with pytest.raises(UsageError, match=f"there is no run {run.id}"):
            other.runs.finish(run.id, {})
    assert state.runs.get(run.id).state == "running"


def test_a_changed_summary_is_a_damaged_state(tmp_path):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        run = begin(state)
        meddler = sqlite3.connect(path)
        meddler.execute("UPDATE isogloss_run SET summary = '7'")
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match="summary of a run"):
            state.runs.get(run.id)
