from datetime import UTC, datetime, timedelta

import pytest

from isogloss.http.answer import made_at

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"age": "0"},
        {"age": "00"},
        {"x-cache": "MISS, MISS", "age": "0"},
        {"x-cache": "MISS"},
        {"cf-cache-status": "DYNAMIC"},
    ],
    ids=str,
)
def test_an_answer_of_which_no_cache_says_otherwise_was_made_for_us(headers):
    assert made_at(headers, NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"age": "67"}, 68), ({"x-cache": "MISS, HIT", "age": "67"}, 68), ({"x-cache": "HIT", "age": "0"}, 1)],
)
def test_an_answer_that_a_cache_kept_is_as_old_as_it_says_and_may_be_a_second_older(headers, seconds):
    assert made_at(headers, NOW) == NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-cache": "HIT"},
        {"x-cache": "HIT", "age": "soon"},
        {"age": "9" * 12},
        pytest.param({"age": "9" * 5000}, id="five thousand digits"),
        {"cf-cache-status": "STALE"},
    ],
)
def test_an_answer_that_a_cache_kept_for_nobody_says_how_long_is_older_than_anything(headers):
    assert made_at(headers, NOW) == datetime.min.replace(tzinfo=UTC)
