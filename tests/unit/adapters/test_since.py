"""Going down a listing by time of change: where it stops, and what it does not take for proof."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.adapters.since import LONG_AGO, MARGIN, Descent, Floor, UnsafeError, load_floor
from isogloss.http.pages import Page

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SIZE = 3


def at(minutes):
    return NOON + timedelta(minutes=minutes)


@dataclass
class Listing:
    """Rows by id, with their time and whether they are as they were kept; in the order in which they are listed."""

    rows: list
    asked: int = 0

    def descent(self, time=lambda row: row[1]):
        return Descent(SIZE, self.page, lambda row: row[0], time, lambda rows: {row[0] for row in rows if row[2]})

    def page(self, number):
        self.asked += 1
        return Page(self.rows[number * SIZE : (number + 1) * SIZE], len(self.rows))


def sorted_rows(rows):
    return sorted(rows, key=lambda row: row[1], reverse=True)


def test_one_page_without_news_that_reaches_below_the_last_reading_is_all():
    listing = Listing([(n, at(-n), True) for n in range(9)])
    descent = listing.descent()
    assert list(descent.news(at(0), at(-1))) == []
    assert (listing.asked, descent.total, descent.proven, descent.newest) == (1, 9, True, at(0))


def test_it_goes_on_while_there_is_news_and_until_before_the_last_reading():
    listing = Listing([(n, at(-n), n != 1) for n in range(9)])
    assert [row[0] for row in listing.descent().news(at(0), at(-1))] == [1]
    assert listing.asked == 2
    listing = Listing([(n, at(-n), True) for n in range(9)])
    assert list(listing.descent().news(at(0), at(-5))) == []
    assert listing.asked == 3


def test_a_listing_in_another_order_is_no_proof():
    with pytest.raises(UnsafeError, match="another order"):
        list(Listing([(n, at(n), True) for n in range(9)]).descent().news(None, LONG_AGO))


def test_one_that_shows_less_than_was_known_is_no_proof():
    with pytest.raises(UnsafeError, match="older state"):
        list(Listing([(n, at(-n), True) for n in range(9)]).descent().news(at(1), at(-1)))
    with pytest.raises(UnsafeError, match="older state"):
        list(Listing([]).descent().news(at(1), at(-1)))


def test_one_without_times_is_no_proof():
    with pytest.raises(UnsafeError, match="when everything changed"):
        list(Listing([(n, at(-n), True) for n in range(9)]).descent(lambda _: None).news(None, at(-1)))


def test_of_rows_that_all_changed_at_once_nothing_proves_the_order():
    descent = Listing([(n, at(0), True) for n in range(9)]).descent()
    assert list(descent.news(at(0), at(1))) == []
    assert not descent.proven
    short = Listing([(n, at(0), True) for n in range(3)]).descent()
    assert list(short.news(at(0), at(1))) == []
    assert short.proven


def test_a_number_of_rows_that_changes_or_does_not_fit_is_no_proof():
    listing = Listing([(n, at(-n), False) for n in range(9)])
    found = listing.descent().news(at(0), LONG_AGO)
    next(found)
    del listing.rows[-1]
    with pytest.raises(UnsafeError, match="came or went"):
        list(found)
    descent = Descent(
        SIZE, lambda _: Page([(1, NOON, True)], 9), lambda row: row[0], lambda row: row[1], lambda _: set()
    )
    with pytest.raises(UnsafeError, match="another number of rows"):
        list(descent.news(None, LONG_AGO))


@given(
    st.lists(st.integers(-60, 0), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 30)), max_size=12),
    st.integers(-9, 0),
)
def test_every_change_since_is_found_if_the_clock_is_set_back_no_more_than_the_margin(times, edits, back):
    """The clock is set back once by some minutes, after the first reading."""
    before = {n: at(minutes) for n, minutes in enumerate(times)}
    floor = Floor(None, None, at(0)).after(at(0), max(before.values()), timedelta(0))
    now = dict(before)
    for n, minutes in edits:
        now[n % len(times)] = at(back + minutes) + timedelta(seconds=1)
    listing = Listing(sorted_rows((n, time, time == before[n]) for n, time in now.items()))
    try:
        news = {row[0] for row in listing.descent().news(floor.high, floor.reached(at(0)))}
    except UnsafeError:
        return
    assert news == {n for n, time in now.items() if time != before[n]}


def test_the_floor_rises_with_time_and_falls_never():
    first = Floor(None, None, NOON).after(NOON, at(-5), timedelta(minutes=1))
    assert first == Floor(at(-5), at(-6), NOON)
    assert first.reached(NOON) == at(-6) - MARGIN
    assert first.reached(at(60)) == at(54) - MARGIN
    assert first.reached(at(-60)) == at(-6) - MARGIN  # our own clock was set back
    later = first.after(at(60), at(-5), timedelta(0))
    assert later == first
    assert first.after(at(60), at(58), timedelta(minutes=1)) == Floor(at(58), at(57), at(60))
    assert first.after(at(60), None, timedelta(0)) == first
    assert Floor(None, None, NOON).reached(NOON) == LONG_AGO
    assert Floor(None, LONG_AGO, NOON).reached(NOON) == LONG_AGO


@given(st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))), st.datetimes(timezones=st.just(UTC)))
def test_a_floor_is_written_down_and_read(high, on):
    floor = Floor(high, high, on)
    assert load_floor(floor.dump()) == floor


@pytest.mark.parametrize("data", [None, [], [1, 2, 3], ["noon", None, NOON.isoformat()], [None, None, None]])
def test_another_shape_is_no_floor(data):
    with pytest.raises(UnsafeError):
        load_floor(data)
