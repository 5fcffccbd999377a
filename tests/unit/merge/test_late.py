"""An older state is told from an edit by the side's own times, else by the time at which the answer was made."""

from datetime import UTC, datetime, timedelta

import pytest

from isogloss.merge.late import is_older, is_proven
from isogloss.model.confirmed import Confirmed, marked
from isogloss.model.snapshot import Note
from isogloss.model.value import Scalar

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OLD, OURS, THEIRS = ({"title": Scalar("text", text)} for text in ("old", "ours", "theirs"))


def timed(updated):
    return Confirmed(marked(OURS), NOON, updated)


UNTIMED = Confirmed(marked(OURS), NOON, None, (marked(OLD),))


@pytest.mark.parametrize(
    ("updated", "older"), [(NOON - SECOND, True), (NOON, False), (NOON + SECOND, False), (None, False)]
)
def test_where_a_side_tells_times_what_was_changed_before_is_older_whatever_it_shows(updated, older):
    for variant in (OLD, OURS, THEIRS):
        assert is_older(timed(NOON), variant, Note(updated=updated)) is older


@pytest.mark.parametrize(("variant", "older"), [(OLD, True), (OURS, False), (THEIRS, False)])
def test_without_times_what_our_write_replaced_is_doubted_and_what_was_never_seen_is_an_edit(variant, older):
    assert is_older(UNTIMED, variant, Note()) is older


@pytest.mark.parametrize(("variant", "older"), [(OLD, True), (OURS, False), (THEIRS, True)])
def test_an_answer_from_before_the_confirmation_says_nothing_about_what_came_after(variant, older):
    for known in (UNTIMED, timed(NOON)):
        assert is_older(known, variant, Note(updated=known.updated, made=NOON - SECOND)) is older


def test_an_answer_from_after_the_confirmation_is_taken_as_it_is_though_a_cache_kept_it():
    assert not is_older(Confirmed(marked(OURS), NOON), THEIRS, Note(made=NOON + SECOND))


def test_an_answer_made_at_the_very_moment_of_the_confirmation_counts():
    """Times of a side are coarse, and what was asked for afterwards may bear the same."""
    assert not is_older(Confirmed(marked(OURS), NOON), THEIRS, Note(made=NOON))


def test_an_old_draft_that_seems_to_lie_on_what_was_confirmed_is_doubted():
    edited = Note(updated=NOON, unpublished_edits=True, made=NOON - SECOND)
    assert is_older(timed(NOON), OURS, edited)
    assert not is_older(timed(NOON), OURS, Note(updated=NOON, unpublished_edits=True))


@pytest.mark.parametrize(
    ("known", "note", "proven"),
    [
        (timed(NOON), Note(updated=NOON - SECOND), False),
        (timed(NOON), Note(updated=NOON), True),
        (UNTIMED, Note(), True),
        (UNTIMED, Note(made=NOON), True),
        (UNTIMED, Note(made=NOON - SECOND), False),
    ],
)
def test_an_earlier_content_is_believed_where_times_do_not_contradict_and_no_cache_kept_it(known, note, proven):
    assert is_proven(known, note) is proven
