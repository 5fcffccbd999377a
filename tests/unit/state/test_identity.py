from concurrent.futures import ThreadPoolExecutor

import pytest

from isogloss.errors import StateError
from isogloss.model.address import EntryKey, Side

TEA, CUP = EntryKey("article", "tea"), EntryKey("article", "cup")
ADA = EntryKey("author", "ada")


def test_an_entry_that_was_never_met_has_no_remote_id(state):
    assert state.names(Side.LEFT).remote(TEA) is None
    assert state.identity.entry(Side.LEFT, "article", "a1") is None


def test_a_bound_entry_is_found_both_ways_and_by_the_next_process(state, reopen):
    state.names(Side.LEFT).bind(TEA, "a1")
    with reopen() as again:
        for opened in (state, again):
            assert opened.names(Side.LEFT).remote(TEA) == "a1"
            assert opened.identity.entry(Side.LEFT, "article", "a1") == TEA


def test_the_two_sides_know_nothing_of_each_other(state):
    state.names(Side.LEFT).bind(TEA, "a1")
    state.names(Side.RIGHT).bind(CUP, "a1")
    assert state.names(Side.RIGHT).remote(TEA) is None
    assert state.identity.entry(Side.RIGHT, "article", "a1") == CUP


def test_a_remote_id_may_be_used_by_two_kinds(state):
    state.identity.bind_many(Side.LEFT, [(TEA, "1"), (ADA, "1")])
    assert state.identity.entry(Side.LEFT, "author", "1") == ADA


def test_binding_the_same_again_is_fine(state):
    state.identity.bind_many(Side.LEFT, [(TEA, "a1"), (TEA, "a1")])
    state.names(Side.LEFT).bind(TEA, "a1")
    assert list(state.identity.all_keys(Side.LEFT)) == [("a1", TEA)]


def test_an_entry_cannot_get_a_second_remote_id(state):
    state.names(Side.LEFT).bind(TEA, "a1")
    with pytest.raises(StateError, match=r"article/tea is a1 on the left side and cannot be a2"):
        state.names(Side.LEFT).bind(TEA, "a2")
    assert state.names(Side.LEFT).remote(TEA) == "a1"


def test_an_entry_that_is_renamed_by_a_write_goes_by_its_new_id_alone(state, reopen):
    state.names(Side.LEFT).bind(TEA, "a1")
    state.names(Side.LEFT).bind(TEA, "a2", renamed=True)
    with reopen() as again:
        for opened in (state, again):
            assert list(opened.identity.all_keys(Side.LEFT)) == [("a2", TEA)]
            assert opened.identity.entry(Side.LEFT, "article", "a1") is None
            assert opened.names(Side.LEFT).remote(TEA) == "a2"
    state.names(Side.LEFT).bind(CUP, "a1")
    with pytest.raises(StateError, match=r"a2 on the left side is article/tea and cannot be article/cup"):
        state.names(Side.LEFT).bind(CUP, "a2", renamed=True)
    assert list(state.identity.all_keys(Side.LEFT)) == [("a1", CUP), ("a2", TEA)]


def test_a_remote_id_cannot_stand_for_a_second_entry(state):
    state.names(Side.LEFT).bind(TEA, "a1")
    with pytest.raises(StateError, match=r"a1 on the left side is article/tea and cannot be article/cup"):
        state.names(Side.LEFT).bind(CUP, "a1")


def test_of_many_pairs_with_one_that_contradicts_none_is_kept(state, reopen):
    with pytest.raises(StateError, match="cannot be"):
        state.identity.bind_many(Side.LEFT, [(TEA, "a1"), (ADA, "b1"), (CUP, "a1")])
    assert state.names(Side.LEFT).remote(TEA) is None
    with reopen() as again:
        assert list(again.identity.all_keys(Side.LEFT)) == []


def test_all_keys_come_sorted_by_kind_and_remote_id(state):
    state.identity.bind_many(Side.LEFT, [(ADA, "1"), (TEA, "9"), (CUP, "10")])
    assert list(state.identity.all_keys(Side.LEFT)) == [
        ("10", CUP),
        ("9", TEA),
        ("1", ADA),
    ]


def test_an_entry_that_was_deleted_on_a_side_can_come_back_under_another_id(state, reopen):
    state.names(Side.LEFT).bind(TEA, "a1")
    state.identity.forget(Side.LEFT, TEA)
    state.identity.forget(Side.LEFT, CUP)
    assert state.identity.entry(Side.LEFT, "article", "a1") is None
    state.names(Side.LEFT).bind(TEA, "a2")
    with reopen() as again:
        assert list(again.identity.all_keys(Side.LEFT)) == [("a2", TEA)]


def test_what_is_made_anew_takes_back_the_id_that_what_was_there_before_had(state, reopen):
    old = EntryKey("article", "tea", "a1")
    state.identity.bind(Side.LEFT, old, "a1")
    with pytest.raises(StateError, match="cannot be article/cup"):
        state.identity.bind(Side.LEFT, CUP, "a1")
    state.identity.bind(Side.LEFT, TEA, "a1")
    with reopen() as again:
        assert list(again.identity.all_keys(Side.LEFT)) == [("a1", TEA)]


def test_another_mapping_has_pairs_of_its_own(state, reopen):
    state.names(Side.LEFT).bind(TEA, "a1")
    with reopen("other") as other:
        assert other.names(Side.LEFT).remote(TEA) is None
        other.names(Side.LEFT).bind(CUP, "a1")


def test_a_pair_that_another_process_bound_meanwhile_is_refused_by_the_database(state, reopen):
    assert state.names(Side.LEFT).remote(TEA) is None
    with reopen() as other:
        other.names(Side.LEFT).bind(TEA, "a1")
    with pytest.raises(StateError, match=r"at the same time.*Run again"):
        state.names(Side.LEFT).bind(TEA, "a2")


def test_threads_may_bind_and_look_up_at_the_same_time(state):
    keys = [EntryKey("article", str(number)) for number in range(40)]
    names = state.names(Side.RIGHT)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda key: names.bind(key, f"r{key.name}"), keys))
        assert list(threads.map(names.remote, keys)) == [f"r{key.name}" for key in keys]


def test_looking_up_is_possible_from_within_a_write_that_others_wait_for(state):
    names = state.names(Side.LEFT)
    names.remote(TEA)
    with ThreadPoolExecutor(1) as thread:

        def entries():
            waiting.append(thread.submit(names.bind, TEA, "a1"))
            assert names.remote(CUP) is None
            yield from ()

        waiting = []
        state.base.advance_many(entries())
        waiting[0].result(timeout=10)
    assert names.remote(TEA) == "a1"
