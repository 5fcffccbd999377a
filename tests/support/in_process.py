"""Ways to a sandbox without a socket: httpx asks, and the app answers in this process."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from isogloss.sandbox.server import CLOSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Json = Any


@dataclass
class Wires(httpx.BaseTransport):
    """Carries each request to the app that stands at its address, and what the app does with the connection back.

    apps: an ASGI app for each address, such as ``http://127.0.0.1:40123``.
    """

    apps: Mapping[str, Any]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        return answered(self.apps[f"{url.scheme}://{url.netloc.decode()}"], request)


@dataclass
class _Cut(httpx.SyncByteStream):
    """The first pieces of an answer whose connection was cut then."""

    pieces: list[bytes]

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def answered(app: Any, request: httpx.Request) -> httpx.Response:
    """What an app answers to a request; raises as httpx does where it cuts the connection."""
    url = request.url
    cut: list[bool] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": url.scheme,
        "path": url.path,
        "raw_path": url.raw_path.partition(b"?")[0],
        "query_string": url.query,
        "server": (url.host, url.port or 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        CLOSE: lambda: cut.append(True),
    }
    came = deque([{"type": "http.request", "body": request.read(), "more_body": False}])
    sent: list[Json] = []

    async def receive() -> Json:
        return came.popleft() if came else {"type": "http.disconnect"}

    async def send(message: Json) -> None:
        sent.append(message)

    _run(app(scope, receive, send))
    if not sent:
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
    pieces = [message.get("body", b"") for message in sent[1:]]
    told = {"content": b"".join(pieces)} if not cut else {"stream": _Cut(pieces)}
    return httpx.Response(sent[0]["status"], headers=sent[0]["headers"], **told)


def _run(coroutine: Any) -> None:
    """Run what never waits: everything that it could wait for is there already."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise AssertionError("the app waits for something, which no answer in this process can")


@dataclass(frozen=True)
class Asked:
    """One request that came: its path without the version, its query and its body."""

    method: str
    path: str
    query: dict[str, str]
    body: Json


@dataclass
class InProcess(httpx.BaseTransport):
    """Asks an ASGI app, and remembers what was asked.

    log:     every request, in order.
    instead: answers that are given once, each to the next request of its method whose path ends so.
    change:  what becomes of each answer on its way; given the request and the JSON of the answer.
    """

    app: Any
    log: list[Asked] = field(default_factory=list)
    instead: list[tuple[str, str, httpx.Response]] = field(default_factory=list)
    change: Callable[[Asked, Json], Json] = lambda _asked, told: told

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raw = request.read()
        asked = Asked(
            request.method,
            request.url.path.removeprefix("/v2"),
            dict(request.url.params),
            json.loads(raw) if raw else None,
        )
        self.log.append(asked)
        for at, (method, tail, answer) in enumerate(self.instead):
            if method == asked.method and asked.path.endswith(tail):
                del self.instead[at]
                return answer
        answer = answered(self.app, request)
        if answer.content and answer.is_success:
            told = self.change(asked, answer.json())
            return httpx.Response(answer.status_code, text=json.dumps(told))  # with escapes for what cannot be encoded
        return answer
