"""A server of files on this machine, which counts how often each was asked for."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class FileServer:
    """``files`` by path: content, media type, and further headers; a path without one is a 404."""

    url: str = ""
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    heard: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, data: bytes = PNG, media: str = "image/png") -> str:
        self.files[path] = (data, media)
        return self.url + path


@contextmanager
def serving() -> Iterator[FileServer]:
    told = FileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked[self.path] += 1
            told.heard.append({name.lower(): value for name, value in self.headers.items()})
            if self.path in told.moved:
                self.send_response(302)
                if told.moved[self.path]:
                    self.send_header("location", told.moved[self.path])
                self.send_header("content-length", "0")
                self.end_headers()
                return
            data, media = told.files.get(self.path, (b"", ""))
            self.send_response(200 if media else 404)
            self.send_header("content-type", media)
            self.send_header("content-length", str(len(data)))
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_HEAD = do_GET  # noqa: N815 - the name that the server looks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
