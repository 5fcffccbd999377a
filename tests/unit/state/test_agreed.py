import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manual_clock import ManualClock

from isogloss.errors import StateError
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import digest_text
from isogloss.state.agreed import Pairs
from isogloss.state.opened import open_state

EN, FR = Locale("en"), Locale("fr")
TEA = EntryKey("article", "tea")
ONE, TWO, THREE = digest_text("one"), digest_text("two"), digest_text("three")


def test_an_entry_nobody_agreed_on_has_no_pairs(state):
    assert state.base.get(TEA) == {}


def test_pairs_come_back_as_they_were_given(state, reopen):
    pairs = {SHARED: {"$status": (ONE, TWO)}, EN: {"title": (ONE, None), "body": (None, TWO)}}
    state.base.advance(TEA, pairs)
    with reopen() as again:
        assert again.base.get(TEA) == pairs


def test_advancing_a_cell_leaves_the_others_alone(state):
    state.base.advance(TEA, {EN: {"title": (ONE, ONE), "body": (TWO, TWO)}, FR: {"title": (ONE, ONE)}})
    state.base.advance(TEA, {EN: {"title": (THREE, TWO)}})
    assert state.base.get(TEA) == {EN: {"title": (THREE, TWO), "body": (TWO, TWO)}, FR: {"title": (ONE, ONE)}}


def test_a_pair_of_nothing_removes_the_cell_and_an_emptied_locale(state):
    state.base.advance(TEA, {EN: {"title": (ONE, ONE)}, FR: {"title": (ONE, ONE), "body": (TWO, TWO)}})
    state.base.advance(TEA, {EN: {"title": (None, None)}, FR: {"body": (None, None), "never": (None, None)}})
    assert state.base.get(TEA) == {FR: {"title": (ONE, ONE)}}


def test_what_was_archived_and_live_is_known_until_its_state_is_agreed_on_anew(state, reopen):
    below = {Side.LEFT: frozenset({EN, FR})}
    state.base.advance(TEA, {EN: {"$status": (ONE, TWO), "title": (ONE, ONE)}}, below=below)
    assert state.base.below(TEA) == {Side.LEFT: frozenset({EN})}, "of the other nothing was agreed on"
    state.base.advance(TEA, {EN: {"title": (TWO, TWO)}, FR: {"$status": (ONE, ONE)}})
    with reopen() as again:
        assert again.base.below(TEA) == {Side.LEFT: frozenset({EN})}
        assert again.base.get(TEA)[EN] == {"$status": (ONE, TWO), "title": (TWO, TWO)}
    state.base.advance_many([(TEA, {EN: {"$status": (ONE, TWO)}})])
    assert state.base.below(TEA) == {}


def test_an_emptied_entry_is_gone(state):
    state.base.advance(TEA, {EN: {"title": (ONE, ONE)}})
    state.base.advance(TEA, {EN: {"title": (None, None)}})
    assert list(state.base.entries()) == []


def test_a_dropped_entry_is_gone_and_no_other(state):
    cup = EntryKey("article", "cup")
    state.base.advance_many([(TEA, {EN: {"title": (ONE, ONE)}}), (cup, {EN: {"title": (TWO, TWO)}})])
    state.base.drop(TEA)
    assert [entry for entry, _ in state.base.entries()] == [cup]


def test_entries_come_in_order_of_code_points_whatever_the_server_thinks(state):
    names = ["Z", "a", "B", "é", "z", "10", "9", "日", "_", "\U0001f600", "\uffee"]
    keys = [EntryKey(kind, name) for kind in ("post", "Author") for name in names]
    state.base.advance_many([(key, {EN: {"title": (ONE, ONE)}}) for key in keys])
    assert [entry for entry, _ in state.base.entries()] == sorted(keys)


def test_the_base_can_be_changed_while_it_is_read_and_the_reading_shows_one_moment(state):
    keys = [EntryKey("article", f"{number:03}") for number in range(250)]
    state.base.advance_many([(key, {EN: {"title": (ONE, ONE)}}) for key in keys])
    seen = []
    for key, pairs in state.base.entries():
        seen.append((key, pairs))
        if len(seen) == 1:
            state.base.advance_many([(each, {EN: {"title": (TWO, TWO)}}) for each in keys])
    assert seen == [(key, {EN: {"title": (ONE, ONE)}}) for key in keys]
    assert state.base.get(keys[200]) == {EN: {"title": (TWO, TWO)}}


def test_a_reading_that_is_given_up_does_not_stand_in_the_way(state):
    state.base.advance_many([(EntryKey("article", str(number)), {EN: {"t": (ONE, ONE)}}) for number in range(300)])
    for _ in range(30):
        for _entry, _pairs in state.base.entries():
            break
    state.base.drop(EntryKey("article", "0"))
    assert len(list(state.base.entries())) == 299


def test_many_entries_advance_together_or_not_at_all(state):
    def cut_short():
        yield TEA, {EN: {"title": (ONE, ONE)}}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        state.base.advance_many(cut_short())
    assert state.base.get(TEA) == {}


def test_an_iterable_that_writes_while_it_is_asked_is_our_own_bug_and_hangs_nobody(state):
    def meddling():
        state.base.drop(TEA)
        yield TEA, {}

    with pytest.raises(AssertionError, match="inside another one"):
        state.base.advance_many(meddling())
    state.base.drop(TEA)


def test_another_mapping_has_a_base_of_its_own(state, reopen):
    state.base.advance(TEA, {EN: {"title": (ONE, ONE)}})
    with reopen("other") as other:
        other.base.drop(TEA)
        assert list(other.base.entries()) == []
    assert state.base.get(TEA) != {}


@pytest.mark.parametrize("cells", ["[1]", "{", '{"en": 3}', '{"en": {"title": "x"}}', '{"en": {"title": ["x"]}}'])
def test_a_row_that_somebody_changed_is_a_damaged_state(cells, tmp_path):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        state.base.advance(TEA, {EN: {"title": (ONE, ONE)}})
    meddler = sqlite3.connect(path)
    meddler.execute("UPDATE isogloss_base SET cells = ?", [cells])
    meddler.commit()
    meddler.close()
    with open_state(str(path), "acme", ManualClock()) as state:
        with pytest.raises(StateError, match=r"damaged.*deletes nothing"):
            state.base.get(TEA)
        with pytest.raises(StateError, match="damaged"):
            list(state.base.entries())


_digests = st.none() | st.sampled_from([ONE, TWO, THREE])
_fields = st.dictionaries(st.sampled_from(["title", "body", "$slug"]), st.tuples(_digests, _digests), max_size=3)
_pairs = st.dictionaries(st.sampled_from([SHARED, EN, FR]), _fields, max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_pairs, max_size=5))
def test_after_any_steps_each_cell_holds_what_was_agreed_last(tmp_path: Path, steps: list[Pairs]):
    expected: dict[tuple[Locale, str], object] = {}
    with open_state(str(tmp_path / "state.db"), "acme", ManualClock()) as state:
        state.base.drop(TEA)
        for step in steps:
            state.base.advance(TEA, step)
            for locale, fields in step.items():
                expected |= {(locale, field): pair for field, pair in fields.items()}
        held = {
            (locale, field): pair for locale, fields in state.base.get(TEA).items() for field, pair in fields.items()
        }
    assert held == {at: pair for at, pair in expected.items() if pair != (None, None)}


def test_what_was_staged_of_a_cell_is_forgotten_with_what_was_agreed_on(state):
    staged = {Side.RIGHT: {EN: {"title": THREE, "body": THREE}}}
    state.base.advance(TEA, {EN: {"title": (ONE, TWO), "body": (ONE, TWO)}}, staged)
    assert state.base.drafts(TEA) == staged
    state.base.advance(TEA, {EN: {"title": (ONE, ONE)}})
    assert state.base.get(TEA) == {EN: {"title": (ONE, ONE), "body": (ONE, TWO)}}
    assert state.base.drafts(TEA) == {Side.RIGHT: {EN: {"body": THREE}}}
    state.base.advance(TEA, {EN: {"body": (TWO, TWO)}}, {Side.RIGHT: {EN: {"body": ONE}}})
    assert state.base.drafts(TEA) == {Side.RIGHT: {EN: {"body": ONE}}}
    assert list(state.base.entries()) == [(TEA, state.base.get(TEA))]
    state.base.advance(TEA, {EN: {"title": (None, None), "body": (None, None)}})
    assert (state.base.get(TEA), state.base.drafts(TEA)) == ({}, {})


def test_what_is_a_copy_stays_one_until_it_is_none_or_gone(state, reopen):
    state.base.advance(TEA, {EN: {"title": (ONE, ONE)}, FR: {"title": (ONE, ONE)}}, copies={FR: Side.LEFT})
    state.base.advance(TEA, {EN: {"title": (TWO, TWO)}})
    state.base.advance_many([(TEA, {FR: {"title": (TWO, ONE)}})])
    with reopen() as again:
        assert again.base.copies(TEA) == {FR: Side.LEFT}
        assert again.base.get(TEA) == {EN: {"title": (TWO, TWO)}, FR: {"title": (TWO, ONE)}}
    state.base.advance(TEA, {FR: {"title": (THREE, THREE)}}, copies={FR: None})
    assert state.base.copies(TEA) == {}
    state.base.advance(TEA, {FR: {"title": (ONE, ONE)}}, copies={FR: Side.RIGHT})
    state.base.advance(TEA, {FR: {"title": (None, None)}})
    state.base.advance(TEA, {FR: {"title": (ONE, ONE)}})
    assert state.base.copies(TEA) == {}


def test_what_waits_to_go_live_comes_back_and_is_forgotten_with_what_is_agreed_on_anew(state, reopen):
    laid = {Side.LEFT: {EN: {"title": (ONE, TWO, THREE), "body": (ONE, ONE, TWO)}}}
    state.base.advance(TEA, {EN: {"title": (ONE, ONE)}})
    state.base.lay(TEA, {FR: {"title": (TWO, TWO)}}, laid)
    with reopen() as again:
        assert again.base.with_laid(TEA) == ({EN: {"title": (ONE, ONE)}, FR: {"title": (TWO, TWO)}}, laid)
    state.base.advance(TEA, {EN: {"title": (TWO, TWO)}})
    assert state.base.with_laid(TEA)[1] == {Side.LEFT: {EN: {"body": (ONE, ONE, TWO)}}}
    state.base.advance(TEA, {EN: {"title": (None, None), "body": (None, None)}, FR: {"title": (None, None)}})
    assert state.base.with_laid(TEA) == ({}, {})


def many(count):
    keys = [EntryKey(kind, f"{number}", was) for kind in "ab" for number in range(count) for was in ("", "old")]
    return keys, [(key, {EN: {"title": (digest_text(str(key)), TWO)}}) for key in keys[::2]]


def test_whoever_walks_through_entries_is_told_of_each_what_stands_there(state):
    keys, rows = many(120)
    state.base.advance_many(rows)
    alone = {key: state.base.with_laid(key) for key in keys}
    assert {key: state.base.with_laid(key) for key in state.base.walk(keys, lambda key: key)} == alone
    assert sum(bool(pairs) for pairs, _ in alone.values()) == len(rows)


def test_a_walk_reads_a_hundred_entries_at_once_and_none_about_which_nobody_asks(state, monkeypatch):
    keys, rows = many(100)
    state.base.advance_many(rows)
    reads = []
    read = state.base._database.read
    monkeypatch.setattr(state.base._database, "read", lambda: (reads.append(1), read())[1])
    assert len(list(state.base.walk(keys, lambda key: key))) == 400
    assert not reads
    for key in state.base.walk(keys, lambda key: key):
        state.base.get(key), state.base.drafts(key), state.base.copies(key)
    assert len(reads) == 4


def test_what_is_written_in_the_middle_of_a_walk_is_seen_by_it(state):
    keys, rows = many(3)
    state.base.advance_many(rows)
    walk = state.base.walk(keys, lambda key: key)
    next(walk)
    state.base.get(keys[0])
    state.base.advance(keys[1], {EN: {"title": (THREE, THREE)}})
    state.base.drop(keys[2])
    assert [state.base.get(key) for key in (keys[1], keys[2])] == [{EN: {"title": (THREE, THREE)}}, {}]
