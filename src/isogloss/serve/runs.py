"""A run that has ended, or was cut: its plan as a report, with what became of each op."""

import re
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute

from isogloss.errors import UsageError
from isogloss.report.html import render_html
from isogloss.report.whole import whole_of
from isogloss.run.filing import PLAN, folder_of
from isogloss.run.showing import kept_run
from isogloss.serve.desk import Desk, Wrong, gone
from isogloss.serve.plans import POLICY
from isogloss.serve.texts import OUTCOMES, REASONS, TEXTS
from isogloss.serve.visitors import Visitor

_RUN: Final = re.compile(r"\d{8}-\d{6}-\w+")


def routes(desk: Desk) -> list[BaseRoute]:
    """Its routes."""

    def meant(request: Request) -> tuple[str, str]:
        mapping, run = desk.known(request.path_params["mapping"]), request.path_params["run"]
        if not _RUN.fullmatch(run):
            raise gone()
        return mapping, run

    def page(request: Request, visitor: Visitor) -> Response:
        mapping, run = meant(request)
        turn = next((each for each in desk.agenda.turns(mapping) if each.run == run), None)
        there = (folder_of(desk.runs, mapping, run) / PLAN).is_file()
        if turn is None and not there:
            raise gone()
        outcome = None if turn is None else OUTCOMES[turn.outcome]
        reason = "" if turn is None else REASONS[turn.reason]
        return desk.page(
            "run.html.j2",
            request,
            visitor,
            mapping=mapping,
            run=run,
            turn=turn,
            there=there,
            outcome=outcome,
            reason=reason,
        )

    def report(request: Request, visitor: Visitor) -> Response:
        del visitor
        mapping, run = meant(request)
        try:
            plan, ended = kept_run(folder_of(desk.runs, mapping, run))
        except UsageError:
            raise Wrong(HTTPStatus.NOT_FOUND, TEXTS["run_gone"]) from None
        shown = render_html(whole_of(plan, ended=ended))
        return StreamingResponse(shown, media_type="text/html", headers={"content-security-policy": POLICY})

    return [
        desk.looks("/runs/{mapping:path}/{run}/report", report),
        desk.looks("/runs/{mapping:path}/{run}", page),
    ]
