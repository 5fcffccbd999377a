"""``isogloss doctor``: everything that a run depends on, looked at with reads alone, each finding with its remedy."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import small_site
from command import environment_of, isogloss, within
from file_server import serving
from sandboxes import PROMPT, READS, Crossing, settled

from isogloss import api
from isogloss.http.clock import SystemClock
from isogloss.report.health import findings_of_checkup, is_well
from isogloss.report.rules import RULES
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.answers import Checkup


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT)
    made.seed()
    return made


def examined(crossing: Crossing, **session: Any) -> Checkup:
    """Examine; that nothing was written is asked each time."""
    crossing.sandboxes.forget()
    state = crossing.state.read_bytes() if crossing.state.exists() else None
    found = api.doctor(replace(crossing.session(), **session))
    assert {line["method"] for line in crossing.sandboxes.log()} <= READS
    assert (crossing.state.read_bytes() if crossing.state.exists() else None) == state
    return found


def told(found: Checkup, *rules: str) -> list[tuple[str, str]]:
    return [(each.rule, f"{each.where}: {each.text}") for each in found.symptoms if each.rule in rules]


@dataclass
class Altering(httpx.BaseTransport):
    """Carries requests, and alters the answers to some of them."""

    inner: httpx.BaseTransport
    alter: Callable[[str, Any], Any] = lambda _, told: told
    headers: dict[str, str] = field(default_factory=dict)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.inner.handle_request(request)
        if not answer.is_success:
            return answer
        return httpx.Response(
            answer.status_code,
            headers={**self.headers, "content-type": "application/json"},
            text=json.dumps(self.alter(request.url.path, answer.json())),
        )


def test_where_nothing_is_wrong_nothing_is_told_but_what_is_to_be_known(crossing: Crossing) -> None:
    settled(crossing.sync())
    found = examined(crossing)
    assert is_well(found.symptoms), found.symptoms
    assert {each.rule for each in found.symptoms} <= {"not-offered", "token-untold", "state-told", "pace"}
    held = {(permit.setting, permit.may): permit.held for each in found.permits.values() for permit in each}
    assert held == {
        ("sides.webflow.token", "sites:read"): True,
        ("sides.webflow.token", "cms:read"): True,
        ("sides.webflow.token", "cms:write"): True,
        ("sides.butter.read_token", "reading"): True,
        ("sides.butter.write_token", "writing"): None,
    }
    assert len(crossing.sandboxes.log()) < 80


def test_what_a_token_lacks_is_told_with_the_commands_that_need_it(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.turn(scopes="sites:read,cms:read")
    found = examined(crossing)
    assert told(found, "token-lacks") == [
        ("token-lacks", "sides.webflow.token: apply, sync, import need cms:write: it is not among its scopes")
    ]
    crossing.sandboxes.webflow.turn(app_token=False)
    assert told(examined(crossing), "token-lacks", "token-untold")[0][1].startswith(
        "sides.webflow.token: apply, sync, import need cms:write: the token of a site does not tell"
    )
    crossing.sandboxes.webflow.turn(scopes="sites:read")
    lacks = told(examined(crossing), "token-lacks")
    assert len(lacks) == 1
    assert "check, plan, apply, sync, import, rehearse, " in lacks[0][1]
    assert " need cms:read" in lacks[0][1]
    assert "missing the following scopes" in lacks[0][1]


def test_what_files_and_the_publishing_of_a_site_need_is_told(crossing: Crossing) -> None:
    crossing.write_mapping(("limits:", "publish: site\nlimits:"), ("site: pots", "site: pots, assets: upload"))
    crossing.sandboxes.webflow.turn(scopes="sites:read,cms:read,cms:write")
    lacks = told(examined(crossing), "token-lacks")
    assert {re.search(r" need (\w+:\w+): ", line)[1] for _, line in lacks} == {
        *("assets:read", "assets:write", "sites:write")
    }
    assert all("apply, sync, import need" in line for _, line in lacks)
    crossing.sandboxes.webflow.turn(scopes="sites:read,sites:write,cms:read,cms:write,assets:read,assets:write")
    assert told(examined(crossing), "token-lacks") == []


def test_who_is_at_work_and_the_age_of_the_state_are_told(crossing: Crossing) -> None:
    settled(crossing.sync())
    session = crossing.session()
    with (
        open_state(session.state, session.bridge.name, session.clock) as state,
        state.leases.acquire(60.0, owner="another"),
    ):
        found = api.doctor(session)
    ((_, held),) = told(found, "lease-held")
    assert "another" in held
    ((_, state_told),) = told(found, "state-told")
    assert re.search(r"version \d{4}, [\d.]+ MB; the last run began \d{4}-\d\d-\d\d", state_told)


@pytest.mark.parametrize(
    ("wrong", "setting"),
    [
        ({"read_token": "other"}, "sides.butter.read_token"),
        ({"write_token": "other"}, "sides.butter.write_token"),
    ],
    ids=str,
)
def test_a_token_that_is_refused_is_named(crossing: Crossing, wrong: dict[str, str], setting: str) -> None:
    crossing.sandboxes.butter.turn(**wrong)
    found = examined(crossing)
    assert setting in [each.where for each in found.symptoms if each.rule == "token-lacks"]
    assert not is_well(found.symptoms)


def test_a_side_that_cannot_be_asked_is_told_and_the_rest_is_looked_at(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.turn(token="another")
    found = examined(crossing)
    assert [each.where for each in found.symptoms if each.rule == "side-not-asked"] == ["sides.webflow"]
    assert found.permits["butter"]


def test_answers_of_another_shape_are_named_by_their_path(crossing: Crossing) -> None:
    def alter(path: str, told: Any) -> Any:
        if path.endswith("/items"):
            for row in told["items"]:
                row["branch"] = "main"
                row["isArchived"] = "no"
        if "/pages/article" in path:
            for row in told["data"]:
                del row["page_type"]
        return told

    settled(crossing.sync())
    found = examined(crossing, transport=Altering(crossing.transport, alter))
    listing = "webflow · GET /collections/{id}/items: items[]"
    assert told(found, "answer-grew") == [("answer-grew", f"{listing}.branch: a new key (a text)")]
    assert ("answer-changed", f"{listing}.isArchived: it holds a text, not a flag") in told(found, "answer-changed")
    page = "butter · GET /pages/article/: data[].page_type: a key is missing (a text)"
    assert ("answer-changed", page) in told(found, "answer-changed")


@pytest.mark.parametrize(("seconds", "way"), [(90, "ahead of"), (-90, "behind")])
def test_a_clock_that_is_wrong_is_told(crossing: Crossing, seconds: int, way: str) -> None:
    date = (SystemClock().now() + timedelta(seconds=seconds)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    found = examined(crossing, transport=Altering(crossing.transport, headers={"date": date}))
    said = told(found, "clock-skew")
    assert len(said) == 2
    assert f"{way} this machine's" in said[0][1]


def test_a_rate_above_what_the_side_permits_is_told(crossing: Crossing) -> None:
    headers = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "41"}
    found = examined(crossing, transport=Altering(crossing.transport, headers=headers))
    assert ("pace", "sides.webflow: it permits 60 requests in a minute; 41 are left") in told(found, "pace")
    assert told(found, "pace-too-high")


def test_a_number_of_requests_beyond_any_limit_is_none(crossing: Crossing) -> None:
    headers = {"x-ratelimit-remaining": "9" * 5000, "age": "9" * 5000}
    found = examined(crossing, transport=Altering(crossing.transport, headers=headers))
    assert not [text for _, text in told(found, "pace") if "left" in text]
    assert found.permits["webflow"]


def test_a_damaged_state_is_told_and_the_sides_are_looked_at_all_the_same(crossing: Crossing) -> None:
    settled(crossing.sync())
    raw = bytearray(crossing.state.read_bytes())
    raw[4096 * 3 : 4096 * 3 + 2000] = b"\x00" * 2000
    crossing.state.write_bytes(raw)
    found = examined(crossing)
    assert [each.rule for each in found.symptoms if each.rule.startswith("state")] == ["state-unreadable"]
    assert found.permits["webflow"]


def test_a_run_that_was_cut_and_a_state_at_rest_for_long_are_told(crossing: Crossing) -> None:
    plan = crossing.plan()
    crossing.apply(plan, replace(crossing.session(), allowance=api.Allowance(requests=40)))

    class Later(SystemClock):
        def now(self) -> datetime:
            return super().now() + timedelta(days=40)

    found = examined(crossing, clock=Later())
    assert len(told(found, "run-cut")) == 1
    assert "40 days ago" in told(found, "state-idle")[0][1]
    assert "version 00" in told(found, "state-told")[0][1]


def test_files_are_looked_for_where_they_are(crossing: Crossing) -> None:
    with serving() as server:
        here, gone = server.put("/here.png"), f"{server.url}/gone.png"
        crossing.sandboxes.butter.turn(media_rehost=False)
        state = crossing.sandboxes.butter.state()
        crossing.sandboxes.butter.load({**state, "pages": []})
        pages = [
            {"page_type": "article", "slug": slug, "locales": {"en": {"fields": {"headline": slug, "hero": at}}}}
            for slug, at in (("a", here), ("b", gone))
        ]
        crossing.sandboxes.butter.seed({"pages": pages})
        found = examined(crossing)
    assert [text for _, text in told(found, "file-gone")] == [f"sides.butter: {gone}: its server answered 404"]


def test_the_command_ends_with_1_where_something_is_wrong_and_says_what_to_do(crossing: Crossing) -> None:
    ran = within(crossing, "doctor", "MAPPING")
    assert ran.code == 0, ran
    assert "nothing is wrong" in ran.out
    crossing.sandboxes.webflow.turn(scopes="sites:read,cms:read")
    report = crossing.folder / "health.sarif"
    ran = within(crossing, "doctor", "MAPPING", "--report", f"sarif={report}")
    assert ran.code == 1
    assert "1 thing to see to" in ran.out
    assert RULES["token-lacks"].remedy in ran.out
    results = json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "token-lacks" in [each["ruleId"] for each in results]
    said = within(crossing, "doctor", "MAPPING", "--json").data
    assert said["well"] is False
    assert {each["id"] for each in said["findings"]} <= set(RULES)
    for token in small_site.ENVIRONMENT.values():
        assert token not in ran.out + ran.err + json.dumps(said)


def test_a_setting_that_is_missing_is_a_finding_and_what_can_be_looked_at_is(crossing: Crossing) -> None:
    environment = {**environment_of(crossing), "BUTTERCMS_WRITE_TOKEN": ""}
    ran = isogloss("doctor", crossing.mapping, "--json", **environment)
    assert ran.code == 1
    found = {each["id"]: each["message"] for each in ran.data["findings"]}
    assert "BUTTERCMS_WRITE_TOKEN" in found["setting-missing"]
    assert [each["held"] for each in ran.data["permits"] if each["setting"] == "sides.butter.read_token"] == [True]
    ran = isogloss("doctor", crossing.mapping, **{**environment, "WEBFLOW_TOKEN": ""})
    assert ran.code == 1
    assert "WEBFLOW_TOKEN" in ran.out


def test_findings_are_told_by_how_much_they_weigh(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.turn(scopes="sites:read")
    levels = [each.level for each in findings_of_checkup(examined(crossing).symptoms)]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert levels[0] == "error"
