"""Conflicts: what waits of all mappings, one of them as a whole, and what a person decides about it.

Decides that what counts is what the person saw: a form brings the mark of it, and where something else waits there by
then, nothing is decided. Everything else is what ``isogloss conflicts`` and ``isogloss resolve`` do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from isogloss.decide.waiting import Choice, Listed, TakeBoth, TakeSide, TakeValue, Waits, Which
from isogloss.errors import Refused, UsageError
from isogloss.model.address import Side
from isogloss.model.value import Scalar
from isogloss.report.bodies import lang
from isogloss.run.conflicts import conflicts
from isogloss.run.resolve import resolve, withdraw
from isogloss.run.session import Session
from isogloss.serve.cards import Card, beginnings, cards, waits_for
from isogloss.serve.desk import Desk, Form, Wrong, back, gone, ours
from isogloss.serve.inert import POLICY, document
from isogloss.serve.texts import AGES, TEXTS
from isogloss.serve.visitors import Visitor

SHOWN = 40
"""How many of them stand on one page."""
_DIGITS = 9
_FILTERS = ("mapping", "kind", "locale", "field")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """One of them beside the list that it is from: what filters ask for, before anything is compared word by word."""

    listed: Listed
    each: Waits

    def named(self, name: str) -> str:
        """What it is by one of the filters."""
        at = self.each.waiting.at
        of = {"mapping": self.listed.mapping, "kind": at.entry.kind, "locale": at.locale, "field": at.field}
        return of[name] or ""

    @property
    def days(self) -> float:
        """How long it waits."""
        return waits_for(self.each, self.listed) / timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of them are shown; what is empty asks for nothing."""

    mapping: str = ""
    kind: str = ""
    locale: str = ""
    field: str = ""
    age: str = ""
    begin: int = 0

    def fits(self, one: _Waiting) -> bool:
        """Whether one is asked for."""
        named = all(not (wanted := getattr(self, name)) or one.named(name) == wanted for name in _FILTERS)
        return named and (not self.age or one.days >= int(self.age))

    def query(self, **other: object) -> str:
        """The same as a part of an address."""
        said = {name: getattr(self, name) for name in (*_FILTERS, "age", "begin")} | other
        return urlencode({name: value for name, value in said.items() if value})


def routes(desk: Desk) -> list[BaseRoute]:
    """Its routes."""
    room = _Room(desk)
    return [
        desk.looks("/conflicts", room.queue),
        desk.looks("/conflicts/{mapping:path}/{id}/reads/{which}", room.reads),
        desk.looks("/conflicts/{mapping:path}/{id}", room.one),
        desk.decides("/conflicts/{mapping:path}/{id}", room.decided),
    ]


@dataclass(frozen=True, slots=True)
class _Typed:
    """What a person sent that could not be done, and why."""

    wrong: str = ""
    text: str | None = None
    note: str = ""


_NOTHING = _Typed()


@dataclass(frozen=True, slots=True)
class _Room:
    """Answers about conflicts."""

    desk: Desk

    def queue(self, request: Request, visitor: Visitor) -> Response:
        """All that wait."""
        chosen = _filter(request)
        found, trouble = self._all()
        fits = sorted(filter(chosen.fits, found), key=lambda one: (one.each.decided is not None, -one.days))
        page = self._drawn(fits[chosen.begin : chosen.begin + SHOWN])
        more = chosen.begin + SHOWN if chosen.begin + SHOWN < len(fits) else 0
        query = chosen.query()
        return self.desk.page(
            "conflicts.html.j2",
            request,
            visitor,
            cards=page,
            all=len(found),
            fits=len(fits),
            chosen=chosen,
            choices=dict(_choices(found)),
            ages=AGES,
            more=chosen.query(begin=more) if more else "",
            first=chosen.query(begin=0) if chosen.begin else None,
            back=f"/conflicts?{query}" if query else "/conflicts",
            trouble=trouble,
        )

    def _all(self) -> tuple[list[_Waiting], list[str]]:
        """Those of every mapping, and why those of some cannot be told."""
        agenda, found, trouble = self.desk.agenda, list[_Waiting](), list[str]()
        for mapping in sorted(agenda.conflicts().keys() & agenda.schedules().keys()):
            try:
                with self.desk.sitting(mapping, False) as session:  # noqa: FBT003  # asks no side
                    listed = conflicts(session, bare=True)
                    found += (_Waiting(listed, each) for each in listed.found)
            except UsageError as error:
                trouble.append(f"{mapping}: {self.desk.redactor.text(str(error))}")
        return found, trouble

    def _drawn(self, chosen: list[_Waiting]) -> list[Card]:
        """Some of them as they are shown, in the same order; where one was settled meanwhile, as they were listed."""
        found: dict[tuple[str, str], Card] = {}
        for mapping in {one.listed.mapping for one in chosen}:
            mine = [one for one in chosen if one.listed.mapping == mapping]
            with self.desk.sitting(mapping, False) as session:  # noqa: FBT003  # asks no side
                try:
                    listed = conflicts(session, Which(ids=tuple(one.each.id for one in mine)))
                except UsageError:
                    listed = replace(mine[0].listed, found=tuple(one.each for one in mine))
            found |= {(mapping, card.id): card for card in cards(listed)}
        return [found[one.listed.mapping, one.each.id] for one in chosen]

    def one(
        self, request: Request, visitor: Visitor, status: int = HTTPStatus.OK, typed: _Typed = _NOTHING
    ) -> HTMLResponse:
        """One of them, as a whole."""
        mapping, id_ = self._meant(request)
        with self.desk.sitting(mapping, False) as session:  # noqa: FBT003  # asks no side
            each, card = _found(session, id_)
            names = {side.value: session.bridge.side(side).name for side in Side}
        texts = beginnings(each) if card.edits else {}
        begun = request.query_params.get("from", "")
        begun = begun if begun in texts else next(iter(texts), "")
        return self.desk.page(
            "conflict.html.j2",
            request,
            visitor,
            status,
            card=card,
            names=names,
            texts=list(texts),
            begun=begun,
            text=texts.get(begun, "") if typed.text is None else typed.text,
            wrong=typed.wrong,
            note=typed.note,
            back=ours(request.query_params.get("back", "/conflicts")),
        )

    def reads(self, request: Request, visitor: Visitor) -> Response:
        """What is shown of one, as it reads."""
        del visitor
        mapping, id_ = self._meant(request)
        with self.desk.sitting(mapping, False) as session:  # noqa: FBT003  # asks no side
            each, _ = _found(session, id_)
        known = [value for value in each.base if value is not None]
        values = {"left": each.waiting.left, "right": each.waiting.right, "had": known[-1] if known else None}
        value = values.get(request.path_params["which"])
        if not (isinstance(value, Scalar) and value.type == "rich_text"):
            raise gone()
        made = document(value.text, lang(each.waiting.at.locale))
        return HTMLResponse(made, headers={"content-security-policy": POLICY})

    def decided(self, request: Request, visitor: Visitor, form: Form) -> Response:
        """What a person decided."""
        mapping, id_ = self._meant(request)
        to, what, next_ = ours(form.get("back", "/conflicts")), form.get("what", ""), form.get("next", "")
        if what == "undo":
            try:
                with self.desk.sitting(mapping, False) as session:  # noqa: FBT003  # asks no side
                    withdraw(session, [id_], by=visitor.who, shown={id_: form.get("mark", "")})
            except UsageError:
                raise Wrong(HTTPStatus.CONFLICT, TEXTS["gone_now"]) from None
            except Refused:
                return self.one(request, visitor, HTTPStatus.CONFLICT, _Typed(TEXTS["moved"]))
            return back(to, "undone", f"c-{id_}")
        wrong = self._decide(mapping, id_, visitor.who, form)
        if wrong:
            typed = _Typed(wrong, form.get("text"), form.get("note", ""))
            return self.one(request, visitor, HTTPStatus.CONFLICT, typed)
        return back(to, "decided", f"c-{next_}" if next_.isalnum() else "")

    def _decide(self, mapping: str, id_: str, who: str, form: Form) -> str:
        """Write a decision down; says why not."""
        what, note = form.get("what", ""), form.get("note", "").strip()
        with self.desk.sitting(mapping, what in ("merge", "edit")) as session:
            choice, seen = _choice(what, form, session), {id_: form.get("mark", "")}
            try:
                resolve(session, [id_], choice, by=who, note=note, shown=seen)
            except Refused:
                return TEXTS["moved"]
            except UsageError as error:
                return self.desk.redactor.text(str(error))
        return ""

    def _meant(self, request: Request) -> tuple[str, str]:
        return self.desk.known(request.path_params["mapping"]), request.path_params["id"]


def _filter(request: Request) -> Filter:
    asked = request.query_params
    age, begin = asked.get("age", ""), asked.get("begin", "")
    begins = begin.isdecimal() and len(begin) <= _DIGITS
    named = {name: asked.get(name, "") for name in _FILTERS}
    return Filter(**named, age=age if age in AGES else "", begin=int(begin) if begins else 0)


def _choices(found: list[_Waiting]) -> Iterator[tuple[str, list[str]]]:
    """What can be chosen of each filter."""
    for name in _FILTERS:
        yield name, sorted({one.named(name) for one in found} - {""})


def _found(session: Session, id_: str) -> tuple[Waits, Card]:
    try:
        listed = conflicts(session, Which(ids=(id_,), drift=True))
    except UsageError:
        raise Wrong(HTTPStatus.NOT_FOUND, TEXTS["gone_now"]) from None
    (card,) = cards(listed, whole=True)
    return listed.found[0], card


def _choice(what: str, form: Form, session: Session) -> Choice:
    match what:
        case "left" | "right":
            return TakeSide(session.bridge.side(Side(what)).name)
        case "merge":
            return TakeBoth()
        case "edit":
            return TakeValue(form.get("text", ""), "edit")
        case _:
            raise gone()
