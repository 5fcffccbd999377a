"""The time, as something handed in: whoever waits or looks at the clock takes one of these.

Decides what a clock must offer, and offers two: the machine's, and one that moves only when told. Knows nothing of
what the time is used for.
"""

import time
from datetime import UTC, datetime, timedelta
from threading import Lock
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


class ManualClock:
    """A clock that moves only when somebody sleeps on it: hours pass at once, and always the same hours.

    slept: every wait asked for, in order, in seconds.
    """

    def __init__(self, start: datetime = datetime(2026, 11, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._passed = 0.0
        self._lock = Lock()
        self.slept: list[float] = []

    def now(self) -> datetime:
        """Say the start plus what has been slept."""
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        """Say how much has been slept."""
        return self._passed

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        if seconds > 0:
            with self._lock:
                self._passed += seconds
                self.slept.append(seconds)
