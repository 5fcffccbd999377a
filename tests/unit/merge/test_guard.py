"""What a guard says of a value is what happens to it, on every way that leads to a write."""

import pytest

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Take, Withheld
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows
from isogloss.merge.guard import Damaged, Kept
from isogloss.merge.policy import merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS, digest_entry
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar, digest

TEA = EntryKey("article", "tea")
EN = Locale("en")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
TITLE = Cell(TEA, EN, "title")
OLD, NEW, OTHER, MENDED = (Scalar("rich_text", text) for text in ("old", "new", "other", "mended"))
WHY = "the component Callout would be lost"


def entry(title=OLD):
    return {EN: {STATUS: DRAFT, "title": title}}


def said(answer, *, to=LEFT, wanted=None):
    """A guard that says one thing of what goes to a side."""
    return lambda at, side, now, value: (
        answer if (at, side) == (TITLE, to) and now != ABSENT and wanted in (None, value) else None
    )


def decisions(left, right, rules, *, agreed=OLD):
    base = Shown(digest_entry(entry(agreed)), digest_entry(entry(agreed)))
    return list(merge(Facing(TEA, "Tea", base, entry(left), entry(right)), rules))


def merging(guard, made=None):
    bodies = {digest(OLD): OLD}
    return Rules(
        conflict={"": "merge"},
        merge3=lambda _base, left, right: made(left, right) if made else Scalar("text", f"{left.text}+{right.text}"),
        body=lambda wanted: bodies.get(wanted, ABSENT),
        guard=guard,
    )


def test_what_would_destroy_something_is_held_with_the_reason():
    held = Conflict(TITLE, "component damaged", OLD, NEW, "Tea", WHY)
    assert decisions(OLD, NEW, Rules(guard=said(Damaged(WHY)))) == [held]


def test_a_value_that_goes_the_other_way_is_not_held():
    assert decisions(NEW, OLD, Rules(guard=said(Damaged(WHY)))) == [Take(TITLE, RIGHT, NEW, NEW)]


def test_what_is_kept_is_written_in_place_of_what_was_wanted_and_the_rest_is_told():
    rules = Rules(guard=said(Kept(MENDED, (WHY,))))
    assert decisions(OLD, NEW, rules) == [Withheld(TITLE, LEFT, NEW, WHY), Take(TITLE, LEFT, MENDED, NEW)]


def test_where_all_is_kept_nothing_is_written_and_both_sides_are_agreed_on_as_they_are():
    rules = Rules(guard=said(Kept(OLD, (WHY,))))
    assert decisions(OLD, NEW, rules) == [Withheld(TITLE, LEFT, NEW, WHY), Agree(TITLE)]


@pytest.mark.parametrize("policy", ["right", "newest"])
def test_no_policy_writes_past_the_guard(policy):
    rules = Rules(conflict={"": policy}, guard=said(Damaged(WHY)))
    (found,) = decisions(OTHER, NEW, rules)
    assert isinstance(found, Conflict)
    assert found.reason == ("component damaged" if policy == "right" else "both sides changed")


def test_a_drift_that_cannot_be_overwritten_is_kept():
    rules = Rules(Flows("right to left"), drift="overwrite", guard=said(Damaged(WHY)))
    drift, held = decisions(NEW, OLD, rules)
    assert isinstance(drift, Drifted)
    assert (drift.kept, held.reason) == (True, "component damaged")


def test_a_cell_that_the_written_side_lacks_has_nothing_to_guard():
    facing = Facing(TEA, "Tea", Shown(), {EN: {STATUS: DRAFT}}, entry(NEW))
    rules = Rules(conflict={"": "right"}, guard=lambda *_: Damaged(WHY))
    assert Take(TITLE, LEFT, NEW, NEW) in list(merge(facing, rules))


def test_a_merge_is_made_of_what_each_side_may_take():
    rules = merging(said(Kept(MENDED, (WHY,)), wanted=OTHER))
    made = Scalar("text", "new+mended")
    assert decisions(NEW, OTHER, rules) == [
        Withheld(TITLE, LEFT, OTHER, WHY),
        Take(TITLE, LEFT, made, OTHER, merged=True),
        Take(TITLE, RIGHT, made, NEW, merged=True),
    ]


def test_a_merge_of_what_may_not_be_taken_is_held():
    assert decisions(NEW, OTHER, merging(said(Damaged(WHY), wanted=OTHER))) == [
        Conflict(TITLE, "component damaged", NEW, OTHER, "Tea", WHY)
    ]


def test_what_comes_of_a_merge_is_looked_at_again():
    made = Scalar("text", "new+other")
    assert decisions(NEW, OTHER, merging(said(Damaged(WHY), wanted=made))) == [
        Conflict(TITLE, "component damaged", NEW, OTHER, "Tea", WHY)
    ]
    assert decisions(NEW, OTHER, merging(said(Kept(MENDED), to=RIGHT, wanted=made))) == [
        Take(TITLE, LEFT, made, OTHER, merged=True),
        Take(TITLE, RIGHT, MENDED, NEW, merged=True),
    ]


def test_a_merge_of_which_each_side_keeps_its_own_writes_nothing():
    def guard(_at, side, now, _value):
        return Kept(now, (WHY,) if side is LEFT else ())

    assert decisions(NEW, OTHER, merging(guard)) == [Withheld(TITLE, LEFT, OTHER, WHY), Agree(TITLE)]


@pytest.mark.parametrize("copied", [True, False])
def test_where_a_side_shows_nothing_of_its_own_yet_another_guard_is_asked(copied):
    shown = {EN: {STATUS: DRAFT, "title": OLD}} if copied else {EN: {STATUS: DRAFT}}
    base = Shown(digest_entry(shown), digest_entry(shown))
    facing = Facing(TEA, "Tea", base, shown, entry(NEW), copied={LEFT: frozenset({EN})} if copied else {})
    asked = []

    def answer(at, to, wanted, whole):
        asked.append((at, to, wanted, whole))
        return Damaged(WHY)

    (held,) = merge(facing, Rules(anew=answer))
    assert (held.at, held.reason, held.detail) == (TITLE, "component damaged", WHY)
    assert asked == [(TITLE, LEFT, NEW, facing)]
