"""A way to a sandbox without a socket: httpx asks, and the app answers in this process."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

Json = Any


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
        answer = self._asked(request, raw)
        if answer.content and answer.is_success:
            told = self.change(asked, answer.json())
            return httpx.Response(answer.status_code, text=json.dumps(told))  # with escapes for what cannot be encoded
        return answer

    def _asked(self, request: httpx.Request, raw: bytes) -> httpx.Response:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "scheme": request.url.scheme,
            "path": request.url.path,
            "raw_path": request.url.raw_path.partition(b"?")[0],
            "query_string": request.url.query,
            "server": (request.url.host, request.url.port or 80),
            "client": ("127.0.0.1", 1),
            "root_path": "",
        }
        came = deque([{"type": "http.request", "body": raw, "more_body": False}])
        sent: list[Json] = []

        async def receive() -> Json:
            return came.popleft()

        async def send(message: Json) -> None:
            sent.append(message)

        _run(self.app(scope, receive, send))
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return httpx.Response(sent[0]["status"], headers=sent[0]["headers"], content=body)


def _run(coroutine: Any) -> None:
    """Run what never waits: everything that it could wait for is there already."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise AssertionError("the app waits for something, which no answer in this process can")
