import sqlite3

import pytest
from manual_clock import ManualClock

from isogloss.errors import StateError
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import digest_text
from isogloss.state.opened import open_state

TEA, EN = EntryKey("article", "tea"), Locale("en")


@pytest.mark.parametrize("text", ["", "<p>tea</p>" * 5000, "日本 \x00 \ud800"])
def test_a_text_comes_back_as_it_was(text, state, reopen):
    digest = digest_text(text)
    state.bodies.put({digest: text})
    state.bodies.put({digest: text})
    with reopen() as again:
        assert again.bodies.get(digest) == text


def test_a_text_that_was_not_kept_is_none(state, reopen):
    state.bodies.put({})
    state.bodies.put({digest_text("mine"): "mine"})
    with reopen("other") as other:
        assert other.bodies.get(digest_text("mine")) is None


def test_pruning_keeps_what_either_half_of_a_pair_names(state):
    left, right, old = (digest_text(text) for text in ("left", "right", "old"))
    state.bodies.put({left: "left", right: "right", old: "old"})
    state.base.advance(TEA, {EN: {"body": (left, right), "title": (None, left)}})
    assert state.bodies.prune(state.base) == 1
    assert [state.bodies.get(digest) for digest in (left, right, old)] == ["left", "right", None]
    assert state.bodies.prune(state.base) == 0


def test_pruning_an_empty_store_does_nothing(state):
    assert state.bodies.prune(state.base) == 0


def test_what_is_used_no_more_is_thrown_away_once_it_is_as_much_as_what_is_used(state):
    used = {digest_text(f"used {n}"): f"used {n}" for n in range(1100)}
    state.bodies.put(used)
    pairs = {f"f{n}": (digest, digest) for n, digest in enumerate(used)}
    state.base.advance(TEA, {EN: pairs})
    assert state.bodies.prune_if_grown(state.base) == 0, "it looked, and all was used"
    state.bodies.put({digest_text(f"old {n}"): "old" for n in range(2090)})
    assert state.bodies.prune_if_grown(state.base) == 0, "not worth looking yet"
    state.bodies.put({digest_text(f"older {n}"): "older" for n in range(20)})
    assert state.bodies.prune_if_grown(state.base) == 2110
    assert [state.bodies.get(digest) for digest in list(used)[:2]] == ["used 0", "used 1"]


def test_who_kept_nothing_does_not_even_look(state, reopen):
    state.bodies.put({digest_text(f"old {n}"): "old" for n in range(1100)})
    with reopen() as again:
        assert again.bodies.prune_if_grown(again.base) == 0
    assert state.bodies.prune_if_grown(state.base) == 1100


def test_that_everything_is_kept_is_remembered(state, reopen):
    assert not state.bodies.whole()
    state.bodies.mark_whole()
    assert state.bodies.whole()
    with reopen("other") as other:
        assert not other.bodies.whole()


def test_a_changed_text_is_a_damaged_state(tmp_path):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        state.bodies.put({digest_text("tea"): "tea"})
        meddler = sqlite3.connect(path)
        meddler.execute("UPDATE isogloss_body SET body = x'00'")
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match="damaged"):
            state.bodies.get(digest_text("tea"))
