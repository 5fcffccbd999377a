"""The time, as something handed in: whoever waits or looks at the clock takes one of these.

Decides what a clock must offer, and offers the machine's. Knows nothing of what the time is used for.
"""

import time
from datetime import UTC, datetime
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
