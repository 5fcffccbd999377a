"""Where platforms say that something changed: ``POST /hooks/PLATFORM/MAPPING``.

Decides what is answered: 200 to a hint that is good; 409 to one whose signature was heard already, which nobody sends
who means it, since Webflow tries again ten minutes later, when a signature is good no more; 401 to whoever cannot show
who they are, also where there is no such mapping. Nothing is read from a body but its bytes, which were signed: the
address says which mapping it concerns. No state is touched here, so a flood costs what it costs to check signatures.

Source: Webflow, working with webhooks, seen 2026-11: only 200 counts as taken, and there are three more tries.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from isogloss.events import WARNED, Log
from isogloss.http.redact import Secret
from isogloss.jobs.hints import Hints
from isogloss.jobs.signatures import Heard, is_shared, is_signed, is_timely
from isogloss.ports import Clock
from isogloss.run.hook_secrets import Secrets

LARGEST: Final = 1024 * 1024
_DIGITS: Final = 9
"""Bytes of a body that is heard; an event holds one entry."""
_SILENT: Final = 60.0
"""Seconds between two warnings of what was refused."""

Came: TypeAlias = Literal["taken", "repeated", "refused", "too large"]
_ANSWERS: Final[Mapping[Came, tuple[int, str]]] = {
    "taken": (200, "Thank you."),
    "repeated": (409, "This hint was heard already."),
    "refused": (401, "This hint is not from whom we know, or too old."),
    "too large": (413, "This hint is too large."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """By what hints of one mapping are known.

    made:   secrets of webhooks that were made by us.
    signed: further ones.
    header: the name of a header and its value; None where ButterCMS may not hint.
    """

    made: Secrets
    signed: tuple[Secret, ...] = ()
    header: tuple[str, Secret] | None = None


@dataclass(slots=True)
class Ear:
    """Hears hints.

    known: by the name of a mapping.
    came:  how many there were, by platform and what became of them.
    """

    known: Mapping[str, Known]
    hints: Hints
    clock: Clock
    log: Log
    came: Counter[tuple[str, str]] = field(default_factory=Counter)
    _heard: Heard = field(default_factory=Heard)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _warned: float = -_SILENT
    _unsaid: int = 0

    def routes(self) -> list[Route]:
        """Where it hears."""
        return [
            Route("/hooks/webflow/{mapping}", self._webflow, methods=["POST"]),
            Route("/hooks/buttercms/{mapping}", self._buttercms, methods=["POST"]),
        ]

    async def _webflow(self, request: Request) -> Response:
        name = request.path_params["mapping"]
        known = self.known.get(name)
        timestamp = request.headers.get("x-webflow-timestamp", "")
        signature = request.headers.get("x-webflow-signature", "")
        if known is None or not is_timely(timestamp, self.clock.now().timestamp()):
            return self._answered("webflow", name, "refused")
        body = await _body(request)
        if body is None:
            return self._answered("webflow", name, "too large")
        if not is_signed((*known.made(), *known.signed), timestamp, signature, body):
            return self._answered("webflow", name, "refused")
        if self._heard.again(name, signature, self.clock.monotonic()):
            return self._answered("webflow", name, "repeated")
        return self._answered("webflow", name, "taken")

    async def _buttercms(self, request: Request) -> Response:
        name = request.path_params["mapping"]
        known = self.known.get(name)
        header = None if known is None else known.header
        if header is None or not is_shared(header[1], request.headers.get(header[0])):
            return self._answered("buttercms", name, "refused")
        if await _body(request) is None:
            return self._answered("buttercms", name, "too large")
        return self._answered("buttercms", name, "taken")

    def _answered(self, platform: str, mapping: str, came: Came) -> Response:
        with self._lock:
            self.came[platform, came] += 1
        if came == "taken":
            self.hints.hint(mapping)
        else:
            self._warn(platform, came)
        status, said = _ANSWERS[came]
        return PlainTextResponse(said, status, {"connection": "close"} if came == "too large" else None)

    def _warn(self, platform: str, came: Came) -> None:
        """Tell of what was not taken, at most once a minute; never what somebody wrote into an address."""
        with self._lock:
            self._unsaid += 1
            now = self.clock.monotonic()
            if now - self._warned < _SILENT:
                return
            count, self._unsaid, self._warned = self._unsaid, 0, now
        self.log(WARNED, message=f"hints that were not taken: {count}; the last one, of {platform}: {came}")


async def _body(request: Request) -> bytes | None:
    """The body, if it is not too large; no more of it is kept than that."""
    told = request.headers.get("content-length", "0")
    if not told.isdecimal() or len(told) > _DIGITS or int(told) > LARGEST:
        return None
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > LARGEST:
                return None
            parts.append(part)
    except ClientDisconnect:
        return None
    return b"".join(parts)
