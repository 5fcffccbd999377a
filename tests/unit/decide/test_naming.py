"""Ids stay the same until a question is settled, are short, and are typed by hand."""

from dataclasses import replace

import pytest

from isogloss.decide.naming import LENGTH, Naming, can_be_decided, one_meant, question
from isogloss.errors import UsageError
from isogloss.merge.change import Conflict, Drifted
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Scalar

TEA, EN = EntryKey("article", "tea"), Locale("en")
AT = Cell(TEA, EN, "title")
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")
HELD = Conflict(AT, "both sides changed", OLD, NEW, "Tea")
DRIFT = Drifted(AT, OLD, NEW, kept=True)


def name(waiting, mapping="acme"):
    return Naming(mapping).name(waiting)


def test_an_id_is_short_and_has_no_letter_that_is_taken_for_another():
    found = {name(replace(HELD, at=Cell(TEA, EN, f"f{n}"))) for n in range(300)}
    assert len(found) == 300
    assert {len(each) for each in found} == {LENGTH}
    assert set("".join(found)) == set("0123456789abcdefghjkmnpqrstvwxyz")


def test_an_id_is_the_same_in_every_version():
    """Else each conflict that waits would seem to be a new one, and decisions about it would be about nothing."""
    naming = Naming("acme")
    assert [naming.name(each) for each in (HELD, HELD, DRIFT)] == ["sd20qg77", "3g9qf6w8", "3gbfvstq"]
    deletions = [replace(HELD, at=at, reason="deletion") for at in (Cell(TEA), Cell(TEA, Locale("fr")))]
    assert [naming.name(each) for each in deletions] == ["53je4erx", "e3qad312"]


def test_as_many_as_there_are_of_one_sort_get_ids_of_their_own():
    naming = Naming("acme")
    assert len({naming.name(HELD) for _ in range(4)}) == 4


def test_what_no_encoding_can_write_has_an_id_too():
    assert len(name(replace(HELD, at=Cell(EntryKey("article", "\ud83d"))))) == LENGTH


@pytest.mark.parametrize(
    "other",
    [
        replace(HELD, left=NEW, right=ABSENT),
        replace(HELD, label="Green tea", detail="more"),
        replace(HELD, reason="differ at first contact"),
        replace(HELD, reason="component damaged"),
    ],
)
def test_an_id_stays_while_editors_go_on(other):
    assert name(other) == name(HELD)


@pytest.mark.parametrize(
    "other",
    [
        replace(HELD, at=Cell(TEA, EN, "body")),
        replace(HELD, at=Cell(TEA, Locale("fr"), "title")),
        replace(HELD, at=Cell(TEA, SHARED, "title")),
        replace(HELD, at=Cell(TEA, EN)),
        replace(HELD, at=Cell(TEA)),
        replace(HELD, at=Cell(EntryKey("article", "tea", "pot"), EN, "title")),
        replace(HELD, at=Cell(EntryKey("author", "tea"), EN, "title")),
        replace(HELD, reason="deletion"),
        replace(HELD, reason="slug taken"),
        DRIFT,
    ],
)
def test_another_question_has_another_id(other):
    assert name(other) != name(HELD)


def test_another_mapping_has_other_ids():
    assert name(HELD, "other") != name(HELD)


def test_two_of_one_sort_at_one_address_have_ids_by_their_order():
    naming = Naming("acme")
    first, second = naming.name(HELD), naming.name(replace(HELD, detail="on the other side"))
    assert first == name(HELD)
    assert second != first
    again = Naming("acme")
    assert [again.name(HELD), again.name(HELD)] == [first, second]


@pytest.mark.parametrize(
    ("waiting", "asked", "decided"),
    [
        (HELD, "content", True),
        (replace(HELD, reason="differ at first contact"), "content", True),
        (replace(HELD, reason="component damaged"), "content", True),
        (replace(HELD, reason="deletion"), "deletion", True),
        (replace(HELD, reason="deleted on one side, edited on the other"), "deletion", True),
        (replace(HELD, reason="slug taken"), "slug taken", False),
        (replace(HELD, reason="publishing waits"), "publishing waits", False),
        (DRIFT, "drift", True),
        (replace(DRIFT, kept=False), "drift", False),
    ],
)
def test_what_is_asked_says_whether_it_can_be_decided(waiting, asked, decided):
    assert question(waiting) == asked
    assert can_be_decided(waiting) is decided


IDS = ["k3f9t2ma", "k3f9aaaa", "01vb0000"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("k3f9t", "k3f9t2ma"), ("K3F9T2MA", "k3f9t2ma"), (" 0", "01vb0000"), ("olVB", "01vb0000"), ("OIvb0", "01vb0000")],
)
def test_as_much_as_tells_one_from_the_others_is_enough(typed, meant):
    assert one_meant(typed, IDS, "unknown") == meant


@pytest.mark.parametrize("typed", ["zzzz", "", "  ", "k3f9t2maa"])
def test_what_is_none_of_them_is_told_as_the_caller_says(typed):
    with pytest.raises(UsageError, match=r"^nothing is called so$"):
        one_meant(typed, IDS, "nothing is called so")


def test_what_may_be_several_is_told_with_them():
    with pytest.raises(UsageError, match=r"^k3: 2 ids begin so \(k3f9aaaa, k3f9t2ma\)\. Type more of it\.$"):
        one_meant("k3", IDS, "unknown")
    with pytest.raises(UsageError, match=r"^k: 7 ids begin so \(k0, k1, k2, k3, k4\)"):
        one_meant("k", [f"k{n}" for n in range(7)], "unknown")
