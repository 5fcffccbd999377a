"""Calls for pages: what is sent, and what happens where a side takes a part of it only."""

from __future__ import annotations

from typing import Any

import pytest

from isogloss import bridge
from isogloss.adapters.webflow.files.alts import Alts
from isogloss.adapters.webflow.pages import writing
from isogloss.adapters.webflow.pages.designs import Designs
from isogloss.adapters.webflow.pages.writing import Writing, cost, look_cost
from isogloss.adapters.webflow.site import CmsLocale, Site
from isogloss.bridge import Components, FieldBinding, KindBinding, SideBinding, WebflowSettings
from isogloss.errors import Missing, RemoteError, Unavailable
from isogloss.http.answer import Answer
from isogloss.http.request import Request
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import Digest, Group, Many, Scalar
from isogloss.plan.op import Change, Op
from isogloss.ports import Sent, Wanted

EN, FR = Locale("en"), Locale("fr")
HOME = EntryKey("landing", "home")
PARTS = {"id": Field("id", "text"), "text": Field("text", "rich_text")}


def listed(slug: str) -> FieldBinding:
    parts = {name: FieldBinding(field, name) for name, field in PARTS.items()}
    return FieldBinding(Field("texts", "list", fields=PARTS), slug, fields=parts)


FIELDS = {"title": FieldBinding(Field("title", "text"), "title"), "texts": listed("nodes")}
KINDS = {
    "landing": KindBinding("landing", bridge.Pages(), FIELDS),
    "part": KindBinding("part", Components(("Card",)), {"texts": listed("properties")}),
}
BINDING = SideBinding(Side.LEFT, "webflow", WebflowSettings("s"), {}, {EN: "en", FR: "fr"}, EN, KINDS)
PLACES = (CmsLocale(EN, "en", "C0"), CmsLocale(FR, "fr", "C1"))
SITE = Site("S", PLACES, (), "C0", "en", {}, {}, {}, page_locales={FR: "L1"})


class Pages:
    """A site of one page of ``count`` nodes and one component; what it is sent is kept, and answered as told."""

    def __init__(self, count: int = 2) -> None:
        self.count = count
        self.sent: list[Request] = []
        self.answers: list[object] = []
        self.gone = False
        self.alts = Alts(tuple)

    def site(self) -> Site:
        return SITE

    def read(self, request: Request) -> Answer:
        if self.gone:
            raise Missing("no such page")
        query = dict(request.query)
        match request.path.split("/")[1:]:
            case ["pages", _]:
                body: dict[str, Any] = {"id": "P", "title": "Home", "slug": "home"}
            case [*_, "components"]:
                body = self._page("components", [{"id": "K", "name": "Card"}], query)
            case [*_, "properties"]:
                text = {"propertyId": "k", "type": "Plain Text", "text": {"html": None, "text": "Card"}}
                body = self._page("properties", [text], query)
            case _:
                texts = [{"html": f"<p>{n}</p>", "text": str(n)} for n in range(self.count)]
                nodes = [{"id": f"n{n}", "type": "text", "text": text} for n, text in enumerate(texts)]
                body = self._page("nodes", nodes, query)
        return Answer(200, {}, body)

    def _page(self, key: str, rows: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
        start, size = int(query["offset"]), int(query["limit"])
        return {key: rows[start : start + size], "pagination": {"total": len(rows)}}

    def write(self, request: Request) -> Answer:
        self.sent.append(request)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, RemoteError):
            raise answer
        good = {"id": "P", "slug": "home"} if request.method == "PUT" else {"errors": []}
        return Answer(200, {}, good if answer is None else answer)


class Names:
    def remote(self, entry: EntryKey) -> str | None:
        return {"home": "P", "card": "K"}.get(entry.name)


def texts(*words: str) -> Many:
    rows = [
        (("id", Scalar("text", f"n{n}")), ("text", Scalar("rich_text", f"<p>{w}</p>"))) for n, w in enumerate(words)
    ]
    return Many(tuple(Group(row) for row in rows))


def change(field: str, before: Any, after: Any, locale: Locale = FR) -> Change:
    return Change(Cell(HOME, locale, field), before, after, Digest("s"))


def op(*changes: Change, verb: Any = "update", entry: EntryKey = HOME) -> Op:
    return Op(Digest("a"), Side.LEFT, verb, entry, "Home", changes, (EN, FR))


def sent(site: Pages, *ops: Op) -> list[Sent | RemoteError]:
    """Carry ops out as ``apply`` does; what became of each call."""
    desk = Writing(Designs(site.read, BINDING, site), site)
    calls = desk.calls(ops, Names())
    done: list[Sent | RemoteError] = []
    call = next(calls, None)
    while call is not None:
        try:
            done.append(call.send())
        except RemoteError as error:
            done.append(error)
        try:
            call = calls.send(done[-1])
        except StopIteration:
            call = None
    return done


def told(request: Request) -> tuple[str, dict[str, str], Any]:
    return request.name, dict(request.query), request.json


TEXTS = change("texts", texts("0", "1"), texts("zéro", "un"))
FRENCH = {"localeId": "L1"}
WRITTEN = [{"nodeId": "n0", "text": "<p>zéro</p>"}, {"nodeId": "n1", "text": "<p>un</p>"}]
BACK = {"nodes": [{"nodeId": "n0", "text": "<p>0</p>"}, {"nodeId": "n1", "text": "<p>1</p>"}]}


def test_what_is_said_of_a_page_comes_before_its_texts_each_in_its_locale() -> None:
    site = Pages()
    title = change("title", Scalar("text", "Home"), Scalar("text", "Accueil"))
    assert sent(site, op(title, TEXTS, change(STATUS, PUBLISHED, PUBLISHED))) == [Sent(), Sent()]
    assert [told(each) for each in site.sent] == [
        ("PUT /pages/P", FRENCH, {"title": "Accueil"}),
        ("POST /pages/P/dom", FRENCH, {"nodes": WRITTEN}),
    ]


def test_defaults_of_a_component_are_written_as_properties() -> None:
    site = Pages()
    rows = Many((Group((("id", Scalar("text", "k")), ("text", Scalar("rich_text", "<p>Carte</p>")))),))
    card = EntryKey("part", "card")
    wanted = Change(Cell(card, FR, "texts"), rows, rows, Digest("s"))
    wanted = Change(wanted.at, Many((Group((("id", Scalar("text", "k")),)),)), rows, Digest("s"))
    assert sent(site, op(wanted, entry=card)) == [Sent()]
    assert told(site.sent[0])[1:] == (FRENCH, {"properties": [{"propertyId": "k", "text": "Carte"}]})


def test_the_errors_of_a_good_answer_refuse_the_entry_and_what_was_done_is_put_back() -> None:
    site = Pages()
    site.answers = [{"errors": ["Node n1: Node not found"]}]
    assert sent(site, op(TEXTS)) == [Sent(refused={HOME: "Node n1: Node not found"}), Sent()]
    assert [told(each)[2] for each in site.sent] == [{"nodes": WRITTEN}, BACK]


def test_of_more_nodes_than_one_write_takes_all_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "NODES", 3)
    site = Pages(4)
    words = [str(n) for n in range(4)]
    wanted = change("texts", texts(*words), texts(*(f"n° {word}" for word in words)))
    site.answers = [{"errors": []}, {"errors": ["no"]}]
    assert [bool(isinstance(each, Sent) and each.refused) for each in sent(site, op(wanted))] == [
        False,
        True,
        False,
        False,
    ]
    assert [len(each.json["nodes"]) for each in site.sent] == [3, 1, 3, 1]


@pytest.mark.parametrize(("effect", "calls"), [("no", 3), ("unknown", 2)])
def test_what_failed_half_way_is_put_back_unless_it_may_have_landed(
    monkeypatch: pytest.MonkeyPatch, effect: Any, calls: int
) -> None:
    monkeypatch.setattr(writing, "NODES", 3)
    site = Pages(4)
    words = [str(n) for n in range(4)]
    wanted = change("texts", texts(*words), texts(*(f"n° {word}" for word in words)))
    site.answers = [{"errors": []}, Unavailable("down", took_effect=effect)]
    assert len(sent(site, op(wanted))) == calls
    assert len(site.sent) == calls


def test_a_slug_that_was_ignored_is_told() -> None:
    site = Pages()
    site.answers = [{"id": "P", "slug": "home"}]
    fields = {**FIELDS, "slug": FieldBinding(Field("slug", "text"), "slug")}
    KINDS["landing"] = KindBinding("landing", bridge.Pages(), fields)
    try:
        (answer,) = sent(site, op(change("slug", Scalar("text", "home"), Scalar("text", "accueil"))))
    finally:
        KINDS["landing"] = KindBinding("landing", bridge.Pages(), FIELDS)
    assert isinstance(answer, Sent)
    assert answer.refused[HOME].startswith("the site keeps the slug 'home' instead of 'accueil'")


def test_nothing_is_written_of_an_entry_of_which_a_part_cannot_be() -> None:
    site = Pages()
    bad = change("texts", texts("0", "1"), texts("zéro", "<b>un</b>"))
    good = op(TEXTS)
    first, second = sent(site, op(change("title", Scalar("text", "Home"), Scalar("text", "Accueil")), bad), good)
    assert isinstance(first, Sent)
    assert "they must stay the same" in first.refused[HOME]
    assert second == Sent()
    assert len(site.sent) == 1


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (op(change("title", Scalar("text", "Home"), Scalar("text", "Mine"), EN)), "en of this page is only read"),
        (op(change(STATUS, PUBLISHED, DRAFT), verb="unpublish"), "take no unpublish by API"),
        (op(TEXTS, entry=EntryKey("landing", "new")), "it has no id on this side"),
    ],
)
def test_what_cannot_be_written_is_refused_without_a_request(wanted: Op, reason: str) -> None:
    site = Pages()
    (answer,) = sent(site, wanted)
    assert isinstance(answer, Sent)
    assert reason in answer.refused[wanted.entry]
    assert site.sent == []


def test_an_op_that_has_nothing_left_is_done() -> None:
    site = Pages()
    assert sent(site, op(change("texts", texts("1", "0"), texts("0", "1")))) == [Sent()]
    assert site.sent == []


@pytest.mark.parametrize("name", ["home", "card"])
def test_a_page_that_is_gone_fails_its_op_alone(name: str) -> None:
    site = Pages()
    site.gone = True
    entry = EntryKey("landing" if name == "home" else "part", name)
    (answer,) = sent(site, op(TEXTS, entry=entry))
    assert isinstance(answer, Missing)


def test_what_is_gone_is_not_seen_and_what_has_no_id_is_not_looked_for() -> None:
    site = Pages()
    designs = Designs(site.read, BINDING, site)
    card = EntryKey("part", "card")
    wanted = [Wanted(HOME, (FR,), "P"), Wanted(card, (SHARED, EN), "K"), Wanted(EntryKey("landing", "new"), (EN,))]
    found = designs.look(wanted)
    assert {key: set(seen.variants) for key, seen in found.items()} == {HOME: {SHARED, FR}, card: {SHARED, EN, FR}}
    assert designs.look([Wanted(card, (EN,), "other")]) == {}
    site.gone = True
    assert designs.look([Wanted(HOME, (EN,), "P")]) == {}


def test_costs_are_a_call_for_each_locale_and_what_shows_it_again() -> None:
    site = Pages()
    designs = Designs(site.read, BINDING, site)
    title = change("title", Scalar("text", "Home"), Scalar("text", "Mine"))
    assert cost([op(title), op(change(STATUS, PUBLISHED, PUBLISHED))]) == 2
    assert look_cost(designs, [op(title)]) == 2
