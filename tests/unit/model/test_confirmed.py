from datetime import UTC, datetime, timedelta

from isogloss.model.confirmed import REMEMBERED, Confirmed, followed, marked
from isogloss.model.value import Digest, Scalar

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def seen(text, at=NOON, updated=None, before=()):
    return Confirmed(Digest(text), at, updated, tuple(map(Digest, before)))


def test_the_mark_of_a_variant_is_that_of_its_content_in_any_order():
    one, other = Scalar("text", "a"), Scalar("text", "b")
    assert marked({"x": one, "y": other}) == marked({"y": other, "x": one})
    assert marked({"x": one}) != marked({"x": other})
    assert marked({"x": one}) != marked({"x": one, "y": other})


def test_what_is_seen_first_is_remembered_as_it_is():
    assert followed(None, seen("a")) == seen("a")


def test_where_times_are_told_the_later_state_is_remembered_whichever_is_seen_last():
    assert followed(seen("a", NOON, LATER), seen("b", LATER, NOON)) == seen("a", NOON, LATER)
    assert followed(seen("a", NOON, NOON), seen("b", LATER, LATER)) == seen("b", LATER, LATER)


def test_without_times_earlier_contents_are_remembered_the_latest_first():
    made = followed(seen("a"), seen("b", LATER))
    assert made == seen("b", LATER, before=["a"])
    assert followed(made, seen("c", LATER)) == seen("c", LATER, before=["b", "a"])
    assert followed(made, seen("b", LATER)) == made


def test_an_earlier_content_that_was_brought_back_is_no_earlier_one_any_more():
    assert followed(seen("b", before=["a"]), seen("a", LATER)) == seen("a", LATER, before=["b"])


def test_no_more_than_a_few_earlier_contents_are_remembered():
    made = seen("0")
    for number in range(1, 20):
        made = followed(made, seen(str(number)))
    assert len(made.before) == REMEMBERED
    assert made.before[0] == "18"
