"""The limiter against sides that count in fixed and in sliding windows, on a clock that does not wait."""

import heapq
import random
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manual_clock import ManualClock

from isogloss.errors import Limited, Overdue
from isogloss.http.clock import SystemClock
from isogloss.http.limiter import Limiter, Limiters, Pace
from isogloss.http.redact import Secret

PATIENCE = 120.0


class EventClock(ManualClock):
    """A clock on which things happen while somebody sleeps: answers arrive, others send."""

    def __init__(self):
        super().__init__()
        self._events = []
        self._number = 0

    def at(self, when, happens):
        self._number += 1
        heapq.heappush(self._events, (when, self._number, happens))

    def sleep(self, seconds):
        target = self._passed + max(seconds, 0.0)
        while self._events and self._events[0][0] <= target:
            when, _, happens = heapq.heappop(self._events)
            self._passed = max(self._passed, when)
            happens()
        self._passed = target


class SlidingSide:
    """Counts what came in the last window."""

    def __init__(self, limit, window):
        self.limit, self.window = limit, window
        self.taken = []
        self.refused = 0

    def _live(self, now):
        return [when for when in self.taken if when > now - self.window]

    def arrive(self, now):
        self.taken = self._live(now)
        if len(self.taken) >= self.limit:
            self.refused += 1
            return 429, {"retry-after": str(self.window), "x-ratelimit-remaining": "0"}
        self.taken.append(now)
        remaining = self.limit - len(self.taken)
        return 200, {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(remaining),
            "retry-after": str(self.window),  # Webflow's documents show it on good answers too
        }


class FixedSide(SlidingSide):
    """Counts what came since the window began; windows begin at an odd time."""

    def _live(self, now):
        began = now - (now - self.window * 0.37) % self.window
        return [when for when in self.taken if when >= began]


SIDES = pytest.mark.parametrize("kind", [SlidingSide, FixedSide])


def in_turn(limiter, clock, side, count, latency):
    """Send one after the other, as a single thread does; give the departures."""
    departures = []
    for _ in range(count):
        slot = limiter.enter(PATIENCE)
        departures.append(slot.departed)
        out, back = latency()
        clock.sleep(out)
        answer = side.arrive(clock.monotonic())
        clock.sleep(back)
        slot.leave(*answer)
    return departures


def at_once(limiter, clock, side, count, latency):
    """Send without waiting for answers, as many threads do; give the departures."""
    departures = []

    def travel(slot, out, back):
        def arrives():
            answer = side.arrive(clock.monotonic())
            clock.at(clock.monotonic() + back, lambda: slot.leave(*answer))

        clock.at(clock.monotonic() + out, arrives)

    for _ in range(count):
        slot = limiter.enter(PATIENCE)
        departures.append(slot.departed)
        travel(slot, *latency())
    return departures


def share(departures, limit, window):
    """Which part of the permitted rate was reached, from the first request to the last whole window."""
    windows = (len(departures) - 1) // limit
    return windows * window / (departures[windows * limit] - departures[0])


def most_in_any_window(times, window):
    """How many of these times lie in one window, the fullest."""
    times = sorted(times)
    return max(sum(1 for later in times[place:] if later - first < window) for place, first in enumerate(times))


@SIDES
@pytest.mark.parametrize(("limit", "window", "longest"), [(60, 60.0, 0.8), (120, 60.0, 0.45), (60, 2.0, 0.006)])
def test_one_thread_reaches_97_percent_and_no_429(kind, limit, window, longest):
    chance = random.Random(7)  # noqa: S311 - latencies, not secrets
    clock = ManualClock()
    side = kind(limit, window)
    limiter = Limiter(Pace(limit, window), clock)
    departures = in_turn(
        limiter, clock, side, limit * 8 + 1, lambda: (chance.uniform(0, longest / 2), chance.uniform(0, longest / 2))
    )
    assert side.refused == 0
    assert share(departures, limit, window) >= 0.97


@SIDES
@pytest.mark.parametrize(("limit", "window", "longest"), [(60, 60.0, 0.6), (60, 60.0, 9.0), (5, 1.0, 0.01)])
def test_many_threads_reach_97_percent_and_no_429(kind, limit, window, longest):
    """Long answers are slow on the way back: the way there is short, or no limiter could know when they arrived."""
    chance = random.Random(11)  # noqa: S311 - latencies, not secrets
    clock = EventClock()
    side = kind(limit, window)
    limiter = Limiter(Pace(limit, window), clock)
    departures = at_once(
        limiter, clock, side, limit * 8 + 1, lambda: (chance.uniform(0, min(longest, 1.0)), chance.uniform(0, longest))
    )
    assert side.refused == 0
    assert share(departures, limit, window) >= 0.97


@SIDES
def test_a_busy_machine_that_delays_a_request_brings_no_429(kind):
    chance = random.Random(13)  # noqa: S311 - latencies, not secrets
    clock = ManualClock()
    side = kind(60, 2.0)
    in_turn(Limiter(Pace(60, 2.0), clock), clock, side, 600, lambda: (0.08 if chance.random() < 0.1 else 0.001, 0.001))
    assert side.refused == 0


@SIDES
def test_the_limit_is_learned_upwards_and_downwards(kind):
    for told, real in [(60, 120), (120, 60)]:
        clock = ManualClock()
        side = kind(real, 60.0)
        limiter = Limiter(Pace(told, 60.0), clock)
        departures = in_turn(limiter, clock, side, real * 6 + 1, lambda: (0.01, 0.01))
        assert limiter.limit == real
        assert side.refused == 0
        assert share(departures, real, 60.0) >= 0.97


def test_a_lower_limit_is_not_taken_for_other_users(clock):
    limiter = Limiter(Pace(10, 60.0), clock)
    limiter.enter(PATIENCE).leave(200, {"x-ratelimit-limit": "4", "x-ratelimit-remaining": "3"})
    assert [limiter.enter(PATIENCE).waited > 0 for _ in range(4)] == [False, False, False, True]


@SIDES
def test_what_an_earlier_run_spent_is_left_alone(kind):
    clock = ManualClock()
    clock.sleep(30)
    side = kind(60, 60.0)
    for _ in range(45):
        side.arrive(clock.monotonic())
    departures = in_turn(Limiter(Pace(60, 60.0), clock), clock, side, 130, lambda: (0.1, 0.1))
    assert side.refused == 0
    assert departures[14] - departures[0] < 15  # the rest of the window is used ...
    assert departures[15] - departures[0] > 40  # ... and then the window's end is awaited


@SIDES
def test_other_users_of_the_token_seldom_bring_us_a_429(kind):
    """They can take the last place between two of our requests, so "never" is not to be had; "seldom" is."""
    clock = EventClock()
    side = kind(60, 60.0)
    refused = []

    def other_sends():
        side.arrive(clock.monotonic())
        clock.at(clock.monotonic() + 3.0, other_sends)

    clock.at(0.5, other_sends)
    limiter = Limiter(Pace(60, 60.0), clock)
    for _ in range(301):
        slot = limiter.enter(PATIENCE)
        clock.sleep(0.1)
        answer = side.arrive(clock.monotonic())
        refused += [answer] * (answer[0] == 429)
        clock.sleep(0.1)
        slot.leave(*answer)
    assert len(refused) <= 3


def test_what_others_took_is_not_sent(clock):
    limiter = Limiter(Pace(10, 60.0), clock)
    limiter.enter(PATIENCE).leave(200, {"x-ratelimit-remaining": "3"})
    assert [limiter.enter(PATIENCE).waited > 0 for _ in range(4)] == [False, False, False, True]


def test_two_answers_that_show_the_same_others_count_them_once(clock):
    limiter = Limiter(Pace(10, 60.0), clock)
    first, second = limiter.enter(PATIENCE), limiter.enter(PATIENCE)
    first.leave(200, {"x-ratelimit-remaining": "4"})
    second.leave(200, {"x-ratelimit-remaining": "4"})
    assert [limiter.enter(PATIENCE).waited > 0 for _ in range(5)] == [False, False, False, False, True]


@pytest.mark.parametrize(("status", "asked", "pause"), [(429, "17", 17.0), (429, None, 60.0), (503, "9", 9.0)])
def test_everybody_stops_when_the_side_says_so(clock, status, asked, pause):
    limiter = Limiter(Pace(60, 60.0), clock)
    limiter.enter(PATIENCE).leave(status, {} if asked is None else {"retry-after": asked})
    assert limiter.enter(PATIENCE).waited == pytest.approx(pause)


def test_a_server_fault_without_a_wish_stops_nobody(clock):
    limiter = Limiter(Pace(60, 60.0), clock)
    limiter.enter(PATIENCE).leave(503, {})
    assert limiter.enter(PATIENCE).waited == 0


def test_a_429_for_one_call_alone_stops_nobody_else(clock):
    limiter = Limiter(Pace(60, 60.0), clock)
    limiter.enter(PATIENCE).leave(429, {"retry-after": "60", "x-ratelimit-remaining": "41"})
    assert limiter.enter(PATIENCE).waited == 0


def test_retry_after_on_a_good_answer_is_ignored(clock):
    limiter = Limiter(Pace(60, 60.0), clock)
    limiter.enter(PATIENCE).leave(200, {"retry-after": "60", "x-ratelimit-remaining": "59"})
    assert limiter.enter(PATIENCE).waited == 0


def test_retry_after_on_a_good_answer_says_when_the_window_ends_once_nothing_remains(clock):
    limiter = Limiter(Pace(60, 60.0), clock)
    limiter.enter(PATIENCE).leave(200, {"retry-after": "20", "x-ratelimit-remaining": "0"})
    assert limiter.enter(PATIENCE).waited == pytest.approx(20.0)


def test_when_nothing_remains_and_no_end_is_named_a_window_is_waited(clock):
    limiter = Limiter(Pace(60, 60.0), clock)
    limiter.enter(PATIENCE).leave(200, {"x-ratelimit-remaining": "0"})
    assert limiter.enter(PATIENCE).waited == pytest.approx(60.12)


def test_a_pause_beyond_our_patience_is_raised_and_nothing_is_waited(clock):
    limiter = Limiter(Pace(5, 1.0), clock)
    limiter.enter(PATIENCE).leave(429, {"retry-after": "1036800"})
    with pytest.raises(Limited, match="not sent") as caught:
        limiter.enter(PATIENCE, "GET /pages/")
    assert (caught.value.retry_after, caught.value.request, clock.slept) == (1036800.0, "GET /pages/", [])


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "9" * 5000, "٣"])
def test_headers_that_say_nothing_are_ignored(clock, text):
    limiter = Limiter(Pace(2, 60.0), clock)
    limiter.enter(PATIENCE).leave(200, {"x-ratelimit-limit": text, "x-ratelimit-remaining": text})
    assert limiter.limit == 2
    assert limiter.enter(PATIENCE).waited == 0


def test_a_limit_of_zero_is_not_believed(clock):
    limiter = Limiter(Pace(2, 60.0), clock)
    limiter.enter(PATIENCE).leave(200, {"x-ratelimit-limit": "0"})
    assert limiter.limit == 2


@pytest.mark.parametrize(("limit", "window"), [(0, 1.0), (1, 0.0), (1, -1.0)])
def test_a_pace_that_permits_nothing_is_refused(limit, window):
    with pytest.raises(AssertionError, match="permits nothing"):
        Pace(limit, window)


def test_all_clients_of_one_token_share_its_limiter(clock):
    limiters = Limiters(clock)
    pace = Pace(5, 1.0)
    assert limiters.of(pace, Secret("a")) is limiters.of(pace, Secret("a"))
    assert limiters.of(pace, Secret("a")) is not limiters.of(pace, Secret("b"))
    assert limiters.of(pace, Secret("a")) is not limiters.of(pace, Secret("a"), at="http://127.0.0.1:8701")


def test_tokens_of_one_account_share_its_limiter_whichever_of_them_a_side_has(clock):
    limiters = Limiters(clock)
    pace = Pace(5, 1.0)
    both = limiters.of(pace, Secret("read"), Secret("write"))
    assert limiters.of(pace, Secret("write")) is both
    assert limiters.of(pace, Secret("other"), Secret("read")) is both
    assert limiters.of(pace, Secret("other")) is both


def test_of_those_who_share_a_limiter_the_one_with_the_least_pace_decides(clock):
    limiters = Limiters(clock)
    shared = limiters.of(Pace(5, 1.0), Secret("a"))
    assert limiters.of(Pace(3, 1.0), Secret("a")).limit == 3
    assert limiters.of(Pace(4, 1.0), Secret("a")).limit == 3
    for _ in range(3):
        shared.enter(0.0)
    with pytest.raises(Overdue):
        shared.enter(0.0, until=clock.monotonic() + 0.5)


@settings(deadline=None, max_examples=150)
@given(
    limit=st.integers(1, 7),
    window=st.sampled_from([0.5, 1.0, 60.0]),
    steps=st.lists(
        st.tuples(
            st.floats(0, 2, allow_nan=False),  # idle before, in windows
            st.floats(0, 3, allow_nan=False),  # the answer's time, in windows
            st.sampled_from([200, 200, 200, 429, 500, 503, None]),
            st.sampled_from([None, "0", "1", "5"]),  # remaining
            st.sampled_from([None, "0", "1", "30"]),  # Retry-After
        ),
        max_size=40,
    ),
    parallel=st.booleans(),
)
def test_never_more_than_the_limit_in_any_window(limit, window, steps, parallel):
    clock = EventClock()
    limiter = Limiter(Pace(limit, window), clock)
    departures = []
    for idle, seconds, status, remaining, asked in steps:
        clock.sleep(idle * window * 0.1)
        headers = {"x-ratelimit-remaining": remaining, "retry-after": asked}
        known = {name: text for name, text in headers.items() if text is not None}
        slot = limiter.enter(1e9)
        departures.append(slot.departed)
        if parallel:
            clock.at(slot.departed + seconds * window, lambda slot=slot, args=(status, known): slot.leave(*args))
        else:
            clock.sleep(seconds * window)
            slot.leave(status, known)
    assert not departures or most_in_any_window(departures, window) <= limit


def test_threads_share_the_pace():
    limiter = Limiter(Pace(4, 0.05), SystemClock())
    departures = []

    def work():
        for _ in range(4):
            slot = limiter.enter(PATIENCE)
            departures.append(slot.departed)
            slot.leave(200, {})

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert len(departures) == 16
    assert most_in_any_window(departures, 0.05) <= 4


def test_a_request_that_could_leave_only_too_late_is_not_waited_for():
    clock = ManualClock()
    limiter = Limiter(Pace(2, 60.0), clock)
    for _ in range(2):
        limiter.enter(1.0).leave(200, {})
    with pytest.raises(Overdue):
        limiter.enter(1000.0, "PATCH /items", until=clock.monotonic() + 5)
    assert clock.slept == []
    limiter.enter(1000.0, "PATCH /items", until=clock.monotonic() + 100).leave(200, {})
    assert sum(clock.slept) > 59


def test_room_is_made_for_several_requests_that_then_leave_at_once():
    clock = ManualClock()
    limiter = Limiter(Pace(3, 60.0), clock)
    for wait in (10, 10, 0):
        limiter.enter(1.0).leave(200, {})
        clock.sleep(wait)
    limiter.make_room(2)
    before = clock.monotonic()
    for _ in range(2):
        limiter.enter(1.0).leave(200, {})
    assert clock.monotonic() == before
    limiter.make_room(50)  # as many as are permitted
    for _ in range(3):
        limiter.enter(1.0).leave(200, {})


@pytest.mark.parametrize(("counted", "least", "most"), [(False, 9.7, 10.1), (True, 10.2, 11.0)])
def test_where_nobody_counts_what_arrives_a_place_is_free_a_window_after_its_request_left(counted, least, most):
    clock = EventClock()
    limiter = Limiter(Pace(5, 1.0, counted=counted), clock)
    departures = []
    for _ in range(51):  # several on their way: nobody waits for an answer
        slot = limiter.enter(PATIENCE)
        departures.append(clock.monotonic())
        clock.at(clock.monotonic() + 0.5, lambda slot=slot: slot.leave(200, {}))
    assert least <= departures[-1] - departures[0] <= most
    assert all(later - earlier >= 1.0 for earlier, later in zip(departures, departures[5:], strict=False))
