"""Faults: what can go wrong between a client and a platform, played on request.

Decides which request a fault hits and what then happens to it. A fault is armed through the control plane as::

    {"kind": "drop_after", "method": "POST", "path": "/items$", "after": 0, "times": 1}

``method`` and ``path`` (a regular expression, searched) choose the requests; null means any. ``after`` matching
requests go unharmed first; then ``times`` of them are hit (null: every one). One request is hit by one fault, the one
armed first. The kinds:

* ``drop_before``: the connection is closed; nothing was done.
* ``drop_after``: it was done; the connection is closed without an answer.
* ``status``: nothing was done; the answer is ``status`` (500), with ``retry_after`` seconds, as a page if ``html``.
* ``status_after``: it was done; the answer is ``status`` (500).
* ``delay``: it is done after ``seconds``.
* ``truncate``: it was done; half of the answer's body arrives, then the connection closes.
* ``html``: it was done; a good answer is replaced by an HTML page with status 502.
* ``stale``: a read is answered from the state before the last write made since the fault was armed.
* ``partial``: a bulk write is done for the first half of its entries; the answer is 500.
* ``ignore``: a write is answered as if done; nothing changes.
* ``never_lands``: handed to the platform as ``scope["isogloss.fault"]``, for writes that take effect later.

Every request but those of the control plane is logged here, since only here is it known what the client saw.
"""

import asyncio
import json
import re
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Protocol, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isogloss.sandbox.clock import SandboxClock
from isogloss.sandbox.fault import READS, Fault
from isogloss.sandbox.server import CLOSE

FAULT = "isogloss.fault"
"""The key of an ASGI scope that carries the kind of a fault which the platform itself must play."""

COUNTER = "counter"
"""The key of a state under which it counts the ids that it gave; each sandbox has one."""

_PAGE = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
_SECRET = re.compile(r"((?:^|&)auth_token=)[^&]*")


class Sandbox(Protocol):
    """What the faults and the control plane need of a platform's sandbox.

    bulk_keys: the body's keys that hold the entries of a bulk write, most telling first.
    lock:      held while a request is handled, so that a test's thread may read the state at any time; the methods
               below that look at the content or change it hold it, too.
    log:       one dict for each request answered or dropped.
    """

    app: ASGIApp
    clock: SandboxClock
    faults: "FaultPlan"
    log: list[dict[str, object]]
    lock: threading.RLock
    bulk_keys: tuple[str, ...]

    def state(self) -> dict[str, object]:
        """Copy the whole content out, as JSON. Not the clock, the switches, the log, the limiter or the faults."""
        ...

    def load(self, state: dict[str, object]) -> None:
        """Replace the whole content; UsageError when it is not a state."""
        ...

    def reset(self) -> None:
        """Go back to the content the sandbox was created with, and forget what its limiter counted."""
        ...

    def edit(self, change: dict[str, object]) -> object:
        """Make a change as a person would in the vendor's UI; UsageError when it makes no sense."""
        ...

    def turn(self, changes: dict[str, object]) -> None:
        """Turn switches; ConfigError for one that does not exist."""
        ...

    def switch_table(self) -> list[dict[str, object]]:
        """Describe every switch, as ``switches.described`` does."""
        ...

    def refusal(self, status: int) -> dict[str, object]:
        """Make the body of an error as the vendor would word it."""
        ...


@dataclass(slots=True)
class _Armed:
    fault: Fault
    passed: int = 0
    hits: int = 0

    def lasts(self) -> bool:
        """Say whether it may still hit."""
        return self.fault.times is None or self.hits < self.fault.times

    def counts(self) -> bool:
        """Count one request it aims at, and say whether this one is hit."""
        if self.passed < self.fault.after:
            self.passed += 1
            return False
        return self.lasts()


@dataclass(slots=True)
class FaultPlan:
    """The faults armed at a sandbox.

    before_write: the state as it was before the last write; kept only while a ``stale`` fault is armed.
    era:          how often everything was forgotten; a request held up since an earlier one is never carried out.
    """

    before_write: dict[str, object] | None = None
    era: int = 0
    _armed: list[_Armed] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Arm one more fault."""
        self._armed.append(_Armed(fault))

    def clear(self) -> None:
        """Disarm every fault."""
        self._armed.clear()
        self.before_write = None

    def forget(self) -> None:
        """Disarm every fault, and drop the requests that one still holds up."""
        self.clear()
        self.era += 1

    def shown(self) -> list[dict[str, object]]:
        """Show each fault with how often it has hit."""
        return [{**asdict(armed.fault), "hits": armed.hits} for armed in self._armed]

    def armed(self, kind: str) -> bool:
        """Say whether a fault of this kind may still hit."""
        return any(each.fault.kind == kind and each.lasts() for each in self._armed)

    def take(self, method: str, path: str, *, bulk: bool = False) -> Fault | None:
        """Find the fault that hits this request, and count it."""
        stale = self.before_write is not None
        hit: _Armed | None = None
        for armed in self._armed:
            if armed.fault.aims_at(method, path, bulk=bulk, stale=stale) and armed.counts() and hit is None:
                hit = armed
        if hit is None:
            return None
        hit.hits += 1
        return hit.fault


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform said, held back until it is known what the client shall see.

    keep: how many bytes of the body arrive before the connection closes; None for all of them.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    keep: int | None = None


class Faults:
    """The outermost layer of a sandbox: plays the faults and writes the log."""

    def __init__(self, app: ASGIApp, sandbox: Sandbox) -> None:
        self._app = app
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        body = await _whole(receive)
        method, path = str(scope["method"]), str(scope["path"])
        half = _half(body, self._sandbox.bulk_keys) if self._sandbox.faults.armed("partial") else None
        with self._sandbox.lock:
            fault = self._sandbox.faults.take(method, path, bulk=half is not None)
        if fault is not None and fault.kind == "delay":
            era = self._sandbox.faults.era
            await asyncio.sleep(fault.seconds)
            if era != self._sandbox.faults.era:
                await _deliver(None, scope, receive, send)
                return
        # The app never really waits, so holding a thread's lock over it stops nobody but a test's own thread.
        with self._sandbox.lock:
            if method not in READS and self._sandbox.faults.armed("stale"):
                self._sandbox.faults.before_write = self._sandbox.state()
            answer = await self._play(fault, scope, body, half)
            self._record(scope, body, fault, answer)
        await _deliver(answer, scope, receive, send)

    async def _play(self, fault: Fault | None, scope: Scope, body: bytes, half: bytes | None) -> Answer | None:
        if fault is None:
            return await self._act(scope, body)
        match fault.kind:
            case "drop_before":
                answer = None
            case "status":
                answer = self._refuse(fault)
            case "stale":
                answer = await self._aside(scope, body, self._sandbox.faults.before_write)
            case "ignore":
                answer = await self._aside(scope, body, None)
            case "partial":
                await self._act(scope, half or body)
                answer = self._refuse(fault)
            case "never_lands":
                answer = await self._act({**scope, FAULT: "never_lands"}, body)
            case _:
                answer = self._spoilt(fault, await self._act(scope, body))
        return answer

    def _spoilt(self, fault: Fault, answer: Answer) -> Answer | None:
        """Change what the client sees of a request that was carried out."""
        match fault.kind:
            case "drop_after":
                return None
            case "status_after":
                return self._refuse(fault)
            case "truncate":
                return Answer(answer.status, answer.headers, answer.body, keep=len(answer.body) // 2)
            case "html" if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
                return _page(502)
        return answer

    def _refuse(self, fault: Fault) -> Answer:
        if fault.html:
            answer = _page(fault.status)
        else:
            body = json.dumps(self._sandbox.refusal(fault.status)).encode()
            answer = Answer(fault.status, _headers("application/json", body), body)
        if fault.retry_after is not None:
            answer.headers.append((b"retry-after", f"{fault.retry_after:g}".encode()))
        return answer

    async def _aside(self, scope: Scope, body: bytes, state: dict[str, object] | None) -> Answer:
        """Answer from another state (or from this one), and leave the content as it is.

        An id that was told in the answer is given to nothing else afterwards.
        """
        now = self._sandbox.state()
        if state is not None:
            self._sandbox.load(state)
        try:
            return await self._act(scope, body)
        finally:
            told = (each.get(COUNTER) for each in (now, self._sandbox.state()))
            counts = [count for count in told if isinstance(count, int)]
            self._sandbox.load({**now, COUNTER: max(counts)} if counts else now)

    async def _act(self, scope: Scope, body: bytes) -> Answer:
        given = [{"type": "http.request", "body": body, "more_body": False}]
        said: list[Message] = []

        async def receive() -> Message:
            return given.pop() if given else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            said.append(message)

        length = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
        await self._app({**scope, "headers": [*length, (b"content-length", b"%d" % len(body))]}, receive, send)
        start = said[0]
        return Answer(start["status"], list(start["headers"]), b"".join(each.get("body", b"") for each in said[1:]))

    def _record(self, scope: Scope, body: bytes, fault: Fault | None, answer: Answer | None) -> None:
        log = self._sandbox.log
        log.append(
            {
                "n": len(log) + 1,
                "method": scope["method"],
                "path": scope["path"],
                "query": _SECRET.sub(r"\1***", scope["query_string"].decode("latin-1")),
                "status": None if answer is None else answer.status,
                "fault": None if fault is None else fault.kind,
                "at": self._sandbox.clock.iso(),
                "body_bytes": len(body),
            }
        )


async def _whole(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError("The client went away before its request was whole.")
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _half(body: bytes, keys: tuple[str, ...]) -> bytes | None:
    """Cut a bulk write to the first half of its entries; None where it is not a bulk write."""
    try:
        parsed = json.loads(body)
    except ValueError:
        return None
    if not isinstance(parsed, dict):
        return None
    for key in keys:
        entries = parsed.get(key)
        if isinstance(entries, list) and len(entries) > 1:
            return json.dumps({**parsed, key: entries[: len(entries) // 2]}).encode()
    return None


def _headers(kind: str, body: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(body))]


def _page(status: int) -> Answer:
    return Answer(status, _headers("text/html; charset=utf-8", _PAGE), _PAGE)


async def _deliver(answer: Answer | None, scope: Scope, receive: Receive, send: Send) -> None:
    if answer is not None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.keep is None:
            await send({"type": "http.response.body", "body": answer.body})
            return
        await send({"type": "http.response.body", "body": answer.body[: answer.keep], "more_body": True})
    close = cast("Callable[[], None] | None", scope.get(CLOSE))
    if close is None:
        raise ConnectionResetError("The sandbox dropped the connection, as it was told to.")
    close()
    # uvicorn would answer 500 if the app returned before the closing was noticed.
    while (await receive())["type"] != "http.disconnect":
        pass
