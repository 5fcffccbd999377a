"""Hints: whatever comes, in whatever order and however often, asks for one run once it settled, and writes nothing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from sandboxes import until
from two_jobs import two_jobs

from isogloss.errors import StateError
from isogloss.jobs.hints import Hints
from isogloss.schedule.tick import Schedule
from isogloss.state.agenda import Agenda

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def agenda(tmp_path: Path, clock: ManualClock) -> Iterator[Agenda]:
    with two_jobs(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def hints(agenda: Agenda, clock: ManualClock, said: list[str]) -> Hints:
    return Hints(agenda, clock, lambda event, **facts: said.append(event), {"b": 60.0})


def test_hints_of_a_mapping_are_one_run_that_begins_when_the_first_one_settled(
    hints: Hints, agenda: Agenda, clock: ManualClock
) -> None:
    for _ in range(1000):
        hints.hint("a")
    hints.hint("b")
    assert (hints.ask(), agenda.asked()) == ((), frozenset())
    clock.sleep(4.5)
    hints.hint("a")
    assert hints.ask() == ()
    clock.sleep(0.5)
    assert (hints.ask(), hints.ask(), agenda.asked()) == (("a",), (), {"a"})
    clock.sleep(55)
    assert (hints.ask(), agenda.asked()) == (("b",), {"a", "b"})
    assert [(each.ask.reason, each.priority, each.ask.folded) for each in agenda.waiting()] == [("webhook", 10, 0)] * 2


def test_a_hint_while_a_run_waits_is_folded_into_it(hints: Hints, agenda: Agenda, clock: ManualClock) -> None:
    agenda.ask("a", "schedule")
    for _ in range(3):
        hints.hint("a")
        clock.sleep(5)
        hints.ask()
    (waiting,) = agenda.waiting()
    assert (waiting.ask.folded, waiting.priority, waiting.ask.reason) == (3, 10, "webhook")


def test_a_person_goes_before_a_hint_and_a_hint_before_the_clock(
    hints: Hints, agenda: Agenda, clock: ManualClock
) -> None:
    agenda.register([Schedule("c", "c.yaml", "0 0 1 1 *", "UTC", "default", None, NEVER)])
    agenda.ask("c", "schedule")
    hints.hint("a")
    clock.sleep(5)
    hints.ask()
    agenda.ask("b", "person")
    assert [each.ask.mapping for each in agenda.waiting()] == ["b", "a", "c"]


def test_what_is_paused_or_unknown_is_not_woken(hints: Hints, agenda: Agenda, clock: ManualClock) -> None:
    agenda.pause("a")
    hints.hint("a")
    hints.hint("nobody")
    clock.sleep(5)
    assert set(hints.ask()) == {"a", "nobody"}
    assert agenda.asked() == frozenset()
    agenda.ask("a", "person")
    assert agenda.asked() == {"a"}


def test_a_state_that_is_away_for_a_while_loses_no_hint(
    hints: Hints, agenda: Agenda, clock: ManualClock, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isogloss.jobs.hints._TROUBLE", 0.01)
    faults, real = [StateError("away")], agenda.ask

    def fails(mapping: str, reason: str) -> bool:
        if faults:
            raise faults.pop()
        return real(mapping, reason)  # type: ignore[arg-type]  # a reason

    monkeypatch.setattr(agenda, "ask", fails)
    hints.hint("a")
    clock.sleep(5)
    stop = threading.Event()
    thread = threading.Thread(target=hints.run, args=(stop,))
    thread.start()
    until(agenda.asked, 60)
    stop.set()
    thread.join(60)
    assert said == ["warned"]


def test_nothing_settles_while_a_mapping_is_at_work_so_that_its_echoes_are_one_run(
    agenda: Agenda, clock: ManualClock
) -> None:
    running: set[str] = {"a"}
    hints = Hints(agenda, clock, lambda event, **facts: None, {}, lambda: running)
    for _ in range(30):
        hints.hint("a")
        hints.hint("b")
        clock.sleep(1)
        hints.ask()
    assert agenda.asked() == {"b"}
    running.clear()
    for _ in range(4):
        hints.hint("a")
        clock.sleep(1)
        assert hints.ask() == ()
    clock.sleep(1)
    assert hints.ask() == ("a",)
