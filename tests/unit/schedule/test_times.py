"""Times of a schedule where clocks change, and what no schedule is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from isogloss.schedule.times import Times, offset_of, problem_of, zone_of

SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 24, 12, tzinfo=UTC)


def shown(cron: str, zone: str, begin: datetime, count: int, offset: int = 0) -> list[str]:
    return [f"{each:%m-%d %H:%M:%S}" for each in islice(Times(cron, zone, offset).after(begin), count)]


def test_a_time_that_is_there_twice_is_the_first() -> None:
    assert shown("30 2 * * *", "Europe/Berlin", AUTUMN, 2) == ["10-25 00:30:00", "10-26 01:30:00"]


def test_a_time_that_is_not_there_is_the_next_that_is() -> None:
    assert shown("30 2 * * *", "Europe/Berlin", SPRING, 2) == ["03-29 01:00:00", "03-30 00:30:00"]


def test_between_two_equal_times_the_first_does_not_come_again() -> None:
    """02:15 by the clock, for the second time: cronsim alone answers with 02:30 of an hour before."""
    between = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert shown("30 2 * * *", "Europe/Berlin", between, 1) == ["10-26 01:30:00"]


def test_a_zone_may_change_by_half_an_hour() -> None:
    begin = datetime(2026, 4, 4, 12, tzinfo=UTC)
    assert shown("45 1 * * *", "Australia/Lord_Howe", begin, 2) == ["04-04 14:45:00", "04-05 15:15:00"]


def test_each_quarter_of_an_hour_comes_however_often_an_hour_is_there() -> None:
    found = list(islice(Times("*/15 * * * *", "Europe/Berlin").after(AUTUMN), 96))
    assert {later - sooner for sooner, later in pairwise(found)} == {timedelta(minutes=15)}


def test_an_offset_comes_after_the_time_and_is_ever_the_same() -> None:
    assert shown("0 * * * *", "UTC", SPRING, 2, offset=40) == ["03-28 12:00:40", "03-28 13:00:40"]
    offsets = {offset_of(f"mapping-{n}", "0 * * * *") for n in range(1000)}
    assert offsets == set(range(60))
    assert offset_of("acme", "0 * * * *") == offset_of("acme", "0 * * * *")
    assert offset_of("mapping-1", "*/5 * * * * *") == 0


@pytest.mark.parametrize(
    ("cron", "why"),
    [
        ("* * * *", "has not five fields"),
        ("61 * * * *", "its field for the minute cannot be read"),
        ("* * * * MONDAY", "its field for the day-of-week cannot be read"),
        ("0 0 30 2 *", "its field for the day-of-month cannot be read"),
        ("every hour please, and on sundays", "its field for the second cannot be read"),
        ("*" * 500, "longer than any schedule"),
    ],
)
def test_what_means_no_times_is_told(cron: str, why: str) -> None:
    assert why in problem_of(cron)


@pytest.mark.parametrize("cron", ["*/15 * * * *", "0 9-17 * * MON-FRI", "30 2 L * *", "*/5 * * * * *"])
def test_what_means_some_is_no_problem(cron: str) -> None:
    assert problem_of(cron) == ""


@pytest.mark.parametrize("name", ["Europe", "Nowhere/Land", "../etc/passwd", "", "Europe/Berlin "])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_of(name) is None
