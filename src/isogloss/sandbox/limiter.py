"""How many requests a token may make in a minute, counted as a vendor counts them.

Decides when a request is one too many and what to tell the client. Refuses to know what a request is.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left for one token.

    limit:       requests permitted in one window.
    remaining:   requests still permitted in this window.
    retry_after: seconds until the window ends.
    permitted:   whether the request that asked may go on.
    """

    limit: int
    remaining: int
    retry_after: float
    permitted: bool


class Limiter:
    """Fixed windows per token; a window opens with the first request after the last one closed.

    Source: Webflow documents a limit, what remains in *this* minute, and a wait of up to 60 seconds. That windows are
    fixed rather than sliding is [inferred].
    """

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._windows: dict[str, tuple[float, int]] = {}

    def take(self, token: str, *, limit: int, window: float) -> Allowance:
        """Count one request of ``token``. Units: ``window`` in seconds. A refused request is not counted."""
        now = self._elapsed()
        opened, used = self._windows.get(token, (now, 0))
        if now - opened >= window:
            opened, used = now, 0
        wait = max(0.0, opened + window - now)
        permitted = used < limit
        if permitted:
            used += 1
        self._windows[token] = (opened, used)
        return Allowance(limit=limit, remaining=max(0, limit - used), retry_after=wait, permitted=permitted)

    def clear(self) -> None:
        """Forget every window."""
        self._windows.clear()
