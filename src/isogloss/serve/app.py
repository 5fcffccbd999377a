"""The page: an overview of the mappings, and what tells a supervisor whether the service is well. Only looked at."""

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from isogloss.errors import StateError
from isogloss.jobs.listing import listed
from isogloss.jobs.service import Service
from isogloss.serve.guard import Guard
from isogloss.serve.texts import OUTCOMES, TEXTS
from isogloss.serve.views import moment, rows

_TEMPLATES: Final = Path(__file__).with_name("templates")
_NOT_FOUND: Final = 404
_NOT_ALLOWED: Final = 405
_BROKEN: Final = 500
_NOT_NOW: Final = 503


def app(service: Service, hosts: Collection[str], further: Iterable[BaseRoute] = ()) -> ASGIApp:
    """The page of a service.

    hosts:   the addresses at which it is reached, with the port.
    further: routes beside those for people.
    """
    agenda = service.agenda

    def overview(request: Request) -> Response:
        del request
        found = rows(listed(agenda), service.running())
        looked = TEXTS["looked"].format(moment(agenda.now()))
        return HTMLResponse(_template("overview.html.j2").render(TEXTS, rows=found, outcomes=OUTCOMES, looked=looked))

    def style(request: Request) -> Response:
        del request
        return Response((_TEMPLATES / "style.css").read_bytes(), media_type="text/css")

    def healthz(request: Request) -> Response:
        del request
        return JSONResponse({"alive": service.alive}, 200 if service.alive else _NOT_NOW)

    def readyz(request: Request) -> Response:
        del request
        count = len(agenda.schedules())
        return JSONResponse({"ready": service.alive, "mappings": count}, 200 if service.alive else _NOT_NOW)

    def refused(request: Request, error: Exception) -> Response:
        del request
        assert isinstance(error, HTTPException), "this is called for those"  # noqa: S101  # our own bug if not
        said = {_NOT_FOUND: TEXTS["not_here"], _NOT_ALLOWED: TEXTS["not_this_way"]}
        return PlainTextResponse(said.get(error.status_code, error.detail), error.status_code, error.headers)

    def unreadable(request: Request, error: Exception) -> Response:
        del request
        return PlainTextResponse(TEXTS["unreadable"].format(error), _NOT_NOW)

    def broken(request: Request, error: Exception) -> Response:
        del request, error
        return PlainTextResponse(TEXTS["broken"], _BROKEN)

    routes = [
        Route("/", overview),
        Route("/style.css", style),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        *further,
    ]
    made = Starlette(
        routes=routes, exception_handlers={HTTPException: refused, StateError: unreadable, Exception: broken}
    )
    return Guard(made, hosts, service.log)


@cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(_TEMPLATES)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template(name)
