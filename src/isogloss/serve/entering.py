"""Coming in with a token, and going out."""

from http import HTTPStatus
from math import ceil

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from isogloss.serve.desk import Desk, Form, back, ours
from isogloss.serve.texts import TEXTS
from isogloss.serve.visitors import Visitor

_NAMED = 80


def routes(desk: Desk) -> list[BaseRoute]:
    """Its routes: only where people come in with a token."""
    if desk.reception.door.auth != "token":
        return []

    def door(request: Request) -> Response:
        visitor = desk.reception.visitor(request)
        to = ours(request.query_params.get("to", "/"))
        return desk.page("enter.html.j2", request, visitor, to=to, wrong="", name="")

    def enter(request: Request, visitor: Visitor, form: Form) -> Response:
        reception, peer = desk.reception, request.client.host if request.client is not None else ""
        name, to = " ".join(form.get("name", "").split())[:_NAMED], ours(form.get("to", "/"))

        def again(status: HTTPStatus, wrong: str) -> Response:
            return desk.page("enter.html.j2", request, visitor, status, to=to, wrong=wrong, name=name)

        if wait := reception.tries.wait(peer):
            made = again(HTTPStatus.TOO_MANY_REQUESTS, TEXTS["wait"].format(ceil(wait)))
            made.headers["retry-after"] = str(ceil(wait))
            return made
        if not name:
            return again(HTTPStatus.UNPROCESSABLE_ENTITY, TEXTS["no_name"])
        entered = reception.come_in(visitor, form.get("token", "").strip(), name)
        if entered is None:
            reception.tries.wrong(peer)
            return again(HTTPStatus.FORBIDDEN, TEXTS["wrong_token"])
        desk.agenda.audit.note(name, "came in")
        made = back(to, "in")
        reception.remember(request, made, entered)
        return made

    def leave(request: Request, visitor: Visitor, form: Form) -> Response:
        del request, form
        if visitor.role is not None:
            desk.agenda.audit.note(visitor.who, "went out")
        desk.reception.visits.leave(visitor.secret)
        return back("/enter")

    return [
        Route("/enter", door, methods=["GET"]),
        desk.decides("/enter", enter, anybody=True),
        desk.decides("/leave", leave, anybody=True),
    ]
