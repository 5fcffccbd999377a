"""What anybody may ask: whether the service is well, and the style and the script of the page."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from isogloss.serve.desk import TEMPLATES
from isogloss.serve.served import Served

_NOT_NOW = 503


def routes(service: Served) -> list[BaseRoute]:
    """Routes for whoever reaches the page."""

    def healthz(request: Request) -> Response:
        del request
        return JSONResponse({"alive": service.alive}, 200 if service.alive else _NOT_NOW)

    def readyz(request: Request) -> Response:
        del request
        count = len(service.agenda.schedules())
        return JSONResponse({"ready": service.alive, "mappings": count}, 200 if service.alive else _NOT_NOW)

    def style(request: Request) -> Response:
        del request
        return Response((TEMPLATES / "style.css").read_bytes(), media_type="text/css")

    def script(request: Request) -> Response:
        del request
        return Response((TEMPLATES / "page.js").read_bytes(), media_type="text/javascript")

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/style.css", style),
        Route("/page.js", script),
    ]
