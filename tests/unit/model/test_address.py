import pytest

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale

TEA = EntryKey("article", "tea")


@pytest.mark.parametrize("side", Side)
def test_the_other_side_of_the_other_side_is_the_side(side):
    assert side.other is not side
    assert side.other.other is side


def test_keys_sort_by_kind_and_then_by_name():
    keys = [EntryKey("b", "1"), EntryKey("a", "2"), EntryKey("a", "1")]
    assert sorted(keys) == [EntryKey("a", "1"), EntryKey("a", "2"), EntryKey("b", "1")]


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
