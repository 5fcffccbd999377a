"""The page as one app: its rooms, and what is told where none of them answers."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from isogloss.errors import StateError
from isogloss.serve import conflicts, entering, entries, health, live, matrix, overview, plans, runs
from isogloss.serve.desk import Desk
from isogloss.serve.door import Place
from isogloss.serve.guard import MACHINES, Guard
from isogloss.serve.hooks import Ear
from isogloss.serve.texts import TEXTS
from isogloss.watch.metrics import Metrics

_NOT_FOUND: Final = 404
_NOT_ALLOWED: Final = 405
_BROKEN: Final = 500
_NOT_NOW: Final = 503


def app(desk: Desk, places: Collection[Place], ear: Ear, metrics: Metrics) -> ASGIApp:
    """The page of a service: every route that there is.

    places:  the addresses at which it is reached.
    ear:     hears the hooks of platforms.
    metrics: its figures.
    """

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException), "this is called for those"  # noqa: S101  # our own bug if not
        said = {_NOT_FOUND: TEXTS["not_here"], _NOT_ALLOWED: TEXTS["not_this_way"]}.get(error.status_code, error.detail)
        if not request.url.path.startswith(MACHINES) and (visitor := desk.reception.visitor(request)).role is not None:
            made = desk.told(request, replace(visitor, given=True), error.status_code, said)
            made.headers.update(error.headers or {})
            return made
        return PlainTextResponse(said, error.status_code, error.headers)

    def unreadable(request: Request, error: Exception) -> Response:
        del request
        return PlainTextResponse(TEXTS["unreadable"].format(desk.redactor.text(str(error))), _NOT_NOW)

    def broken(request: Request, error: Exception) -> Response:
        del request, error
        return PlainTextResponse(TEXTS["broken"], _BROKEN)

    rooms = (overview, entering, conflicts, plans, runs, entries, matrix, live)
    of_people = [route for room in rooms for route in room.routes(desk)]
    routes = [*health.routes(desk, metrics), *ear.routes(), *of_people]
    made = Starlette(
        routes=routes, exception_handlers={HTTPException: refused, StateError: unreadable, Exception: broken}
    )
    return Guard(made, places, desk.service.log, desk.redactor)
