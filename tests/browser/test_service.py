"""The page of a service in a browser: all of it is reached and decided by mouse, by keys alone and without a script."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
import uvicorn
from browser import settled
from sandboxes import until
from two_worlds import EN, FR, JA, Pair, html, remote_of, text
from visiting import Opened, of_pair
from whole import of

from isogloss import api
from isogloss.decide.approving import ALWAYS
from isogloss.jobs.approving import Gate, Unapproved
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.run.sync import sync
from isogloss.schedule.turn import Turn
from isogloss.serve.door import Door, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

EVIL = '"><script>alert(1)</script><img src=//evil.example/x onerror=alert(1)><style>*{display:none}</style>'
EVIL_RICH = (
    "<p>Pour <a href='javascript:alert(1)' onclick='alert(1)'>here</a>.</p><script>alert(1)</script>"
    "<img src='//evil.example/x' onerror='alert(1)' alt='a cup'><svg onload='alert(1)'></svg>"
    "<iframe src='//evil.example'></iframe><meta http-equiv='refresh' content='0;url=//evil.example'>"
)
PHONE = {"width": 390, "height": 844}
LOOKS = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": {"viewport": PHONE}}


@dataclass
class Site:
    """A service at an address, and the two worlds behind it."""

    address: str
    opened: Opened
    pair: Pair

    def open_conflicts(self) -> dict[str, str]:
        """The ids of what nobody decided yet, by field and locale."""
        found = api.conflicts(self.pair.session()).found
        return {f"{each.waiting.at.field} {each.waiting.at.locale}": each.id for each in found if each.decided is None}

    def ran(self) -> str:
        """A turn that is told of; its run."""
        agenda = self.opened.agenda
        agenda.ask("pair", "person")
        taken, now, run = agenda.waiting()[0], agenda.now(), "20261101-000010-abcd"
        agenda.end([(taken, Turn("pair", "person", now, now, now, 0, "waits", 1, run, "it waits"))])
        return run

    def shown(self, locale: object, field: str) -> list[str]:
        return [self.pair.shown(side, "article", "tea", locale, field).text for side in Side]


@contextmanager
def served(pair: Pair, door: Door | None = None) -> Iterator[Site]:
    """A page on a port, until this ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        place = Place(f"http://{host}", host)
        with of_pair(pair, places=(place,), door=door or Door(), runs=pair.folder / "runs") as made:
            made.service.clock = made.clock
            config = uvicorn.Config(made.app, ws="none", lifespan="off", log_config=None, timeout_graceful_shutdown=1)
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
            thread.start()
            until(lambda: server.started)
            yield Site(place.origin, made, pair)
            server.should_exit = True
            thread.join(10)


def edited(pair: Pair, locale: object, left: dict[str, object], right: dict[str, object]) -> None:
    pair.left.edit("article", "tea", locale, **left)
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), locale, **right)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Four conflicts: in French and Japanese, a text that reads from right to left, and texts that do not touch."""
    made = Pair(tmp_path)
    both = "<p>Pour. Wait.</p><p>Drink it <b>hot</b>.</p>"
    content = {"title": text("شاي أخضر"), "body": html(both), STATUS: PUBLISHED}
    variants = {EN: content, FR: content | {"title": text("Thé")}, JA: content | {"title": text("緑茶の淹れ方")}}
    made.left.put("article", "tea", variants, slug="tea")
    made.sync()
    edited(made, FR, {"title": text("Thé vert")}, {"title": text("Thé noir")})
    edited(made, JA, {"title": text("緑茶の淹れ方と楽しみ方")}, {"title": text("煎茶の淹れ方")})
    left, right = both.replace("Wait.", "Wait a little."), both.replace("hot", "warm")
    edited(
        made,
        EN,
        {"title": text("شاي أخضر ساخن"), "body": html(left)},
        {"title": text("شاي أخضر بارد"), "body": html(right)},
    )
    made.sync()
    return made


@pytest.fixture
def site(pair: Pair) -> Iterator[Site]:
    with served(pair) as made:
        yield made


@contextmanager
def page_at(browser: Browser, site: Site, path: str = "/", **asked: object) -> Iterator[Page]:
    """A page that complains of nothing, opens nothing and asks nobody else."""
    context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **asked})
    context.set_default_timeout(60_000)
    page, complaints, requests = context.new_page(), [], []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(site.address + path)
    yield page
    context.close()
    assert complaints == []
    assert not [url for url in requests if not url.startswith(site.address)]


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in found]


def is_too_wide(page: Page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def plan_of(pair: Pair) -> str:
    """A plan that waits for approval: its digest."""
    pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
    session = replace(pair.session(), runs=pair.folder / "runs")
    with suppress(Unapproved):
        sync(session, pair.folder / "next.jsonl", Gate(session, ALWAYS))
    with of_pair(pair) as made:
        return made.agenda.approvals.of("pair").digest


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_queue_is_decided_by_mouse_with_a_script_and_without(
    browser: Browser, site: Site, script: bool
) -> None:
    with page_at(browser, site, java_script_enabled=script) as page:
        page.get_by_role("link", name="4 Decide").click()
        assert page.locator(".card").count() == 4
        page.get_by_label("Language").select_option("fr")
        page.get_by_role("button", name="Show", exact=True).click()
        page.locator(".card").get_by_role("button", name="Take right").click()
        assert "Decided. The next run carries it out" in page.get_by_role("status").inner_text()
        page.locator(".card").get_by_role("button", name="Take it back").click()
        page.locator(".card").get_by_role("button", name="Take left").click()
        page.get_by_role("link", name="Conflicts").click()
        ids = site.open_conflicts()
        page.locator(f"#c-{ids['body en']}").get_by_role("button", name="Take both changes").click()
        page.locator(f"#c-{ids['title ja']}").get_by_role("link", name="Write it yourself").click()
        page.get_by_label("The right text").fill("玉露の淹れ方")
        page.get_by_label("Why").fill("as agreed")
        page.get_by_role("button", name="Keep this text").click()
        page.locator(f"#c-{ids['title en']}").get_by_role("button", name="Take left").click()
        assert site.open_conflicts() == {}
        page.get_by_role("link", name="Who did what").click()
        assert "as agreed" in page.inner_text("main")
    site.pair.sync()
    assert api.conflicts(site.pair.session()).found == ()
    assert site.shown(FR, "title") == ["Thé vert"] * 2
    assert site.shown(JA, "title") == ["玉露の淹れ方"] * 2
    assert site.shown(EN, "title") == ["شاي أخضر ساخن"] * 2
    assert site.shown(EN, "body") == ["<p>Pour. Wait a little.</p><p>Drink it <b>warm</b>.</p>"] * 2


def test_the_whole_queue_is_decided_by_keys_alone(browser: Browser, site: Site) -> None:
    with page_at(browser, site, "/conflicts") as page:
        press = page.keyboard.press
        press("?")
        assert page.get_by_role("dialog").is_visible()
        press("Escape")
        assert not page.get_by_role("dialog").is_visible()
        press("j")
        first = page.evaluate("() => document.activeElement.id")
        press("j")
        second = page.evaluate("() => document.activeElement.id")
        press("k")
        assert page.evaluate("() => document.activeElement.id") == first != second
        with page.expect_navigation():
            press("1")
        assert page.evaluate("() => document.activeElement.id") == second
        while left := site.open_conflicts():
            now = page.evaluate("() => document.activeElement.id").removeprefix("c-")
            assert now in left.values()
            key = {left.get("body en"): "3", left.get("title ja"): "2"}.get(now, "1")
            if now == left.get("title fr"):
                with page.expect_navigation():
                    press("e")
                assert page.get_by_role("heading", name="Write it yourself").is_visible()
                for _ in range(40):
                    if page.evaluate("() => document.activeElement.id") == "text":
                        break
                    press("Tab")
                press("Control+a")
                page.keyboard.type("Thé 123 juk?")
                while page.evaluate("() => document.activeElement.value") != "edit":
                    press("Tab")
                with page.expect_navigation():
                    press("Enter")
                press("j")
            else:
                with page.expect_navigation():
                    press(key)
        last = page.locator(".card").last.get_attribute("id")
        while page.evaluate("() => document.activeElement.id") != last:
            press("j")
        with page.expect_navigation():
            press("u")
        assert list(site.open_conflicts().values()) == [str(last).removeprefix("c-")]


def test_a_plan_is_read_and_approved(browser: Browser, pair: Pair) -> None:
    digest = plan_of(pair)
    with served(pair) as site, page_at(browser, site) as page:
        page.get_by_role("link", name="Look at the plan").click()
        report = page.frame_locator("iframe.report")
        report.locator("html[data-ready]").wait_for(state="attached")
        assert report.get_by_text("Pot").first.is_visible()
        page.get_by_role("button", name="Approve").click()
        assert "Approved. The service carries it out now." in page.get_by_role("status").inner_text()
        assert site.opened.agenda.approvals.named(digest).fate == "approved"
        page.get_by_role("button", name="Reject").click()
        assert site.opened.agenda.approvals.named(digest).fate == "rejected"


def test_who_comes_in_by_a_token_decides_and_goes_out(browser: Browser, pair: Pair) -> None:
    with served(pair, Door(auth="token")) as site:
        site.opened.agenda.visits.set_tokens({"editor": "let-me-in", "viewer": "let-me-see"})
        with page_at(browser, site, "/conflicts?field=title") as page:
            page.get_by_label("Your name").fill("Bea")
            page.get_by_label("Token").fill("let-me-in")
            page.get_by_role("button", name="Come in").click()
            assert page.url.endswith("/conflicts?field=title&done=in")
            page.locator(".card").first.get_by_role("button", name="Take left").click()
            page.get_by_role("button", name="Sign out").click()
            assert page.get_by_role("heading", name="Come in").is_visible()
    assert [each.decided.by for each in api.conflicts(pair.session()).found if each.decided] == ["Bea"]


def test_texts_are_read_in_their_direction_and_their_language(browser: Browser, site: Site) -> None:
    with page_at(browser, site, "/conflicts") as page:
        ids = site.open_conflicts()
        arabic = page.locator(f"#c-{ids['title en']} .three p.content")
        assert {each.evaluate("(p) => getComputedStyle(p).direction") for each in arabic.all()} == {"rtl"}
        japanese = page.locator(f"#c-{ids['title ja']} .three p.content")
        assert {each.get_attribute("lang") for each in japanese.all()} == {"ja"}
        assert japanese.nth(1).locator("ins").all_inner_texts() == ["と楽しみ方"]
        page.goto(f"{site.address}/conflicts/pair/{ids['body en']}")
        assert page.frame_locator("iframe.reads").nth(2).get_by_text("warm").is_visible()


@pytest.mark.parametrize("look", of(LOOKS, lambda _, look: look != "light"))  # a phone is light, too
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(browser: Browser, pair: Pair, look: str) -> None:
    digest = plan_of(pair)
    with served(pair) as site, page_at(browser, site, **LOOKS[look]) as page:
        id_ = site.open_conflicts()["body en"]
        run = site.ran()
        paths = ["/", "/conflicts", f"/conflicts/pair/{id_}", f"/plans/{digest}", "/log", f"/runs/pair/{run}"]
        paths += ["/entries/pair?entry=article/tea", "/readiness/pair"]
        for path in paths:
            page.goto(site.address + path)
            settled(page)
            assert (path, violations(page)) == (path, [])
            assert (path, is_too_wide(page)) == (path, False)
        page.goto(f"{site.address}/entries/pair?entry=article/tea")
        page.get_by_role("button", name="Read both platforms").click()
        page.get_by_role("heading", name="What the next run does").wait_for()
        assert violations(page) == []
        page.goto(f"{site.address}/readiness/pair")
        with page.expect_navigation():  # going elsewhere while the form is on its way would end both
            page.get_by_role("button", name="Read both platforms").click()
        until(lambda: page.goto(f"{site.address}/readiness/pair") and page.locator("table").count() == 2)
        assert violations(page) == []
        assert not is_too_wide(page)
        page.goto(f"{site.address}/conflicts")
        page.keyboard.press("?")
        assert violations(page) == []


def test_what_is_at_work_is_told_while_the_page_is_open(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = {"pair"}
    monkeypatch.setattr(type(site.opened.service), "running", lambda self: frozenset(running))
    doing = site.opened.desk.live.begin("pair")
    with page_at(browser, site) as page:
        line = page.locator("[data-live=pair]")
        line.get_by_text("Reads both platforms").wait_for()
        doing.stage("applying", 2)
        doing.op_done()
        line.get_by_text("Writes what differs: 1 / 2").wait_for()
        running.clear()
        line.get_by_role("link", name="Show what came of it").click()
        assert page.get_by_role("heading", name="Mappings").is_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_at_the_door(browser: Browser, pair: Pair, look: str) -> None:
    with served(pair, Door(auth="token")) as site, page_at(browser, site, **LOOKS[look]) as page:
        assert violations(page) == []
        assert not is_too_wide(page)


def test_nothing_that_is_hostile_is_obeyed(browser: Browser, tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    pair.left.put(
        "article", "tea", {EN: {"title": text(EVIL), "body": html("<p>Tea.</p>"), STATUS: PUBLISHED}}, slug="tea"
    )
    pair.sync()
    edited(
        pair,
        EN,
        {"title": text(f"L {EVIL}"), "body": html(EVIL_RICH)},
        {"title": text(f"R {EVIL}"), "body": html(EVIL_RICH.replace("here", "there"))},
    )
    pair.sync()
    digest = plan_of(pair)
    with served(pair) as site, page_at(browser, site, "/conflicts") as page:
        ids = site.open_conflicts()
        assert page.locator(".card").count() == 2
        assert "<script>alert(1)</script>" in page.inner_text("main")
        for path in (f"/conflicts/pair/{ids['title en']}", f"/conflicts/pair/{ids['body en']}", f"/plans/{digest}"):
            page.goto(site.address + path)
            settled(page)
        page.goto(f"{site.address}/conflicts/pair/{ids['body en']}")
        frame = page.frame_locator("iframe.reads").nth(1)
        assert "[picture: a cup]" in frame.locator("body").inner_text()
        assert frame.locator("a[href], img, script, iframe, svg, [onclick]").count() == 0
        page.get_by_label("Why").fill(EVIL)
        page.get_by_role("button", name="Keep this text").click()
        page.goto(f"{site.address}/log")
        assert EVIL in page.inner_text("main")
