"""What every answer of the page passes: who may ask, and what a browser may do with it.

Decides that a request must name the address at which we are reached: a page of somebody else that had its own name lead
to this machine (DNS rebinding) names its own. Nothing but our own style is loaded, and nothing frames us.
"""

import traceback
from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isogloss.events import FAILED, Log
from isogloss.serve.texts import TEXTS

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_MISDIRECTED: Final = 421
_OUR_BUG: Final = 70


class Guard:
    """Lets through what names one of our addresses; all that leaves has our headers.

    hosts: as a ``Host`` header names them, with the port; the first is what others are told.
    log:   hears of our own bugs.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], log: Log) -> None:
        self._app, self._log = app, log
        self._hosts = tuple(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if Headers(scope=scope).getlist("host") not in [[host] for host in self._hosts]:
            said = TEXTS["wrong_host"].format(f"http://{self._hosts[0]}/")
            await PlainTextResponse(said, _MISDIRECTED)(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception:  # noqa: BLE001  # our own bug: whoever looks is answered already, and the service goes on
            trace = f"this is a bug of ours; please report this: {traceback.format_exc()}"
            self._log(FAILED, error="bug", message=trace, exit=_OUR_BUG)
