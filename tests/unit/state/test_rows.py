"""States of before told in a name what a superseded entry was; each store reads it, and has a column for it since."""

from pathlib import Path

import pytest
from manual_clock import ManualClock
from old_states import NAMES, assert_brought_up_to_date, assert_told_apart, tell_in_names
from sqlalchemy import create_engine

from isogloss.state.opened import open_state


def test_what_a_superseded_entry_was_is_read_from_names_and_moved_to_a_column(tmp_path: Path) -> None:
    address = tmp_path / "state.db"
    tell_in_names(create_engine(f"sqlite+pysqlite:///{address}"), "acme", NAMES)
    assert_brought_up_to_date(str(address))


@pytest.mark.parametrize("read_only", [True, False])
def test_another_mapping_of_the_database_is_told_apart_too(tmp_path: Path, *, read_only: bool) -> None:
    address = tmp_path / "state.db"
    tell_in_names(create_engine(f"sqlite+pysqlite:///{address}"), "other", NAMES)
    with open_state(str(address), "acme", ManualClock(), read_only=read_only) as state:
        assert state.base.keys() == set()
    with open_state(str(address), "other", ManualClock(), read_only=True) as state:
        assert_told_apart(state)
