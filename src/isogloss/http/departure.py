"""The last instant before a request is gone.

Decides where that is: a connection is there, and the next thing that happens is that bytes go to the socket. A process
can be stopped between any two of its instructions, for longer than anything that was known before still holds; so what
must be true of a request that leaves is asked once more right there, in the thread that sends it. What is between the
answer and the socket cannot be closed by anybody: of each thread it is one request at most. Refuses to know what is
asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

HEAD = "http11.send_request_headers.started"
BODY = "http11.send_request_body.started"
"""What httpcore tells of before it writes to the socket; if that raises, nothing is written, and the connection closed.

Source: HTTPX, "Extensions", ``trace``; HTTPCore, "Extensions", ``trace``; seen 2026-11.
"""


@dataclass(slots=True, eq=False)
class Departure:
    """One request on its way out.

    may:  asked before its first byte; raises where it must not leave.
    held: asked before its body too, without which no side can carry it out; raises where it must not.
    body: whether it has one.
    kept: whether it was kept back, and so never left.
    """

    may: Callable[[], None]
    held: Callable[[], None]
    body: bool
    kept: bool = False

    def ask(self) -> None:
        """Ask whether it may leave, for a transport that does not tell how far it is."""
        self._asked(self.may)

    def told(self, event: str, info: Mapping[str, object]) -> None:
        """Ask at the last instant; to be called with what a transport tells of."""
        del info
        if event == HEAD:
            self._asked(self.may)
        elif event == BODY and self.body:
            self._asked(self.held)

    def _asked(self, question: Callable[[], None]) -> None:
        try:
            question()
        except BaseException:
            self.kept = True
            raise
