import pytest

from isogloss.model.address import Cell, EntryKey, Side, dump_key, key_of_before, load_key, own_name
from isogloss.model.locale import SHARED, Locale

TEA = EntryKey("article", "tea")
OLD = EntryKey("article", "tea", "green-tea")


@pytest.mark.parametrize("side", Side)
def test_the_other_side_of_the_other_side_is_the_side(side):
    assert side.other is not side
    assert side.other.other is side


def test_keys_sort_by_kind_and_then_by_name():
    keys = [EntryKey("b", "1"), EntryKey("a", "2"), EntryKey("a", "1")]
    assert sorted(keys) == [EntryKey("a", "1"), EntryKey("a", "2"), EntryKey("b", "1")]


def test_a_superseded_entry_is_another_and_comes_after_what_takes_its_place():
    assert len({TEA, OLD, EntryKey("article", "tea", "chai")}) == 3
    assert sorted([EntryKey("article", "tea-cup"), OLD, TEA]) == [TEA, OLD, EntryKey("article", "tea-cup")]
    assert (OLD.current, TEA.current) == (TEA, TEA)
    assert str(OLD) == "article/tea (was green-tea)"


@pytest.mark.parametrize("key", [TEA, OLD, EntryKey("article", "b (was c"), EntryKey("article", "b (c)", "d (e)")])
def test_a_key_comes_back_from_plain_data(key):
    assert load_key(dump_key(key)) == key
    assert dump_key(key)[:2] == [key.kind, key.shown]


@pytest.mark.parametrize("key", [TEA, OLD, EntryKey("article", "a\nb", "c")])
def test_a_key_of_before_is_told_by_its_name_alone(key):
    assert load_key([key.kind, key.shown]) == key_of_before(key.kind, key.shown) == key


@pytest.mark.parametrize(
    "data", [None, "article/tea", ["article"], ["article", 1], ["article", "tea", "x"], ["article", "tea (was )", ""]]
)
def test_what_is_no_key_is_refused_with_a_sentence(data):
    with pytest.raises(ValueError, match="not a key"):
        load_key(data)


@pytest.mark.parametrize("name", ["tea", "tea (was x)", "tea (was x) ", "a  (was b) (was c)", "tea (wash)"])
def test_no_name_that_people_give_reads_as_a_superseded_entry(name):
    assert not key_of_before("article", own_name(name)).was
    assert own_name(own_name(name)) == own_name(name)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(TEA), "article/tea"),
        (Cell(TEA, Locale("fr")), "article/tea · fr"),
        (Cell(TEA, Locale("fr"), "title"), "article/tea · fr · title"),
        (Cell(TEA, SHARED, "author"), "article/tea · all locales · author"),
    ],
)
def test_an_address_reads_from_the_entry_inwards(cell, text):
    assert str(cell) == text


def test_the_shared_variant_sorts_before_every_tag():
    assert min([Locale("en"), SHARED, Locale("af")]) == SHARED
