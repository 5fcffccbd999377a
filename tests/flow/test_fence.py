"""Five calls are on their way, each in a thread of its own, when the lease passes on to somebody else.

By the clock of a test, and with threads that stand at one instant of the sending each, so luck decides nothing. What a
process does that was really stopped at such an instant is in ``test_two_processes``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from manual_clock import ManualClock

from isogloss.errors import Refused
from isogloss.http.client import Manners, Token, open_client
from isogloss.http.limiter import Limiter, Pace
from isogloss.http.redact import Secret
from isogloss.http.request import Request
from isogloss.model.address import Side
from isogloss.run.leasing import LEASE_SECONDS, leased
from isogloss.run.session import Session
from isogloss.state.opened import open_state

pytestmark = pytest.mark.enable_socket

THREADS = 5
WAIT = 30
INSTANTS = {
    "before the limiter": (0, 0),
    "after the limiter": (0, 0),
    "asked": (0, 0),
    "connecting": (0, 0),
    "before a repeat": (THREADS, 0),
    "past the last question": (0, THREADS),
    "gone": (THREADS, 0),
}
"""How many requests are there when the lease passes on, by where the threads stand, and how many come after it."""


@dataclass
class Standing:
    """Where all threads come, once each, and stand until they may go on."""

    _came: threading.Barrier = field(default_factory=lambda: threading.Barrier(THREADS + 1))
    _goes: threading.Event = field(default_factory=threading.Event)
    _here: threading.local = field(default_factory=threading.local)

    def come(self) -> None:
        if threading.current_thread() is threading.main_thread() or getattr(self._here, "was", False):
            return
        self._here.was = True
        self._came.wait(WAIT)
        assert self._goes.wait(WAIT)

    def all_stand(self) -> None:
        self._came.wait(WAIT)

    def go(self) -> None:
        self._goes.set()


class Clock(ManualClock):
    """Whoever slept comes."""

    come: Callable[[], None] = staticmethod(lambda: None)

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.come()


class Pacing(Limiter):
    """Whoever wants to leave comes, before or after it is let."""

    before: Callable[[], None] = staticmethod(lambda: None)
    after: Callable[[], None] = staticmethod(lambda: None)

    def enter(self, *told, **named):
        self.before()
        slot = super().enter(*told, **named)
        self.after()
        return slot


class Carrying(httpx.HTTPTransport):
    """Whoever is carried comes, before there is a connection or after the answer."""

    def __init__(self, before: Callable[[], None], after: Callable[[], None]) -> None:
        super().__init__(trust_env=False)
        self._before, self._after = before, after

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._before()
        response = super().handle_request(request)
        self._after()
        return response


@contextmanager
def serving(status: int) -> Iterator[tuple[str, list[str]]]:
    """A side that answers everything so; its address, and the path of each request that came whole."""
    came: list[str] = []

    class Side(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            if self.rfile.read(int(self.headers["content-length"])):
                came.append(self.path)
            self.send_response(status)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Side) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.shutdown()


def after_calls(call: Callable[[], None], of: int, come: Callable[[], None]) -> Callable[[], None]:
    """A question that is asked; whoever asked it so often comes."""
    asked = threading.local()

    def asking() -> None:
        call()
        asked.often = getattr(asked, "often", 0) + 1
        if asked.often == of:
            come()

    return asking


@pytest.mark.parametrize("at", INSTANTS)
def test_a_former_holder_sends_nothing_that_was_not_past_its_last_question(tmp_path: Path, at: str) -> None:
    clock, standing = Clock(), Standing()
    before, later = INSTANTS[at]

    def here(*instants: str) -> Callable[[], None]:
        return standing.come if at in instants else lambda: None

    limiter = Pacing(Pace(1000, 1.0), clock)
    limiter.before, limiter.after = here("before the limiter"), here("after the limiter")
    path = str(tmp_path / "state.db")
    with (
        serving(503 if at == "before a repeat" else 200) as (url, came),
        open_state(path, "acme", clock) as mine,
        open_state(path, "acme", clock) as theirs,
        leased(Session(None, "", tmp_path, clock), mine) as held,
    ):
        reach = held.reach(Side.RIGHT)
        manners = Manners(
            leaving=after_calls(reach["leaving"], 1, here("asked")),
            # before it is connected, before its head, before its body
            at_last=after_calls(reach["at_last"], 3, here("past the last question")),
            transport=Carrying(here("connecting"), here("gone")),
        )
        token = Token(Secret("canary"), "Token", "token")
        with open_client(url, token, limiter, manners) as client, ThreadPoolExecutor(THREADS) as pool:
            clock.come = here("before a repeat")
            calls = [
                pool.submit(client.write, Request("POST", f"/{n}", json={"n": n}, repeatable=True))
                for n in range(THREADS)
            ]
            standing.all_stand()
            assert len(came) == before
            clock.sleep(LEASE_SECONDS + 1)
            with theirs.leases.acquire(LEASE_SECONDS, owner="bob"):
                standing.go()
                ended = [call.exception(WAIT) for call in calls]
        assert len(came) == before + later
        if at in ("past the last question", "gone"):
            assert ended == [None] * THREADS
        else:
            assert all(isinstance(each, Refused) and "is held by bob" in str(each) for each in ended), ended
