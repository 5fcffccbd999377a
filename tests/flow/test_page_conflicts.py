"""Conflicts and plans on the page: what people decide there is what a run carries out, and nothing else is decided."""

from __future__ import annotations

import html as entities
import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from two_worlds import EN, FR, Pair, html, remote_of, text
from visiting import Browser, Opened, of_pair

from isogloss import api
from isogloss.decide.approving import ALWAYS
from isogloss.errors import Refused, UsageError
from isogloss.jobs.approving import Gate, Unapproved
from isogloss.merge.change import HoldReason
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.run.sync import sync
from isogloss.schedule.turn import Approval
from isogloss.serve import conflicts as module
from isogloss.serve.door import Door
from isogloss.serve.texts import AGES, DID, DONE, FATES, REASONS, TEXTS, WHY

if TYPE_CHECKING:
    from collections.abc import Iterator

BOTH = "<p>Pour. Wait.</p><p>Drink it <b>hot</b>.</p>"
LEFT = "<p>Pour. Wait a little.</p><p>Drink it <b>hot</b>.</p>"
RIGHT = "<p>Pour. Wait.</p><p>Drink it <i>warm</i>.</p>"


def edited(pair: Pair, locale: object, left: dict[str, object], right: dict[str, object]) -> None:
    pair.left.edit("article", "tea", locale, **left)
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), locale, **right)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Two conflicts: titles that touch, in French; texts that do not, in English."""
    made = Pair(tmp_path)
    content = {"title": text("Tea"), "body": html(BOTH), STATUS: PUBLISHED}
    made.left.put("article", "tea", {EN: content, FR: content | {"title": text("Thé")}}, slug="tea")
    made.sync()
    edited(made, FR, {"title": text("Thé vert")}, {"title": text("Thé noir")})
    edited(made, EN, {"body": html(LEFT)}, {"body": html(RIGHT)})
    made.sync()
    return made


@pytest.fixture
def page(pair: Pair) -> Iterator[Opened]:
    with of_pair(pair) as made:
        yield made


def ids(pair: Pair) -> dict[str, str]:
    return {str(each.waiting.at.field): each.id for each in api.conflicts(pair.session()).found}


def fields_of(page: str, id_: str) -> dict[str, str]:
    """What the form of a conflict brings with it."""
    _, _, rest = page.partition(f'/{id_}">')
    return {name: entities.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', rest)[:4]}


def decide(browser: Browser, id_: str, what: str, at: str = "/conflicts", **more: str) -> object:
    fields = fields_of(browser.get(at).text, id_)
    return browser.ask("POST", f"/conflicts/pair/{id_}", data={**fields, "what": what, **more})


def words(page: str) -> str:
    return entities.unescape(re.sub(r"<[^>]*>", "", page))


def test_the_queue_shows_what_both_had_and_what_each_made_of_it(page: Opened, pair: Pair) -> None:
    answer = page.browser().get("/conflicts").text
    assert "2 of 2 conflicts" in words(answer)
    assert "Both platforms changed this, each in another way." in words(answer)
    assert "Thé<ins> vert</ins>" in answer
    assert "Thé<ins> noir</ins>" in answer
    assert 'lang="fr"' in answer
    for id_ in ids(pair).values():
        assert f'id="c-{id_}"' in answer
    (title,) = re.findall(rf'(?s)id="c-{ids(pair)["title"]}".*?</article>', answer)
    (body,) = re.findall(rf'(?s)id="c-{ids(pair)["body"]}".*?</article>', answer)
    assert [each in title for each in ("Take left", "Take right", "Take both changes")] == [True, True, False]
    assert "Take both changes" in body


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("field=title", {"title"}),
        ("locale=en", {"body"}),
        ("kind=article", {"title", "body"}),
        ("kind=author", set()),
        ("mapping=pair&field=body", {"body"}),
        ("mapping=another", set()),
        ("age=1", set()),
        ("age=nonsense&begin=x", {"title", "body"}),
        ("begin=" + "9" * 5_000, {"title", "body"}),
        ("begin=1", {"body"}),
    ],
)
def test_a_filter_leaves_what_fits(page: Opened, pair: Pair, asked: str, shown: set[str]) -> None:
    answer = page.browser().get(f"/conflicts?{asked}")
    assert answer.status_code == 200
    found = {field for field, id_ in ids(pair).items() if f'id="c-{id_}"' in answer.text}
    assert len(found) == len(shown) if asked == "begin=1" else found == shown


def test_one_that_is_settled_while_the_queue_is_made_takes_no_other_with_it(
    page: Opened, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def settling(session: object, which: object = None, **more: bool) -> api.Listed:
        asked.append(which)
        if which is not None:
            raise UsageError("there is no such conflict")
        return api.conflicts(session, which, **more)

    monkeypatch.setattr(module, "conflicts", settling)
    answer = page.browser().get("/conflicts").text
    assert len(asked) == 2
    assert all(f'id="c-{id_}"' in answer for id_ in ids(pair).values())


def test_age_is_told_and_asked_for(page: Opened, pair: Pair) -> None:
    pair.clock.sleep(timedelta(days=8).total_seconds())
    answer = page.browser().get("/conflicts?age=7").text
    assert words(answer).count("waits for 8 days") == 2


@pytest.mark.parametrize(
    ("field", "what", "more", "left", "right"),
    [
        ("title", "left", {}, "Thé vert", "Thé vert"),
        ("title", "right", {}, "Thé noir", "Thé noir"),
        ("title", "edit", {"text": "Thé de Chine"}, "Thé de Chine", "Thé de Chine"),
        ("body", "merge", {}, *["<p>Pour. Wait a little.</p><p>Drink it <i>warm</i>.</p>"] * 2),
        ("body", "edit", {"text": "<p>Mine.</p>\r\n"}, "<p>Mine.</p>", "<p>Mine.</p>"),
    ],
)
def test_what_is_decided_is_carried_out_by_the_next_run(
    page: Opened, pair: Pair, field: str, what: str, more: dict[str, str], left: str, right: str
) -> None:
    browser, id_, before = page.browser(), ids(pair)[field], pair.writes()
    answer = decide(browser, id_, what, f"/conflicts/pair/{id_}", note="  as agreed ", **more)
    assert (answer.status_code, answer.headers["location"]) == (303, "/conflicts?done=decided")
    assert pair.writes() == before
    assert "by ann" in words(browser.get("/conflicts").text)
    (act,) = page.agenda.audit.last()
    assert (act.who, act.did, act.mapping, act.about, act.said.endswith("(as agreed)")) == (
        *("ann", "decided", "pair", id_),
        True,
    )
    pair.sync()
    locale = FR if field == "title" else EN
    shows = [pair.shown(side, "article", "tea", locale, field).text for side in Side]
    assert shows == [left, right]
    assert id_ not in ids(pair).values()


def test_a_decision_is_taken_back_until_it_is_carried_out(page: Opened, pair: Pair) -> None:
    browser, id_ = page.browser(), ids(pair)["title"]
    decide(browser, id_, "left")
    assert "Decided, and carried out by the next run" in words(browser.get("/conflicts").text)
    answer = decide(browser, id_, "undo")
    assert answer.headers["location"] == f"/conflicts?done=undone#c-{id_}"
    assert [(act.did, act.about) for act in page.agenda.audit.last()] == [("took back", id_), ("decided", id_)]
    assert not [each.decided for each in api.conflicts(pair.session()).found if each.decided]
    decide(browser, id_, "left")
    form = fields_of(browser.get("/conflicts").text, id_)
    pair.sync()
    late = browser.ask("POST", f"/conflicts/pair/{id_}", data={**form, "what": "undo"})
    assert (late.status_code, "settled meanwhile" in late.text) == (409, True)


def test_what_moved_since_it_was_looked_at_is_not_decided(page: Opened, pair: Pair) -> None:
    browser, id_ = page.browser(), ids(pair)["title"]
    form = fields_of(browser.get("/conflicts").text, id_)
    pair.left.edit("article", "tea", FR, title=text("Thé blanc"))
    pair.sync()
    answer = browser.ask("POST", f"/conflicts/pair/{id_}", data={**form, "what": "edit", "text": "Thé <à moi>"})
    assert (answer.status_code, "This changed while you looked at it" in answer.text) == (409, True)
    assert "Thé &lt;à moi&gt;</textarea>" in answer.text
    assert "blanc" in answer.text
    assert not [each for each in api.conflicts(pair.session()).found if each.decided]
    assert page.agenda.audit.last() == []


def test_what_somebody_else_decided_meanwhile_is_neither_replaced_nor_taken_back_unseen(
    page: Opened, pair: Pair
) -> None:
    browser, id_ = page.browser(), ids(pair)["title"]
    at, form = f"/conflicts/pair/{id_}", fields_of(browser.get("/conflicts").text, id_)
    api.resolve(pair.session(), [id_], api.TakeSide("right"), by="Bea")
    late = browser.ask("POST", at, data={**form, "what": "left"})
    assert (late.status_code, "This changed while you looked at it" in late.text) == (409, True)
    assert "take right" in words(late.text)
    form = fields_of(browser.get("/conflicts").text, id_)
    api.resolve(pair.session(), [id_], api.TakeSide("left"), by="Bea")
    late = browser.ask("POST", at, data={**form, "what": "undo"})
    assert (late.status_code, "take left" in words(late.text)) == (409, True)
    assert decide(browser, id_, "undo").status_code == 303


def test_a_button_that_is_pressed_twice_decides_the_same(page: Opened, pair: Pair) -> None:
    browser, id_ = page.browser(), ids(pair)["title"]
    at, form = f"/conflicts/pair/{id_}", fields_of(browser.get("/conflicts").text, id_)
    assert [browser.ask("POST", at, data={**form, "what": "left"}).status_code for _ in range(2)] == [303, 303]


def test_a_value_that_a_side_cannot_hold_is_refused_and_the_words_are_kept(page: Opened, pair: Pair) -> None:
    browser, id_ = page.browser(), ids(pair)["title"]
    at = f"/conflicts/pair/{id_}"
    answer = decide(browser, id_, "edit", at, text="One\nTwo", note="why not")
    assert (answer.status_code, "This cannot be decided so" in answer.text) == (409, True)
    assert "One\nTwo</textarea>" in answer.text
    assert 'value="why not"' in answer.text


def test_a_text_is_begun_with_any_of_those_that_are_there(page: Opened, pair: Pair) -> None:
    browser, id_ = page.browser(), ids(pair)["body"]
    for begun, there in (("merged", "a little"), ("left", "hot"), ("right", "warm"), ("", "a little"), ("x", "warm")):
        answer = browser.get(f"/conflicts/pair/{id_}?from={begun}").text
        (typed,) = re.findall(r"(?s)<textarea[^>]*>(.*)</textarea>", answer)
        assert there in typed


def test_rich_text_reads_as_it_is_in_a_room_where_nothing_acts(page: Opened, pair: Pair) -> None:
    browser, id_ = page.browser(), ids(pair)["body"]
    answer = browser.get(f"/conflicts/pair/{id_}/reads/right")
    assert "<p>Drink it <i>warm</i>.</p>" in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'; ")
    whole = browser.get(f"/conflicts/pair/{id_}").text
    assert re.findall(r"<iframe[^>]* sandbox src=\"([^\"]*)\"", whole) == [
        f"/conflicts/pair/{id_}/reads/{which}" for which in ("had", "left", "right")
    ]
    for path in (f"{id_}/reads/x", "zzzz", f"{ids(pair)['title']}/reads/left"):
        assert browser.get(f"/conflicts/pair/{path}").status_code == 404
    assert browser.get(f"/conflicts/nobody/{id_}").status_code == 404


def test_hostile_content_is_text_wherever_it_is_shown(tmp_path: Path) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'
    made = Pair(tmp_path)
    made.left.put("article", "tea", {EN: {"title": text("Tea"), STATUS: PUBLISHED}}, slug="tea")
    made.sync()
    edited(made, EN, {"title": text(f"L {evil}")}, {"title": text(f"R {evil}")})
    made.sync()
    with of_pair(made) as page:
        browser, id_ = page.browser(), ids(made)["title"]
        for path in ("/conflicts", f"/conflicts/pair/{id_}", f"/conflicts/pair/{id_}?from=left"):
            answer = browser.get(path).text
            assert "<script>alert" not in answer
            assert "<img" not in answer
            assert "&lt;script&gt;alert(1)" in answer
        decide(browser, id_, "left", note=evil)
        for path in ("/log", "/conflicts"):
            assert "<script>alert" not in browser.get(path).text


def test_who_only_looks_is_shown_no_way_to_decide(pair: Pair) -> None:
    with of_pair(pair, door=Door(auth="proxy", header="x-user", editors=frozenset({"Ann"}))) as page:
        bob = page.browser(**{"x-user": "Bob"})
        for path in ("/conflicts", f"/conflicts/pair/{ids(pair)['title']}"):
            assert "Thé" in bob.get(path).text
            assert "Take left" not in bob.get(path).text
            assert "<textarea" not in bob.get(path).text


def test_a_decision_of_the_command_line_is_in_the_same_list(page: Opened, pair: Pair) -> None:
    id_ = ids(pair)["title"]
    api.resolve(pair.session(), [id_], api.TakeSide("right"), by="Bea", note="the client said so")
    api.withdraw(pair.session(), [id_], by="Cem")
    acts = [(act.who, act.did, act.about) for act in page.agenda.audit.last("pair")]
    assert acts == [("Cem", "took back", id_), ("Bea", "decided", id_)]
    assert "take right (the client said so)" in page.browser().get("/log").text


def test_what_was_looked_at_is_told_by_its_mark(pair: Pair) -> None:
    (one, two) = api.conflicts(pair.session()).found
    assert one.mark != two.mark
    with pytest.raises(Refused, match="changed since it was looked at"):
        api.resolve(pair.session(), [one.id], api.TakeSide("left"), by="ann", shown={one.id: two.mark})
    api.resolve(pair.session(), [one.id], api.TakeSide("left"), by="ann", shown={one.id: one.mark})


# Plans that need approval.


def turn(pair: Pair) -> Approval | None:
    """One turn of a service whose every plan needs approval; the plan that waits."""
    session = replace(pair.session(), runs=pair.folder / "runs")
    with suppress(Unapproved):
        sync(session, pair.folder / "next.jsonl", Gate(session, ALWAYS))
    with of_pair(pair) as page:
        return page.agenda.approvals.of("pair")


@pytest.fixture
def plan(pair: Pair) -> Approval:
    pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
    asked = turn(pair)
    assert asked is not None
    return asked


def test_a_plan_is_shown_with_its_report_and_approved_by_its_digest(page: Opened, pair: Pair, plan: Approval) -> None:
    browser, before = page.browser(), pair.writes()
    assert f'href="/plans/{plan.digest}"' in browser.get("/").text
    at = f"/plans/{plan.digest}"
    answer = browser.get(at)
    assert f'<iframe class="report" sandbox="allow-scripts" src="{at}/report"' in answer.text
    report = browser.get(f"{at}/report")
    assert "Plan for" in report.text
    assert 'http-equiv="Content-Security-Policy"' in report.text
    policy = report.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'; ")
    assert "allow-same-origin" not in policy
    sent = browser.post(at, at, what="approve")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{at}?done=approved")
    assert (pair.writes(), page.agenda.asked()) == (before, {"pair"})
    assert [(act.who, act.did, act.about) for act in page.agenda.audit.last()] == [("ann", "approved", plan.digest)]
    assert "approved" in words(browser.get("/").text)
    assert turn(pair) is None
    assert pair.writes() > before
    assert "carried out" in words(browser.get(at).text)


def test_a_plan_that_was_rejected_is_not_carried_out_and_may_be_approved_later(
    page: Opened, pair: Pair, plan: Approval
) -> None:
    browser, at, before = page.browser(), f"/plans/{plan.digest}", pair.writes()
    browser.post(at, at, what="reject")
    assert turn(pair).fate == "rejected"
    assert pair.writes() == before
    browser.post(at, at, what="approve")
    turn(pair)
    assert pair.writes() > before


def test_a_stale_plan_is_not_approved_and_shows_what_differs(page: Opened, pair: Pair, plan: Approval) -> None:
    browser, at, before = page.browser(), f"/plans/{plan.digest}", pair.writes()
    form = browser.form(at)
    pair.left.put("article", "cup", {EN: {"title": text("Cup"), STATUS: PUBLISHED}}, slug="cup")
    newer = turn(pair)
    answer = browser.post(at, form=form, what="approve")
    assert answer.status_code == 409
    assert "This plan is out of date" in words(answer.text)
    assert "create article/cup on right" in words(answer.text)
    assert f'href="/plans/{newer.digest}"' in answer.text
    assert "Approve" not in words(browser.get(at).text)
    assert (page.agenda.approvals.of("pair").fate, page.agenda.audit.last()) == ("waiting", [])
    assert pair.writes() == before


def test_what_somebody_else_decided_about_a_plan_meanwhile_is_not_replaced_unseen(
    page: Opened, pair: Pair, plan: Approval
) -> None:
    browser, at, before = page.browser(), f"/plans/{plan.digest}", pair.writes()
    seen = browser.seen(at)
    page.agenda.approvals.decide(plan.digest, "rejected", "Bea")
    late = browser.post(at, **seen, what="approve")
    assert (late.status_code, "Somebody else decided" in words(late.text), "(Bea)" in words(late.text)) == (
        409,
        True,
        True,
    )
    assert turn(pair).fate == "rejected"
    assert pair.writes() == before
    seen = browser.seen(at)
    assert [browser.post(at, **seen, what="approve").status_code for _ in range(2)] == [303, 303]


def test_an_approved_plan_that_went_stale_asks_again_and_says_why(page: Opened, pair: Pair, plan: Approval) -> None:
    browser, at, before = page.browser(), f"/plans/{plan.digest}", pair.writes()
    browser.post(at, at, what="approve")
    pair.left.put("article", "cup", {EN: {"title": text("Cup"), STATUS: PUBLISHED}}, slug="cup")
    newer = turn(pair)
    assert pair.writes() == before
    answer = words(browser.get(f"/plans/{newer.digest}").text)
    assert f"{plan.short} was approved: it would also" in answer
    assert "article/cup" in answer
    assert "decide anew" in answer


def test_a_plan_whose_file_was_changed_is_not_approved(page: Opened, plan: Approval) -> None:
    browser, at = page.browser(), f"/plans/{plan.digest}"
    form = browser.form(at)
    Path(plan.path).write_text("{}\n", encoding="utf-8")
    assert "not kept any more as it was shown" in browser.get(at).text
    assert browser.get(f"{at}/report").status_code == 404
    assert browser.post(at, form=form, what="approve").status_code == 409
    assert page.agenda.approvals.of("pair").fate == "waiting"


@pytest.mark.parametrize("digest", ["0" * 64, "..%2F..%2Fetc", "%2e%2e"])
def test_a_plan_that_nobody_asked_about_is_not_there(page: Opened, digest: str) -> None:
    browser = page.browser()
    assert browser.get(f"/plans/{digest}").status_code == 404
    assert browser.get(f"/plans/{digest}/report").status_code == 404


def test_every_sentence_is_for_people_who_never_open_a_terminal() -> None:
    said = [*TEXTS.values(), *DONE.values(), *WHY.values(), *AGES.values(), *FATES.values(), *DID.values()]
    said += REASONS.values()
    for each in said:
        assert not re.search(r"isogloss \w|--\w|\bYAML\b|\bJSON\b|\bSQL|\bstdin\b|\bbase\b|\bdrift", each), each


def test_every_reason_for_which_something_waits_is_told_in_a_sentence() -> None:
    assert set(WHY) == {*get_args(HoldReason), "drift"}
