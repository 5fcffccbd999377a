"""Hooks of platforms, asked without a socket: who is heard, what is answered, and that of a body nothing is read."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from page import Page
from visiting import PLACES, Opened

from isogloss.http.redact import Redactor, Secret
from isogloss.jobs.signatures import WINDOW
from isogloss.run.hook_secrets import Kept, Secrets, keep_secrets
from isogloss.serve.hooks import LARGEST, Ear, Known
from isogloss.state.agenda import Agenda, open_agenda

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BODY = b'{"triggerType":"collection_item_changed","payload":{"fieldData":{"name":"<script>"}}}'


class Hinted:
    """What was hinted."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def hint(self, mapping: str) -> None:
        self.names.append(mapping)


@pytest.fixture
def agenda(tmp_path: Path, clock: ManualClock) -> Iterator[Agenda]:
    with open_agenda(str(tmp_path / "state.db"), clock) as opened:
        yield opened


@pytest.fixture
def said() -> list[tuple[str, dict]]:
    return []


@pytest.fixture
def ear(tmp_path: Path, clock: ManualClock, said: list[tuple[str, dict]]) -> Ear:
    made = Secrets(tmp_path / "runs", "acme", Redactor())
    known = {
        "acme": Known(made, (Secret("app-secret"),), ("x-isogloss-hook", Secret("shared"))),
        "beta": Known(Secrets(tmp_path / "runs", "beta", Redactor())),
    }
    log = lambda event, **facts: said.append((event, facts))  # noqa: E731 - one line
    return Ear(known, Hinted(), clock, log)  # type: ignore[arg-type]  # it is hinted at


@pytest.fixture
def page(ear: Ear, agenda: Agenda, clock: ManualClock) -> Page:
    return Opened(agenda, clock, places=PLACES[:1], ear=ear).page


def signed(clock: ManualClock, secret: str = "app-secret", body: bytes = BODY, late: float = 0.0) -> dict[str, str]:
    time = str(int((clock.now().timestamp() - late) * 1000))
    made = hmac.new(secret.encode(), time.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-webflow-timestamp": time, "x-webflow-signature": made}


def test_a_hint_that_is_signed_is_taken_once_and_refused_when_it_is_replayed(
    page: Page, ear: Ear, clock: ManualClock
) -> None:
    headers = signed(clock)
    replayed = [headers, {**headers, "x-webflow-signature": headers["x-webflow-signature"].upper()}, headers]
    answers = []
    for each in (headers, *replayed):
        answers.append(page.request("POST", "/hooks/webflow/acme", headers=each, content=BODY).status_code)
        clock.sleep(WINDOW / 4)
    assert answers == [200, 409, 409, 409]
    clock.sleep(WINDOW)
    assert page.request("POST", "/hooks/webflow/acme", headers=headers, content=BODY).status_code == 401
    assert ear.hints.names == ["acme"]
    assert ear.came == {("webflow", "taken"): 1, ("webflow", "repeated"): 3, ("webflow", "refused"): 1}


def test_what_happened_twice_is_signed_anew_and_taken_each_time(page: Page, ear: Ear, clock: ManualClock) -> None:
    """Webflow tries again with another time; so a repeat of its own is never taken for a replay."""
    for _ in range(2):
        assert page.request("POST", "/hooks/webflow/acme", headers=signed(clock), content=BODY).status_code == 200
        clock.sleep(600)
    assert ear.hints.names == ["acme"] * 2


def test_a_webhook_that_was_made_by_us_is_known_by_its_own_secret(
    page: Page, ear: Ear, clock: ManualClock, tmp_path: Path
) -> None:
    assert page.request("POST", "/hooks/webflow/acme", headers=signed(clock, "own"), content=BODY).status_code == 401
    keep_secrets(tmp_path / "runs", "acme", [Kept("w", "webflow", "site_publish", "https://h/", Secret("own"))])
    assert page.request("POST", "/hooks/webflow/acme", headers=signed(clock, "own"), content=BODY).status_code == 200


def test_what_is_old_foreign_changed_or_unsigned_is_refused_alike(page: Page, ear: Ear, clock: ManualClock) -> None:
    clock.sleep(3600)
    good = signed(clock)
    tried = [
        ("acme", signed(clock, late=301), BODY),
        ("acme", signed(clock, late=-301), BODY),
        ("acme", signed(clock, "another"), BODY),
        ("acme", good, BODY + b" "),
        ("acme", {**good, "x-webflow-timestamp": str(int(good["x-webflow-timestamp"]) + 1)}, BODY),
        ("acme", {}, BODY),
        ("acme", {"x-webflow-timestamp": good["x-webflow-timestamp"]}, BODY),
        ("beta", good, BODY),
        ("nobody", good, BODY),
    ]
    answers = [
        page.request("POST", f"/hooks/webflow/{name}", headers=headers, content=body) for name, headers, body in tried
    ]
    assert {(each.status_code, each.text) for each in answers} == {
        (401, "This hint is not from whom we know, or too old.")
    }
    assert (ear.hints.names, ear.came) == ([], {("webflow", "refused"): len(tried)})


def test_a_header_of_buttercms_is_all_that_tells_it(page: Page, ear: Ear) -> None:
    tried = [{"X-Isogloss-Hook": "shared"}, {"x-isogloss-hook": "share"}, {}, {"x-other": "shared"}]
    answers = [page.request("POST", "/hooks/buttercms/acme", headers=each, content=b"{}") for each in tried]
    assert [each.status_code for each in answers] == [200, 401, 401, 401]
    assert page.request("POST", "/hooks/buttercms/beta", headers=tried[0], content=b"{}").status_code == 401
    assert ear.hints.names == ["acme"]


def test_a_body_beyond_the_bound_is_not_kept_nor_waited_for(page: Page, ear: Ear, clock: ManualClock) -> None:
    large = b"x" * (LARGEST + 1)
    answer = page.request("POST", "/hooks/webflow/acme", headers=signed(clock, body=large), content=large)
    assert (answer.status_code, ear.hints.names) == (413, [])
    allowed = large[:-1]
    headers = signed(clock, body=allowed)
    assert page.request("POST", "/hooks/webflow/acme", headers=headers, content=allowed).status_code == 200

    async def pieces():  # type: ignore[no-untyped-def]  # without a length
        for _ in range(3):
            yield b"x" * (LARGEST // 2)

    assert page.request("POST", "/hooks/webflow/acme", headers=signed(clock), content=pieces()).status_code == 413
    endless = {**signed(clock), "content-length": "9" * 5_000}
    assert page.request("POST", "/hooks/webflow/acme", headers=endless, content=BODY).status_code == 413
    assert (
        page.request("POST", "/hooks/buttercms/acme", headers={"x-isogloss-hook": "shared"}, content=large).status_code
        == 413
    )


def test_nothing_but_a_post_is_heard(page: Page, ear: Ear, clock: ManualClock) -> None:
    for method in ("GET", "PUT", "DELETE", "HEAD"):
        assert page.request(method, "/hooks/webflow/acme", headers=signed(clock)).status_code == 405
    assert page.request("POST", "/hooks/others/acme", headers=signed(clock), content=BODY).status_code == 404
    assert ear.came == {}


def test_what_is_refused_is_told_once_a_minute_without_a_word_of_who_asked(
    page: Page, clock: ManualClock, said: list[tuple[str, dict]]
) -> None:
    for number in range(5):
        page.request("POST", f"/hooks/webflow/evil-{number}", content=BODY)
    clock.sleep(60)
    page.request("POST", "/hooks/buttercms/acme", content=BODY)
    assert [facts["message"] for _, facts in said] == [
        "hints that were not taken: 1; the last one, of webflow: refused",
        "hints that were not taken: 5; the last one, of buttercms: refused",
    ]
    assert "evil" not in str(said)
