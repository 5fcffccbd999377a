from datetime import UTC, datetime

import pytest

from isogloss.errors import StateError
from isogloss.model.address import EntryKey, Side
from isogloss.model.confirmed import Confirmed
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TEA, CUP = EntryKey("article", "tea"), EntryKey("article", "cup")
EN = Locale("en")
TIMED = Confirmed(Digest("a"), NOON, NOON)
UNTIMED = Confirmed(Digest("b"), NOON, None, (Digest("c"),))


def test_what_was_seen_is_there_when_the_state_is_opened_again(reopen):
    with reopen() as state:
        state.confirmed.note([(Side.LEFT, TEA, {EN: TIMED, SHARED: UNTIMED}), (Side.RIGHT, TEA, {EN: UNTIMED})])
    with reopen() as state:
        assert state.confirmed.get(Side.LEFT, TEA) == {EN: TIMED, SHARED: UNTIMED}
        (entry,) = state.confirmed.all(Side.RIGHT)
        assert entry == TEA
        assert state.confirmed.loaded(state.confirmed.all(Side.RIGHT)[TEA]) == {EN: UNTIMED}
    with reopen("another") as state:
        assert state.confirmed.all(Side.LEFT) == {}


def test_a_variant_that_was_not_seen_again_is_not_forgotten(state):
    state.confirmed.note([(Side.LEFT, TEA, {EN: TIMED})])
    state.confirmed.note([(Side.LEFT, TEA, {SHARED: UNTIMED})])
    state.confirmed.note([(Side.LEFT, TEA, {SHARED: UNTIMED})])
    assert state.confirmed.get(Side.LEFT, TEA) == {EN: TIMED, SHARED: UNTIMED}


def test_an_entry_that_is_gone_is_forgotten_on_both_sides(state):
    state.confirmed.note([(side, entry, {EN: TIMED}) for side in Side for entry in (TEA, CUP)])
    state.confirmed.drop(TEA)
    assert [set(state.confirmed.all(side)) for side in Side] == [{CUP}, {CUP}]


@pytest.mark.parametrize("row", ["[]", '{"en": 1}', '{"en": ["a", "noon", null, []]}'])
def test_a_row_of_another_shape_is_damage(state, row):
    with pytest.raises(StateError, match="damaged"):
        state.confirmed.loaded(row)
