"""A mark tells what a person saw; whose decision replaced it since is seen by everybody but that person."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from isogloss.decide.resolution import Resolution
from isogloss.decide.waiting import Waits
from isogloss.merge.change import Conflict, Traces
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, Scalar

AT = Cell(EntryKey("article", "tea"), Locale("en"), "title")
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")
TRACES = Traces((Digest("a"), Digest("b")), (Digest("c"), Digest("c")))
WAITS = Waits("sd20qg77", Conflict(AT, "both sides changed", OLD, NEW, "Tea", traces=TRACES))


def decided(by="ada", take=Side.LEFT):
    made = Resolution(
        WAITS.id, AT, "values", TRACES.marks, "take", take, ABSENT, by, datetime(2026, 1, 1, tzinfo=UTC), "Tea"
    )
    return replace(WAITS, decided=made)


def traced(**other):
    return replace(WAITS, waiting=replace(WAITS.waiting, traces=replace(TRACES, **other)))


def test_what_shows_the_same_was_seen_by_anybody():
    assert replace(WAITS).was_seen(WAITS.mark, "ada")
    assert WAITS.was_seen(replace(WAITS, since=datetime(2026, 1, 1, tzinfo=UTC), merges=True).mark, "ada")
    assert decided().was_seen(decided().mark, "grace")


@pytest.mark.parametrize(
    "other",
    [
        traced(marks=(Digest("x"), Digest("b"))),
        traced(marks=(Digest("a"), ABSENT)),
        traced(base=(Digest("c"), Digest("x"))),
        replace(WAITS, waiting=replace(WAITS.waiting, traces=None)),
    ],
)
def test_what_moved_on_a_side_was_seen_by_nobody(other):
    assert not other.was_seen(WAITS.mark, "ada")
    assert not WAITS.was_seen(other.mark, "ada")


def test_a_decision_is_known_to_who_made_it_and_to_nobody_else():
    assert decided(by="ada").was_seen(WAITS.mark, "ada")
    assert not decided(by="ada").was_seen(WAITS.mark, "grace")
    assert not decided(by="ada", take=Side.RIGHT).was_seen(decided(by="ada").mark, "grace")
    assert not WAITS.was_seen(decided(by="ada").mark, "ada"), "it was taken back meanwhile"


def test_who_decided_has_not_seen_what_moved_since():
    moved = replace(traced(marks=(Digest("x"), Digest("b"))), decided=decided().decided)
    assert not moved.was_seen(WAITS.mark, "ada")
