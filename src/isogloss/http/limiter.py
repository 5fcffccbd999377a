"""Keeping the pace that one token is allowed: as fast as permitted, never faster.

Decides when the next request may leave. Refuses to know what is asked; it sees only departures, answers' times, and
four headers.

The rule: at most ``limit`` requests in *any* window, whether the side counts in fixed or in sliding windows. What
counts on the other end is when a request arrives, and that is later than it left. So a request keeps its place until
one window after its answer was here, since it had surely arrived by then. A slow answer is not waited for beyond a
small slack, or slowness would lower the rate: at worst 2.3 % of a minute's window are lost, in practice the time of
one answer.

A sliding log of its own rather than pyrate-limiter: here the limit is learned from the answers while running, places
are taken by other users of the token and freed when an answer is in, everyone stops for a ``Retry-After``, and all
waiting is on our clock. pyrate-limiter 4.5 has fixed rates, stamps departures only, and sleeps on the machine's clock.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from isogloss.errors import Limited, Overdue
from isogloss.http.answer import retry_after
from isogloss.http.clock import Clock
from isogloss.http.redact import Secret

_MARGIN = 0.002
"""Share of the window added to it: two machines' clocks do not run equally fast."""
_SLACK = 0.02
_SLACK_SECONDS = 0.05
"""How long after its departure a request may arrive: a share of the window, and some seconds for a busy machine."""
_TICK = 0.0001
"""Seconds, the shortest sleep: a shorter one may not move a clock made of floats, and we would turn for ever."""
_TOO_MANY = 429
_RESTING = 503


@dataclass(frozen=True, slots=True)
class Pace:
    """What a side permits one token.

    limit:          requests in one window; corrected by ``X-RateLimit-Limit`` where the side sends it.
    window_seconds: the window's length; 60 for Webflow.
    counted:        whether the side counts what arrives. Else it only asks to be called no faster, and what counts is
                    when a request left.
    """

    limit: int
    window_seconds: float
    counted: bool = True

    def __post_init__(self) -> None:
        if self.limit < 1 or self.window_seconds <= 0:
            raise AssertionError(f"a pace of {self.limit} requests in {self.window_seconds} s permits nothing.")


@dataclass(slots=True)
class _Place:
    """One of the window's places.

    until:   taken until this time of the steady clock, as far as is known.
    soonest: it will not be free before; earlier than ``until`` while an answer is awaited.
    """

    until: float
    soonest: float


class Slot:
    """The leave to send one request, and where its answer is reported. Made by ``Limiter.enter``."""

    __slots__ = ("_expected", "_limiter", "_place", "departed", "waited")

    def __init__(self, limiter: "Limiter", place: _Place, departed: float, waited: float, expected: int) -> None:
        self._limiter = limiter
        self._place = place
        self._expected = expected
        self.departed = departed
        """Time of the steady clock."""
        self.waited = waited
        """Seconds it was held back."""

    def leave(self, status: int | None, headers: Mapping[str, str]) -> None:
        """Say that the request is over, and what the answer's headers were (lower-case names; empty if none came)."""
        self._limiter._leave(self._place, self._expected, status, headers)  # noqa: SLF001 - the two are one thing


class Limiter:
    """The pace of one token, for all clients and threads of this process that use the token.

    clock: the time it goes by; its clients go by the same.

    Source: Webflow Data API reference, rate limits: counted per key, ``X-RateLimit-Limit`` and ``-Remaining`` per
            minute, ``Retry-After`` in seconds also on good answers; seen 2026-11. Whether the minute is fixed or
            sliding is not said.
    """

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self.pace = pace
        self.clock = clock
        self._lock = Lock()
        self._limit = pace.limit
        self._span = pace.window_seconds * (1 + _MARGIN)
        self._slack = pace.window_seconds * _SLACK + _SLACK_SECONDS if pace.counted else 0.0
        self._places: list[_Place] = []
        self._paused_until = float("-inf")
        self._spent = 0
        """Grows by one for each place taken (by us or others) and falls by what the limit rises: how much fewer
        should remain than at an earlier moment, leaving aside the places that became free."""

    @property
    def limit(self) -> int:
        """Requests per window, as configured or as last learned."""
        return self._limit

    @property
    def share(self) -> float:
        """How much of a window is taken now, by us and by others of whom the side told; 1 is all of it."""
        with self._lock:
            now = self.clock.monotonic()
            return sum(place.until > now for place in self._places) / self._limit

    def at_most(self, pace: Pace) -> None:
        """Go no faster than this pace, too."""
        with self._lock:
            permitted = int(pace.limit * self.pace.window_seconds / pace.window_seconds)
            self._learn(min(self._limit, max(1, permitted)))

    def enter(self, patience: float, request: str = "", until: float | None = None) -> Slot:
        """Wait until one more request may leave.

        until:  the time of the steady clock after which it is not worth sending.
        Raises: Limited, without waiting, when the side has told us to stay away for longer than ``patience`` seconds;
                Overdue, without waiting, when it cannot leave in time.
        """
        waited = 0.0
        while True:
            with self._lock:
                now = self.clock.monotonic()
                pause = self._paused_until - now
                wait = max(pause, self._until_free(now))
                if wait <= 0:
                    return self._take(now, waited)
            if pause > patience:
                raise Limited(
                    f"not sent: the side asked to be left alone for another {pause:.0f} s. Run again after that.",
                    retry_after=pause,
                    request=request,
                )
            if until is not None and now + wait > until:
                raise Overdue(f"not sent: it could leave only in {wait:.1f} s.", request=request)
            wait = max(wait, _TICK)
            self.clock.sleep(wait)
            waited += wait

    def make_room(self, requests: int) -> None:
        """Wait until so many requests may leave one after the other, as far as so many are permitted."""
        while True:
            with self._lock:
                now = self.clock.monotonic()
                wait = max(self._paused_until - now, self._until_free(now, min(requests, self._limit)))
            if wait <= 0:
                return
            self.clock.sleep(max(wait, _TICK))

    def _until_free(self, now: float, requests: int = 1) -> float:
        """Seconds until so many places are free; also forgets places that are free again."""
        self._places = [place for place in self._places if place.until > now]
        excess = len(self._places) - self._limit + requests - 1
        if excess < 0:
            return 0.0
        soonest = sorted(place.soonest for place in self._places)[excess]
        # Past the soonest time, an answer that is still awaited can free a place at any moment: look again shortly.
        return soonest - now if soonest > now else self._slack / 20

    def _take(self, now: float, waited: float) -> Slot:
        place = _Place(until=now + self._slack + self._span, soonest=now + self._span)
        self._places.append(place)
        self._spent += 1
        left = self._limit - len(self._places)
        return Slot(self, place, now, waited, expected=left + self._spent)

    def _leave(self, place: _Place, expected: int, status: int | None, headers: Mapping[str, str]) -> None:
        asked = retry_after(headers, self.clock.now())
        remaining = told_number(headers, "x-ratelimit-remaining")
        with self._lock:
            now = self.clock.monotonic()
            place.until = place.soonest = min(place.until, now + self._span)
            self._learn(told_number(headers, "x-ratelimit-limit"))
            if status == _TOO_MANY:
                # With requests remaining it is about that one call (a site may be published once a minute): only the
                # caller waits.
                if not remaining:
                    self._pause(now, self.pace.window_seconds if asked is None else asked)
            elif status == _RESTING and asked is not None:
                self._pause(now, asked)
            elif remaining is not None:
                self._heed(now, remaining, expected, asked)

    def _learn(self, limit: int | None) -> None:
        if limit:
            self._spent -= limit - self._limit
            self._limit = limit

    def _pause(self, now: float, seconds: float) -> None:
        """Stop everybody."""
        self._paused_until = max(self._paused_until, now + seconds)

    def _heed(self, now: float, remaining: int, expected: int, asked: float | None) -> None:
        """Make room for other users of the token.

        ``expected - spent`` is the least that can remain if nobody else uses the token: what was left when the
        request departed, less all that left since. Where fewer remain, others have taken the difference, at some time
        in the last window; we count them as taken just now. ``Retry-After`` on a good answer says when the side's
        window ends, and is looked at only when nothing remains.
        """
        others = (expected - self._spent) - remaining
        if others <= 0:
            return
        until = now + (min(asked, self._span) if remaining == 0 and asked is not None else self._span)
        self._places.extend(_Place(until, until) for _ in range(others))
        self._spent += others


class Limiters:
    """One limiter for each token, however many sides and clients use it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._by_token: dict[tuple[str, Secret], Limiter] = {}

    def of(self, pace: Pace, *tokens: Secret, at: str = "") -> Limiter:
        """Give the limiter of tokens that share one allowance; of those who ask, the one with the least pace decides.

        at: the address that they are for; a token of a sandbox is none of the platform.
        """
        keys = [(at, token) for token in tokens]
        with self._lock:
            found = next((self._by_token[key] for key in keys if key in self._by_token), None)
            made = found or Limiter(pace, self._clock)
            made.at_most(pace)
            self._by_token |= dict.fromkeys(keys, made)
            return made

    def shares(self) -> list[tuple[str, int, float]]:
        """Of each limiter the address, a number among those of that address, and how much of its window is taken."""
        with self._lock:
            known = [(at, limiter) for (at, _), limiter in self._by_token.items()]
        distinct = list({id(limiter): (at, limiter) for at, limiter in known}.values())
        numbers: Counter[str] = Counter()
        found = []
        for at, limiter in distinct:
            numbers[at] += 1
            found.append((at, numbers[at], limiter.share))
        return found


def told_number(headers: Mapping[str, str], name: str) -> int | None:
    """The number of requests that a header says; None where it says none."""
    text = headers.get(name, "").strip()
    # Six digits at most: a number beyond is no limit, and would only fill the memory with places.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None  # noqa: PLR2004 - see above
