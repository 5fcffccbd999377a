from datetime import UTC, timedelta

from manual_clock import ManualClock

from isogloss.http.clock import SystemClock


def test_the_manual_clock_moves_only_when_somebody_sleeps():
    clock = ManualClock()
    before = clock.now()
    clock.sleep(90)
    clock.sleep(0)
    clock.sleep(-1)
    assert clock.now() - before == timedelta(seconds=90)
    assert (clock.monotonic(), clock.slept) == (90, [90])


def test_the_system_clock_is_aware_and_never_goes_back():
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    before = clock.monotonic()
    clock.sleep(0.001)
    clock.sleep(-5)
    assert clock.monotonic() >= before + 0.001
