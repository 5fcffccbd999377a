"""What ``isogloss serve`` can be watched by: figures, traces, and a log that says of each event whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from command import environment_of, isogloss
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from posted import Posted, posting
from prometheus_client.parser import text_string_to_metric_families
from sandboxes import Crossing, until
from served import LONG, Served, served

from isogloss.http.clock import SystemClock
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from pathlib import Path

    from opentelemetry.proto.trace.v1.trace_pb2 import Span
    from sandboxes import Sandboxes

pytestmark = [pytest.mark.slow, pytest.mark.network]

PROJECT = 'isogloss: 1\nmappings: {pots: {file: pots.yaml, schedule: "0 0 1 1 *"}}\n'


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, flow="both")
    made.seed()
    (made.folder / "isogloss.yaml").write_text(PROJECT, encoding="utf-8")
    return made


def shown(service: Served) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    answer = service.get("/metrics")
    assert answer.status_code == 200
    assert not [each for each in small_site.ENVIRONMENT.values() if each in answer.text]
    families = text_string_to_metric_families(answer.text)
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def spans(taken: Posted) -> list[Span]:
    """Every span that was sent."""
    sent = [ExportTraceServiceRequest.FromString(body) for _, body in taken.got]
    return [
        span
        for each in sent
        for of_process in each.resource_spans
        for of_scope in of_process.scope_spans
        for span in of_scope.spans
    ]


def test_runs_and_requests_are_counted_and_traced_and_the_log_says_whose_each_event_is(crossing: Crossing) -> None:
    with posting() as taken:
        traced = {**environment_of(crossing), "OTEL_EXPORTER_OTLP_ENDPOINT": taken.address}
        with served(crossing.folder, traced, "-vv") as service:
            service.ask()
            until(lambda: ("isogloss_runs_total", "pots", "done") in shown(service))  # just after it is written down
            found = shown(service)
            sent = len(crossing.sandboxes.log())
            assert service.stop() == 0
    (turn,) = [each for each in spans(taken) if each.name == "turn"]
    requests = [each for each in spans(taken) if each.name != "turn"]
    assert ({each.parent_span_id for each in requests}, len(requests)) == ({turn.span_id}, sent)
    assert {"isogloss.outcome", "isogloss.run"} <= {each.key for each in turn.attributes}
    assert not [each for each in small_site.ENVIRONMENT.values() if each in str([taken.got, spans(taken)])]
    assert found["isogloss_runs_total", "pots", "done"] == 1
    assert sum(value for name, value in found.items() if name[0] == "isogloss_requests_total") == sent
    assert {name[2] for name in found if name[0] == "isogloss_requests_total"} == {"webflow", "butter"}
    shares = [value for name, value in found.items() if name[0] == "isogloss_rate_share"]
    assert 0 < max(shares) <= 1
    assert found["isogloss_conflicts_open", "pots"] == found["isogloss_oldest_waiting_seconds",] == 0
    logged = service.events("request sent")
    assert len(logged) == sent
    assert {(each["mapping"], each["level"]) for each in logged} == {("pots", "debug")}
    assert {each["side"] for each in logged} == {"webflow", "butter"}
    (begun,) = service.events("run begun")
    assert {each["run"] for each in logged if each["method"] != "GET"} == {begun["run"]}


def test_a_run_that_is_gone_on_with_and_a_lease_that_is_held_are_counted(crossing: Crossing) -> None:
    crossing.sandboxes.butter.fault(kind="delay", method="POST", after=4, seconds=1, times=None)
    environment = environment_of(crossing)
    with served(crossing.folder, environment) as service:
        assert isogloss("jobs", "run", "pots", **environment).code == 0
        until(crossing.sandboxes.butter.hits, LONG)
        service.kill()
    crossing.sandboxes.butter.mend()
    with (
        open_state(str(crossing.state), "pots", SystemClock()) as state,
        served(crossing.folder, environment) as service,
    ):
        until(service.turns, LONG)
        assert shown(service)["isogloss_takeovers_total", "pots"] == 1
        with state.leases.acquire(3 * LONG):
            assert isogloss("jobs", "run", "pots", **environment).code == 0
            until(lambda: ("isogloss_lease_refusals_total", "pots") in shown(service), LONG)
        service.stop()
