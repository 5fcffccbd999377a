import pytest

from isogloss.errors import Drift, Limited, Rejected, Unavailable
from isogloss.http.observe import Tally
from isogloss.http.request import Request
from isogloss.http.retry import Retries, may_repeat, repeating, wait_for

READ = Request("GET", "/items")
WRITE = Request("POST", "/items")
REPEATABLE = Request("PATCH", "/items/1", repeatable=True)
LOST = Unavailable("gone", took_effect="unknown")
REFUSED = Unavailable("no connection", took_effect="no")


class Side:
    """Fails with each of these errors in turn, then answers."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.asked = 0

    def __call__(self):
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def send(side, request, clock, retries=None, observer=None):
    return repeating(side, request, retries or Retries(), clock, observer or Tally())


@pytest.mark.parametrize(
    ("request_", "error", "again"),
    [
        (READ, LOST, True),
        (READ, REFUSED, True),
        (READ, Limited("slow"), True),
        (READ, Drift("odd"), False),
        (READ, Rejected("no"), False),
        (READ, Unavailable("certificate", transient=False), False),
        (READ, ValueError(), False),
        (WRITE, LOST, False),
        (WRITE, REFUSED, True),
        (WRITE, Limited("slow"), True),
        (REPEATABLE, LOST, True),
        (REPEATABLE, Rejected("no"), False),
    ],
)
def test_only_what_can_help_and_do_no_harm_is_repeated(request_, error, again):
    assert may_repeat(request_, error) is again


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (LOST, 0.75),
        (Limited("slow"), 0.75),
        (Limited("slow", retry_after=60.0), 60.0),
        (Limited("slow", retry_after=0.0), 0.0),
        (Limited("spent", retry_after=1e6), None),
    ],
)
def test_the_side_s_wish_to_wait_comes_before_our_own_curve(error, wait):
    assert wait_for(error, 0.75, Retries()) == wait


def test_a_read_is_repeated_with_growing_waits_until_it_answers(clock):
    tally = Tally()
    assert send(Side(LOST, LOST, LOST), READ, clock, observer=tally) == "answer"
    assert clock.slept == [0.5, 1.0, 2.0]
    assert tally.repeated == 3


def test_the_last_error_is_raised_unchanged_when_tries_are_spent(clock):
    side, tally = Side(*[LOST] * 9), Tally()
    with pytest.raises(Unavailable) as caught:
        send(side, READ, clock, Retries(attempts=3), tally)
    assert caught.value is LOST
    assert (side.asked, tally.repeated) == (3, 2)
    assert clock.slept == [0.5, 1.0]


def test_a_write_whose_answer_was_lost_is_sent_once(clock):
    side = Side(LOST)
    with pytest.raises(Unavailable):
        send(side, WRITE, clock)
    assert (side.asked, clock.slept) == (1, [])


def test_a_write_that_was_told_to_slow_down_is_sent_again(clock):
    assert send(Side(Limited("slow", retry_after=7.0)), WRITE, clock) == "answer"
    assert clock.slept == [7.0]


def test_a_quota_spent_for_the_month_is_raised_at_once(clock):
    side = Side(Limited("spent", retry_after=1e6))
    with pytest.raises(Limited, match="spent"):
        send(side, READ, clock)
    assert (side.asked, clock.slept) == (1, [])


def test_the_waiting_in_all_is_bounded(clock):
    side = Side(*[Limited("slow", retry_after=60.0)] * 9)
    with pytest.raises(Limited):
        send(side, READ, clock, Retries(attempts=9, total=150.0))
    assert clock.slept == [60.0, 60.0]


def test_no_wait_grows_beyond_the_longest(clock):
    send(Side(*[LOST] * 5), READ, clock, Retries(attempts=9, longest=1.5))
    assert clock.slept == [0.5, 1.0, 1.5, 1.5, 1.5]


def test_our_own_bugs_are_not_repeated(clock):
    side = Side(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        send(side, READ, clock)
    assert side.asked == 1
