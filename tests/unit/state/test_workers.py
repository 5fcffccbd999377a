"""What workers share, on PostgreSQL: who is offered what, who is taken for dead, and whose end counts."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from sqlalchemy import text, update

from isogloss.cluster.engine import Engine, apply, migrations, newest, queue_of
from isogloss.outcomes import Holder
from isogloss.schedule.tick import CUT, Schedule
from isogloss.schedule.turn import Turn
from isogloss.state import workers as module
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.lease import Leases
from isogloss.state.tables import LEASE, WORKER
from isogloss.state.workers import AHEAD, Taken, Ticket, Worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
ANN, BOB = Worker("w1", "ann", "h1", 1, slots=2), Worker("w2", "bob", "h2", 2, slots=2)


@pytest.fixture
def agenda(postgres_database: str) -> Iterator[Agenda]:
    with open_agenda(postgres_database, ManualClock()) as opened:
        opened.workers.prepare(apply)
        yield opened


def named(*names: str, lane: str = "default", cron: str = "0 0 1 1 *") -> list[Schedule]:
    return [Schedule(name, f"{name}.yaml", cron, "UTC", lane, None, NEVER) for name in names]


def asked(agenda: Agenda, *schedules: Schedule) -> None:
    agenda.register([*schedules])
    for each in schedules:
        agenda.ask(each.mapping, "schedule")


def look(agenda: Agenda, *, bury: bool = True) -> tuple[module.Looked, list[str]]:
    """A look, and the mappings of the tickets that it made in the engine, in their order."""
    made: list[str] = []

    def offer(connection: object, tickets: Sequence[Ticket]) -> None:
        made.extend(each.mapping for each in tickets)
        Engine("").offer(connection, tickets)

    looked = agenda.workers.look(offer, bury=bury)
    assert looked is not None
    return looked, made


def tickets(agenda: Agenda) -> list[tuple[str, str, int]]:
    query = "SELECT lock, status::text, priority FROM procrastinate_jobs ORDER BY lock"
    with agenda._database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def drawn(agenda: Agenda, worker: Worker, mapping: str, claim: int) -> Taken:
    """A worker draws a ticket of the engine, and takes the mapping."""
    with agenda._database.write() as connection:
        connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE lock = :name"), {"name": mapping})
    taken = agenda.workers.take(worker, mapping, claim)
    assert taken is not None
    return taken


def later(agenda: Agenda, seconds: float, name: str) -> None:
    """A worker was seen so long ago."""
    mine = update(WORKER).where(WORKER.c.name == name)
    agenda._database.execute(mine.values(seen=WORKER.c.seen - seconds))


def turn(agenda: Agenda, taken: Taken) -> Turn:
    ask, now = taken.waiting.ask, agenda.now()
    return Turn(ask.mapping, ask.reason, ask.due, taken.since, now, ask.folded, "done", 0, "a-run")


def test_what_is_asked_for_has_one_ticket_and_while_it_is_at_work_none(agenda: Agenda) -> None:
    agenda.workers.beat(ANN)
    asked(agenda, *named("a"))
    assert [look(agenda)[1] for _ in range(2)] == [["a"], []]
    taken = drawn(agenda, ANN, "a", 1)
    again = agenda.workers.take(ANN, "a", 1)  # said twice, where the answer was lost
    assert again is not None
    assert again.waiting == taken.waiting
    agenda.ask("a", "webhook")
    assert (look(agenda)[1], agenda.workers.running()) == ([], {"a"})
    assert agenda.workers.take(BOB, "a", 2) is None
    assert agenda.workers.end(taken, turn(agenda, taken))
    assert (agenda.asked(), agenda.workers.running()) == ({"a"}, frozenset())


def test_a_time_that_has_come_moves_on_and_has_its_ticket_at_once_or_neither(agenda: Agenda) -> None:
    agenda.workers.beat(ANN)
    agenda.register(named("a", cron="* * * * * *"))
    before = agenda.schedules()["a"].due

    def fails(connection: object, tickets: Sequence[Ticket]) -> None:
        raise ZeroDivisionError

    with agenda._database.write() as connection:
        connection.exec_driver_sql("UPDATE isogloss_schedule SET due = due - 5")
    before = agenda.schedules()["a"].due
    with pytest.raises(ZeroDivisionError):
        agenda.workers.look(fails, bury=True)
    assert (agenda.schedules()["a"].due, agenda.asked()) == (before, frozenset())
    assert look(agenda) == (module.Looked(1), ["a"])
    assert agenda.schedules()["a"].due != before


def test_lanes_take_turns_and_each_has_a_few_tickets_for_each_slot(agenda: Agenda) -> None:
    agenda.workers.beat(Worker("w1", "ann", "h1", 1, ("big", "small")))
    asked(agenda, *named(*(f"big-{n:02}" for n in range(20)), lane="big"), *named("one", "two", lane="small"))
    looked, made = look(agenda)
    assert made[:4] == ["big-00", "one", "big-01", "two"]
    assert Counter(name.partition("-")[0] for name in made) == {"big": AHEAD, "one": 1, "two": 1}
    assert looked.unserved == ()
    drawn(agenda, ANN, "big-00", 1)
    assert look(agenda)[1] == [f"big-{AHEAD:02}"]


def test_a_lane_that_nobody_serves_is_told_and_has_no_tickets(agenda: Agenda) -> None:
    agenda.workers.beat(Worker("w1", "ann", "h1", 1, ("a",)))
    asked(agenda, *named("here", lane="a"), *named("there", lane="b"))
    looked, made = look(agenda)
    assert (looked.unserved, made) == (("b",), ["here"])
    agenda.workers.beat(BOB)  # who serves all
    looked, made = look(agenda)
    assert (looked.unserved, made) == ((), ["there"])


def test_a_wish_of_a_person_raises_the_ticket_that_waits(agenda: Agenda) -> None:
    agenda.workers.beat(ANN)
    asked(agenda, *named("a"))
    look(agenda)
    agenda.ask("a", "person")
    look(agenda)
    assert tickets(agenda) == [("a", "todo", 20)]


def test_who_is_not_seen_any_more_is_buried_and_finds_its_end_closed(agenda: Agenda) -> None:
    for each in (ANN, BOB):
        agenda.workers.beat(each)
    asked(agenda, *named("a"))
    look(agenda)
    lost = drawn(agenda, ANN, "a", 1)
    later(agenda, module.LOST + 1, "w1")
    assert look(agenda, bury=False) == (module.Looked(), [])
    looked, made = look(agenda)
    assert (looked.over, made, tickets(agenda)) == (("a",), ["a"], [("a", "todo", CUT)])
    taken = drawn(agenda, BOB, "a", 2)
    assert not agenda.workers.end(lost, turn(agenda, lost))
    assert not agenda.workers.put_off(lost, 30)
    assert agenda.turns("a") == ()
    assert agenda.workers.end(taken, turn(agenda, taken))
    assert (len(agenda.turns("a")), agenda.asked()) == (1, frozenset())


def lease_of(agenda: Agenda) -> Holder | None:
    return Leases(agenda._database, "a", ManualClock()).show()


def held(agenda: Agenda, host: str, pid: int) -> None:
    """Somebody has the lease of the mapping."""
    row = {"mapping": "a", "id": "x", "owner": "ann", "host": host, "pid": pid, "acquired": 0.0, "expires": 9e9}
    agenda._database.execute(LEASE.insert().values(row))


def test_the_lease_of_the_dead_ends_and_that_of_a_run_by_hand_does_not(agenda: Agenda) -> None:
    for each in (ANN, BOB):
        agenda.workers.beat(each)
    asked(agenda, *named("a"))
    look(agenda)
    drawn(agenda, ANN, "a", 1)
    held(agenda, "h1", 1)
    later(agenda, module.LOST + 1, "w1")
    look(agenda)
    assert lease_of(agenda) is None
    with agenda._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM isogloss_lease")
    held(agenda, "h1", 4711)
    drawn(agenda, BOB, "a", 2)
    assert lease_of(agenda) is not None


def test_a_lease_that_a_worker_could_not_give_back_is_no_hindrance(agenda: Agenda) -> None:
    agenda.workers.beat(ANN)
    asked(agenda, *named("a"))
    look(agenda)
    held(agenda, "h1", 1)
    drawn(agenda, ANN, "a", 1)
    assert lease_of(agenda) is None


def test_what_is_put_off_waits_and_what_was_stopped_goes_first(agenda: Agenda) -> None:
    agenda.workers.beat(ANN)
    asked(agenda, *named("a", "b"))
    look(agenda)
    assert agenda.workers.put_off(drawn(agenda, ANN, "a", 1), 30)
    assert agenda.workers.put_off(drawn(agenda, ANN, "b", 2), 0)
    with agenda._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM procrastinate_jobs")
    assert look(agenda)[1] == ["b"]
    assert tickets(agenda) == [("b", "todo", CUT)]


def test_a_ticket_that_nobody_has_any_more_is_torn_up(agenda: Agenda) -> None:
    """Its worker was killed between drawing it and taking the mapping."""
    agenda.workers.beat(BOB)
    asked(agenda, *named("a"))
    look(agenda)
    with agenda._database.write() as connection:
        connection.exec_driver_sql("UPDATE procrastinate_jobs SET status = 'doing'")
    assert look(agenda, bury=False)[1] == []
    assert look(agenda)[1] == ["a"]


def test_a_ticket_that_was_not_given_back_is_torn_up_though_its_worker_lives(agenda: Agenda) -> None:
    """The database went away when it was given back, and was there again before the engine's worker noticed."""
    agenda.workers.beat(ANN)
    asked(agenda, *named("a", "b"))
    look(agenda)
    drawn(agenda, ANN, "b", 1)
    with agenda._database.write() as connection:
        connection.exec_driver_sql("INSERT INTO procrastinate_workers DEFAULT VALUES")
        connection.exec_driver_sql(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM procrastinate_workers)"
        )
    assert look(agenda)[1] == []
    with agenda._database.write() as connection:
        past = text("UPDATE procrastinate_events SET at = at - make_interval(secs => :passed)")
        connection.execute(past, {"passed": module.LOST + 1})
    assert look(agenda)[1] == ["a"]


def test_who_leaves_is_present_no_more_and_what_it_had_is_asked_for(agenda: Agenda) -> None:
    for each in (ANN, BOB):
        agenda.workers.beat(each)
    asked(agenda, *named("a"))
    look(agenda)
    drawn(agenda, ANN, "a", 1)
    agenda.workers.leave(ANN)
    assert (agenda.workers.present(), agenda.workers.running(), agenda.asked()) == ((BOB,), frozenset(), {"a"})


def test_only_one_looks_at_a_time(agenda: Agenda) -> None:
    agenda.workers.beat(ANN)
    asked(agenda, *named("a"))
    with open_agenda(agenda._database._engine.url.render_as_string(hide_password=False), ManualClock()) as another:
        seen: list[object] = []
        agenda.workers.look(lambda *_: seen.append(another.workers.look(lambda *_: None, bury=True)), bury=True)
        assert seen == [None]


def test_tables_are_made_once_and_brought_up_to_date(agenda: Agenda) -> None:
    assert agenda.workers.prepared() == newest() == migrations()[-1].stem

    class Noted:
        def __init__(self) -> None:
            self.ran: list[str] = []

        def cursor(self) -> Noted:
            return self

        def execute(self, text: str) -> None:
            self.ran.append(text)

    before = migrations()[-3].stem
    noted = Noted()
    assert apply(noted, before) == newest()
    assert noted.ran == [each.read_text(encoding="utf-8") for each in migrations()[-2:]]


def test_a_lane_of_any_name_is_a_queue_whose_channel_postgresql_takes() -> None:
    names = ["default", "a" * 40, "a" * 41, "b" * 200, "é" * 40]
    made = [queue_of(name) for name in names]
    assert made[:2] == names[:2]
    assert len({*made}) == len(names)
    assert all(len(f"procrastinate_queue_v1#{each}".encode()) < 64 for each in made)
