"""What people are still to be told, on both databases: noted and marked at once, put off, given up, dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock

from isogloss.decide.noticing import Notice
from isogloss.schedule.turn import Turn
from isogloss.state import agenda as agenda_module
from isogloss.state import notices as module
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.asking import Waiting
from isogloss.state.tables import ASK, NOTICE, SCHEDULE, TOLD, TURN

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIRST = Notice("acme", "conflicts", NOW, {"new": 1, "open": 1, "ids": ["k3f9"], "where": {"article fr": 1}})
SECOND = Notice("acme", "failure", NOW + timedelta(hours=1), {"outcome": "failed", "exit": 3, "run": "r"})


@pytest.fixture
def agenda(address: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    for each in (module, agenda_module):
        monkeypatch.setattr(each, "moment", lambda _, ours: ours.now().timestamp())
    with open_agenda(address, clock) as opened:
        with opened._database.write() as connection:
            for table in (TOLD, NOTICE, TURN, ASK, SCHEDULE):
                connection.execute(table.delete())
        yield opened


def test_what_is_noted_waits_for_each_receiver_in_order(agenda: Agenda) -> None:
    notices = agenda.notices
    notices.note("acme", {"a", "b"}, {"team": (0.0, [FIRST, SECOND]), "mail": (0.0, [SECOND]), "none": (0.0, [])})
    assert notices.told("acme") == {"a", "b"}
    assert notices.told("beta") == frozenset()
    assert notices.waiting() == {"team", "mail"}
    assert [due.notice for due in notices.due("team")] == [FIRST, SECOND]
    notices.done(notices.due("team"))
    assert (notices.due("team"), len(notices.due("mail"))) == ([], 1)


def test_marks_are_those_of_the_last_look(agenda: Agenda) -> None:
    agenda.notices.note("acme", {"a"}, {})
    agenda.notices.note("beta", {"c"}, {})
    agenda.notices.note("acme", {"b"}, {})
    assert (agenda.notices.told("acme"), agenda.notices.told("beta")) == ({"b"}, {"c"})
    agenda.notices.note("acme", set(), {})
    assert agenda.notices.told("acme") == frozenset()


def test_what_is_for_later_waits_until_then_and_so_does_what_was_put_off(agenda: Agenda, clock: ManualClock) -> None:
    notices = agenda.notices
    notices.note("acme", set(), {"team": (agenda.now().timestamp() + 60, [FIRST])})
    assert (notices.waiting(), notices.due("team")) == (frozenset(), [])
    clock.sleep(60)
    (due,) = notices.due("team")
    notices.put_off([due], 30)
    assert notices.due("team") == []
    clock.sleep(30)
    assert [each.tries for each in notices.due("team")] == [1]


def test_what_waits_for_nobody_any_more_is_dropped(agenda: Agenda) -> None:
    agenda.notices.note("acme", set(), {"team": (0.0, [FIRST]), "gone": (0.0, [FIRST, SECOND])})
    assert agenda.notices.forget({"team"}) == 2
    assert agenda.notices.waiting() == {"team"}


def test_one_message_holds_no_more_than_can_be_read(agenda: Agenda) -> None:
    agenda.notices.note("acme", set(), {"team": (0.0, [FIRST] * 150)})
    assert len(agenda.notices.due("team")) == module.AT_ONCE
    agenda.notices.done(agenda.notices.due("team"))
    assert len(agenda.notices.due("team")) == 50


def test_turns_that_ended_are_seen_once(agenda: Agenda) -> None:
    assert agenda.notices.ended_since(0) == (0, frozenset())
    for name in ("acme", "beta", "acme"):
        agenda.end([(taken(agenda, name), Turn(name, "person", NOW, NOW, NOW, 0, "done", 0))])
    newest, names = agenda.notices.ended_since(0)
    assert names == {"acme", "beta"}
    assert agenda.notices.ended_since(newest) == (newest, frozenset())


def taken(agenda: Agenda, name: str) -> Waiting:
    from isogloss.schedule.tick import Ask, Schedule

    agenda.register([Schedule(name, f"{name}.yaml", "0 0 1 1 *", "UTC", "default", None, NOW)])
    return Waiting(Ask(name, NOW, "person"), 0, 1)
