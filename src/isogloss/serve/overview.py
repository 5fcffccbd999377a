"""The first page: every mapping, and what can be asked of each; and the list of what people did."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from isogloss.jobs.listing import listed
from isogloss.serve.desk import Desk, Form, back, gone
from isogloss.serve.texts import DID, OUTCOMES, TEXTS
from isogloss.serve.views import moment, rows
from isogloss.serve.visitors import Visitor


def routes(desk: Desk) -> list[BaseRoute]:
    """Its routes."""
    agenda = desk.agenda

    def overview(request: Request, visitor: Visitor) -> Response:
        found = rows(listed(agenda), desk.service.running())
        looked = TEXTS["looked"].format(moment(agenda.now()))
        return desk.page("overview.html.j2", request, visitor, rows=found, outcomes=OUTCOMES, looked=looked)

    def asked(request: Request, visitor: Visitor, form: Form) -> Response:
        name = desk.known(request.path_params["mapping"])
        match form.get("what"):
            case "run":
                there, done = agenda.ask(name, "person", visitor.who), "asked"
            case "pause":
                there, done = agenda.pause(name, visitor.who), "paused"
            case "resume":
                there, done = agenda.resume(name, visitor.who), "resumed"
            case _:
                raise gone()
        if not there:  # a service that began just now has another project
            raise gone()
        return back("/", done, name)

    def log(request: Request, visitor: Visitor) -> Response:
        return desk.page("log.html.j2", request, visitor, acts=agenda.audit.last(), did=DID)

    return [
        desk.looks("/", overview),
        desk.decides("/mappings/{mapping:path}", asked),
        desk.looks("/log", log),
    ]
