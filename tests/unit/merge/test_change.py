import pytest
from ids import plain

from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar

TEA = EntryKey("article", "tea")
TITLE = Scalar("text", "Tea")


def test_a_change_knows_its_locale_and_field():
    change = Change(Cell(TEA, Locale("fr"), "title"), ABSENT, TITLE, ABSENT)
    assert (change.locale, change.field) == (Locale("fr"), "title")


def test_a_change_that_leaves_the_cell_as_it_is_only_touches_it():
    at = Cell(TEA, Locale("fr"), "title")
    assert Change(at, TITLE, TITLE, ABSENT).touches
    assert not Change(at, ABSENT, TITLE, ABSENT).touches


@pytest.mark.parametrize("at", [Cell(TEA), Cell(TEA, field="title")], ids=plain)
def test_a_change_of_no_locale_is_our_own_bug(at):
    with pytest.raises(AssertionError, match="locale"):
        _ = Change(at, ABSENT, TITLE, ABSENT).locale


def test_a_change_of_no_field_is_our_own_bug():
    with pytest.raises(AssertionError, match="field"):
        _ = Change(Cell(TEA, Locale("fr")), ABSENT, TITLE, ABSENT).field
