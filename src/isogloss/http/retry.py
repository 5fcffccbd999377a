"""Sending again what may be sent again.

Decides which failures are repeated, how often, and how long to wait between. The waiting itself is done on a clock, so
that a test can hand in one that does not wait. There is no jitter: the limiter already keeps our own threads apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from isogloss.errors import Limited, RemoteError
from isogloss.http.clock import Clock
from isogloss.http.observe import Observer
from isogloss.http.request import Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient we are.

    attempts: tries in all, the first included.
    first:    seconds before the second try; doubled for each further one.
    longest:  seconds, the most that doubling leads to.
    patience: seconds, the longest ``Retry-After`` that is obeyed by waiting; a longer one is raised at once.
              ButterCMS asks for the rest of the month when its quota is spent.
    total:    seconds of waiting in all; a wait that would go beyond is not begun.
    """

    attempts: int = 5
    first: float = 0.5
    longest: float = 8.0
    patience: float = 120.0
    total: float = 300.0


def may_repeat(request: Request, error: Exception) -> bool:
    """Say whether sending the request again can help and can do no harm.

    A write whose answer was lost may have been done: repeating a create would make a second entry. Only the next
    read can tell, so it is left *unsure* unless its adapter declared it repeatable.
    """
    return (
        isinstance(error, RemoteError)
        and error.transient
        and (request.reads or request.repeatable or error.took_effect == "no")
    )


def wait_for(error: RemoteError, curve: float, retries: Retries) -> float | None:
    """Say how many seconds to wait before the next try; None is: give up now."""
    asked = error.retry_after if isinstance(error, Limited) else None
    if asked is None:
        return curve
    return asked if asked <= retries.patience else None


def repeating(send: Callable[[], T], request: Request, retries: Retries, clock: Clock, observer: Observer) -> T:
    """Send until an answer comes, or until repeating is of no use.

    Raises: the last error, unchanged.
    """
    waited, curve, tries = 0.0, retries.first, 1
    while True:
        try:
            return send()
        except RemoteError as error:
            may = tries < retries.attempts and may_repeat(request, error)
            needed = wait_for(error, min(curve, retries.longest), retries) if may else None
            if needed is None or waited + needed > retries.total:
                raise
            observer.repeats(request, error, needed)
        clock.sleep(needed)
        waited, curve, tries = waited + needed, curve * 2, tries + 1
