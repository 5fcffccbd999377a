"""Whose the opaque parts of texts are."""

from isogloss.model.address import EntryKey, Side
from isogloss.model.value import digest_text

TEA, CUP = EntryKey("article", "tea"), EntryKey("article", "cup")
ONE, TWO = digest_text("one"), digest_text("two")


def test_nothing_is_known_of_an_entry_at_first(state):
    assert state.owners.of(TEA) == {}


def test_the_first_word_counts(state):
    state.owners.note(TEA, [ONE], Side.LEFT)
    state.owners.note(TEA, [ONE, TWO, TWO], Side.RIGHT)
    assert state.owners.of(TEA) == {ONE: Side.LEFT, TWO: Side.RIGHT}
    assert state.owners.of(CUP) == {}


def test_what_is_known_goes_with_its_entry(state):
    for key in (TEA, CUP):
        state.owners.note(key, [ONE], Side.LEFT)
    state.owners.drop(TEA)
    state.owners.note(TEA, [], Side.LEFT)
    assert (state.owners.of(TEA), state.owners.of(CUP)) == ({}, {ONE: Side.LEFT})
