"""A way to a server without a socket: httpx asks, and an app answers in this process.

Decides how a request becomes an ASGI call and its messages an answer. Refuses to know what the app is. It must never
wait: everything that it could wait for is there already.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import httpx

from isogloss.http.request import Request

Message: TypeAlias = dict[str, Any]
App: TypeAlias = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Any]
"""An ASGI app; its messages are whatever the ASGI specification says, so no narrower type is true."""


@dataclass(frozen=True)
class Inside(httpx.BaseTransport):
    """Carries each request to one app.

    headers: put in place of those of the same name that were sent: an app in this process need be told no secret.
    before:  called before each request is carried, with how long an answer takes, say.
    """

    app: App
    headers: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        self.before()
        request.headers.update({name: value for name, value in self.headers.items() if name in request.headers})
        return answered(self.app, request)


def asked(carrier: Inside, request: Request) -> object:
    """The JSON of a good answer to a read; None where there is no good answer, or no JSON in it.

    The request carries no token but the carrier's own.
    """
    url = httpx.URL(f"http://inside.invalid/v2{request.path}", params=list(request.query))
    answer = carrier.handle_request(httpx.Request(request.method, url, headers={"authorization": "none"}))
    if not answer.is_success:
        return None
    try:
        found: object = answer.json()
    except ValueError:
        return None
    return found


@dataclass
class _Cut(httpx.SyncByteStream):
    """The first pieces of an answer whose connection was cut then."""

    pieces: list[bytes]

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def answered(app: App, request: httpx.Request, cuts: str = "") -> httpx.Response:
    """What an app answers to a request; raises as httpx does where it cuts the connection.

    cuts: the key of the scope under which the app looks for a way to cut the connection; empty where it has none.
    """
    url = request.url
    cut: list[bool] = []
    scope: Message = {
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
    }
    if cuts:
        scope[cuts] = lambda: cut.append(True)
    came = deque([{"type": "http.request", "body": request.read(), "more_body": False}])
    sent: list[Message] = []

    async def receive() -> Message:
        return came.popleft() if came else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    _run(app(scope, receive, send))
    if not sent:
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
    status, headers = sent[0]["status"], sent[0]["headers"]
    pieces = [message.get("body", b"") for message in sent[1:]]
    if cut:
        return httpx.Response(status, headers=headers, stream=_Cut(pieces))
    return httpx.Response(status, headers=headers, content=b"".join(pieces))


def _run(coroutine: Coroutine[Any, None, None]) -> None:
    """Run what never waits."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise AssertionError("the app waits for something, which no answer in this process can")
