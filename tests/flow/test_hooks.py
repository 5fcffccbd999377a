"""Hooks shorten the wait of ``isogloss serve``, and change nothing else: not by floods, doubles, losses or echoes."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import httpx
import pytest
import small_site
from command import environment_of
from sandboxes import Crossing, content, until
from served import LONG, Served, served

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

pytestmark = [pytest.mark.slow, pytest.mark.network]

SECRET, SHARED = "canary-hook-secret", "canary-shared-header"
PROJECT = """\
isogloss: 1
mappings:
  pots:
    file: pots.yaml
    schedule: "0 0 1 1 *"
    hooks:
      webflow: {secrets: ["${HOOK_SECRET}"]}
      buttercms: {secret: "${HOOK_SHARED}"}
      settle_delay: 1
"""


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, flow="both")
    made.seed()
    (made.folder / "isogloss.yaml").write_text(PROJECT, encoding="utf-8")
    return made


@pytest.fixture
def environment(crossing: Crossing) -> dict[str, str]:
    return {**environment_of(crossing), "HOOK_SECRET": SECRET, "HOOK_SHARED": SHARED}


def of_webflow(number: int = 0, late: float = 0.0) -> tuple[str, dict[str, str], bytes]:
    body = json.dumps({"triggerType": "collection_item_changed", "payload": {"id": str(number)}}).encode()
    stamp = str(int((time.time() - late) * 1000))
    made = hmac.new(SECRET.encode(), f"{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return "webflow", {"x-webflow-timestamp": stamp, "x-webflow-signature": made}, body


def of_buttercms(number: int = 0) -> tuple[str, dict[str, str], bytes]:
    return "buttercms", {"x-isogloss-hook": SHARED}, json.dumps({"data": {"id": number}}).encode()


def hint(service: Served, *hooks: tuple[str, dict[str, str], bytes]) -> list[int]:
    with httpx.Client(trust_env=False, timeout=60) as http:
        return [
            http.post(f"{service.address}/hooks/{platform}/pots", headers=headers, content=body).status_code
            for platform, headers, body in hooks
        ]


def settling(crossing: Crossing, seconds: int) -> None:
    path = crossing.folder / "isogloss.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("settle_delay: 1", f"settle_delay: {seconds}"), encoding="utf-8")


def test_a_hint_asks_for_a_run_that_carries_the_edit(crossing: Crossing, environment: dict[str, str]) -> None:
    with served(crossing.folder, environment) as service:
        service.ask()
        for hook, name in ((of_webflow, "Anna of Webflow"), (of_buttercms, "Anna of ButterCMS")):
            told = {"collection": "authors", "item": "ann", "fields": {"name": name}}
            crossing.sandboxes.webflow.edit(action="update", publish=True, **told)
            assert hint(service, hook()) == [200]
            until(lambda name=name: name in str(content(crossing.sandboxes)[1]), LONG)
            until(service.rests, LONG)
        assert [turn["reason"] for turn in service.turns()] == ["person", "webhook", "webhook"]
        assert service.stop() == 0
    state = b"".join(path.read_bytes() for path in crossing.folder.rglob("*.db*"))
    said = str(service.said) + str(service.jobs())
    assert [each for each in (SECRET, SHARED) if each in said or each.encode() in state] == []


def test_who_is_not_known_is_refused_and_nothing_runs(crossing: Crossing, environment: dict[str, str]) -> None:
    platform, headers, body = of_webflow()
    tried = [
        (platform, headers, body + b" "),
        (platform, {**headers, "x-webflow-signature": "0" * 64}, body),
        of_webflow(late=400),
        ("buttercms", {"x-isogloss-hook": "guessed"}, b"{}"),
        ("buttercms", {}, b"{}"),
    ]
    with served(crossing.folder, environment) as service:
        assert hint(service, *tried) == [401] * len(tried)
        time.sleep(2.5)
        assert (service.turns(), service.rests()) == ([], True)
        service.stop()


def test_a_flood_with_doubles_out_of_order_is_a_run_now_and_then(
    crossing: Crossing, environment: dict[str, str]
) -> None:
    """Each begins ``settle_delay`` after the one before at the soonest, and what comes meanwhile is one more."""
    settling(crossing, 3)
    hooks = [of_webflow(number) for number in range(150)] * 2 + [of_buttercms(number) for number in range(100)]
    with served(crossing.folder, environment) as service:
        begun = time.monotonic()
        first = hint(service, *hooks[::4])
        until(lambda: service.events("run begun"), LONG)
        threads = [threading.Thread(target=hint, args=(service, *hooks[place::4])) for place in (3, 1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONG)
        assert set(first) == {200}
        until(lambda: len(service.turns()) >= 2 and service.rests(), LONG)
        took = time.monotonic() - begun
        turns = service.turns()
        assert len(turns) <= 1 + took / 3
        assert {turn["reason"] for turn in turns} == {"webhook"}
        assert all(before["ended"] <= after["started"] for before, after in pairwise(turns))
        service.stop()


def test_echoes_of_our_own_writes_cost_one_idle_run(crossing: Crossing, environment: dict[str, str]) -> None:
    """Each write of ours comes back as a hook; the run that follows writes nothing, so nothing follows that."""
    settling(crossing, 3)
    stop, begun = threading.Event(), time.monotonic()

    def echo(service: Served) -> None:
        said = 0
        while not stop.is_set():
            writes = len(crossing.sandboxes.writes())
            hint(service, *(of_webflow(n) if n % 2 else of_buttercms(n) for n in range(said, writes)))
            said = writes
            stop.wait(0.5)

    with served(crossing.folder, environment) as service:
        thread = threading.Thread(target=echo, args=(service,))
        thread.start()
        try:
            service.ask()
            count = len(crossing.sandboxes.writes())
            assert count > 10
            until(lambda: len(service.turns()) >= 2 and service.rests(), LONG)
            time.sleep(5)
            assert service.rests()
            carried, *idle = service.turns()
            assert (carried["reason"], carried["outcome"]) == ("person", "done")
            assert {turn["reason"] for turn in idle} == {"webhook"}
            assert len(idle) <= 1 + (time.monotonic() - begun) / 3
            assert len(crossing.sandboxes.writes()) == count
        finally:
            stop.set()
            thread.join(LONG)
        service.stop()


def test_a_hint_that_is_lost_is_made_up_for_by_the_clock(crossing: Crossing, environment: dict[str, str]) -> None:
    settling(crossing, 60)
    path = crossing.folder / "isogloss.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("0 0 1 1 *", "*/2 * * * * *"), encoding="utf-8")
    with served(crossing.folder, environment) as service:
        assert hint(service, of_webflow()) == [200]
        service.kill()
    crossing.sandboxes.webflow.edit(
        action="update", publish=True, collection="authors", item="ann", fields={"name": "Anna of the clock"}
    )
    with served(crossing.folder, environment) as service:
        until(lambda: "Anna of the clock" in str(content(crossing.sandboxes)[1]), LONG)
        service.stop()
    assert small_site.WEBFLOW_TOKEN not in str(service.said)
