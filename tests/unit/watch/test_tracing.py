"""Traces: when there are any, what they say, and that nobody waits for whoever takes them."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from isogloss.http.observe import Sent
from isogloss.http.redact import Redactor, Secret
from isogloss.jobs.work import Came, Untraced
from isogloss.watch import tracing as module
from isogloss.watch.tracing import Traces, tracing

if TYPE_CHECKING:
    from collections.abc import Sequence

CANARY = "canary-of-a-platform-3f9a"
SECOND = 1_000_000_000


@pytest.fixture
def redactor() -> Redactor:
    made = Redactor()
    made.learn(Secret(CANARY))
    return made


@pytest.fixture
def said() -> list[str]:
    return []


def spans(redactor: Redactor, came: Came, *requests: Sent) -> Sequence[Any]:
    kept, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    times = iter(range(100 * SECOND, 200 * SECOND, SECOND))
    turn = Traces(provider, redactor, lambda: next(times)).turn("acme")
    for sent in requests:
        turn.sent("webflow", sent)
    turn.ended(came)
    return kept.get_finished_spans()


def test_a_turn_is_a_span_and_so_is_each_request_in_it(redactor: Redactor) -> None:
    sent = Sent("GET", "/v2/sites", 200, 0.25, 1.5), Sent("POST", f"/v2/{CANARY}", None, 0.5, 0.0)
    first, second, turn = spans(redactor, Came(run="20261101-000000-3f2a"), *sent)
    assert turn.name == "turn"
    assert dict(turn.attributes) == {
        "isogloss.mapping": "acme",
        "isogloss.run": "20261101-000000-3f2a",
        "isogloss.outcome": "done",
        "isogloss.exit": 0,
    }
    assert {each.parent.span_id for each in (first, second)} == {turn.context.span_id}
    assert {each.context.trace_id for each in (first, second)} == {turn.context.trace_id}
    assert (first.name, first.end_time - first.start_time) == ("GET", SECOND // 4)
    assert dict(first.attributes) == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "url.path": "/v2/sites",
        "isogloss.side": "webflow",
        "isogloss.waited": 1.5,
    }
    assert (first.status.status_code, second.status.status_code) == (StatusCode.UNSET, StatusCode.ERROR)
    assert "http.response.status_code" not in second.attributes
    assert turn.start_time < second.start_time < second.end_time < turn.end_time
    assert CANARY not in str([each.to_json() for each in (first, second, turn)])


@pytest.mark.parametrize(
    ("came", "outcome", "wrong"),
    [
        (Came(code=1), "waits", False),
        (Came(code=3, said="le titre"), "failed", True),
        (Came(code=4), "refused", True),
        (Came("busy", code=4), "busy", False),
        (Came("stopped"), "stopped", False),
    ],
)
def test_how_a_turn_ended_is_told_and_not_what_a_platform_said(
    redactor: Redactor, came: Came, outcome: str, wrong: bool
) -> None:
    (turn,) = spans(redactor, came)
    assert turn.attributes["isogloss.outcome"] == outcome
    assert (turn.status.status_code is StatusCode.ERROR) is wrong
    assert "titre" not in turn.to_json()


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OTEL_SERVICE_NAME": "acme"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_nobody_is_told_who_was_not_named(redactor: Redactor, environment: dict[str, str]) -> None:
    with tracing("isogloss serve", lambda *_, **__: None, redactor, environment) as traces:
        assert isinstance(traces, Untraced)


def test_without_its_packages_that_is_said_once_and_all_goes_on(
    redactor: Redactor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    log = lambda event, **facts: said.append(facts["message"])  # noqa: E731  # one line
    with tracing("isogloss serve", log, redactor, environment) as traces:
        traces.turn("acme").ended(Came())
    assert said == ["OTEL_EXPORTER_OTLP_ENDPOINT is set, and no traces are sent: install isogloss[traces], or unset it"]


@pytest.mark.enable_socket
def test_whoever_takes_them_may_be_away_and_nobody_waits_for_that(
    redactor: Redactor, said: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(module, "_LAST", 0.5)
    monkeypatch.setattr(module, "_GIVEN_UP", 30.0)  # a slow machine may take long, and nothing may be left
    before = set(threading.enumerate())
    log = lambda event, **facts: said.append(facts["message"])  # noqa: E731  # one line
    with tracing("isogloss serve", log, redactor, environment) as traces:
        turn = traces.turn("acme")
        turn.sent("webflow", Sent("GET", "/v2/sites", 200, 0.25, 1.5))
        turn.ended(Came())
        logging.getLogger("opentelemetry.sdk").error("with %s", CANARY)
        begun = time.monotonic()
    assert time.monotonic() - begun < 30
    assert "traces: with ***" in said
    assert set(threading.enumerate()) <= before, "it tries again behind whatever comes next"
    assert capfd.readouterr().err == ""
