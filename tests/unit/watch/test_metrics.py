"""Figures of a service: what is counted, what is read from the state, and that docs/metrics.md lists just these."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from prometheus_client.parser import text_string_to_metric_families
from two_jobs import two_jobs
from visiting import PLACES, Opened

from isogloss.errors import StateError
from isogloss.events import NOTIFIED, RUN_BEGUN
from isogloss.http.limiter import Limiters, Pace
from isogloss.http.observe import Sent
from isogloss.http.redact import Secret
from isogloss.jobs.service import Service
from isogloss.jobs.work import Came
from isogloss.schedule.tick import Schedule
from isogloss.schedule.turn import Turn, outcome_of
from isogloss.serve.hooks import Ear
from isogloss.state.agenda import Agenda
from isogloss.watch.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text(encoding="utf-8")
TOKEN = "canary-token"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def agenda(tmp_path: Path, clock: ManualClock) -> Iterator[Agenda]:
    with two_jobs(tmp_path, clock, "0 6 * * *") as opened:
        yield opened


@pytest.fixture
def limiters(clock: ManualClock) -> Limiters:
    return Limiters(clock)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def ear(clock: ManualClock) -> Ear:
    return Ear({}, None, clock, lambda event, **facts: None)  # type: ignore[arg-type]  # nothing is hinted


@pytest.fixture
def service(agenda: Agenda, clock: ManualClock, metrics: Metrics, limiters: Limiters, ear: Ear) -> Service:
    log = lambda event, **facts: None  # noqa: E731 - one line
    made = Service(agenda, lambda mapping, path: Came(), threading.Event(), clock, log, ended=metrics.turn)
    metrics.watch(limiters, ear.came)
    metrics.watch_all(agenda, made.running)
    return made


def shown(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def turn(mapping: str, code: int, took: float = 3.0, late: float = 2.0, folded: int = 0) -> Turn:
    due = datetime(2026, 11, 1, tzinfo=UTC)
    begun = due + timedelta(seconds=late)
    ended = begun + timedelta(seconds=took)
    return Turn(mapping, "schedule", due, begun, ended, folded, outcome_of(code), code, "run", "le titre secret")


def test_turns_are_counted_by_outcome_with_how_long_they_took_and_waited(metrics: Metrics) -> None:
    for each in (turn("a", 0), turn("a", 0, took=40, folded=3), turn("a", 3), turn("b", 1, late=-1)):
        metrics.turn(each)
    found = shown(metrics)
    assert found["isogloss_runs_total", "a", "done"] == 2
    assert found["isogloss_runs_total", "a", "failed"] == found["isogloss_runs_total", "b", "waits"] == 1
    assert found["isogloss_ticks_folded_total", "a"] == 3
    assert found["isogloss_run_seconds_sum", "done"] == 43
    assert found["isogloss_run_seconds_bucket", "5.0", "done"] == 1
    assert found["isogloss_run_wait_seconds_sum", "schedule"] == 6
    assert "secret" not in metrics.text().decode()


def test_requests_are_counted_by_side_and_status(metrics: Metrics) -> None:
    for status in (200, 200, 429, None):
        metrics.sent("a", "webflow", Sent("GET", "/secret/path", status, 0.25, 0.5))
    found = shown(metrics)
    assert found["isogloss_requests_total", "a", "webflow", "200"] == 2
    assert found["isogloss_requests_total", "a", "webflow", "429"] == 1
    assert found["isogloss_requests_total", "a", "webflow", "none"] == 1
    assert found["isogloss_request_seconds_sum", "a", "webflow"] == 1
    assert found["isogloss_request_wait_seconds_total", "a", "webflow"] == 2
    assert "secret" not in metrics.text().decode()


def test_what_a_log_hears_is_counted_and_passed_on(metrics: Metrics) -> None:
    heard: list[tuple[str, dict]] = []
    log = metrics.listening(lambda event, **facts: heard.append((event, facts)))
    log(RUN_BEGUN, mapping="a", run="r", resumed=False)
    log(RUN_BEGUN, mapping="a", run="r", resumed=True)
    log(NOTIFIED, receiver="team", notices=3)
    metrics.busy("b")
    found = shown(metrics)
    assert found["isogloss_takeovers_total", "a"] == 1
    assert found["isogloss_messages_total", "team"] == 1
    assert found["isogloss_lease_refusals_total", "b"] == 1
    assert [event for event, _ in heard] == [RUN_BEGUN, RUN_BEGUN, NOTIFIED]


def test_what_waits_and_is_open_is_read_when_somebody_asks(
    service: Service, metrics: Metrics, agenda: Agenda, clock: ManualClock
) -> None:
    assert shown(metrics)["isogloss_oldest_waiting_seconds",] == 0
    agenda.ask("a", "person")
    agenda.pause("b")
    agenda.approvals.ask("a", "digest", "plan.jsonl", "deletes: 6")
    clock.sleep(100)
    found = shown(metrics)
    assert found["isogloss_mappings",] == 2
    assert found["isogloss_mappings_waiting",] == 1
    assert found["isogloss_oldest_waiting_seconds",] == 100
    assert found["isogloss_paused", "b"] == found["isogloss_approvals_waiting", "a"] == 1
    assert found["isogloss_conflicts_open", "a"] == found["isogloss_approvals_waiting", "b"] == 0
    agenda.end([(agenda.waiting()[0], turn("a", 0))])
    assert ("isogloss_last_run_timestamp_seconds", "a") in shown(metrics)


def test_the_share_of_a_pace_is_that_of_each_token_and_names_none(
    service: Service, metrics: Metrics, limiters: Limiters, clock: ManualClock
) -> None:
    at = "https://api.example/v2"
    first = limiters.of(Pace(10, 60), Secret(TOKEN), Secret("its-second"), at=at)
    limiters.of(Pace(10, 60), Secret("another"), at=at)
    for _ in range(5):
        first.enter(60)
    found = shown(metrics)
    assert (found["isogloss_rate_share", at, "1"], found["isogloss_rate_share", at, "2"]) == (0.5, 0)
    clock.sleep(300)
    assert shown(metrics)["isogloss_rate_share", at, "1"] == 0
    assert TOKEN not in metrics.text().decode()


def test_hooks_are_counted_by_what_became_of_them(service: Service, metrics: Metrics, ear: Ear) -> None:
    ear.came["webflow", "refused"] += 3
    assert shown(metrics)["isogloss_hooks_total", "webflow", "refused"] == 3


def test_it_is_answered_at_its_address_in_the_form_that_scrapers_ask_for(
    service: Service, metrics: Metrics, agenda: Agenda, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Opened(agenda, clock, places=PLACES[:1], metrics=metrics).page
    answer = page.get("/metrics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert "isogloss_mappings 2.0" in answer.text
    assert page.get("/metrics", headers={"host": "evil.example"}).status_code == 421

    def gone() -> dict[str, Schedule]:
        raise StateError("the state is away")

    monkeypatch.setattr(agenda, "schedules", gone)
    assert page.get("/metrics").status_code == 503


def test_the_page_of_metrics_lists_every_figure_and_its_labels(
    service: Service, metrics: Metrics, limiters: Limiters, ear: Ear, agenda: Agenda
) -> None:
    metrics.turn(turn("a", 0, folded=1))
    metrics.sent("a", "webflow", Sent("GET", "/", 200, 0.1, 0.0))
    metrics.busy("a")
    log = metrics.listening(lambda event, **facts: None)
    log(RUN_BEGUN, mapping="a", resumed=True)
    log(NOTIFIED, receiver="team")
    limiters.of(Pace(10, 60), Secret(TOKEN), at="https://api.example")
    ear.came["webflow", "taken"] += 1
    agenda.ask("a", "person")
    agenda.end([(agenda.waiting()[0], turn("a", 0))])
    there: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(metrics.text().decode()):
        name = family.name + ("_total" if family.type == "counter" else "")
        if name.startswith("isogloss_"):
            there[name] = {label for each in family.samples for label in each.labels} - {"le"}
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in DOCS.splitlines() if line[:1] == "|"
    ]
    rows = [row for row in cells if len(row) == 3 and row[0].startswith("`isogloss_")]
    told = {name: set(re.findall("`(.*?)`", row[1])) for row in rows for name in re.findall("`(.*?)`", row[0])}
    assert there == told
