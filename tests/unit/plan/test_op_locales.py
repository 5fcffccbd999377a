import pytest

from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.op import Op

TEA = EntryKey("article", "tea")
EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")


def op(verb, *locales):
    changes = tuple(Change(Cell(TEA, one, "title"), ABSENT, Scalar("text", "x"), ABSENT) for one in locales)
    return Op(Digest("1"), Side.LEFT, verb, TEA, "Tea", changes, present=(EN, FR, JA))


def test_what_became_of_an_update_is_seen_where_it_changes_something():
    assert op("update", FR).shown_in == (FR,)


def test_what_became_of_shared_content_is_seen_in_every_locale():
    assert op("update", SHARED, FR).shown_in == (EN, FR, JA)


def test_what_became_of_a_delete_is_seen_in_every_locale_for_others_may_be_left():
    assert op("delete", FR).shown_in == (EN, FR, JA)


@pytest.mark.parametrize("verb", ["publish", "unpublish", "archive"])
def test_what_became_of_a_state_is_seen_where_it_changes_even_if_shared_cells_are_named(verb):
    assert op(verb, SHARED, FR).shown_in == (FR,)


def test_an_op_that_names_no_locale_is_seen_in_all_of_them():
    assert op("publish", SHARED).shown_in == (EN, FR, JA)
