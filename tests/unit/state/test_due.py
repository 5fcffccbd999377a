"""Sites that wait to be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from manual_clock import ManualClock

from isogloss.model.address import Side
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from pathlib import Path


def test_a_site_stays_due_until_it_is_published_and_each_mapping_has_its_own(tmp_path: Path) -> None:
    where = str(tmp_path / "state.db")
    with open_state(where, "pots", ManualClock()) as state:
        assert state.due.sides() == frozenset()
        state.due.mark(Side.LEFT)
        state.due.mark(Side.LEFT)
    with open_state(where, "pans", ManualClock()) as state:
        assert state.due.sides() == frozenset()
        state.due.clear(Side.LEFT)
    with open_state(where, "pots", ManualClock()) as state:
        assert state.due.sides() == {Side.LEFT}
        state.due.clear(Side.LEFT)
        assert state.due.sides() == frozenset()


def test_a_state_that_is_only_read_and_missing_has_no_site_due(tmp_path: Path) -> None:
    with open_state(str(tmp_path / "none.db"), "pots", ManualClock(), read_only=True) as state:
        assert state.due.sides() == frozenset()
