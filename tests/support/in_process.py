"""Ways to a sandbox without a socket: httpx asks, and the app answers in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from isogloss.http import inside
from isogloss.sandbox.server import CLOSE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


def answered(app: Any, request: httpx.Request) -> httpx.Response:
    """What an app answers to a request; raises as httpx does where it cuts the connection."""
    return inside.answered(app, request, CLOSE)


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
