import sqlite3

import pytest
from manual_clock import ManualClock

from isogloss.errors import StateError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar
from isogloss.outcomes import Unsettled
from isogloss.plan.op import Conflict, Drifted, Step
from isogloss.state.opened import open_state

TEA = EntryKey("article", "tea")
TITLE = Cell(TEA, Locale("fr"), "title")
MINE = Step(Side.RIGHT, TITLE, "mine", "it is there")
LEFT = [
    Conflict(TITLE, "both sides changed", Scalar("text", "a"), ABSENT, "Tea", "more"),
    Unsettled(EntryKey("article", "pot", "kettle"), "Pot", Side.LEFT, "delete", "failed", "no"),
    MINE,
    Drifted(Cell(TEA), ABSENT, Scalar("text", "b"), kept=True),
]


def test_nothing_is_held_at_first(state):
    assert state.held.all() == []


def test_what_is_held_comes_back_in_order_and_replaces_the_run_before(state, reopen):
    state.held.replace("run-1", [MINE, MINE, MINE])
    state.held.replace("run-2", iter(LEFT))
    with reopen() as again:
        assert again.held.all() == LEFT
    state.held.replace("run-3", [])
    assert state.held.all() == []


def test_another_mapping_holds_its_own(state, reopen):
    state.held.replace("run-1", [MINE])
    with reopen("other") as other:
        other.held.replace("run-1", [])
    assert state.held.all() == [MINE]


@pytest.mark.parametrize("row", ["[]", "{}", '{"record":"step"}', '{"record":"site","on":"left","waits":""}'])
def test_a_changed_row_is_a_damaged_state(tmp_path, row):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        state.held.replace("run-1", [MINE])
        meddler = sqlite3.connect(path)
        meddler.execute("UPDATE isogloss_held SET held = ?", (row,))
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match="held for a person"):
            state.held.all()
