"""The page of a service, asked without a socket: what it shows, to whom, and what a browser may do with it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from page import Page
from visiting import Opened, opened

from isogloss.errors import StateError
from isogloss.schedule.tick import Schedule
from isogloss.schedule.turn import Turn
from isogloss.serve.texts import OUTCOMES
from isogloss.state.agenda import Agenda

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "</style><style>*{display:none}",
    "\u202eevil\u202c",
    "javascript:alert(1)",
    "&lt;b&gt;",
]
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def opened_page(tmp_path: Path, clock: ManualClock) -> Iterator[Opened]:
    with opened(tmp_path / "state.db", clock) as made:
        yield made


@pytest.fixture
def agenda(opened_page: Opened) -> Agenda:
    return opened_page.agenda


@pytest.fixture
def page(opened_page: Opened) -> Page:
    return opened_page.page


def ran(agenda: Agenda, mapping: str, outcome: str, told: str = "") -> None:
    agenda.ask(mapping, "person")
    taken = next(each for each in agenda.waiting() if each.ask.mapping == mapping)
    now = agenda.now()
    agenda.end([(taken, Turn(mapping, "person", now, now, now + timedelta(seconds=2), 0, outcome, 0, "run", told))])


def named(*names: str) -> list[Schedule]:
    return [Schedule(name, f"{name}.yaml", "0 6 * * *", "Europe/Berlin", "default", None, NEVER) for name in names]


class Words(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_each_mapping_is_there_with_its_state_its_next_run_and_its_last_ones(page: Page, agenda: Agenda) -> None:
    agenda.register(named("acme", "beta"))
    for outcome in OUTCOMES:
        ran(agenda, "acme", outcome, "the side said no" if outcome == "refused" else "")
    agenda.pause("beta")
    words = Words(page.get("/").text)
    for told in (
        "acme",
        "0 6 * * * Europe/Berlin",
        "2026-11-01 05:00:",
        "rests",
        "refused",
        "the side said no",
        "paused",
    ):
        assert told in words.text
    marks = [attrs["title"] for tag, attrs in words.elements if tag == "li" and "title" in attrs]
    assert [mark.split(": ")[1] for mark in marks] == [
        f"{told}, asked for by a person" for _, told in OUTCOMES.values()
    ]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [("/nowhere", 404, "There is no such page"), ("/mappings/acme", 405, "does not take that")],
)
def test_an_address_that_leads_nowhere_leads_back(page: Page, path: str, status: int, says: str) -> None:
    answer = page.get(path)
    words = Words(answer.text)
    assert (answer.status_code, says in words.text) == (status, True)
    assert ("a", {"href": "/"}) in [(tag, {"href": attrs.get("href")}) for tag, attrs in words.elements]
    assert "set-cookie" not in answer.headers


def test_a_strip_shows_the_last_thirty_turns(page: Page, agenda: Agenda) -> None:
    agenda.register(named("acme"))
    for place in range(33):
        ran(agenda, "acme", "failed" if place < 3 else "done")
    found = [attrs["class"] for tag, attrs in Words(page.get("/").text).elements if tag == "li" and "title" in attrs]
    assert found == ["done"] * 30


def test_a_project_without_turns_and_a_state_without_mappings_are_told(page: Page, agenda: Agenda) -> None:
    assert "No mapping is run by the clock." in page.get("/").text
    agenda.register(named("acme"))
    assert "none yet" in page.get("/").text


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_content_is_text(page: Page, agenda: Agenda, content: str) -> None:
    agenda.register([Schedule(content, "a.yaml", "0 6 * * *", "UTC", "default", None, NEVER)])
    plain = Words(page.get("/").text)
    ran(agenda, content, "failed", content)
    after = Words(page.get("/").text)
    assert {tag for tag, _ in after.elements} <= {tag for tag, _ in plain.elements} | {"p", "ol", "li", "span", "bdi"}
    assert not [name for _, attrs in after.elements for name in attrs if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(
    "path", ["/", "/log", "/conflicts", "/style.css", "/page.js", "/healthz", "/readyz", "/nowhere"]
)
def test_every_answer_forbids_all_but_our_own_style_and_script(page: Page, path: str) -> None:
    headers = page.get(path).headers
    policy = headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert headers["cache-control"] == "no-store"


def test_nothing_is_loaded_from_elsewhere(page: Page, agenda: Agenda) -> None:
    agenda.register(named("acme"))
    words = Words(page.get("/").text)
    assert {attrs["src"] for _, attrs in words.elements if "src" in attrs} == {"/page.js"}
    assert all(str(attrs["href"])[0] in "/#" for _, attrs in words.elements if "href" in attrs)
    for path in ("/style.css", "/page.js"):
        assert not re.search(r"url\(|@import|https?:", page.get(path).text)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8701", "localhost:8700.evil.example", ""])
@pytest.mark.parametrize("path", ["/", "/healthz"])
def test_who_names_another_host_is_told_nothing(page: Page, agenda: Agenda, host: str, path: str) -> None:
    agenda.register(named("acme"))
    answer = page.get(path, headers={"host": host})
    assert (answer.status_code, "acme" in answer.text) == (421, False)
    assert "http://127.0.0.1:8700/" in answer.text
    assert "content-security-policy" in answer.headers


def test_both_names_of_this_machine_will_do(page: Page) -> None:
    assert [page.get("/", headers={"host": host}).status_code for host in ("127.0.0.1:8700", "LocalHost:8700")] == [
        200,
        200,
    ]


def test_it_tells_whether_it_is_well(page: Page, agenda: Agenda, clock: ManualClock) -> None:
    agenda.register(named("acme"))
    assert page.get("/healthz").json() == {"alive": True}
    assert page.get("/readyz").json() == {"ready": True, "mappings": 1}
    clock.sleep(60)
    assert [page.get(path).status_code for path in ("/healthz", "/readyz")] == [503, 503]


def test_a_state_that_cannot_be_read_is_told(page: Page, agenda: Agenda, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise StateError("state.db: it is away. Wait.")

    monkeypatch.setattr(agenda, "schedules", away)
    assert (page.get("/readyz").status_code, page.get("/").status_code) == (503, 503)
    assert "it is away" in page.get("/").text


def test_a_state_that_was_taken_away_is_not_shown_as_if_it_were_there(page: Page, tmp_path: Path) -> None:
    (tmp_path / "state.db").rename(tmp_path / "aside.db")
    answer = page.get("/")
    assert (answer.status_code, "was taken away" in answer.text) == (503, True)
    (tmp_path / "aside.db").rename(tmp_path / "state.db")
    assert page.get("/").status_code == 200


def test_a_bug_of_ours_is_told_to_the_log_and_not_to_who_looks(
    opened_page: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise AssertionError("we thought otherwise")

    monkeypatch.setattr(opened_page.agenda, "schedules", broken)
    answer = opened_page.page.get("/")
    assert (answer.status_code, "otherwise" in answer.text) == (500, False)
    ((event, facts),) = opened_page.said
    assert (event, facts["error"], "we thought otherwise" in str(facts["message"])) == ("failed", "bug", True)
