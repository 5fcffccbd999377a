"""A clock for tests: hours pass at once, and always the same hours."""

from datetime import UTC, datetime, timedelta
from threading import Lock


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
