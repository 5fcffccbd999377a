"""Copies of a primary become what it becomes, in the same plan."""

import pytest

from isogloss.merge.change import Conflict
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import Scalar, digest
from isogloss.plan.following import follow_primary

KEY = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def text(value):
    return Scalar("text", value)


OLD, NEW, OTHER = text("Tea"), text("Green tea"), text("Thé")
TO_PRIMARY = Take(Cell(KEY, EN, "title"), LEFT, NEW, NEW)
TO_COPY = Take(Cell(KEY, FR, "title"), RIGHT, NEW, OLD, agrees=digest(NEW))


def followed(*decisions, note=None, written=(LEFT, RIGHT), **how):
    left = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}}
    right = {EN: {STATUS: DRAFT, "title": NEW}, FR: {STATUS: DRAFT, "title": OLD}}
    facing = Facing(KEY, "Tea", Shown(), left, right, {EN: note or Note()}, copied={LEFT: frozenset({FR})})
    return list(follow_primary(decisions, facing, EN, lambda side, _: side in written, **how))


def test_a_copy_follows_what_is_taken_to_its_primary():
    assert followed(TO_PRIMARY) == [TO_PRIMARY, TO_COPY]


def test_it_does_instead_of_what_the_primary_says_now():
    now = Take(Cell(KEY, FR, "title"), RIGHT, text("Hot tea"), text("Hot tea"))
    assert followed(TO_PRIMARY, now) == [TO_PRIMARY, TO_COPY]


@pytest.mark.parametrize(
    "decision",
    [
        Take(Cell(KEY, EN, "title"), RIGHT, NEW, NEW),
        Take(Cell(KEY, EN, STATUS), LEFT, DRAFT, DRAFT),
        Take(Cell(KEY, SHARED, "rank"), LEFT, NEW, NEW),
        Agree(Cell(KEY, EN, "title")),
    ],
)
def test_nothing_follows_where_nothing_is_taken_to_the_primary(decision):
    assert followed(decision) == [decision]


@pytest.mark.parametrize(
    "beside",
    [
        Take(Cell(KEY, FR, "title"), LEFT, OTHER, OTHER),
        Conflict(Cell(KEY, FR, "title"), "both sides changed", OLD, NEW),
    ],
)
def test_what_somebody_translated_follows_nothing(beside):
    assert followed(TO_PRIMARY, beside) == [TO_PRIMARY, beside]


def test_nothing_follows_into_what_flows_the_other_way_alone():
    assert followed(TO_PRIMARY, written=(LEFT,)) == [TO_PRIMARY]


LIVE, BUSY = Note(live=True), Note(live=True, unpublished_edits=True)


@pytest.mark.parametrize(
    ("note", "how", "follows"),
    [
        (LIVE, {}, True),
        (LIVE, {"drafts": True}, False),
        (Note(), {"drafts": True}, True),
        (BUSY, {}, False),
        (BUSY, {"carry": True}, True),
    ],
)
def test_nothing_follows_what_will_not_be_seen(note, how, follows):
    assert (TO_COPY in followed(TO_PRIMARY, note=note, **how)) is follows


@pytest.mark.parametrize("at", [Cell(KEY), Cell(KEY, EN, "body"), Cell(KEY, SHARED, "rank")])
def test_nothing_follows_what_is_not_published_since_something_of_it_waits(at):
    waits = Conflict(at, "both sides changed", OLD, NEW)
    assert TO_COPY not in followed(TO_PRIMARY, waits, note=LIVE)
    assert (TO_COPY in followed(TO_PRIMARY, waits)) is (at.locale is not None)


def test_what_may_not_be_written_is_held():
    held = Conflict(TO_COPY.at, "component damaged", OLD, NEW)
    assert followed(TO_PRIMARY, guarded=lambda _: (held,)) == [TO_PRIMARY, held]


def test_every_copy_follows_in_all_that_comes_told_by_locale_and_field():
    de, lead = Locale("de"), Take(Cell(KEY, EN, "lead"), LEFT, OTHER, OTHER)
    left, right = {EN: {STATUS: DRAFT}}, {at: {STATUS: DRAFT, "title": OLD} for at in (EN, FR, de)}
    facing = Facing(KEY, "Tea", Shown(), left, right, {EN: Note()}, copied={LEFT: frozenset({FR, de})})
    _, _, *made = follow_primary([TO_PRIMARY, lead], facing, EN, lambda _side, _at: True)
    assert [(take.at.locale, take.at.field, take.value) for take in made] == [
        (at, name, value) for at in (de, FR) for name, value in (("lead", OTHER), ("title", NEW))
    ]
