import pytest

from isogloss.merge.decide import Shown, child, decide
from isogloss.model.value import ABSENT, Digest

OLD, OLD_RIGHT, NEW, OTHER = (Digest(text * 32) for text in "abcd")
AGREED = Shown(OLD, OLD_RIGHT)


@pytest.mark.parametrize(
    ("base", "left", "right", "verdict"),
    [
        (AGREED, OLD, OLD_RIGHT, "rest"),  # even though the two look different
        (AGREED, NEW, OLD_RIGHT, "take left"),
        (AGREED, OLD, NEW, "take right"),
        (AGREED, NEW, NEW, "adopt"),
        (AGREED, NEW, OTHER, "conflict"),
        (AGREED, OLD_RIGHT, OLD_RIGHT, "adopt"),  # the left took over the right's own rendering
        (AGREED, OLD, OLD, "adopt"),
        (AGREED, ABSENT, OLD_RIGHT, "take left"),  # a deletion has no rule of its own
        (AGREED, OLD, ABSENT, "take right"),
        (AGREED, ABSENT, ABSENT, "adopt"),
        (AGREED, ABSENT, NEW, "conflict"),
        (Shown(), ABSENT, ABSENT, "rest"),
        (Shown(), NEW, ABSENT, "take left"),
        (Shown(), ABSENT, NEW, "take right"),
        (Shown(), NEW, NEW, "adopt"),
        (Shown(), NEW, OTHER, "conflict"),
    ],
)
def test_the_verdict_follows_from_who_moved_away_from_what_it_showed_itself(base, left, right, verdict):
    assert decide(base, left, right) == verdict


def test_inside_what_is_absent_or_a_digest_there_is_nothing():
    assert child(ABSENT, "en") is ABSENT
    assert child(OLD, "en") is ABSENT
    assert child({"en": OLD}, "en") == OLD
    assert child({"en": OLD}, "fr") is ABSENT


def test_going_in_goes_in_on_both_sides():
    base = Shown({"en": {"title": OLD}}, {"en": {"title": OLD_RIGHT}})
    assert base.inside("en").inside("title") == AGREED
    assert base.inside("fr") == Shown()
