"""A decision as data, and whether it still fits."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from entries import values
from hypothesis import given
from hypothesis import strategies as st

from isogloss.decide.resolution import Resolution, dump_resolution, load_resolution
from isogloss.decide.traces import mark
from isogloss.merge.alike import Alike
from isogloss.merge.change import Conflict, Decided, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS, digest_entry
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, Scalar, digest

TEA, EN = EntryKey("article", "tea"), Locale("en")
AT = Cell(TEA, EN, "title")
LEFT, RIGHT, OTHER = (Scalar("text", text) for text in ("left", "right", "other"))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TAKE = Resolution(
    "k3f9t2ma", AT, "content", (digest(LEFT), digest(RIGHT)), "take", Side.LEFT, ABSENT, "ann", NOON, "Tea", "why"
)
GIVE = replace(TAKE, how="value", take=None, value=OTHER)
NAMES = {Side.LEFT: "webflow", Side.RIGHT: "butter"}


def facing(left, right):
    made = ({EN: {STATUS: DRAFT, **({} if each is ABSENT else {"title": each})}} for each in (left, right))
    return Facing(TEA, "Tea", Shown(), *made)


def test_it_says_whose_decision_it_is_in_the_words_of_the_command():
    marks = (digest(LEFT), digest(RIGHT))
    assert TAKE.decided(NAMES) == Decided("k3f9t2ma", "take webflow", "ann", NOON, marks)
    assert replace(TAKE, take=Side.RIGHT).decided(NAMES).how == "take butter"
    assert GIVE.decided(NAMES).how == "value"


def test_it_is_about_one_question_at_one_address():
    held = Conflict(AT, "both sides changed", LEFT, RIGHT)
    assert TAKE.is_about(held)
    assert TAKE.is_about(replace(held, reason="component damaged"))
    assert not TAKE.is_about(replace(held, reason="slug taken"))
    assert not TAKE.is_about(replace(held, at=Cell(TEA, EN)))
    assert not TAKE.is_about(Drifted(AT, LEFT, RIGHT, kept=True))
    assert replace(TAKE, question="drift").is_about(Drifted(AT, LEFT, RIGHT, kept=True))


@pytest.mark.parametrize(
    ("resolution", "left", "right", "moved"),
    [
        (TAKE, LEFT, RIGHT, []),
        (TAKE, OTHER, RIGHT, [Side.LEFT]),
        (TAKE, LEFT, OTHER, [Side.RIGHT]),
        (TAKE, ABSENT, OTHER, [Side.LEFT, Side.RIGHT]),
        (TAKE, RIGHT, LEFT, [Side.LEFT, Side.RIGHT]),
        (GIVE, LEFT, RIGHT, []),
        (GIVE, OTHER, RIGHT, []),
        (GIVE, OTHER, LEFT, [Side.RIGHT]),
        (replace(GIVE, value=ABSENT), ABSENT, RIGHT, []),
    ],
)
def test_it_lapses_where_a_side_moved_but_not_to_what_was_decided(resolution, left, right, moved):
    assert resolution.moved(facing(left, right), Alike()) == moved


def test_a_rendering_of_what_was_decided_is_what_was_decided():
    folded = Alike(meeting=lambda _field, one, other: "alike" if one.text.strip() == other.text.strip() else "apart")
    assert GIVE.moved(facing(Scalar("text", " other "), RIGHT), folded) == []
    assert GIVE.moved(facing(Scalar("text", "another"), RIGHT), folded) == [Side.LEFT]


@pytest.mark.parametrize(
    ("resolution", "left", "right", "done"),
    [
        (TAKE, LEFT, LEFT, True),
        (TAKE, LEFT, RIGHT, False),
        (TAKE, RIGHT, RIGHT, False),
        (TAKE, OTHER, OTHER, False),
        (replace(TAKE, take=Side.RIGHT), RIGHT, RIGHT, True),
        (replace(TAKE, take=Side.RIGHT), LEFT, LEFT, False),
        (replace(TAKE, take=Side.RIGHT), LEFT, RIGHT, False),
        (GIVE, OTHER, OTHER, True),
        (GIVE, OTHER, RIGHT, False),
        (GIVE, LEFT, OTHER, False),
        (GIVE, LEFT, LEFT, False),
    ],
)
def test_it_is_done_where_both_sides_show_what_was_decided(resolution, left, right, done):
    assert resolution.is_done(facing(left, right), Alike()) is done


def test_it_is_done_where_one_side_renders_what_the_other_shows():
    folded = Alike(meeting=lambda _field, one, other: "alike" if one.text.strip() == other.text.strip() else "apart")
    assert TAKE.is_done(facing(LEFT, Scalar("text", " left")), folded)
    assert not TAKE.is_done(facing(LEFT, RIGHT), folded)


def test_what_is_no_decision_is_quoted_as_far_as_it_helps():
    with pytest.raises(ValueError, match=f"^not a decision: {'x' * 80}$"):
        load_resolution("x" * 81)


@pytest.mark.parametrize(
    ("resolution", "base", "right", "done"),
    [
        (replace(TAKE, take=Side.RIGHT), (LEFT, RIGHT), RIGHT, True),
        (replace(TAKE, take=Side.RIGHT), (LEFT, OTHER), RIGHT, False),
        (replace(TAKE, take=Side.RIGHT), (OTHER, RIGHT), RIGHT, False),
        (replace(TAKE, take=Side.RIGHT), (LEFT, OTHER), OTHER, False),
        (TAKE, (LEFT, RIGHT), RIGHT, False),
        (TAKE, (LEFT, LEFT), LEFT, True),
        (replace(GIVE, value=RIGHT), (LEFT, RIGHT), RIGHT, True),
        (replace(GIVE, value=LEFT), (LEFT, RIGHT), RIGHT, False),
    ],
)
def test_in_a_one_way_flow_the_target_may_differ_as_it_was_agreed_on(resolution, base, right, done):
    shown = facing(LEFT, right)
    agreed = facing(*base)
    known = replace(shown, base=Shown(*(digest_entry(agreed.shows(side)) for side in Side)))
    assert resolution.is_done(known, Alike(), Side.LEFT) is done


def test_of_a_whole_entry_it_is_done_where_both_show_the_same_of_it():
    shown = facing(LEFT, RIGHT)
    gone = replace(shown, left=ABSENT)
    marks = (ABSENT, mark(Cell(TEA), shown, Side.RIGHT))
    deleted = replace(TAKE, cell=Cell(TEA), question="deletion", marks=marks)
    assert deleted.is_done(replace(gone, right=ABSENT), Alike())
    assert not deleted.is_done(gone, Alike())
    assert not deleted.is_done(shown, Alike())
    kept = replace(deleted, take=Side.RIGHT)
    assert kept.is_done(replace(shown, left=shown.right), Alike())
    assert not kept.is_done(gone, Alike())
    assert not kept.is_done(shown, Alike()), "an entry is no rendering of another"


def test_of_a_whole_entry_nothing_but_what_was_seen_fits():
    whole = replace(GIVE, cell=Cell(TEA), marks=(ABSENT, ABSENT))
    assert whole.moved(facing(OTHER, OTHER), Alike()) == [Side.LEFT, Side.RIGHT]


words = st.text(max_size=8)
marks = st.just(ABSENT) | st.text("0123456789abcdef", min_size=32, max_size=32).map(Digest)
resolutions = st.builds(
    Resolution,
    words,
    st.builds(Cell, st.builds(EntryKey, words, words, st.just("")), st.none() | st.just(EN), st.none() | words),
    st.sampled_from(["content", "deletion", "drift", "slug taken"]),
    st.tuples(marks, marks),
    st.sampled_from(["take", "value", "merge", "edit"]),
    st.none() | st.sampled_from(Side),
    st.just(ABSENT) | values(),
    words,
    st.datetimes(timezones=st.just(UTC)),
    words,
    words,
)


@given(resolutions)
def test_what_is_kept_comes_back_as_it_was(made):
    assert load_resolution(dump_resolution(made)) == made


@pytest.mark.parametrize(
    "change", [{"how": "guess"}, {"question": "?"}, {"take": "middle"}, {"at": "noon"}, {"marks": [1]}]
)
def test_what_is_no_decision_is_refused(change):
    with pytest.raises(ValueError, match=r".+"):
        load_resolution({**dump_resolution(TAKE), **change})
    with pytest.raises(ValueError, match="not a decision"):
        load_resolution([])
