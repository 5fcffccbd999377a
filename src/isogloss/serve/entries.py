"""One entry: what runs wrote to each of its cells, and, where somebody asks, why a cell is what it is.

Decides that history costs the platforms nothing, and that the reasons of a cell are asked for by a form: both platforms
are read for them. Everything is what ``isogloss history`` and ``isogloss explain`` say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from isogloss.answers import Explained, History, PastDecision, Wrote
from isogloss.errors import UsageError
from isogloss.mapping.names.neutral import names_in_scope
from isogloss.model.address import Cell, Side
from isogloss.model.locale import SHARED
from isogloss.model.value import Absent, MaybeValue
from isogloss.plan.op import Conflict, Drifted, Loss, Step
from isogloss.report import words
from isogloss.report.explained import named, plainly
from isogloss.report.parts import Limits
from isogloss.report.shown import Quoter
from isogloss.report.worddiff import Run
from isogloss.run.explain import explain
from isogloss.run.history import About, history
from isogloss.run.session import Session
from isogloss.serve.desk import Desk, Form, Wrong, gone
from isogloss.serve.texts import OUTCOME_OF_OP, STATUSES, TEXTS, WHY
from isogloss.serve.visitors import Visitor

RUNS = 50
"""How many runs are told of."""


@dataclass(frozen=True, slots=True)
class Written:
    """One cell that a run wrote.

    runs: what changed word by word; else before and after are told.
    """

    where: str
    locale: str
    to: str
    outcome: str
    before: str
    after: str
    runs: tuple[Run, ...]
    decided: str


@dataclass(frozen=True, slots=True)
class OfRun:
    """What one run wrote of an entry."""

    run: str
    at: datetime
    cells: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class SideNow:
    """What one side shows of a cell, and since when."""

    name: str
    text: str
    moved: str
    changed: str
    run: str


def routes(desk: Desk) -> list[BaseRoute]:
    """Its routes."""

    def page(request: Request, visitor: Visitor, form: Form | None = None) -> Response:
        mapping = desk.known(request.path_params["mapping"])
        entry = form.get("entry", "") if form is not None else request.query_params.get("entry", "")
        with desk.sitting(mapping, form is not None) as session:
            try:
                past = history(session, About(entry=entry, runs=RUNS))
            except UsageError:
                past = None
            why = None if form is None else _explained(desk, session, entry, form)
            bridge = session.bridge
            kind = entry.partition("/")[0]
            if kind not in bridge.kinds:
                raise gone()
            shared, own = names_in_scope(bridge.kinds[kind])
            fields = sorted({*shared, *own})
            locales = [str(each) for each in bridge.locales]
        asked = {"field": "", "locale": ""} if form is None else dict(form)
        label = next((each.label for past_ in (past.runs if past else ()) for each in past_.cells if each.label), "")
        return desk.page(
            "entry.html.j2",
            request,
            visitor,
            mapping=mapping,
            entry=entry,
            label=label or entry.partition("/")[2],
            past=list(_past(past)) if past else [],
            fields=fields,
            locales=locales,
            asked=asked,
            why=why,
        )

    def asked(request: Request, visitor: Visitor, form: Form) -> Response:
        return page(request, visitor, form)

    return [
        desk.looks("/entries/{mapping:path}", page),
        desk.decides("/entries/{mapping:path}", asked),
    ]


def _past(found: History) -> Iterator[OfRun]:
    for past in found.runs:
        yield OfRun(past.run.id, past.run.started, tuple(_written(each, found.sides[each.on]) for each in past.cells))


def _written(each: Wrote, to: str) -> Written:
    quoter, at = Quoter(Limits()), each.at
    kept = each.before is not None and each.after is not None
    runs = quoter.runs(each.before, each.after) if each.before is not None and each.after is not None else ()
    return Written(
        _where(at),
        at.locale or "",
        to,
        OUTCOME_OF_OP.get(each.outcome, TEXTS["cut"]),
        "" if runs or not kept or isinstance(each.before, Absent) else _said(each.before, quoter),
        "" if runs else _said(each.after, quoter) if kept else TEXTS["not_kept_any_more"],
        runs,
        "" if each.decided is None else words.decided(each.decided),
    )


def _where(at: Cell) -> str:
    return " · ".join(filter(None, (words.locale_name(at.locale), words.field_name(at.field))))


def _said(value: MaybeValue | None, quoter: Quoter) -> str:
    if value is None:
        return TEXTS["not_kept_any_more"]
    shown = None if isinstance(value, Absent) else quoter.shown(value)
    return TEXTS["nothing_there"] if shown is None else f"{shown.text}{' …' if shown.left_out else ''}"


def _explained(desk: Desk, session: Session, entry: str, form: Form) -> dict[str, object]:
    try:
        found = explain(session, entry, form.get("field", ""), form.get("locale", "") or SHARED)
    except UsageError as error:
        raise Wrong(HTTPStatus.NOT_FOUND, desk.redactor.text(str(error))) from None
    row = found.row
    return {
        "where": _where(found.at),
        "locale": found.at.locale or "",
        "sides": [_side(found, side) for side in Side],
        "waits": found.waits,
        "history": "" if row is None else named(found, plainly(row.history)),
        "then": "" if row is None else named(found, plainly(row.then)),
        "decisions": [_decision(each) for each in found.decisions],
        "next": list(_next(found)),
        "refused": found.refused,
    }


def _side(found: Explained, side: Side) -> SideNow:
    shows = found.shows[side]
    moved = {None: "", True: TEXTS["moved_since"], False: TEXTS["as_agreed"]}[shows.moved]
    changed = "" if shows.changed is None else TEXTS["changed_at"].format(f"{shows.changed:%Y-%m-%d %H:%M}")
    run = "" if shows.by_run is None else shows.by_run.id
    return SideNow(found.sides[side], _said(shows.value, Quoter(Limits())), moved, changed, run)


def _decision(each: PastDecision) -> str:
    note = f" ({each.note})" if each.note else ""
    return f"{words.decided(each.decided)}{note}: {STATUSES.get(each.status, each.status)}"


def _next(found: Explained) -> Iterator[str]:
    """What the next run does to it, in words."""
    quoter = Quoter(Limits())
    for each in found.next:
        match each:
            case Conflict():
                yield f"{TEXTS['next_waits']} {WHY.get(each.reason, each.reason)}"
            case Drifted():
                yield TEXTS["next_kept"] if each.kept else TEXTS["next_overwritten"]
            case Loss():
                yield TEXTS["next_lost"].format(found.sides[each.on], each.reason)
            case Step():
                yield TEXTS["next_person"].format(each.todo)
            case (op, change):
                yield TEXTS["next_written"].format(found.sides[op.on], _said(change.after, quoter))
