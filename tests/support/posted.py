"""A server of this machine that keeps what is posted to it, for tests."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass
class Posted:
    """What a server was given.

    answers: the status of each answer; headers: what is said with it.
    """

    address: str = ""
    got: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    answers: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    waits: threading.Event | None = None


@contextmanager
def posting() -> Iterator[Posted]:
    """A server at work."""
    kept = Posted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if kept.waits is not None:
                kept.waits.wait(60)
            self.send_response(kept.answers)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield kept
        server.shutdown()
        thread.join(10)
