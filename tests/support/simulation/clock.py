"""Time of one simulation: it passes where somebody waits or asks, for the program and for both sandboxes alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, tzinfo=UTC)


class Virtual:
    """The one clock, as the program's and as what the sandboxes' module ``time`` is."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.passed += max(0.0, seconds)

    def time(self) -> float:
        return START.timestamp() + self.passed


class Skewed:
    """The clock of a machine that is wrong by some seconds; waits are as long as anywhere."""

    def __init__(self, clock: Virtual, ahead: float) -> None:
        self._clock = clock
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        return self._clock.now() + self._ahead

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)
