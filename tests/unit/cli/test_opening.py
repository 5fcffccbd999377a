"""From what was typed to a session: stopping, waiting, and secrets that nobody sees from then on."""

import os
import signal

import pytest
from small_site import ENVIRONMENT, MAPPING

from isogloss.cli.invocation import Invocation
from isogloss.cli.opening import Stop, opened
from isogloss.errors import Interrupted
from isogloss.http.observe import Sent
from isogloss.model.address import Side


@pytest.fixture
def mapping(tmp_path, monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    text = MAPPING.replace("@WEBFLOW@", "http://127.0.0.1:9").replace("@BUTTER@", "http://127.0.0.1:9")
    path = tmp_path / "pots.yaml"
    path.write_text(text.replace("@FLOW@", "both"), encoding="utf-8")
    return str(path)


@pytest.fixture
def invocation(tmp_path):
    return Invocation(state=str(tmp_path / "state.db"), quiet=True)


def test_nobody_stops_before_somebody_asks():
    stop = Stop()
    stop()
    stop.hear(signal.SIGINT, None)
    with pytest.raises(Interrupted, match="everything done is recorded"):
        stop()


def test_who_asks_twice_does_not_wait_for_the_request_in_flight():
    stop = Stop()
    stop.hear(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        stop.hear(signal.SIGINT, None)


def test_the_secrets_of_a_mapping_are_hidden_once_it_is_loaded(invocation, mapping):
    with opened(invocation, mapping, what="planning"):
        for secret in ENVIRONMENT.values():
            assert invocation.redactor.text(f"it is {secret}") == "it is ***"


def test_signals_stop_a_session_and_are_given_back(invocation, mapping):
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    with opened(invocation, mapping, what="planning") as session:
        scratch = session.scratch
        assert scratch.is_dir()
        session.stop()
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted):
            session.stop()
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before
    assert not scratch.exists()


@pytest.mark.parametrize(
    ("within", "first", "unsure"), [(0.1, 0.02, 0.1), (4.0, 0.2, 4.0), (120.0, 1.0, 30.0), (3600.0, 1.0, 30.0)]
)
def test_looks_begin_sooner_where_little_time_is_given(invocation, mapping, within, first, unsure):
    with opened(invocation, mapping, what="applying", confirm_within=within) as session:
        patience = session.patience
    assert (patience.first, patience.confirm, patience.unsure) == pytest.approx((first, within, unsure))


def test_what_a_person_sees_counts_what_the_plan_counts(invocation, mapping):
    with opened(invocation, mapping, what="planning") as session:
        session.observers[Side.LEFT].sent(Sent("GET", "/sites", 200, 0.1, 0.0))
        assert [session.tallies[side].total for side in Side] == [1, 0]
        assert "1 request," in session.progress.line()
