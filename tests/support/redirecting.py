"""A small server of this machine that leads on as a ``_redirects`` file says, and has some pages."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@contextmanager
def redirecting(rules: str, pages: Collection[str]) -> Iterator[str]:
    """Its address while it runs; a rule comes before a page, and anything else is not there."""
    leads = {old: (new, int(status)) for old, new, status in map(str.split, rules.splitlines())}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            new, status = leads.get(self.path, ("", 200 if self.path in pages else 404))
            self.send_response(status)
            if new:
                self.send_header("Location", new)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
