from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from isogloss.errors import StateError
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import Digest
from isogloss.state.tables import TOMBSTONE
from isogloss.state.tombstones import KEPT, Tombstone

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TEA = EntryKey("article", "tea")
OLD = EntryKey("article", "cup", "old-cup")
FR = Locale("fr")
WHOLE = Tombstone(Side.LEFT, TEA, "l1", None, "run-1", NOON, {FR: Digest("a")})
PART = Tombstone(Side.LEFT, OLD, "l2", FR, "run-1", NOON, {}, NOON)
ACROSS = Tombstone(Side.RIGHT, TEA, "r1", None, "run-1", NOON, {})


def test_what_was_deleted_is_there_when_the_state_is_opened_again(reopen):
    with reopen() as state:
        state.tombstones.put([PART, WHOLE, ACROSS])
    with reopen() as state:
        assert state.tombstones.of(Side.LEFT) == [WHOLE, PART]
        assert state.tombstones.of(Side.RIGHT) == [ACROSS]
    with reopen("another") as state:
        assert state.tombstones.of(Side.LEFT) == []


def test_a_later_deletion_takes_the_place_of_an_earlier_one(state):
    later = Tombstone(Side.LEFT, OLD, "l1", None, "run-2", NOON + timedelta(1), {})
    state.tombstones.put([WHOLE])
    state.tombstones.put([later])
    assert state.tombstones.of(Side.LEFT) == [later]


def test_what_is_there_again_is_forgotten_with_its_locales(state):
    state.tombstones.put([WHOLE, PART, Tombstone(Side.LEFT, TEA, "l1", FR, "run-1", NOON, {}), ACROSS])
    state.tombstones.drop(Side.LEFT, "article", ["l1"])
    assert state.tombstones.of(Side.LEFT) == [PART]
    assert state.tombstones.of(Side.RIGHT) == [ACROSS]


def test_what_was_deleted_long_ago_is_forgotten(state):
    old = Tombstone(Side.LEFT, TEA, "l0", None, "run-0", NOON - timedelta(1), {})
    state.tombstones.put([old, WHOLE])
    state.tombstones.prune(NOON + KEPT)
    assert state.tombstones.of(Side.LEFT) == [WHOLE]


@pytest.mark.parametrize("column", [{"shown": "[]"}, {"at": "noon"}])
def test_a_row_of_another_shape_is_damage(state, column):
    state.tombstones.put([WHOLE])
    state._database.execute(update(TOMBSTONE).values(**column))
    with pytest.raises(StateError, match="damaged"):
        state.tombstones.of(Side.LEFT)
