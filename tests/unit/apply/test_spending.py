"""What a run spends, and how much it may."""

from threading import Thread

import pytest
from manual_clock import ManualClock

from isogloss.apply.spending import Allowance, Spending
from isogloss.errors import Spent
from isogloss.model.address import Side


def test_each_request_is_counted_for_its_side_and_for_what_it_is_for():
    spending = Spending(ManualClock())
    spending.leaving(Side.LEFT)
    with spending.on("looks"):
        spending.leaving(Side.RIGHT)
        with spending.on("writes"):
            spending.leaving(Side.RIGHT)
        spending.leaving(Side.RIGHT)
    spending.leaving(Side.LEFT)
    assert spending.by_side() == {Side.LEFT: {"reads": 2}, Side.RIGHT: {"looks": 2, "writes": 1}}


def test_a_call_that_was_begun_may_be_ended_and_nothing_else_begins():
    spending = Spending(ManualClock(), Allowance(requests=1))
    with spending.on("writes"):
        spending.leaving(Side.LEFT)
        spending.leaving(Side.LEFT)
    for asked in (spending.still, lambda: spending.leaving(Side.RIGHT)):
        with pytest.raises(Spent, match="1 requests were sent"):
            asked()
    assert spending.by_side() == {Side.LEFT: {"writes": 2}, Side.RIGHT: {}}


def test_minutes_are_counted_from_the_beginning():
    clock = ManualClock()
    clock.sleep(600)
    spending = Spending(clock, Allowance(minutes=0.5))
    clock.sleep(29)
    spending.still()
    clock.sleep(1)
    with pytest.raises(Spent, match=r"0\.5 minutes have passed"):
        spending.still()


def test_what_a_thread_sends_is_a_write_whatever_the_others_are_at():
    spending = Spending(ManualClock())

    def send():
        with spending.writing():
            spending.leaving(Side.RIGHT)

    spending.begin()
    with spending.on("looks"):
        thread = Thread(target=send)
        thread.start()
        thread.join()
        spending.leaving(Side.RIGHT)
    assert spending.by_side()[Side.RIGHT] == {"looks": 1, "writes": 1}


def test_a_call_that_was_begun_has_a_right_to_its_request_until_it_left_or_needed_none():
    spending = Spending(ManualClock(), Allowance(requests=2))
    spending.begin()
    spending.still()
    spending.begin()
    with pytest.raises(Spent):
        spending.still()
    with spending.writing():
        pass  # answered without a request
    spending.still()
    with spending.writing():
        spending.leaving(Side.LEFT)
        spending.leaving(Side.LEFT)
    with pytest.raises(Spent):
        spending.still()
