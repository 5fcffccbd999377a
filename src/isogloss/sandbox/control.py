"""The control plane: how a test, a demo or a person looks into a sandbox and changes it from outside.

JSON under ``/_sandbox/``. It needs no token, is not logged, and no fault or limit touches it:

* ``GET|PUT state``, ``POST reset``: the whole content; reset also clears faults, log and limiter, and drops
  requests that a fault holds up.
* ``GET|PATCH switches``: names and values; ``GET switches?doc=1`` describes them.
* ``POST|GET|DELETE faults``: see ``faults``.
* ``GET|DELETE log``: every request answered or dropped.
* ``POST edit``: a change as made in the vendor's UI; the words are the sandbox's own.
* ``GET|PATCH clock``: ``{"advance": seconds}``, ``{"freeze": true}``, ``{"scale": factor}``.

A request that makes no sense is answered 400 ``{"error": sentence}``.
"""

import json
from collections.abc import Callable, Sequence
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from isogloss.errors import ConfigError, UsageError
from isogloss.sandbox.body import JsonAnswer
from isogloss.sandbox.fault import Fault
from isogloss.sandbox.faults import Faults, Sandbox

PREFIX = "/_sandbox/"

Handler = Callable[[dict[str, object]], object]


def governed(app: ASGIApp, sandbox: Sandbox, extra: Sequence[BaseRoute] = ()) -> ASGIApp:
    """Put the control plane beside a platform's app, and the faults and the log around it.

    ``extra`` routes (with paths under ``/_sandbox/``) join the control plane.
    """
    ours = (*_content_routes(sandbox), *_switch_routes(sandbox), *_fault_routes(sandbox), *_clock_routes(sandbox))
    control = Starlette(routes=[*ours, *extra])
    faulty = Faults(app, sandbox)

    async def entrance(scope: Scope, receive: Receive, send: Send) -> None:
        told = str(scope["path"]).startswith(PREFIX)
        await (control if told else faulty)(scope, receive, send)

    return entrance


def command(path: str, method: str, act: Handler) -> Route:
    """Make a route of the control plane: a JSON object in, whatever ``act`` answers out."""

    async def endpoint(request: Request) -> Response:
        try:
            return JsonAnswer(act(_object(await request.body())))
        except UsageError as error:
            return JsonAnswer({"error": str(error)}, status_code=400)

    return Route(PREFIX + path, endpoint, methods=[method])


def _object(body: bytes) -> dict[str, object]:
    if not body:
        return {}
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise ConfigError(f"The body is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise ConfigError("The body must be a JSON object.")
    return cast("dict[str, object]", parsed)


def _content_routes(sandbox: Sandbox) -> list[BaseRoute]:
    def load(wanted: dict[str, object]) -> object:
        sandbox.load(wanted)
        return {"ok": True}

    def reset(_: dict[str, object]) -> object:
        with sandbox.lock:
            sandbox.reset()
            sandbox.faults.forget()
            sandbox.log.clear()
        return {"ok": True}

    def forget(_: dict[str, object]) -> object:
        sandbox.log.clear()
        return {"ok": True}

    return [
        command("state", "GET", lambda _: sandbox.state()),
        command("state", "PUT", load),
        command("reset", "POST", reset),
        command("edit", "POST", sandbox.edit),
        command("log", "GET", lambda _: list(sandbox.log)),
        command("log", "DELETE", forget),
    ]


def _switch_routes(sandbox: Sandbox) -> list[BaseRoute]:
    def values() -> dict[str, object]:
        return {str(row["name"]): row["value"] for row in sandbox.switch_table()}

    async def show(request: Request) -> Response:
        return JsonAnswer(sandbox.switch_table() if request.query_params.get("doc") else values())

    def turn(changes: dict[str, object]) -> object:
        sandbox.turn(changes)
        return values()

    return [Route(PREFIX + "switches", show, methods=["GET"]), command("switches", "PATCH", turn)]


def _fault_routes(sandbox: Sandbox) -> list[BaseRoute]:
    def add(wanted: dict[str, object]) -> object:
        sandbox.faults.add(Fault.parse(wanted))
        return sandbox.faults.shown()

    def clear(_: dict[str, object]) -> object:
        sandbox.faults.clear()
        return []

    return [
        command("faults", "POST", add),
        command("faults", "GET", lambda _: sandbox.faults.shown()),
        command("faults", "DELETE", clear),
    ]


def _clock_routes(sandbox: Sandbox) -> list[BaseRoute]:
    def change(wanted: dict[str, object]) -> object:
        for key, value in wanted.items():
            match key, value:
                case "advance", int() | float():
                    sandbox.clock.advance(value)
                case "freeze", bool():
                    sandbox.clock.freeze(value)
                case "scale", int() | float() if value > 0:
                    sandbox.clock.scale(value)
                case _:
                    raise ConfigError(f"The clock cannot {key!r} {value!r}; it takes advance, freeze and scale.")
        return sandbox.clock.shown()

    return [command("clock", "GET", lambda _: sandbox.clock.shown()), command("clock", "PATCH", change)]
