"""The Webflow sandbox: the door (token, scope, limit), and the sandbox itself.

Decides who may call, and how often. What can be called is in ``routes``. Paths begin with
``/v2`` or with nothing, so either kind of base address works.
"""

import threading
from collections.abc import Awaitable, Callable
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from isogloss.sandbox import switches as turning
from isogloss.sandbox.body import JsonAnswer
from isogloss.sandbox.clock import SandboxClock
from isogloss.sandbox.control import command, governed
from isogloss.sandbox.faults import FaultPlan
from isogloss.sandbox.limiter import Allowance, Limiter
from isogloss.sandbox.webflow import editor, seed, site
from isogloss.sandbox.webflow.answers import Refusal, Reply, refusal_of
from isogloss.sandbox.webflow.content import content
from isogloss.sandbox.webflow.routes import OPEN_ROUTES, ROUTES, Handler
from isogloss.sandbox.webflow.switches import Switches
from isogloss.sandbox.webflow.variants import Json
from isogloss.sandbox.webflow.world import Call, World


class WebflowSandbox:
    """A Webflow site in memory, behind HTTP. ``app`` is what to serve.

    bulk_keys: see ``faults.Sandbox``.
    """

    bulk_keys: tuple[str, ...] = ("items", "itemIds", "fieldData")

    def __init__(self, state: Json | None, switches: Switches, clock: SandboxClock | None = None) -> None:
        self.clock = clock or SandboxClock()
        self.faults = FaultPlan()
        self.limiter = Limiter(self.clock.elapsed)
        self.lock: threading.RLock = threading.RLock()
        self.log: list[Json] = []
        start = site.new_content("isogloss", self.clock.iso(), {}, primary="en-US", secondary=["fr-FR"], disabled=[])
        self.world = World(start if state is None else content(state), switches, self.clock)
        self._first = self.world.content.dump()
        self.app: ASGIApp = governed(self._vendor(), self, [command("seed", "POST", self.seed)])

    @property
    def switches(self) -> Switches:
        """Show how the switches are turned."""
        return self.world.switches

    def state(self) -> Json:
        """Copy the whole content out, as JSON."""
        with self.lock:
            return self.world.content.dump()

    def load(self, state: Json) -> None:
        """Replace the whole content.

        Raises:  ConfigError when it is not a state.
        """
        with self.lock:
            self.world.content = content(state)

    def reset(self) -> None:
        """Go back to the content it was created with, and forget what was counted."""
        with self.lock:
            self.load(self._first)
            self.world.site_published_at = None
            self.limiter.clear()

    def edit(self, change: Json) -> object:
        """Make a change as an editor in the Designer would; see ``editor``."""
        with self.lock:
            return editor.edited(self.world, change)

    def seed(self, told: Json) -> Json:
        """Replace the content by what was told in few words; see ``seed``. A reset comes back to it."""
        with self.lock:
            table = seed.seeded(self.world, told)
            self._first = self.world.content.dump()
            return table

    def turn(self, changes: Json) -> None:
        """Turn switches.

        Raises:  ConfigError for one that does not exist or a value it cannot take.
        """
        with self.lock:
            self.world.switches = turning.turned(self.world.switches, changes)

    def switch_table(self) -> list[Json]:
        """Describe every switch."""
        return turning.described(self.world.switches)

    def refusal(self, status: int) -> Json:
        """Make the body of an error as Webflow words it."""
        return cast(Json, refusal_of(status).reply().body)

    def _vendor(self) -> Starlette:
        routes: list[BaseRoute] = [
            Route(path, self._endpoint(scope, handler), methods=[method]) for method, path, scope, handler in ROUTES
        ]
        opened = [Route(path, self._endpoint(None, handler), methods=[method]) for method, path, handler in OPEN_ROUTES]
        table = [Mount("/v2", routes=routes), *routes, *opened]
        return Starlette(routes=table, exception_handlers={HTTPException: _lost})

    def _endpoint(self, scope: str | None, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Put the door before a handler; a scope of None means an open door."""

        async def endpoint(request: Request) -> Response:
            raw = await request.body()
            call = Call(
                params=cast("dict[str, str]", request.path_params),
                query=request.query_params,
                raw=raw,
                base=str(request.base_url).rstrip("/").removesuffix("/v2"),
                headers=request.headers,
            )
            allowance = None
            self.world.echoes.clear()
            try:
                if scope is not None:
                    self._admit(request, scope)
                    allowance = self._count()
                self.world.refuse_another_site(call)
                reply = handler(self.world, call)
            except Refusal as refusal:
                reply = refusal.reply()
            return _response(reply, allowance)

        return endpoint

    def _admit(self, request: Request, scope: str) -> None:
        if request.headers.get("authorization") != f"Bearer {self.switches.token}":
            raise Refusal(401, "not_authorized", "Request not authorized")
        if scope and scope not in self.switches.scopes.split(","):
            message = f"OAuthForbidden: You are missing the following scopes - {scope}"
            raise Refusal(403, "missing_scopes", message)

    def _count(self) -> Allowance | None:
        burst, limit, window = self.switches.burst, self.switches.rate_limit, self.switches.minute_seconds
        if burst:
            self._pass(self.limiter.take("burst", limit=burst, window=self.switches.burst_seconds))
        if limit is None:
            return None
        return self._pass(self.limiter.take(f"minute of {self.switches.token}", limit=limit, window=window))

    def _pass(self, allowance: Allowance) -> Allowance:
        if not allowance.permitted:
            wait = {"Retry-After": str(max(1, round(allowance.retry_after)))}
            headers = {**_limits(allowance), **wait}
            raise Refusal(429, "too_many_requests", "Too Many Requests", headers=headers)
        return allowance


def create(state: Json | None = None, *, clock: SandboxClock | None = None, **switches: object) -> WebflowSandbox:
    """Make a sandbox from a state (or empty, in English and French), with some switches turned.

    clock: another than the machine's.

    Raises:  ConfigError for a damaged state, an unknown switch (the nearest is named) or a value it cannot take.
    """
    return WebflowSandbox(state, turning.turned(Switches(), switches), clock)


def _limits(allowance: Allowance) -> dict[str, str]:
    return {"X-RateLimit-Limit": str(allowance.limit), "X-RateLimit-Remaining": str(allowance.remaining)}


def _response(reply: Reply, allowance: Allowance | None) -> Response:
    headers = {**(_limits(allowance) if allowance else {}), **reply.headers}
    if reply.body is None:
        return Response(status_code=reply.status, headers=headers)
    if isinstance(reply.body, bytes):
        return Response(reply.body, status_code=reply.status, headers=headers)
    return JsonAnswer(reply.body, status_code=reply.status, headers=headers)


async def _lost(_: Request, error: Exception) -> Response:
    status = cast(HTTPException, error).status_code
    return _response(refusal_of(status).reply(), None)
