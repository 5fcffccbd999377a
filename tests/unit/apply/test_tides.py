"""What a side's own clock said, at least, told from what it showed."""

from datetime import UTC, datetime, timedelta

from isogloss.apply.tides import MARGIN, Tides
from isogloss.model.address import Side

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def seconds(number):
    return timedelta(seconds=number)


def test_of_a_side_that_showed_nothing_nothing_is_known():
    tides = Tides()
    tides.saw(Side.LEFT, NOON, 7.0)
    assert tides.at_least(Side.RIGHT, 7.0) is None


def test_what_was_shown_was_there_when_the_answer_was_and_time_passes_alike_since():
    tides = Tides()
    tides.saw(Side.LEFT, NOON, 100.0)
    assert tides.at_least(Side.LEFT, 100.0) == NOON - MARGIN
    assert tides.at_least(Side.LEFT, 160.0) == NOON + seconds(60) - MARGIN
    assert tides.at_least(Side.LEFT, 40.0) == NOON - seconds(60) - MARGIN


def test_only_something_newer_tells_more():
    tides = Tides()
    tides.saw(Side.LEFT, NOON, 100.0)
    tides.saw(Side.LEFT, NOON, 130.0)
    tides.saw(Side.LEFT, NOON - seconds(1), 90.0)
    assert tides.at_least(Side.LEFT, 100.0) == NOON - MARGIN
    tides.saw(Side.LEFT, NOON + seconds(30), 131.0)
    assert tides.at_least(Side.LEFT, 131.0) == NOON + seconds(30) - MARGIN
