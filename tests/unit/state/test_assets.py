import sqlite3

import pytest
from manual_clock import ManualClock

from isogloss.errors import StateError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.state.opened import open_state

FROM, TO, AGAIN = "https://left.test/a.png", "https://right.test/1.png", "https://right.test/2.png"
COVER = Cell(EntryKey("article", "tea"), Locale("fr"), "cover")


def test_an_asset_that_was_never_sent_has_no_address(state):
    assert state.names(Side.RIGHT).asset(FROM) is None
    assert state.assets.identities(Side.RIGHT).get(TO) is None


def test_an_asset_is_found_both_ways_on_its_side_only(state, reopen):
    state.assets.bind_many(Side.RIGHT, [(FROM, TO)])
    with reopen() as again:
        assert again.names(Side.RIGHT).asset(FROM) == TO
        assert again.assets.identities(Side.RIGHT).get(TO) == FROM
        assert again.names(Side.LEFT).asset(FROM) is None
    with reopen("other") as other:
        assert other.names(Side.RIGHT).asset(FROM) is None


def test_of_several_addresses_of_a_file_the_latest_counts_and_all_are_recognized(state):
    state.assets.bind_many(Side.RIGHT, [(FROM, TO)])
    state.assets.bind_many(Side.RIGHT, [(FROM, AGAIN), (FROM, TO)])
    assert state.assets.asset(Side.RIGHT, FROM) == AGAIN
    assert state.assets.identities(Side.RIGHT) == {TO: FROM, AGAIN: FROM}


def test_of_two_files_at_one_address_the_first_gives_it_its_identity(state):
    state.assets.bind_many(Side.RIGHT, [(FROM, TO), ("https://left.test/copy.png", TO)])
    assert state.assets.identities(Side.RIGHT).get(TO) == FROM
    assert state.assets.identities(Side.RIGHT) == {TO: FROM}
    assert state.assets.asset(Side.RIGHT, "https://left.test/copy.png") == TO


def test_an_address_as_long_as_a_whole_picture_is_kept(state):
    picture = "data:image/png;base64," + "".join(f"{number:x}" for number in range(20_000))
    state.assets.bind_many(Side.RIGHT, [(picture, TO)])
    assert state.assets.identities(Side.RIGHT).get(TO) == picture
    assert state.assets.asset(Side.RIGHT, picture) == TO


def test_binding_nothing_is_fine(state):
    state.assets.bind_many(Side.LEFT, [])
    state.awaited.put(Side.LEFT, {})
    assert state.assets.identities(Side.LEFT) == {}


def test_a_waiting_cell_gives_its_identities_once(state, reopen):
    state.awaited.put(Side.RIGHT, {COVER: [FROM, AGAIN]})
    with reopen() as again:
        assert again.awaited.pop(Side.RIGHT, COVER) == (FROM, AGAIN)
        assert again.awaited.pop(Side.RIGHT, COVER) == ()


def test_waiting_again_replaces_what_was_waited_for(state):
    state.awaited.put(Side.RIGHT, {COVER: [FROM]})
    state.awaited.put(Side.RIGHT, {COVER: [AGAIN]})
    assert state.awaited.all(Side.RIGHT) == {COVER: (AGAIN,)}


def test_all_waiting_cells_of_a_side_come_sorted(state):
    shared = Cell(EntryKey("article", "tea"), SHARED, "gallery")
    state.awaited.put(Side.RIGHT, {COVER: [FROM], shared: [AGAIN]})
    assert list(state.awaited.all(Side.RIGHT).items()) == [(shared, (AGAIN,)), (COVER, (FROM,))]
    assert state.awaited.all(Side.LEFT) == {}


def test_only_a_cell_can_wait(state):
    with pytest.raises(AssertionError, match="not an entry"):
        state.awaited.put(Side.RIGHT, {Cell(COVER.entry): [FROM]})
    with pytest.raises(AssertionError, match="not a variant"):
        state.awaited.put(Side.RIGHT, {Cell(COVER.entry, COVER.locale): [FROM]})


def test_a_changed_row_of_waiting_cells_is_a_damaged_state(tmp_path):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        state.awaited.put(Side.RIGHT, {COVER: [FROM]})
        meddler = sqlite3.connect(path)
        meddler.execute("UPDATE isogloss_awaited SET identities = '7'")
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match="awaited files are not a list"):
            state.awaited.all(Side.RIGHT)
