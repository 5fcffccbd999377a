"""What every answer of the page passes: who may ask, and what a browser may do with it.

Decides that a request must name an address at which we are reached: a page of somebody else that had its own name lead
to this machine (DNS rebinding) names its own. What writes must come from a page of ours, as its browser says; programs
that call us are told from people by where they call, and have no business with the rest. Nothing but our own style and
script is loaded, and nothing frames us.
"""

import traceback
from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isogloss.events import FAILED, Log
from isogloss.http.redact import Redactor
from isogloss.serve.door import Place
from isogloss.serve.texts import TEXTS

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
MACHINES: Final = "/hooks/"
"""Where programs call that are no browsers: they show who they are by other means than a page of ours."""
PLACE: Final = "isogloss.place"
_READS: Final = frozenset({"GET", "HEAD"})
_FORBIDDEN: Final = 403
_MISDIRECTED: Final = 421
_OUR_BUG: Final = 70


class Guard:
    """Lets through what names one of our addresses; all that leaves has our headers.

    places:   where we are reached; the first is what others are told.
    log:      hears of our own bugs.
    redactor: hides secrets in what it hears.
    """

    def __init__(self, app: ASGIApp, places: Collection[Place], log: Log, redactor: Redactor) -> None:
        self._app, self._log, self._redactor = app, log, redactor
        self._places = {each.host: each for each in reversed(tuple(places))}
        self._told = next(iter(places)).origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception:  # noqa: BLE001  # our own bug: whoever looks is answered already, and the service goes on
            trace = self._redactor.text(traceback.format_exc())
            self._log(FAILED, error="bug", message=f"this is a bug of ours; please report this: {trace}", exit=_OUR_BUG)

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        place = self._places.get(hosts[0].lower()) if len(hosts) == 1 else None
        if place is None:
            return PlainTextResponse(TEXTS["wrong_host"].format(f"{self._told}/"), _MISDIRECTED)
        scope[PLACE] = place
        of_a_person = scope["method"] not in _READS and not scope["path"].startswith(MACHINES)
        if of_a_person and headers.getlist("origin") != [place.origin]:
            return PlainTextResponse(TEXTS["wrong_origin"], _FORBIDDEN)
        return None
