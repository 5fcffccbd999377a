import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from manual_clock import ManualClock

from isogloss.decide.resolution import Resolution
from isogloss.errors import StateError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.state.opened import open_state

TEA = EntryKey("article", "tea")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TITLE = Resolution(
    "k3f9t2ma",
    Cell(TEA, Locale("fr"), "title"),
    "content",
    (Digest("a" * 32), ABSENT),
    "take",
    Side.LEFT,
    ABSENT,
    "ann",
    NOON,
    "Tea",
    "as legal asked",
)
BODY = replace(TITLE, conflict="b0dyb0dy", cell=Cell(TEA, Locale("fr"), "body"), take=None, value=Scalar("text", "x"))
POT = replace(TITLE, conflict="p0tp0tp0", cell=Cell(EntryKey("article", "pot", "kettle")))


def told(found):
    return [(kept.resolution, kept.status, kept.run, kept.why) for kept in found]


def test_nothing_is_decided_at_first(state):
    assert state.resolutions.open() == []
    assert state.resolutions.all() == []


def test_decisions_come_back_as_they_were_in_their_order(state, reopen):
    state.resolutions.record([TITLE, BODY])
    state.resolutions.record([POT])
    with reopen() as again:
        assert again.resolutions.open() == [TITLE, BODY, POT]
        assert told(again.resolutions.of(TEA)) == [(TITLE, "open", "", ""), (BODY, "open", "", "")]
        assert told(again.resolutions.of(POT.cell.entry)) == [(POT, "open", "", "")]


def test_a_newer_decision_takes_the_place_of_an_open_one_and_both_are_kept(state):
    newer = replace(TITLE, take=Side.RIGHT, at=NOON + timedelta(hours=1))
    (first,) = state.resolutions.record([TITLE])
    (second,) = state.resolutions.record([newer])
    assert (first.replaces, second.replaces) == (None, TITLE)
    assert state.resolutions.open() == [newer]
    assert told(state.resolutions.all()) == [(TITLE, "replaced", "", ""), (newer, "open", "", "")]


@pytest.mark.parametrize("status", ["done", "lapsed"])
def test_a_run_says_what_became_of_one(state, clock, status):
    state.resolutions.record([TITLE, BODY])
    state.resolutions.end(TITLE.conflict, status, TITLE.at, "run-1", "because")
    assert state.resolutions.open() == [BODY]
    kept = state.resolutions.all()[0]
    assert (kept.status, kept.run, kept.why, kept.ended) == (status, "run-1", "because", clock.now())


def test_what_was_decided_after_the_plan_was_made_is_left_open(state):
    state.resolutions.record([TITLE])
    state.resolutions.end(TITLE.conflict, "done", NOON - timedelta(hours=1), "run-1")
    assert state.resolutions.open() == [TITLE]
    state.resolutions.end("unknown", "done", NOON, "run-1")


def test_only_what_is_open_is_taken_back(state):
    state.resolutions.record([TITLE, BODY])
    assert state.resolutions.withdraw([TITLE.conflict, "unknown"]) == [TITLE.conflict]
    assert state.resolutions.withdraw([TITLE.conflict]) == []
    assert told(state.resolutions.all())[0] == (TITLE, "withdrawn", "", "")
    state.resolutions.end(TITLE.conflict, "done", TITLE.at, "run-1")
    assert told(state.resolutions.all())[0] == (TITLE, "withdrawn", "", "")


def test_another_mapping_has_its_own(state, reopen):
    state.resolutions.record([TITLE])
    with reopen("other") as other:
        assert other.resolutions.open() == []
        other.resolutions.record([TITLE])
        other.resolutions.withdraw([TITLE.conflict])
    assert state.resolutions.open() == [TITLE]


@pytest.mark.parametrize(("column", "value"), [("decision", "{}"), ("status", "guessed"), ("ended", "noon")])
def test_a_changed_row_is_a_damaged_state(tmp_path, column, value):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        state.resolutions.record([TITLE])
        meddler = sqlite3.connect(path)
        meddler.execute(f"UPDATE isogloss_resolution SET {column} = ?", (value,))  # noqa: S608 - our own table
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match="a decision has another shape"):
            state.resolutions.all()
