"""The time of a sandbox: the machine's own, until somebody freezes, moves or speeds it up.

Two readings, because two things are asked of it. ``now`` is what content is stamped with and may stand still.
``elapsed`` is what waiting is measured by (rate limits, writes that land later): it goes on while ``now`` is frozen,
or a frozen sandbox would refuse for ever.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SandboxClock:
    """A clock that can be frozen, advanced and scaled. Not started or stopped: reading it is enough.

    steady: seconds since some fixed instant; the machine's own, unless said.
    began:  the time of day, in seconds of the epoch; the machine's own, unless said.
    """

    def __init__(self, steady: Callable[[], float] | None = None, began: float | None = None) -> None:
        self._steady = steady
        self._scale = 1.0
        self._ahead = 0.0
        self._mark = self._ticks()
        self._then = time.time() if began is None else began
        self._frozen: float | None = None

    def _since_mark(self) -> float:
        return (self._ticks() - self._mark) * self._scale

    def _ticks(self) -> float:
        return time.monotonic() if self._steady is None else self._steady()

    def _running(self) -> float:
        return self._then + self._since_mark() + self._ahead

    def now(self) -> datetime:
        """Say what time it is. Units: aware UTC, whole milliseconds, as both vendors stamp their content."""
        seconds = self._running() if self._frozen is None else self._frozen
        at = datetime.fromtimestamp(seconds, UTC)
        return at.replace(microsecond=at.microsecond // 1000 * 1000)

    def iso(self) -> str:
        """Say what time it is as ``2026-01-02T03:04:05.678Z``."""
        return iso(self.now())

    def elapsed(self) -> float:
        """Count seconds since some fixed instant; advancing moves it, freezing does not."""
        return self._running()

    def advance(self, seconds: float) -> None:
        """Move both readings forward. Time never goes back: a platform's does not either."""
        self._ahead += max(0.0, seconds)
        if self._frozen is not None:
            self._frozen += max(0.0, seconds)

    def freeze(self, frozen: bool = True) -> None:  # noqa: FBT001, FBT002 - the control plane's own word is a flag
        """Stop ``now`` where it is, or let it run on from where it stood: it neither jumps nor goes back."""
        if frozen and self._frozen is None:
            self._frozen = self._running()
        elif not frozen and self._frozen is not None:
            self._then = self._frozen - self._ahead
            self._mark = self._ticks()
            self._frozen = None

    def scale(self, factor: float) -> None:
        """Let time run ``factor`` times as fast from now on."""
        self._then += self._since_mark()
        self._mark = self._ticks()
        self._scale = factor

    def shown(self) -> dict[str, object]:
        """Show the clock as the control plane does."""
        return {"now": self.iso(), "frozen": self._frozen is not None, "scale": self._scale}


def instant(text: str) -> datetime:
    """Read a time in ISO 8601; without a zone it is UTC.

    Raises:  ValueError for anything else.
    """
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def iso(at: datetime) -> str:
    """Write an aware time as ISO 8601 UTC with milliseconds."""
    at = at.astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
