"""Who may write by the page: each way to pass as somebody else is refused, and nothing is done."""

from __future__ import annotations

import re
from collections import Counter
from math import log2
from typing import TYPE_CHECKING, Any

import pytest
from visiting import ORIGIN, Browser, Opened, opened

from isogloss.errors import StateError, UsageError
from isogloss.http.redact import Secret
from isogloss.serve.door import Door, Place, door
from isogloss.serve.visitors import TRIES, WITHIN
from isogloss.state.database import Database
from isogloss.state.visits import LASTS, ROLES, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from manual_clock import ManualClock

TOKENS = {role: f"{role}-token-of-the-page" for role in ROLES}
TOKEN = Door(auth="token")
PROXY = Door(auth="proxy", header="x-user", editors=frozenset({"Ann"}))
SAFE = (Place("https://sync.example", "sync.example"),)
ANYBODY = {"/enter", "/leave"}
"""What those write whom nobody let in yet, or who only look: that they come in, and go out."""
OPEN = {"/healthz", "/readyz", "/style.css", "/page.js", "/enter"}
"""What anybody sees."""
GIVEN = {"mapping": "acme", "digest": "0" * 64, "id": "k3f9abcd", "run": "20261101-000000-3f2a", "which": "left"}
"""What stands in for the parts of a path."""
WISHES = ("run", "pause", "resume", "approve", "reject", "left", "right", "both", "text", "undo", "read", "why")
"""What the buttons of all forms ask for, and more."""


def ways(page: Opened) -> list[tuple[str, str]]:
    """Every method and path that the page answers: from its routes, so that a new one is tried, too."""
    found = [
        (method, re.sub(r"\{(\w+)(:path)?\}", lambda part: GIVEN[part[1]], route.path))
        for route in page.app._app.routes
        for method in route.methods - {"HEAD"}
    ]
    assert len(found) == len(set(found)) > 20
    return found


def writes(page: Opened) -> list[str]:
    """Every path at which people write."""
    found = [path for method, path in ways(page) if method != "GET" and not path.startswith("/hooks/")]
    assert len(found) >= 4
    return found


def tried(page: Opened, browser: Browser, path: str, **told: Any) -> list[int]:
    """What is answered to every wish at a path; none is granted."""
    found = [browser.post(path, token=TOKENS["editor"], name="Eve", what=what, **told).status_code for what in WISHES]
    assert not asked(page), path
    assert {act.did for act in page.agenda.audit.last()} <= {"came in"}, path
    return found


@pytest.fixture
def here(tmp_path: Path, clock: ManualClock) -> Iterator[Opened]:
    with opened(tmp_path / "state.db", clock, "acme") as made:
        yield made


@pytest.fixture
def locked(tmp_path: Path, clock: ManualClock) -> Iterator[Opened]:
    with opened(tmp_path / "state.db", clock, "acme", door=TOKEN, places=SAFE) as made:
        made.agenda.visits.set_tokens(TOKENS)
        yield made


@pytest.fixture
def proxied(tmp_path: Path, clock: ManualClock) -> Iterator[Opened]:
    with opened(tmp_path / "state.db", clock, "acme", door=PROXY) as made:
        yield made


def asked(page: Opened) -> bool:
    return bool(page.agenda.asked()) or page.agenda.schedules()["acme"].paused


def entered(page: Opened, role: str = "editor", name: str = "Ann") -> Browser:
    made = page.browser()
    answer = made.post("/enter", "/enter", token=TOKENS[role], name=name)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?done=in")
    return made


def test_on_this_machine_a_form_of_ours_does_what_it_says_and_that_is_written_down(here: Opened) -> None:
    browser = here.browser()
    answer = browser.post("/mappings/acme", what="run")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?done=asked#acme")
    assert here.agenda.asked() == {"acme"}
    for what, paused in (("pause", True), ("resume", False)):
        browser.post("/mappings/acme", what=what)
        assert here.agenda.schedules()["acme"].paused is paused
    acts = [(act.who, act.did, act.mapping) for act in reversed(here.agenda.audit.last())]
    assert acts == [("ann", "asked for a run", "acme"), ("ann", "paused", "acme"), ("ann", "resumed", "acme")]
    told = browser.get("/log").text
    assert told.index("let it go on") < told.index("paused it") < told.index("asked for a run")


@pytest.mark.parametrize("token", ["", "0" * 64, "another"])
def test_no_write_is_done_without_what_the_page_gave(here: Opened, locked: Opened, token: str) -> None:
    for page in (here, locked):
        browser, other = page.browser(), page.browser()
        browser.form("/enter" if page is locked else "/")
        given = other.form("/enter" if page is locked else "/") if token == "another" else token
        for path in writes(page):
            told = set(tried(page, browser, path, form=given))
            assert told == ({403} if page is here or path in ANYBODY else {303}), path


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "http://127.0.0.1:8701", "http://localhost:8700"]
)
def test_no_write_is_done_from_a_page_of_somebody_else(here: Opened, locked: Opened, origin: str | None) -> None:
    for page in (here, locked):
        browser = page.browser() if page is here else entered(page)
        form = browser.form()
        for path in writes(page):
            assert set(tried(page, browser, path, form=form, headers={"origin": origin})) == {403}, path


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8701", "127.0.0.1"])
def test_nothing_is_answered_to_another_name(here: Opened, host: str) -> None:
    browser = here.browser()
    browser.form()
    for method, path in ways(here):
        answer = browser.ask(method, path, headers={"host": host, "origin": f"http://{host}"})
        assert (answer.status_code, "acme" in answer.text) == (421, False), path
    assert not asked(here)


def test_who_only_looks_writes_nothing(locked: Opened) -> None:
    viewer = entered(locked, "viewer")
    form = viewer.form("/")
    for path in writes(locked):
        if path not in ANYBODY:
            assert set(tried(locked, viewer, path, form=form)) == {403}, path
    assert "not decide" in viewer.post("/mappings/acme", form=form, what="run").text
    assert "Run now" not in viewer.get("/").text


def test_who_did_not_come_in_sees_nothing_and_writes_nothing(locked: Opened, proxied: Opened) -> None:
    for page, refused in ((locked, 303), (proxied, 401)):
        for method, path in ways(page):
            browser = page.browser()
            if path.startswith("/hooks/") or path in OPEN or path in ANYBODY:
                continue
            answer = browser.ask(method, path)
            assert (answer.status_code, "acme" in answer.text) == (refused, False), path
    assert locked.browser().get("/conflicts?kind=x").headers["location"] == "/enter?to=%2Fconflicts%3Fkind%3Dx"
    assert "acme" not in locked.browser().get("/enter").text
    assert {locked.browser().get(path).status_code for path in OPEN} == {200}


def test_who_comes_in_is_known_by_a_cookie_that_only_their_browser_sends(locked: Opened) -> None:
    browser = locked.browser()
    form = browser.form("/enter?to=/conflicts")
    answer = browser.post("/enter", form=form, token=TOKENS["editor"], name="  Ann \n Lee ", to="/conflicts")
    assert answer.headers["location"] == "/conflicts?done=in"
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-isogloss=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Ann Lee" in browser.get("/").text
    browser.post("/mappings/acme", what="run")
    assert [(act.who, act.did) for act in locked.agenda.audit.last()] == [
        ("Ann Lee", "asked for a run"),
        ("Ann Lee", "came in"),
    ]


def test_what_a_browser_showed_before_lets_nobody_in_after(locked: Opened) -> None:
    """A session that somebody else put into a browser is not the one that is known afterwards."""
    stranger = locked.browser()
    form = stranger.form("/enter")
    victim = locked.browser()
    victim.cookies = dict(stranger.cookies)
    victim.post("/enter", form=form, token=TOKENS["editor"], name="Ann")
    assert victim.get("/").status_code == 200
    assert stranger.get("/").status_code == 303
    assert stranger.cookies != victim.cookies


@pytest.mark.parametrize("value", ["", "x", "known", "known." + "0" * 64, "." + "0" * 64])
def test_a_cookie_that_we_did_not_give_counts_for_nothing(locked: Opened, here: Opened, value: str) -> None:
    browser = locked.browser()
    browser.cookies["__Host-isogloss"] = value
    assert browser.get("/").status_code == 303
    browser = here.browser()
    browser.cookies["isogloss-8700"] = value
    browser.get("/")
    assert browser.cookies["isogloss-8700"] != value


def test_a_session_cannot_be_guessed(locked: Opened) -> None:
    found = []
    for n in range(64):
        browser = locked.browser()
        browser.get("/enter")
        (value,) = browser.cookies.values()
        secret, _, signed = value.partition(".")
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret), n
        assert re.fullmatch(r"[0-9a-f]{64}", signed)
        found.append(secret)
    assert len(set(found)) == 64
    counts = Counter("".join(found))
    entropy = -sum(each / counts.total() * log2(each / counts.total()) for each in counts.values())
    assert 43 * entropy > 240  # 256 bits, less what a sample of 64 shows of them
    assert len({each[:8] for each in found}) == 64


def test_the_state_holds_no_secret_that_lets_anybody_in(locked: Opened, tmp_path: Path) -> None:
    browser = entered(locked)
    (value,) = browser.cookies.values()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("state.db*"))
    for secret in (*TOKENS.values(), value, value.partition(".")[0]):
        assert secret.encode() not in kept
    assert digest_of(TOKENS["editor"]).encode() in kept


def test_who_goes_out_is_out_and_so_is_everybody_once_there_are_new_tokens(locked: Opened) -> None:
    one, two = entered(locked), entered(locked, name="Bob")
    kept = dict(one.cookies)
    assert one.post("/leave").headers["location"] == "/enter"
    one.cookies = kept
    assert (one.get("/").status_code, two.get("/").status_code) == (303, 200)
    locked.agenda.visits.set_tokens({"editor": "another", "viewer": "one more"})
    assert two.get("/").status_code == 303
    form = two.form("/enter")
    assert two.post("/enter", form=form, token=TOKENS["editor"], name="Bob").status_code == 403


def test_a_visit_ends_by_itself(locked: Opened, clock: ManualClock) -> None:
    browser = entered(locked)
    clock.sleep(LASTS.total_seconds() - 1)
    assert browser.get("/").status_code == 200
    clock.sleep(1)
    assert browser.get("/").status_code == 303


def test_wrong_tokens_are_looked_at_so_often_and_the_right_one_has_to_wait_then(
    locked: Opened, clock: ManualClock
) -> None:
    browser = locked.browser()
    form = browser.form("/enter")
    for _ in range(TRIES):
        answer = browser.post("/enter", form=form, token="wrong", name="Eve")
        assert (answer.status_code, "not the token" in answer.text) == (403, True)
    answer = browser.post("/enter", form=form, token=TOKENS["editor"], name="Eve")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    clock.sleep(WITHIN)
    assert browser.post("/enter", form=form, token=TOKENS["editor"], name="Ann").status_code == 303


def test_who_says_no_name_does_not_come_in(locked: Opened) -> None:
    browser = locked.browser()
    answer = browser.post("/enter", "/enter", token=TOKENS["editor"], name="  ")
    assert (answer.status_code, browser.get("/").status_code) == (422, 303)


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/x\r\nset-cookie: a=b"]
)
def test_nobody_is_led_elsewhere(locked: Opened, to: str) -> None:
    browser = locked.browser()
    answer = browser.post("/enter", "/enter", token=TOKENS["editor"], name="Ann", to=to)
    assert answer.headers["location"] == "/?done=in"


def test_a_proxy_says_who_looks_and_nobody_else_does(proxied: Opened) -> None:
    ann, bob = proxied.browser(**{"x-user": "Ann"}), proxied.browser(**{"x-user": "Bob"})
    assert ann.post("/mappings/acme", what="run").status_code == 303
    assert [(act.who, act.did) for act in proxied.agenda.audit.last()] == [("Ann", "asked for a run")]
    assert bob.get("/").status_code == 200
    assert bob.post("/mappings/acme", "/conflicts", form="x", what="pause").status_code == 403
    assert proxied.browser().get("/").status_code == 401
    assert proxied.browser(**{"x-user": " "}).get("/").status_code == 401
    assert proxied.browser(**{"x-user": "A" * 81}).get("/").status_code == 401
    twice = proxied.page.request("GET", "/", headers=[("x-user", "Bob"), ("x-user", "Ann")])
    assert twice.status_code == 401


def test_who_may_say_who_looks_is_this_machine_and_whom_we_were_told(proxied: Opened) -> None:
    made = door("0.0.0.0", "proxy-header=X-User", proxies=["10.0.0.0/8"])  # noqa: S104  # nothing is opened
    assert [made.trusts(peer) for peer in ("127.0.0.1", "::1", "10.2.3.4", "192.0.2.1", "")] == [
        *(True, True, True, False, False)
    ]
    assert PROXY.trusts("10.2.3.4") is False


def test_a_form_that_is_too_large_is_not_read_to_its_end(here: Opened) -> None:
    browser = here.browser()
    answer = browser.post("/mappings/acme", what="run", note="x" * 2_000_001)
    assert (answer.status_code, asked(here)) == (413, False)


@pytest.mark.parametrize("kind", [AssertionError, StateError, UsageError])
def test_secrets_are_in_no_page_and_no_log_whatever_goes_wrong_there(
    here: Opened, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    canary = "canary-of-a-platform-3f9a"
    here.redactor.learn(Secret(canary))
    browser = here.browser()
    form = browser.form()

    def broken(*_: object) -> None:
        raise kind(f"with {canary}")

    monkeypatch.setattr(Database, "read", broken)
    monkeypatch.setattr(Database, "write", broken)
    monkeypatch.setattr(here.desk, "sitting", broken)
    seen = []
    for method, path in ways(here):
        if path == "/live":  # it goes on until its browser has gone
            continue
        answer = browser.ask(method, path, data={"form": form, "what": "run"} if method == "POST" else None)
        assert canary not in answer.text + str(answer.headers), path
        seen.append(answer.status_code)
    assert {500, 503, 409} & set(seen)
    assert canary not in str(here.said)


def test_an_answer_is_kept_by_nobody_and_the_origin_is_told(here: Opened) -> None:
    answer = here.browser().get("/")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].count("'self'") == 5
    assert here.browser().get("/", headers={"origin": "https://evil.example"}).status_code == 200
    assert ORIGIN not in answer.text
