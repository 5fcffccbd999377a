"""Laws of the tick: each time of a schedule is run once or folded into one that is, and is counted.

Lives of one schedule: looks at a clock that goes on, stands, jumps, is set back a little or a lot; zones with changes
of an hour and of half an hour; changes of the schedule; pauses.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from isogloss.schedule.tick import STEP, Schedule, planned, renewed, tick

CRONS = st.sampled_from(
    [
        "*/15 * * * *",
        "7 * * * *",
        "30 2 * * *",
        "0,30 1-3 * * *",
        "0 2,3 * * *",
        "*/20 2 * * *",
        "15 3 * * SUN",
        "0 0 L * *",
    ]
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu"])
BEGIN = st.integers(0, 330 * 86400).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n)
) | st.sampled_from(
    [
        datetime(2026, 3, 28, 20, tzinfo=UTC),
        datetime(2026, 10, 24, 20, tzinfo=UTC),
        datetime(2026, 4, 4, 10, tzinfo=UTC),
    ]
)
NAMES = st.sampled_from(["acme", "beta", "gamma", "delta"])
AHEAD = st.timedeltas(timedelta(0), timedelta(hours=9)) | st.timedeltas(timedelta(0), timedelta(minutes=20))
LIVES = st.tuples(NAMES, CRONS, ZONES, BEGIN, st.lists(AHEAD, max_size=25))


def new(name: str, cron: str, zone: str, now: datetime) -> Schedule:
    return planned(Schedule(name, "acme.yaml", cron, zone, "default", None, now), now)


def times(schedule: Schedule, begin: datetime, end: datetime) -> list[datetime]:
    """All times after one moment, up to another."""
    return list(takewhile(lambda each: each <= end, schedule.times.after(begin)))


@given(LIVES)
def test_every_time_is_run_or_folded_and_none_twice(life) -> None:
    name, cron, zone, now, steps = life
    begin, schedule, asks = now, new(name, cron, zone, now), []
    for step in steps:
        now += step
        schedule, ask = tick(schedule, now)
        if ask is not None:
            asks.append(ask)
            assert ask.due <= now
        assert schedule.due is None or schedule.due > now
    due = times(schedule, begin, now)
    assert sum(1 + ask.folded for ask in asks) == len(due)
    assert [ask.due for ask in asks] == sorted({ask.due for ask in asks})
    assert {ask.due for ask in asks} <= set(due)


@given(LIVES, st.lists(st.timedeltas(-STEP, STEP), max_size=25))
def test_a_clock_that_is_set_back_a_little_brings_no_time_again_and_loses_none(life, jumps) -> None:
    name, cron, zone, now, steps = life
    begin, latest, schedule, asks = now, now, new(name, cron, zone, now), []
    for step, jump in zip(steps, jumps, strict=False):
        now = max(now + step + jump, latest - STEP)
        latest = max(latest, now)
        schedule, ask = tick(schedule, now)
        asks += [ask] if ask is not None else []
    schedule, ask = tick(schedule, latest)
    asks += [ask] if ask is not None else []
    assert sum(1 + ask.folded for ask in asks) == len(times(schedule, begin, latest))
    assert [ask.due for ask in asks] == sorted({ask.due for ask in asks})


@given(NAMES, CRONS, ZONES, BEGIN, st.timedeltas(STEP, timedelta(days=900)))
def test_a_clock_that_was_far_ahead_keeps_nobody_waiting(name, cron, zone, now, wrong) -> None:
    schedule = new(name, cron, zone, now + wrong + timedelta(seconds=1))
    schedule, ask = tick(schedule, now)
    assert ask is None
    assert schedule.due == next(schedule.times.after(now))


@given(LIVES, CRONS, ZONES)
def test_what_has_come_stays_due_when_the_schedule_or_its_zone_changes(life, cron, zone) -> None:
    name, before, of, now, steps = life
    schedule = new(name, before, of, now)
    for step in steps:
        now += step
        changed = renewed(schedule, replace(schedule, cron=cron, zone=zone, due=None, folded=0), now)
        came = schedule.due is not None and schedule.due <= now
        assert changed.due == (schedule.due if came or (cron, zone) == (before, of) else next(changed.times.after(now)))
        after, ask = tick(changed, now)
        assert (ask is not None) == came
        assert after.due == next(changed.times.after(now)) if came else after == changed
        schedule, _ = tick(schedule, now)


@given(LIVES)
def test_what_is_paused_asks_for_nothing(life) -> None:
    name, cron, zone, now, steps = life
    schedule = replace(new(name, cron, zone, now), paused=True)
    for step in steps:
        now += step
        assert tick(schedule, now) == (schedule, None)


@given(LIVES)
def test_times_do_not_depend_on_where_one_begins(life) -> None:
    """What is reckoned after each turn is what would have been foretold at the beginning."""
    name, cron, zone, begin, steps = life
    schedule = new(name, cron, zone, begin)
    end = begin + sum(steps, timedelta(0))
    found, now = [], begin
    while (now := next(schedule.times.after(now))) <= end:
        found.append(now)
    assert found == times(schedule, begin, end)
