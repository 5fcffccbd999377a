"""What a service remembers, on both databases: what has come is asked for once, and no more once it was run."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from accounted import unaccounted
from manual_clock import ManualClock
from old_states import as_of

from isogloss.errors import Refused
from isogloss.schedule.tick import Schedule
from isogloss.schedule.turn import Turn
from isogloss.state import agenda as module
from isogloss.state import approvals as approvals_module
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.asking import Waiting
from isogloss.state.tables import APPROVAL, ASK, SCHEDULE, TURN

if TYPE_CHECKING:
    from collections.abc import Iterator

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def agenda(address: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    for each in (module, approvals_module):
        monkeypatch.setattr(each, "moment", lambda _, ours: ours.now().timestamp())
    with open_agenda(address, clock) as opened:
        with opened._database.write() as connection:
            for table in (SCHEDULE, ASK, TURN, APPROVAL):
                connection.execute(table.delete())
        yield opened


def named(*names: str, cron: str = "*/10 * * * * *", lane: str = "default") -> list[Schedule]:
    return [Schedule(name, f"{name}.yaml", cron, "UTC", lane, None, NEVER) for name in names]


def asks(agenda: Agenda) -> list[tuple[str, str, int]]:
    return [(each.ask.mapping, each.ask.reason, each.ask.folded) for each in agenda.waiting()]


def turn_of(agenda: Agenda, at: int = 0, outcome: str = "done") -> tuple[Waiting, Turn]:
    taken, now = agenda.waiting()[at], agenda.now()
    ask = taken.ask
    return taken, Turn(ask.mapping, ask.reason, ask.due, now, now, ask.folded, outcome, 0, "20261101-000010-abcd")


def test_a_time_that_comes_is_asked_for_once(agenda: Agenda, clock: ManualClock) -> None:
    agenda.register(named("acme", "beta"))
    assert (agenda.tick(), agenda.any_due()) == (0, False)
    clock.sleep(10)
    assert agenda.any_due()
    assert (agenda.tick(), agenda.tick(), agenda.any_due()) == (2, 0, False)
    assert asks(agenda) == [("acme", "schedule", 0), ("beta", "schedule", 0)]
    assert agenda.asked() == {"acme", "beta"}


def test_times_that_passed_unseen_are_folded_and_counted_once_the_turn_has_ended(
    agenda: Agenda, clock: ManualClock
) -> None:
    agenda.register(named("acme"))
    clock.sleep(35)
    agenda.tick()
    assert asks(agenda) == [("acme", "schedule", 2)]
    clock.sleep(10)
    agenda.tick()
    assert asks(agenda) == [("acme", "schedule", 3)]
    assert agenda.schedules()["acme"].folded == 0
    agenda.end([turn_of(agenda)])
    assert asks(agenda) == []
    assert agenda.schedules()["acme"].folded == 3
    (turn,) = agenda.turns("acme")
    assert (turn.folded, turn.due, turn.outcome) == (3, NEVER.replace(2026, 11) + timedelta(seconds=10), "done")


def test_what_is_asked_for_while_it_runs_is_run_once_more(agenda: Agenda, clock: ManualClock) -> None:
    agenda.register(named("acme"))
    clock.sleep(25)
    agenda.tick()
    running = turn_of(agenda)
    clock.sleep(10)
    agenda.tick()
    assert agenda.ask("acme", "person")
    agenda.end([running])
    assert asks(agenda) == [("acme", "person", 1)]
    agenda.end([turn_of(agenda)])
    assert asks(agenda) == []
    assert agenda.schedules()["acme"].folded == 2


def test_one_run_more_may_be_due_after_a_time_that_comes_when_somebody_looks_late(
    agenda: Agenda, clock: ManualClock
) -> None:
    agenda.register(named("acme"))
    clock.sleep(15)
    agenda.tick()
    running = turn_of(agenda)
    clock.sleep(10)
    agenda.tick()
    clock.sleep(5.5)
    taken, turn = running
    agenda.end([(taken, replace(turn, ended=agenda.now()))])
    agenda.end([turn_of(agenda)])
    agenda.tick()
    agenda.end([turn_of(agenda)])
    due = [each.due - NEVER.replace(2026, 11) for each in reversed(agenda.turns("acme"))]
    assert due == [timedelta(seconds=10), timedelta(seconds=30.5), timedelta(seconds=30)]
    assert unaccounted(agenda, "acme", "*/10 * * * * *") == 0


def test_who_is_paused_and_resumed_while_it_runs_and_asked_for_is_run_once_more(agenda: Agenda) -> None:
    agenda.register(named("acme"))
    agenda.ask("acme", "person")
    running = turn_of(agenda)
    assert agenda.pause("acme")
    assert asks(agenda) == []
    assert agenda.resume("acme")
    agenda.ask("acme", "person")
    agenda.end([running])
    assert asks(agenda) == [("acme", "person", 0)]


def test_what_is_paused_is_not_asked_for_and_begins_anew_when_it_is_resumed(agenda: Agenda, clock: ManualClock) -> None:
    agenda.register(named("acme"))
    agenda.pause("acme")
    clock.sleep(100)
    assert agenda.tick() == 0
    agenda.register(named("acme"))
    assert agenda.schedules()["acme"].paused
    agenda.resume("acme")
    assert agenda.tick() == 0
    clock.sleep(10)
    assert (agenda.tick(), asks(agenda)) == (1, [("acme", "schedule", 0)])


def test_nobody_pauses_resumes_or_asks_for_what_is_not_there(agenda: Agenda) -> None:
    assert (agenda.pause("acme"), agenda.resume("acme"), agenda.ask("acme", "person")) == (False, False, False)


def test_a_person_goes_first_and_what_was_cut_before_that(agenda: Agenda, clock: ManualClock) -> None:
    agenda.register(named("acme", "beta", "gamma"))
    clock.sleep(10)
    agenda.tick()
    agenda.ask("beta", "person")
    agenda.first(["gamma"])
    assert [each.ask.mapping for each in agenda.waiting()] == ["gamma", "beta", "acme"]


def test_what_is_put_off_waits_so_long_unless_a_person_asks(agenda: Agenda, clock: ManualClock) -> None:
    agenda.register(named("acme", "beta"))
    clock.sleep(10)
    agenda.tick()
    for name in ("acme", "beta"):
        agenda.put_off(name, 30)
    assert asks(agenda) == []
    agenda.ask("beta", "person")
    assert [name for name, *_ in asks(agenda)] == ["beta"]
    clock.sleep(30)
    assert [name for name, *_ in asks(agenda)] == ["beta", "acme"]


def test_a_mapping_that_left_its_project_is_run_no_more(agenda: Agenda, clock: ManualClock) -> None:
    agenda.register(named("acme", "beta"))
    clock.sleep(10)
    agenda.tick()
    agenda.register(named("beta"), alone=True)
    assert (list(agenda.schedules()), agenda.asked()) == (["beta"], {"beta"})


def test_old_turns_are_forgotten_and_the_newest_stay(agenda: Agenda, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_TURNS", 3)
    agenda.register(named("acme"))
    for place in range(5):
        agenda.ask("acme", "person")
        taken, turn = turn_of(agenda)
        agenda.end([(taken, replace(turn, run=f"run-{place}"))])
    agenda.prune()
    assert [turn.run for turn in agenda.turns("acme")] == ["run-4", "run-3", "run-2"]


def test_a_second_service_is_refused_with_the_name_of_the_first(agenda: Agenda, address: str, clock) -> None:
    with agenda.serving(), open_agenda(address, clock) as other:
        assert other.holder() is not None
        with pytest.raises(
            Refused, match=r"isogloss serve is at work on this state already: .* \(process \d+\)\. Stop"
        ):
            other.serving().__enter__()
    with agenda.serving():
        pass


def test_a_service_that_lost_its_lease_writes_nothing_more(agenda: Agenda, address: str, clock: ManualClock) -> None:
    agenda.register(named("acme"))
    with agenda.serving() as lease:
        clock.sleep(10)
        with open_agenda(address, clock) as other:
            other.leases.break_(lease.id)
        with pytest.raises(Refused, match="was broken or taken over"):
            agenda.tick()
    with open_agenda(address, clock) as other:
        assert (other.asked(), other.any_due()) == (frozenset(), True)


def test_the_newest_plan_of_a_mapping_waits_for_approval_and_is_decided_until_it_is_carried_out(
    agenda: Agenda, clock: ManualClock
) -> None:
    approvals = agenda.approvals
    for digest in ("aaaa", "bbbb"):
        approvals.ask("acme", digest, f"{digest}.jsonl", "changes: 1")
        clock.sleep(1)
    approvals.ask("beta", "cccc", "cccc.jsonl", "deletes: 2")
    assert [(each.mapping, each.digest, each.fate) for each in approvals.all()] == [
        ("acme", "bbbb", "waiting"),
        ("beta", "cccc", "waiting"),
    ]
    assert not approvals.decide("aaaa", "approved", "Ann")
    assert approvals.decide("bbbb", "rejected", "Ann")
    assert approvals.decide("bbbb", "approved", "Bob")
    found = approvals.of("acme")
    assert found is not None
    assert (found.fate, found.by, found.asked) == ("approved", "Bob", NEVER.replace(2026, 11) + timedelta(seconds=1))
    assert approvals.carried_out(found)
    assert (approvals.of("acme"), approvals.decide("bbbb", "rejected", "Ann")) == (None, None)
    approvals.ask("acme", "bbbb", "bbbb.jsonl", "changes: 1")
    again = approvals.of("acme")
    assert again is not None
    assert (again.fate, again.by) == ("waiting", "")


def test_many_who_tick_at_once_ask_once(agenda: Agenda, address: str, clock: ManualClock) -> None:
    agenda.register(named(*(f"m{n:03}" for n in range(40))))
    clock.sleep(10)
    asked: list[int] = []

    def look() -> None:
        with open_agenda(address, clock) as other:
            asked.append(other.tick())

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(asked) == 40
    assert [folded for *_, folded in asks(agenda)] == [0] * 40


def test_where_nothing_was_written_yet_nothing_is_due_and_nothing_is_made(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with open_agenda(str(path), ManualClock(), read_only=True) as empty:
        assert (empty.schedules(), empty.waiting(), empty.holder()) == ({}, [], None)
    assert not path.exists()


def test_a_state_of_before_has_an_agenda_without_anything(tmp_path: Path, new_state: Path) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(new_state.read_bytes())
    as_of(path, "0009")
    before = path.read_bytes()
    with open_agenda(str(path), ManualClock(), read_only=True) as old:
        assert (old.schedules(), old.asked(), old.conflicts()) == ({}, frozenset(), {})
    assert path.read_bytes() == before
    with open_agenda(str(path), ManualClock()) as new:
        new.register(named("acme"))
        assert list(new.schedules()) == ["acme"]
