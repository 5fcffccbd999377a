"""What the routes of the page stand on: who asks, whether that one may, and how an answer is made.

Decides that each route is for those who look or for those who decide, and that whoever decides shows a form of ours. A
route that is for anybody says so by not coming through here. What goes wrong is told as a page, without a secret.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from isogloss.errors import IsoglossError, RemoteError, StateError
from isogloss.http.redact import Redactor
from isogloss.report.bodies import lang
from isogloss.report.visible import changed, visible
from isogloss.report.words import field_name, locale_name
from isogloss.run.session import Session
from isogloss.serve.doing import Live
from isogloss.serve.served import Served
from isogloss.serve.texts import DONE, TEXTS
from isogloss.serve.views import moment
from isogloss.serve.visitors import Reception, Visitor
from isogloss.state.agenda import Agenda

TEMPLATES: Final = Path(__file__).with_name("templates")
LARGEST: Final = 2_000_000
"""Bytes of a form."""
_FIELDS: Final = 40

Form: TypeAlias = Mapping[str, str]
Looked: TypeAlias = Callable[[Request, Visitor], Response]
Decided: TypeAlias = Callable[[Request, Visitor, Form], Response]


class Wrong(Exception):
    """What is asked for cannot be answered so; the message is told."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def gone() -> Wrong:
    """There is no such thing here."""
    return Wrong(HTTPStatus.NOT_FOUND, TEXTS["not_here"])


@dataclass(slots=True)
class Desk:
    """Makes routes, and the answers of these.

    sitting: opens a session for a mapping, with what it takes to ask its sides if that is wanted; whatever secrets are
             loaded, the redactor knows them.
    runs:    the folder in which what is told of runs is kept.
    live:    what mappings are doing just now.
    """

    service: Served
    reception: Reception
    redactor: Redactor
    sitting: Callable[[str, bool], AbstractContextManager[Session]]
    runs: Path = field(default=Path())
    live: Live = field(default_factory=Live)

    @property
    def agenda(self) -> Agenda:
        """What is remembered of all mappings."""
        return self.service.agenda

    def looks(self, path: str, answer: Looked) -> Route:
        """A route for those who look."""

        def endpoint(request: Request) -> Response:
            visitor = self.reception.visitor(request)
            if visitor.role is None:
                return self._to_the_door(request)
            return self._remembered(request, visitor, lambda: answer(request, visitor))

        return Route(path, endpoint, methods=["GET"])

    def decides(self, path: str, answer: Decided, *, anybody: bool = False) -> Route:
        """A route for those who decide, by a form.

        anybody: also for those whom nobody let in yet.
        """

        async def endpoint(request: Request) -> Response:
            form = await _form(request)
            return await run_in_threadpool(self._decide, request, form, answer, anybody)

        return Route(path, endpoint, methods=["POST"])

    def _decide(self, request: Request, form: Form | None, answer: Decided, anybody: bool) -> Response:  # noqa: FBT001  # as threads are given it
        visitor = self.reception.visitor(request)
        if visitor.role is None and not anybody:
            return self._to_the_door(request)
        if form is None:
            return self.told(request, visitor, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TEXTS["too_large"])
        if not self.reception.is_ours(visitor, form.get("form", "")):
            return self.told(request, visitor, HTTPStatus.FORBIDDEN, TEXTS["old_form"])
        if visitor.role != "editor" and not anybody:
            return self.told(request, visitor, HTTPStatus.FORBIDDEN, TEXTS["only_looks"])
        return self._remembered(request, visitor, lambda: answer(request, visitor, form))

    def _remembered(self, request: Request, visitor: Visitor, answer: Callable[[], Response]) -> Response:
        try:
            self.agenda.insist()
            made = answer()
        except Wrong as wrong:
            return self.told(request, visitor, wrong.status, str(wrong))
        except IsoglossError as error:
            away = isinstance(error, StateError | RemoteError)
            status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.CONFLICT
            return self.told(request, visitor, status, self.redactor.text(str(error)))
        if not visitor.given and "set-cookie" not in made.headers:
            self.reception.remember(request, made, visitor)
        return made

    def _to_the_door(self, request: Request) -> Response:
        if self.reception.door.auth == "proxy":
            nobody = Visitor("", None, "")
            return self.told(request, nobody, HTTPStatus.UNAUTHORIZED, TEXTS["proxy_said_nothing"])
        there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        after = f"?to={quote(there, safe='')}" if request.method == "GET" and there != "/" else ""
        return RedirectResponse(f"/enter{after}", HTTPStatus.SEE_OTHER)

    def page(
        self, template: str, request: Request, visitor: Visitor, status: int = HTTPStatus.OK, **facts: object
    ) -> HTMLResponse:
        """A page."""
        done = DONE.get(request.query_params.get("done", ""), "")
        shown = {
            "t": TEXTS,
            "visitor": visitor,
            "may_decide": visitor.role == "editor",
            "form": self.reception.form_token(visitor),
            "with_token": self.reception.door.auth == "token",
            "done": done,
            "at": request.url.path,
            **facts,
        }
        made = HTMLResponse(_template(template).render(shown), status)
        if not visitor.given and visitor.secret:
            self.reception.remember(request, made, visitor)
        return made

    def told(self, request: Request, visitor: Visitor, status: int, message: str) -> Response:
        """A page that says one thing."""
        return self.page("told.html.j2", request, visitor, status, message=message)

    def known(self, mapping: str) -> str:
        """A mapping that is run by the clock.

        Raises: Wrong where it is none.
        """
        if mapping not in self.agenda.schedules():
            raise gone()
        return mapping


def back(to: str, done: str = "", place: str = "") -> Response:
    """Go on to a page of ours, which says what was done."""
    joined = "&" if "?" in to else "?"
    return RedirectResponse(
        f"{to}{f'{joined}done={done}' if done else ''}{f'#{place}' if place else ''}", HTTPStatus.SEE_OTHER
    )


def ours(address: str) -> str:
    """An address of ours to go on to, as a browser gave it; the first page where it is none."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isascii() and address.isprintable() else "/"


async def _form(request: Request) -> Form | None:
    """What was filled in, with line feeds as we have them; None where it is too large."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    try:
        found = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return {}
    return {name: value.replace("\r\n", "\n") for name, value in found}


@cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {
        "visible": visible,
        "changed": changed,
        "lang": lang,
        "moment": moment,
        "part": _part,
        "place": _place,
    }
    return made.get_template(name)


def _place(text: str, of: str) -> str:
    """A choice of a filter as people call it."""
    return {"locale": locale_name, "field": field_name}.get(of, str)(text)


def _part(text: str) -> str:
    """A text as a part of an address."""
    return quote(text, safe="")
