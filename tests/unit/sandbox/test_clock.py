from datetime import UTC, datetime, timedelta

from isogloss.sandbox.clock import SandboxClock, iso


def test_the_clock_tells_the_time_of_the_machine():
    # The machine's own time, by another road than the clock's.
    assert abs(SandboxClock().now().timestamp() - datetime.fromtimestamp(_machine(), UTC).timestamp()) < 5


def _machine():
    import time

    return time.time()


def test_times_are_whole_milliseconds_in_utc():
    now = SandboxClock().now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0


def test_a_frozen_clock_stands_still_but_waiting_goes_on():
    clock = SandboxClock()
    clock.scale(1000)
    clock.freeze()
    first, waited = clock.now(), clock.elapsed()
    until = clock.elapsed() + 1
    while clock.elapsed() < until:
        pass
    assert clock.now() == first
    assert clock.elapsed() > waited


def test_freezing_twice_keeps_the_first_instant():
    clock = SandboxClock()
    clock.freeze()
    first = clock.now()
    clock.scale(1000)
    clock.freeze()
    assert clock.now() == first


def test_advancing_moves_a_frozen_clock():
    clock = SandboxClock()
    clock.freeze()
    first = clock.now()
    clock.advance(90)
    assert clock.now() == first + timedelta(seconds=90)


def test_advancing_moves_waiting_too():
    clock = SandboxClock()
    before = clock.elapsed()
    clock.advance(60)
    assert clock.elapsed() >= before + 60


def test_time_never_goes_back():
    clock = SandboxClock()
    clock.freeze()
    first = clock.now()
    clock.advance(-90)
    assert clock.now() == first


def test_a_thawed_clock_goes_on_from_where_it_stood():
    clock = SandboxClock()
    clock.freeze()
    clock.advance(3600)
    stood = clock.now()
    clock.freeze(frozen=False)
    assert timedelta(0) <= clock.now() - stood < timedelta(seconds=5)


def test_thawing_a_clock_that_runs_changes_nothing():
    clock = SandboxClock()
    before = clock.now()
    clock.freeze(frozen=False)
    assert timedelta(0) <= clock.now() - before < timedelta(seconds=5)


def test_a_scaled_clock_runs_faster():
    clock = SandboxClock()
    clock.scale(1_000_000)
    before = clock.now()
    until = clock.elapsed() + 100
    while clock.elapsed() < until:
        pass
    assert clock.now() - before >= timedelta(seconds=99)


def test_a_time_is_written_with_milliseconds_and_z():
    assert iso(datetime(2026, 1, 2, 3, 4, 5, 6000, UTC)) == "2026-01-02T03:04:05.006Z"


def test_the_clock_shows_what_it_is_doing():
    clock = SandboxClock()
    clock.freeze()
    assert clock.shown() == {"now": clock.iso(), "frozen": True, "scale": 1.0}
