"""The port for machines: where it is said to be, and what whoever reaches it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from isogloss.errors import ConfigError, StateError
from isogloss.watch.metrics import Metrics
from isogloss.watch.port import Port, port, watched

if TYPE_CHECKING:
    from collections.abc import Callable


def test_where_it_is_said_to_be_is_understood() -> None:
    assert port(None) is None
    assert [port(said) for said in ("9700", "0", "0.0.0.0:9700", "[::]:80")] == [
        *(Port("127.0.0.1", 9700), Port("127.0.0.1", 0), Port("0.0.0.0", 9700), Port("::", 80))  # noqa: S104  # nothing is opened
    ]


@pytest.mark.parametrize(
    "said", ["", "x", "65536", "-1", "host:9700", "1.2.3:80", "::1:80", "[zz]:80", "127.0.0.1", "٩"]
)
def test_what_is_no_port_is_refused_with_what_to_say(said: str) -> None:
    with pytest.raises(ConfigError, match="Say 9700 for this machine alone, or"):
        port(said)


def asked(metrics: Metrics, alive: Callable[[], bool], ready: Callable[[], bool]) -> dict[str, tuple[int, str]]:
    with watched(Port("127.0.0.1", 0), metrics, alive, ready) as there, httpx.Client(trust_env=False) as http:
        told = {"host": "10.1.2.3:9700"}  # as a probe calls a pod
        found = {path: http.get(there + path, headers=told) for path in ("/healthz", "/readyz", "/metrics", "/")}
        assert {http.post(there + path).status_code for path in found} == {404, 405}
    return {path: (answer.status_code, answer.text) for path, answer in found.items()}


@pytest.mark.enable_socket
def test_whoever_reaches_it_is_told_whether_all_is_well_and_the_figures() -> None:
    found = asked(Metrics(), lambda: True, lambda: False)
    assert (found["/healthz"], found["/readyz"]) == ((200, '{"alive":true}'), (503, '{"ready":false}'))
    assert found["/metrics"][0] == 200
    assert {each.name for each in text_string_to_metric_families(found["/metrics"][1])} >= {"process_open_fds"}
    assert found["/"][0] == 404


@pytest.mark.enable_socket
def test_a_state_that_is_away_is_told_without_a_word_of_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = Metrics()

    def away() -> bytes:
        raise StateError("postgresql://db.example is away")

    monkeypatch.setattr(metrics, "text", away)
    assert asked(metrics, lambda: True, lambda: True)["/metrics"] == (503, "The state cannot be read.")


def test_nothing_is_opened_where_nothing_was_said() -> None:
    with watched(None, Metrics(), lambda: True, lambda: True) as there:
        assert there == ""
