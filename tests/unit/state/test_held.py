import sqlite3

import pytest
from manual_clock import ManualClock

from isogloss.errors import StateError
from isogloss.state.opened import open_state


def test_nothing_is_held_at_first(state):
    assert state.held.rows() == []


def test_what_is_held_comes_back_in_order_and_replaces_the_run_before(state, reopen):
    state.held.replace("run-1", [{"conflict": "old"}, {"step": "old"}, {"step": "older"}])
    rows = [{"conflict": "z", "at": ["article/tea", "fr"]}, {"step": "a", "n": 1, "none": None}]
    state.held.replace("run-2", iter(rows))
    with reopen() as again:
        assert again.held.rows() == rows
    state.held.replace("run-3", [])
    assert state.held.rows() == []


def test_another_mapping_holds_its_own(state, reopen):
    state.held.replace("run-1", [{"step": "mine"}])
    with reopen("other") as other:
        other.held.replace("run-1", [])
    assert state.held.rows() == [{"step": "mine"}]


def test_a_changed_row_is_a_damaged_state(tmp_path):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        state.held.replace("run-1", [{"step": "mine"}])
        meddler = sqlite3.connect(path)
        meddler.execute("UPDATE isogloss_held SET held = '[]'")
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match="held for a person"):
            state.held.rows()
