"""What programs ask: whether the service is well, its style and its script, by anybody; its figures, by those who look.

A scraper has a port of its own (``watch.port``), since it knows neither a token nor our names.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from isogloss.serve.desk import TEMPLATES, Desk
from isogloss.serve.visitors import Visitor
from isogloss.watch.metrics import TYPE, Metrics

_NOT_NOW = 503


def routes(desk: Desk, metrics: Metrics) -> list[BaseRoute]:
    """Its routes."""
    service = desk.service

    def healthz(request: Request) -> Response:
        del request
        return JSONResponse({"alive": service.alive}, 200 if service.alive else _NOT_NOW)

    def readyz(request: Request) -> Response:
        del request
        count = len(service.agenda.schedules())
        return JSONResponse({"ready": service.alive, "mappings": count}, 200 if service.alive else _NOT_NOW)

    def figures(request: Request, visitor: Visitor) -> Response:
        del request, visitor
        return Response(metrics.text(), headers={"content-type": TYPE})

    def style(request: Request) -> Response:
        del request
        return Response((TEMPLATES / "style.css").read_bytes(), media_type="text/css")

    def script(request: Request) -> Response:
        del request
        return Response((TEMPLATES / "page.js").read_bytes(), media_type="text/javascript")

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        desk.looks("/metrics", figures),
        Route("/style.css", style),
        Route("/page.js", script),
    ]
