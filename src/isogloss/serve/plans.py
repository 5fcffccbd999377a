"""A plan that waits for approval: shown as ``plan --report html`` shows it, approved or rejected by its digest.

Decides that the report stands in a frame of its own, where its script reaches nothing of the page, and that what is not
the newest plan of its mapping can be looked at, and not approved.
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute

from isogloss.errors import UsageError
from isogloss.jobs.approving import Unseen, decide, differing, kept, mark
from isogloss.report.html import render_html
from isogloss.report.whole import whole_of
from isogloss.schedule.turn import Approval
from isogloss.serve.desk import Desk, Form, Wrong, back, gone
from isogloss.serve.texts import FATES, TEXTS
from isogloss.serve.visitors import Visitor

POLICY = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Of the report: beside its own policy, which names what it holds by hashes; in a room where nothing of ours is."""


def routes(desk: Desk) -> list[BaseRoute]:
    """Its routes."""
    approvals = desk.agenda.approvals

    def named(request: Request) -> Approval:
        found = approvals.named(request.path_params["digest"])
        if found is None:
            raise gone()
        return found

    def page(request: Request, visitor: Visitor, status: int = HTTPStatus.OK, wrong: str = "") -> Response:
        plan = named(request)
        newest = approvals.of(plan.mapping)
        newer = newest if newest is not None and newest.digest != plan.digest else None
        differs = None if newer is None else differing(newer, plan)
        facts = {"plan": plan, "newer": newer, "differs": differs, "fate": FATES[plan.fate], "mark": mark(plan)}
        there = kept(plan) is not None
        open_ = there and newest is not None and newest.digest == plan.digest
        before, _, after = plan.why.partition("; since ")
        return desk.page(
            "plan.html.j2",
            request,
            visitor,
            status,
            there=there,
            open=open_,
            why=before,
            since=after,
            wrong=wrong,
            **facts,
        )

    def report(request: Request, visitor: Visitor) -> Response:
        del visitor
        plan = kept(named(request))
        if plan is None:
            raise Wrong(HTTPStatus.NOT_FOUND, TEXTS["plan_gone"])
        return StreamingResponse(
            render_html(whole_of(plan)), media_type="text/html", headers={"content-security-policy": POLICY}
        )

    def decided(request: Request, visitor: Visitor, form: Form) -> Response:
        plan, what = named(request), form.get("what")
        if what not in ("approve", "reject"):
            raise gone()
        shown, reject = form.get("mark", ""), what == "reject"
        try:
            made = decide(desk.agenda, plan.digest, visitor.who, reject=reject, shown=shown)
        except (Unseen, UsageError) as error:  # else it is out of date, or carried out
            wrong = TEXTS["plan_decided"] if isinstance(error, Unseen) else ""
            return page(request, visitor, HTTPStatus.CONFLICT, wrong)
        return back(f"/plans/{plan.digest}", made.fate)

    return [
        desk.looks("/plans/{digest}", page),
        desk.looks("/plans/{digest}/report", report),
        desk.decides("/plans/{digest}", decided),
    ]
