"""What becomes of a verdict once it is known which values are alike: the table of the module, row by row."""

import pytest

from isogloss.merge.alike import Alike, closer
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Take
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows
from isogloss.merge.policy import merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar, digest

TEA, EN = EntryKey("article", "tea"), Locale("en")
TITLE = Cell(TEA, EN, "title")


def text(words):
    return Scalar("text", words)


def folded(value):
    return value if value is ABSENT else text(value.text.lower())


def meeting(field, left, right):
    del field
    if folded(left) == folded(right):
        return "alike"
    return "assumed" if str(left)[-4:] == str(right)[-4:] else "apart"


KNOWN = {digest(text(word)): digest(text(word.lower())) for word in ("Tea", "TEA", "Pot")}
LOOSE = Alike(meeting, lambda value: digest(folded(value)), lambda known: KNOWN.get(known, known))


def shown(left=ABSENT, right=ABSENT):
    return Shown(digest(left), digest(right))


def look(verdict, base, left, right):
    return closer(verdict, "title", base, text(left), text(right), LOOSE)


def test_alike_and_never_agreed_each_keeps_its_own():
    assert look("conflict", shown(), "Tea", "TEA") == "adopt"


def test_both_moved_to_values_that_are_alike_each_keeps_its_own():
    assert look("conflict", shown(text("Pot"), text("Pot")), "Tea", "TEA") == "adopt"


def test_what_only_seems_alike_is_assumed_at_first_contact_and_never_later():
    assert look("conflict", shown(), "1-end", "2-end") == "assume"
    assert look("conflict", shown(text("old"), text("old")), "1-end", "2-end") == "conflict"
    assert look("conflict", shown(text("old"), ABSENT), "1-end", "2-end") == "conflict"
    assert look("conflict", shown(ABSENT, text("old")), "1-end", "2-end") == "conflict"


def test_of_two_moves_apart_a_rendering_of_its_own_base_gives_way():
    assert look("conflict", shown(text("Tea"), text("Tea")), "TEA", "Coffee") == "take right"
    assert look("conflict", shown(text("Tea"), text("Tea")), "Coffee", "TEA") == "take left"


def test_two_renderings_of_what_differed_before_change_nothing():
    assert look("conflict", shown(text("Tea"), text("Pot")), "TEA", "POT") == "adopt"


def test_two_edits_apart_stay_a_conflict():
    assert look("conflict", shown(text("Tea"), text("Tea")), "Cup", "Pot") == "conflict"


def test_a_move_that_no_reader_sees_is_not_carried():
    assert look("take left", shown(text("Tea"), text("tea house")), "TEA", "tea house") == "adopt"
    assert look("take right", shown(text("tea house"), text("Tea")), "tea house", "TEA") == "adopt"


def test_a_move_to_what_the_other_side_shows_is_not_carried():
    assert look("take left", shown(text("old"), text("Tea")), "TEA", "Tea") == "adopt"


def test_of_an_entry_that_was_never_agreed_on_what_is_alike_is_not_carried():
    off = Alike(lambda *_: "alike")
    assert closer("take left", "hot", shown(), text("off"), ABSENT, off, first=True) == "adopt"
    assert closer("take left", "hot", shown(), text("off"), ABSENT, off) == "take left"
    assert closer("take left", "hot", shown(), text("off"), ABSENT, Alike(), first=True) == "take left"


def test_a_move_that_a_reader_sees_is_carried():
    assert look("take left", shown(text("Tea"), text("Tea")), "Cup", "Tea") == "take left"
    assert look("take right", shown(text("Tea"), text("Tea")), "Tea", "Cup") == "take right"


def test_where_nothing_is_known_of_the_base_all_is_as_before():
    unknown = Alike(meeting, lambda value: digest(folded(value)))
    base = shown(text("Tea"), text("Tea"))
    assert closer("conflict", "title", base, text("TEA"), text("Cup"), unknown) == "conflict"
    assert closer("take left", "title", base, text("TEA"), text("Pot"), unknown) == "take left"
    assert closer("conflict", "title", base, text("TEA"), text("Cup"), Alike()) == "conflict"


def test_a_value_that_came_from_nothing_is_no_rendering():
    assert not LOOSE.renders(ABSENT, text("tea"))


# In a merge.


def decisions(left, right, base, **rules):
    facing = Facing(TEA, "Tea", base, {EN: {"title": text(left)}}, {EN: {"title": text(right)}})
    return list(merge(facing, Rules(alike=LOOSE, **rules)))


def based(left, right):
    return Shown({EN: {"title": digest(text(left))}}, {EN: {"title": digest(text(right))}})


@pytest.mark.parametrize("flow", ["left to right", "right to left", "both"])
@pytest.mark.parametrize("conflict", ["hold", "left", "right", "newest", "merge"])
def test_two_filled_sides_that_are_alike_agree_whatever_the_policy(flow, conflict):
    assert decisions("Tea", "TEA", Shown(), flows=Flows(flow), conflict={"": conflict}) == [Agree(TITLE)]
    assert decisions("1-end", "2-end", Shown(), flows=Flows(flow), conflict={"": conflict}) == [
        Agree(TITLE, assumed=True)
    ]


def test_two_filled_sides_that_differ_are_held_in_the_words_of_first_contact():
    (held,) = decisions("Tea", "Cup", Shown())
    assert held == Conflict(TITLE, "differ at first contact", text("Tea"), text("Cup"), "Tea")
    (held,) = decisions("Cup", "Pot", based("Tea", "Tea"))
    assert held == Conflict(TITLE, "both sides changed", text("Cup"), text("Pot"), "Tea")


def test_beside_a_rendering_an_edit_is_taken_in_the_way_the_flow_goes():
    base = based("Tea", "Tea")
    assert decisions("Cup", "TEA", base) == [Take(TITLE, Side.RIGHT, text("Cup"), text("Cup"))]
    assert decisions("TEA", "Cup", base) == [Take(TITLE, Side.LEFT, text("Cup"), text("Cup"))]
    (drift,) = decisions("TEA", "Cup", base, flows=Flows("left to right"))
    assert isinstance(drift, Drifted)
    assert drift.kept


def test_a_rendering_on_the_target_is_no_drift():
    base = based("Tea", "Tea")
    assert decisions("Tea", "TEA", base, flows=Flows("left to right"), drift="overwrite") == [Agree(TITLE)]
