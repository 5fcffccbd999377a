"""What a log tells of: the names of events, which no release changes, and the shape of whoever is told.

Decides names only. Refuses to know where a log goes and how it is written. Facts are keys; a token is never one.
"""

from typing import Final, Protocol

KIND_READ: Final = "kind read"
RUN_BEGUN: Final = "run begun"
OP_SETTLED: Final = "op settled"
RUN_ENDED: Final = "run ended"
REQUEST_SENT: Final = "request sent"
REQUEST_REPEATED: Final = "request repeated"
PROGRESS: Final = "progress"
WARNED: Final = "warned"
FAILED: Final = "failed"
SERVING: Final = "serving"
NOTIFIED: Final = "notified"
WORKING: Final = "working"
TAKEN_OVER: Final = "taken over"


class Log(Protocol):
    """Is told what happens. It must not raise."""

    def __call__(self, event: str, **facts: object) -> None:
        """Hear of one event."""
        ...


def unheard(event: str, **facts: object) -> None:
    """Tell nobody."""
    del event, facts
