"""Who watches the requests: progress, metrics and the count of what was spent.

Decides what is told about each request. Refuses to know what the watcher does with it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeAlias

from isogloss.errors import RemoteError
from isogloss.http.request import Request

if TYPE_CHECKING:
    from isogloss.http.answer import Answer

Heard: TypeAlias = Callable[[Request, "Answer"], None]
"""Told of each good answer; it may be called from several threads at once and must not raise."""


def at_liberty() -> None:
    """Let every request leave."""


def unheard(request: Request, answer: "Answer") -> None:
    """Tell nobody."""
    del request, answer


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that left, and what came of it.

    status:  the HTTP status, or None where no answer came.
    seconds: from departure to the last byte of the answer.
    waited:  seconds it was held back before, to keep the pace.
    """

    method: str
    path: str
    status: int | None
    seconds: float
    waited: float


class Observer(Protocol):
    """Told of every request; it may be called from several threads at once and must not raise."""

    def sent(self, sent: Sent) -> None:
        """A request was sent; repeats count again."""
        ...

    def repeats(self, request: Request, error: RemoteError, seconds: float) -> None:
        """A request failed and will be sent again after this many seconds."""
        ...


class Tally:
    """Counts requests, for cost and progress.

    sent_by:  how often each (method, path) was sent, repeats included.
    repeated: how many of them were repeats.
    seconds:  how long all answers took together.
    waited:   how long requests were held back together.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.sent_by: Counter[tuple[str, str]] = Counter()
        self.repeated = 0
        self.seconds = 0.0
        self.waited = 0.0

    @property
    def total(self) -> int:
        """How many requests were sent."""
        return self.sent_by.total()

    def sent(self, sent: Sent) -> None:
        """Count one request."""
        with self._lock:
            self.sent_by[sent.method, sent.path] += 1
            self.seconds += sent.seconds
            self.waited += sent.waited

    def repeats(self, request: Request, error: RemoteError, seconds: float) -> None:  # noqa: ARG002 - the port's shape
        """Count one repeat."""
        with self._lock:
            self.repeated += 1
