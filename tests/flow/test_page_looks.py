"""What the page shows beside decisions: a run, an entry with history and reasons, languages, and what goes on."""

from __future__ import annotations

import html as entities
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from page import apart
from sandboxes import until
from two_worlds import EN, FR, Pair, html, remote_of, text
from visiting import Opened, of_pair

from isogloss.errors import ConfigError
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.run.sync import sync
from isogloss.schedule.turn import Turn
from isogloss.serve import live as module
from isogloss.serve.doing import Live
from isogloss.serve.door import Door

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def run(pair: Pair) -> str:
    """A run that is kept in files; its id."""
    session = replace(pair.session(), runs=pair.folder / "runs")
    return sync(session, pair.folder / "next.jsonl").run


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    content = {"title": text("Tea"), "body": html("<p>Pour.</p>"), STATUS: PUBLISHED}
    made.left.put("article", "tea", {EN: content, FR: content | {"title": text("Thé")}}, slug="tea")
    run(made)
    made.left.edit("article", "tea", EN, title=text("Tea <b>green"))
    return made


@pytest.fixture
def page(pair: Pair) -> Iterator[Opened]:
    with of_pair(pair, runs=pair.folder / "runs") as made:
        yield made


def ended(page: Opened, run_: str, outcome: str = "done", said: str = "") -> None:
    page.agenda.ask("pair", "person")
    taken, now = page.agenda.waiting()[0], page.agenda.now()
    page.agenda.end([(taken, Turn("pair", "person", now, now, now, 0, outcome, 0, run_, said))])


def words(page: str) -> str:
    return " ".join(entities.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_run_is_reached_from_its_strip_and_shows_what_became_of_each_op(page: Opened, pair: Pair) -> None:
    run_ = run(pair)
    ended(page, run_)
    browser = page.browser()
    assert f'href="/runs/pair/{run_}"' in browser.get("/").text
    told = words(browser.get(f"/runs/pair/{run_}").text)
    assert "done, nothing left" in told
    assert "asked for by a person" in told
    report = browser.get(f"/runs/pair/{run_}/report")
    assert f"Run {run_} of" in words(report.text)
    assert "confirmed" in words(report.text)
    assert report.headers["content-security-policy"].startswith("sandbox allow-scripts; default-src 'none'; ")


def test_a_run_of_which_nothing_is_kept_says_so(page: Opened) -> None:
    ended(page, "20261101-000010-abcd", "failed", "webflow: HTTP 503 <b>")
    browser = page.browser()
    told = browser.get("/runs/pair/20261101-000010-abcd").text
    assert "Nothing is kept of this run" in told
    assert "webflow: HTTP 503 &lt;b&gt;" in told
    assert browser.get("/runs/pair/20261101-000010-abcd/report").status_code == 404


@pytest.mark.parametrize("name", ["20261101-000010-none", "next.jsonl", "..", "..%2F..%2Fstate.db", "%2e%2e%2fnext"])
def test_what_is_no_run_is_not_there(page: Opened, name: str) -> None:
    browser = page.browser()
    assert browser.get(f"/runs/pair/{name}").status_code in (307, 404)
    assert browser.get(f"/runs/pair/{name}/report").status_code == 404
    assert browser.get("/runs/nobody/20261101-000010-none").status_code == 404


def test_an_entry_tells_what_each_run_wrote_word_by_word(page: Opened, pair: Pair) -> None:
    run(pair)
    answer = page.browser().get("/entries/pair?entry=article/tea")
    assert "Tea<ins> &lt;b&gt;green</ins>" in answer.text
    assert words(answer.text).count("on right") >= 5
    assert "Tea <b>green" in words(answer.text)
    assert page.browser().get("/entries/pair?entry=nokind/tea").status_code == 404
    assert "No run that is remembered" in page.browser().get("/entries/pair?entry=article/none").text


def test_why_a_cell_is_so_is_asked_for_and_told(page: Opened, pair: Pair) -> None:
    at, browser = "/entries/pair?entry=article/tea", page.browser()
    answer = browser.post("/entries/pair", at, entry="article/tea", field="title", locale="en")
    told = words(answer.text)
    assert answer.status_code == 200
    assert "Changed since both agreed." in told
    assert "As when both agreed." in told
    assert "right gets this: Tea <b>green" in told
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), EN, title=text("Red tea"))
    told = words(browser.post("/entries/pair", at, entry="article/tea", field="title", locale="en").text)
    assert "It waits for somebody. Both platforms changed this" in told
    wrong = browser.post("/entries/pair", at, entry="article/tea", field="nonsense", locale="en")
    assert wrong.status_code == 404


def test_who_only_looks_has_neither_platform_read(pair: Pair) -> None:
    with of_pair(pair, door=Door(auth="proxy", header="x-user", editors=frozenset({"Ann"}))) as page:
        bob, before = page.browser(**{"x-user": "Bob"}), (pair.left.reads, pair.right.reads)
        for path in ("/entries/pair?entry=article/tea", "/readiness/pair"):
            assert "Read both platforms" not in bob.get(path).text
        assert bob.post("/readiness/pair", form="x").status_code == 403
        assert (pair.left.reads, pair.right.reads) == before


def test_languages_are_looked_at_beside_whoever_asked_and_kept(page: Opened, pair: Pair) -> None:
    browser = page.browser()
    assert "Nobody looked yet." in browser.get("/readiness/pair").text
    sent = browser.post("/readiness/pair")
    assert (sent.status_code, sent.headers["location"]) == (303, "/readiness/pair?done=looking")
    until(lambda: "As both platforms were" in browser.get("/readiness/pair").text)
    answer = browser.get("/readiness/pair").text
    assert "en: ready" in words(answer)
    assert "ja: missing" in words(answer)
    assert 'href="/entries/pair?entry=article%2Ftea"' in answer
    assert browser.get("/readiness/nobody").status_code == 404


def test_why_languages_could_not_be_looked_at_is_told(page: Opened) -> None:
    browser = page.browser()

    def broken(mapping: str, resolve: bool) -> object:
        raise ConfigError("the side said no")

    page.desk.sitting = broken
    browser.post("/readiness/pair")
    until(lambda: "the side said no" in browser.get("/readiness/pair").text)
    assert "being read" not in browser.get("/readiness/pair").text


# What goes on.


def heard(page: Opened, most: int, monkeypatch: pytest.MonkeyPatch, does: object) -> list[dict[str, str]]:
    """What a browser is told, so many times."""
    monkeypatch.setattr(module, "EVERY", 0.01)
    found: list[dict[str, str]] = []

    async def hear() -> None:
        async for said in module._told(page.desk):
            found.append(json.loads(said.removeprefix("data: ")))
            if len(found) == most:
                page.service.stop.set()
            else:
                does(len(found))

    apart(hear)
    return found


def test_what_is_at_work_is_told_as_it_goes_on(page: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    running: set[str] = set()
    monkeypatch.setattr(type(page.service), "running", lambda self: frozenset(running))
    doing = []

    def does(told: int) -> None:
        match told:
            case 1:
                running.add("pair")
                doing.append(page.desk.live.begin("pair"))
            case 2:
                doing[0].stage("applying", 3)
            case 3:
                doing[0].op_done()
                doing[0].request_done()
                doing[0].waiting(1)
            case _:
                running.clear()

    assert heard(page, 5, monkeypatch, does) == [
        {},
        {"pair": "Reads both platforms"},
        {"pair": "Writes what differs: 0 / 3"},
        {"pair": "Writes what differs: 1 / 3"},
        {},
    ]


def test_a_run_tells_how_far_it_is(pair: Pair) -> None:
    live = Live()
    sync(replace(pair.session(), progress=live.begin("pair")), pair.folder / "next.jsonl")
    assert live.now(frozenset({"pair", "other"})) == {"other": "At work", "pair": "Writes what differs: 2 / 2"}


def test_so_many_are_told_at_once_and_no_more(page: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STREAMS", 0)
    assert page.browser().get("/live").status_code == 503
