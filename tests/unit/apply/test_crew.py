"""Who sends: work that goes on beside other work."""

import threading
from datetime import UTC, datetime

import pytest

from isogloss.apply.crew import Abreast, InTurn, Threads
from isogloss.errors import Refused
from isogloss.http.clock import VirtualClock
from isogloss.ports import Sent


def test_threads_go_on_beside_each_other_and_the_first_that_is_done_is_heard_first():
    crew, gate, there = Threads(), threading.Event(), threading.Event()

    def slow():
        there.set()
        assert gate.wait(10)
        return Sent()

    crew.begin(1, slow)
    assert there.wait(10)
    crew.begin(2, Sent)
    assert crew.next() == (2, Sent())
    gate.set()
    assert crew.next() == (1, Sent())


def test_what_broke_work_is_told_and_what_ends_the_process_is_raised():
    crew, broken = Threads(), Refused("no")
    crew.begin(1, lambda: broken)
    assert crew.next() == (1, broken)

    def stop():
        raise KeyboardInterrupt

    crew.begin(2, stop)
    with pytest.raises(KeyboardInterrupt):
        crew.next()


def test_in_turn_each_is_done_when_it_is_begun():
    crew, done = InTurn(), []
    for number in (1, 2):
        crew.begin(number, lambda number=number: done.append(number) or Sent())
    assert done == [1, 2]
    assert [crew.next()[0], crew.next()[0]] == [1, 2]


def test_on_a_virtual_clock_all_go_on_at_once_and_end_in_the_order_of_the_clock():
    clock = VirtualClock(datetime(2026, 3, 1, tzinfo=UTC))
    crew = Abreast(clock)

    def lasting(seconds):
        def work():
            clock.sleep(seconds)
            return Sent()

        return work

    for number, seconds in ((1, 5.0), (2, 1.0), (3, 3.0)):
        crew.begin(number, lasting(seconds))
    assert clock.monotonic() == 0.0
    ended = [(crew.next()[0], clock.monotonic()) for _ in range(3)]
    assert ended == [(2, 1.0), (3, 3.0), (1, 5.0)]
    crew.begin(4, lasting(1.0))
    assert (crew.next()[0], clock.monotonic()) == (4, 6.0)
