"""Telling beside the runs: what is new is told once to whom it is about, and what was not taken later, not for ever."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from sandboxes import until
from two_jobs import two_jobs

from isogloss.errors import StateError
from isogloss.http.redact import Redactor
from isogloss.mapping.project.notifying import Command, Receiver
from isogloss.notify.teller import AGAIN, Teller, telling
from isogloss.notify.ways import Came
from isogloss.schedule.times import Times
from isogloss.schedule.turn import Turn, outcome_of
from isogloss.state.agenda import Agenda

if TYPE_CHECKING:
    from collections.abc import Iterator

    from isogloss.notify.words import Message

WAY = Command(("tell",), Path())


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def agenda(tmp_path: Path, clock: ManualClock) -> Iterator[Agenda]:
    with two_jobs(tmp_path, clock) as opened:
        yield opened


def ended(agenda: Agenda, mapping: str, code: int) -> None:
    agenda.ask(mapping, "person")
    taken = next(each for each in agenda.waiting() if each.ask.mapping == mapping)
    now = agenda.now()
    agenda.end([(taken, Turn(mapping, "person", now, now, now, 0, outcome_of(code), code, "run", "le titre secret"))])


class Told:
    """A teller of two mappings, and what left."""

    def __init__(self, agenda: Agenda, *receivers: Receiver) -> None:
        self.sent: list[tuple[str, Message]] = []
        self.came = Came()
        self.said: list[tuple[str, dict[str, object]]] = []
        log = lambda event, **facts: self.said.append((event, facts))  # noqa: E731 - one line
        ways = {each.name: self._way(each.name) for each in receivers}
        self.teller = Teller(agenda, {"a": receivers, "b": receivers[:1]}, ways, log, Redactor())

    def _way(self, name: str):  # type: ignore[no-untyped-def]  # a way
        def send(message: Message) -> Came:
            self.sent.append((name, message))
            return self.came

        return send

    def look(self) -> list[tuple[str, str]]:
        before = len(self.sent)
        self.teller.look()
        return [(name, each.mapping + " " + each.what) for name, told in self.sent[before:] for each in told.notices]


def receiver(name: str, **more: object) -> Receiver:
    return Receiver(name, WAY, Path(), **more)  # type: ignore[arg-type]  # its fields


def test_what_is_new_is_told_once_to_whom_it_is_about(agenda: Agenda) -> None:
    told = Told(agenda, receiver("team"), receiver("ann", about=("recovery",)))
    assert told.look() == []
    ended(agenda, "a", 3)
    ended(agenda, "b", 5)
    assert sorted(told.look()) == [("team", "a failure"), ("team", "b failure")]
    assert len(told.sent) == 1
    ended(agenda, "a", 3)
    assert told.look() == []
    ended(agenda, "a", 0)
    assert told.look() == [("ann", "a recovery"), ("team", "a recovery")]
    assert told.look() == []
    assert [event for event, _ in told.said] == ["notified"] * 3


def test_nothing_that_a_run_said_is_told_on(agenda: Agenda) -> None:
    told = Told(agenda, receiver("team"))
    ended(agenda, "a", 3)
    told.look()
    assert "secret" not in str(told.sent[0][1].data()) + str(told.said)


def test_the_next_service_tells_what_the_one_before_could_not(agenda: Agenda) -> None:
    Told(agenda, receiver("team")).look()
    ended(agenda, "a", 3)
    after = Told(agenda, receiver("team"))
    assert after.look() == [("team", "a failure")]
    assert Told(agenda, receiver("team")).look() == []


def test_what_was_not_taken_is_tried_again_so_often_and_then_given_up(agenda: Agenda, clock: ManualClock) -> None:
    told = Told(agenda, receiver("team"))
    told.came = Came("it answered 500", taken=False)
    ended(agenda, "a", 3)
    assert told.look() == [("team", "a failure")]
    for wait in AGAIN:
        clock.sleep(wait - 1)
        assert told.look() == []
        clock.sleep(1)
        assert told.look() == [("team", "a failure")]
    assert len({message.id for _, message in told.sent}) == 1
    clock.sleep(10 * AGAIN[-1])
    assert told.look() == []
    assert told.said[0] == (
        "warned",
        {"message": "notify.team: it answered 500; 1 notices are tried again in 30 s"},
    )
    assert told.said[-1] == (
        "warned",
        {"message": "notify.team: it answered 500; 1 notices were tried 6 times and are given up"},
    )


def test_what_is_taken_in_part_is_told_and_not_sent_again(agenda: Agenda) -> None:
    told = Told(agenda, receiver("team"))
    told.came = Came("the mail server did not take 1 of 2 addresses")
    ended(agenda, "a", 3)
    assert told.look() == [("team", "a failure")]
    assert told.look() == []
    assert told.said[-1] == ("warned", {"message": "notify.team: the mail server did not take 1 of 2 addresses"})


def test_a_digest_tells_all_of_a_day_in_one_message(agenda: Agenda, clock: ManualClock) -> None:
    told = Told(agenda, receiver("team", digest=Times("0 7 * * *", "UTC")))
    for code in (3, 0, 5):
        ended(agenda, "a", code)
        assert told.look() == []
        clock.sleep(3600)
    clock.sleep(3 * 3600 + 3599)
    assert told.look() == []
    clock.sleep(1)
    assert agenda.now() == datetime(2026, 11, 1, 7, tzinfo=UTC)
    assert told.look() == [("team", "a failure"), ("team", "a recovery"), ("team", "a failure")]
    assert len(told.sent) == 1
    clock.sleep(timedelta(days=2).total_seconds())
    assert told.look() == []


def test_what_waits_for_a_receiver_that_is_gone_is_dropped_and_that_is_told(agenda: Agenda) -> None:
    before = Told(agenda, receiver("team"))
    before.came = Came("it answered 500", taken=False)
    ended(agenda, "a", 3)
    before.look()
    after = Told(agenda, receiver("ops"))
    assert after.look() == []
    assert after.said == [
        ("warned", {"message": "1 notices are for receivers that the project does not name any more: dropped"})
    ]


def test_a_fault_of_ours_or_of_the_state_is_told_and_ends_nothing(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isogloss.notify.teller._TROUBLE", 0.01)
    told, faults = Told(agenda, receiver("team")), [StateError("the state is away"), ZeroDivisionError("ours")]
    real = agenda.notices.ended_since

    def fails(seq: int) -> object:
        if faults:
            raise faults.pop(0)
        return real(seq)

    monkeypatch.setattr(agenda.notices, "ended_since", fails)
    ended(agenda, "a", 3)
    stop = threading.Event()
    with telling(told.teller, stop):
        until(lambda: told.sent, 60)
    assert stop.is_set()
    assert [event for event, _ in told.said] == ["warned", "failed", "notified"]
    assert "this is a bug of ours" in str(told.said[1][1]["message"])
