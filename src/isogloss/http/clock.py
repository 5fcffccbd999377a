"""The time, as something handed in: whoever waits or looks at the clock takes one of these.

Decides what a clock must offer, and offers the machine's. Knows nothing of what the time is used for.
"""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is, and a way to let some pass."""

    def now(self) -> datetime:
        """Say the time of day, aware and in UTC; it may jump."""
        ...

    def monotonic(self) -> float:
        """Say how many seconds have passed since some fixed instant; it never goes back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait; zero or less is no wait."""
        ...


class SystemClock:
    """The machine's clock."""

    __slots__ = ()

    def now(self) -> datetime:
        """Say the time of day in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that others take the time from

    def monotonic(self) -> float:
        """Say the seconds of the machine's steady clock."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Block this thread."""
        if seconds > 0:
            time.sleep(seconds)


class VirtualClock:
    """A clock that moves only where somebody waits on it, and then at once: hours of a rehearsal take no time.

    Threads wait beside each other, as they would: each has a time of its own, which begins with that of the thread that
    made the clock; that one goes on from the latest of them, since it looks again only when they are done.

    start: the time of day that it begins with.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._first = threading.get_ident()
        self._passed = {self._first: 0.0}

    def now(self) -> datetime:
        """Say the start plus what has passed."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Say how much has passed."""
        with self._lock:
            return self._mine()

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        with self._lock:
            self._passed[threading.get_ident()] = self._mine() + max(0.0, seconds)

    def turn_to(self, moment: float) -> None:
        """Put this thread to a time, also to one that has been: what goes on side by side is played one by one."""
        with self._lock:
            self._passed = {self._first: moment, threading.get_ident(): moment}

    def _mine(self) -> float:
        me = threading.get_ident()
        if me == self._first:
            self._passed = {me: max(self._passed.values())}
        return max(self._passed.get(me, 0.0), self._passed[self._first])
