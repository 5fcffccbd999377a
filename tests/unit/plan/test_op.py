import pytest

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.op import Change, Op, Pairing

TEA = EntryKey("article", "tea")
EN, FR, DE = Locale("en"), Locale("fr"), Locale("de")


def op(verb, *locales, present=(EN, FR, DE)):
    changes = [Change(Cell(TEA, locale, STATUS), ABSENT, Scalar("text", "x"), ABSENT) for locale in locales]
    return Op(Digest("a"), Side.LEFT, verb, TEA, "Tea", tuple(changes), present)


def test_an_op_touches_the_locales_of_its_changes():
    assert op("update", FR, EN, FR).locales == (EN, FR)


@pytest.mark.parametrize(
    ("made", "locales"),
    [
        (op("update", FR), (FR,)),
        (op("update", SHARED, FR), (DE, EN, FR)),  # what they share is seen in all of them
        (op("update", SHARED), (DE, EN, FR)),
        (op("create", EN, FR, present=(EN, FR)), (EN, FR)),
        (op("publish", SHARED, FR), (FR,)),  # a publish only names what they share
        (op("delete", FR, present=(EN,)), (EN, FR)),  # what is left tells that the rest is gone
        (op("delete", FR, present=()), (FR,)),
    ],
)
def test_an_op_is_seen_where_it_can_have_changed_something(made, locales):
    assert made.shown_in == locales


@pytest.mark.parametrize(("side", "remote"), [(Side.LEFT, "l1"), (Side.RIGHT, None)])
def test_a_pairing_knows_what_each_side_calls_the_entry(side, remote):
    assert Pairing(TEA, "Tea", "l1", None).remote(side) == remote
