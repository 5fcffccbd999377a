import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from manual_clock import ManualClock

from isogloss.errors import StateError
from isogloss.model.address import Side
from isogloss.model.value import Digest
from isogloss.state.kept import Ground, KeptEntry
from isogloss.state.opened import open_state

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
GROUND = Ground("so far", "forms", NOON)


def entry(remote, rows="rows", met="met", links=""):
    return KeptEntry(remote, Digest("digest"), "card", links, met, rows)


def kept(state, kind="post"):
    return sorted(state.kept.cards(Side.LEFT, kind))


def test_what_was_kept_is_there_when_the_state_is_opened_again(reopen):
    with reopen() as state:
        state.kept.replace(Side.LEFT, "post", GROUND, [entry("a", "\ud800 é"), entry("b")], whole=True)
    with reopen() as state:
        assert state.kept.grounds(Side.LEFT) == {"post": GROUND}
        assert state.kept.rows(Side.LEFT, "post", ["a", "c"]) == {"a": "\ud800 é"}
        assert state.kept.digests(Side.LEFT, "post") == {"a": "digest", "b": "digest"}
        assert state.kept.grounds(Side.RIGHT) == {}
    with reopen("another") as state:
        assert state.kept.grounds(Side.LEFT) == {}
        assert kept(state) == []


def test_a_whole_reading_replaces_all_and_another_what_it_names(state):
    state.kept.replace(Side.LEFT, "post", GROUND, [entry("a"), entry("b")], whole=True)
    state.kept.replace(Side.LEFT, "post", GROUND, [entry("b", "new", met="")], whole=False)
    assert kept(state) == [("a", "digest", "card", "", "met"), ("b", "digest", "card", "", "")]
    state.kept.replace(Side.LEFT, "post", GROUND, [], whole=False, gone=["a"])
    assert [remote for remote, *_ in kept(state)] == ["b"]
    state.kept.replace(Side.LEFT, "post", GROUND, [entry("c", links="one\ntwo"), entry("d")], whole=True)
    assert list(state.kept.links(Side.LEFT, "post")) == [("c", "one\ntwo")]
    assert [remote for remote, *_ in kept(state)] == ["c", "d"]


def test_rows_and_ground_change_together_or_not_at_all(state):
    def broken():
        yield entry("b")
        raise RuntimeError

    state.kept.replace(Side.LEFT, "post", GROUND, [entry("a")], whole=True)
    with pytest.raises(RuntimeError):
        state.kept.replace(Side.LEFT, "post", None, broken(), whole=True)
    assert [remote for remote, *_ in kept(state)] == ["a"]
    assert state.kept.grounds(Side.LEFT) == {"post": GROUND}


def test_without_a_ground_nothing_is_stood_on(state):
    for kind in ("post", "page"):
        state.kept.replace(Side.LEFT, kind, GROUND, [entry("a")], whole=True)
    state.kept.replace(Side.LEFT, "post", None, [entry("a")], whole=True)
    assert set(state.kept.grounds(Side.LEFT)) == {"page"}
    state.kept.replace(Side.RIGHT, "post", GROUND, [], whole=True)
    state.kept.forget(Side.LEFT)
    assert (state.kept.grounds(Side.LEFT), set(state.kept.grounds(Side.RIGHT))) == ({}, {"post"})
    state.kept.forget()
    assert state.kept.grounds(Side.RIGHT) == {}


def test_a_mark_is_noted_without_the_rows(state):
    state.kept.replace(Side.LEFT, "post", GROUND, [entry("a"), entry("b")], whole=True)
    state.kept.met(Side.LEFT, "post", {"a": "another"})
    state.kept.met(Side.LEFT, "post", {})
    assert [(remote, met) for remote, _, _, _, met in kept(state)] == [("a", "another"), ("b", "met")]


def test_damage_is_named(tmp_path):
    path = str(tmp_path / "state.db")
    with open_state(path, "acme", ManualClock()) as state:
        state.kept.replace(Side.LEFT, "post", GROUND, [entry("a")], whole=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update isogloss_kept set rows = x'00'")
        connection.execute("update isogloss_ground set census = 'noon'")
    connection.close()
    with open_state(path, "acme", ManualClock()) as state:
        with pytest.raises(StateError, match="damaged"):
            state.kept.rows(Side.LEFT, "post", ["a"])
        with pytest.raises(StateError, match="damaged"):
            state.kept.grounds(Side.LEFT)
