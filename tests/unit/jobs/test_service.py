"""The service on a clock of its own: what begins when, and what is in the state meanwhile. Turns are played."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from isogloss.errors import Interrupted, StateError
from isogloss.http.clock import SystemClock
from isogloss.jobs.queue import Queue
from isogloss.jobs.service import Service, held
from isogloss.jobs.work import Came, StoppableClock
from isogloss.schedule.tick import Ask, Schedule
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.asking import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def waits(mapping: str, lane: str = "default", priority: int = 0, minute: int = 0) -> Waiting:
    due = datetime(2026, 11, 1, 0, minute, tzinfo=UTC)
    return Waiting(Ask(mapping, due, "schedule", lane), priority, 1)


def taken(queue: Queue, count: int) -> list[str]:
    return [each.ask.mapping for each in (queue.take() for _ in range(count)) if each is not None]


def test_who_has_waited_longest_begins_and_a_higher_priority_before() -> None:
    queue = Queue()
    queue.renew([waits("c", priority=20, minute=9), waits("a", minute=1), waits("b", minute=2)])
    assert taken(queue, 3) == ["c", "a", "b"]


def test_a_lane_with_many_does_not_keep_another_waiting() -> None:
    queue = Queue()
    queue.renew([*(waits(f"big-{n}", "big", minute=n) for n in range(5)), waits("small", "small", minute=9)])
    assert taken(queue, 3) == ["big-0", "small", "big-1"]


def test_what_is_at_work_or_not_written_down_yet_does_not_begin_again() -> None:
    queue = Queue()
    queue.renew([waits("a")])
    assert taken(queue, 1) == ["a"]
    for step in (lambda: None, lambda: queue.done("a")):
        step()
        queue.renew([waits("a")])
        assert queue.empty
    queue.written(["a"])
    queue.renew([waits("a")])
    assert taken(queue, 1) == ["a"]


def test_who_waits_for_work_is_let_go() -> None:
    queue = Queue()
    found: list[Waiting | None] = []
    thread = threading.Thread(target=lambda: found.append(queue.take()))
    thread.start()
    queue.close()
    thread.join(30)
    assert found == [None]


@pytest.fixture
def agenda(tmp_path: Path) -> Iterator[Agenda]:
    with open_agenda(str(tmp_path / "state.db"), SystemClock()) as opened:
        yield opened


def named(*names: str, cron: str = "0 0 1 1 *", lane: str = "default") -> list[Schedule]:
    return [Schedule(name, f"{name}.yaml", cron, "UTC", lane, None, NEVER) for name in names]


class Played:
    """A service whose turns are played; ``work`` says how."""

    def __init__(self, agenda: Agenda, work: Callable[[str, Path], Came], slots: int = 3) -> None:
        self.agenda, self.stop, self.said = agenda, threading.Event(), []
        log = lambda event, **facts: self.said.append((event, facts))  # noqa: E731 - one line
        self.service = Service(agenda, work, self.stop, SystemClock(), log, slots)
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        with held(self.agenda) as lease:
            self.service.run(lease)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(60)
        assert not self.thread.is_alive()


def until(told: Callable[[], object]) -> None:
    last = time.monotonic() + 60
    while not told():
        assert time.monotonic() < last, "it never happened"
        time.sleep(0.01)


def test_many_that_are_due_at_once_are_each_run_once(agenda: Agenda) -> None:
    names = [f"m{n:03}" for n in range(150)]
    agenda.register(named(*names))
    for name in names:
        agenda.ask(name, "person")
    ran: Counter[str] = Counter()
    with Played(agenda, lambda mapping, path: (ran.update([mapping]), Came())[1]):
        until(lambda: not agenda.asked())
    assert ran == Counter(names)
    assert {len(agenda.turns(name)) for name in names} == {1}


def test_no_mapping_is_at_work_twice_and_who_asks_meanwhile_gets_one_more_run(agenda: Agenda) -> None:
    agenda.register(named("acme"))
    agenda.ask("acme", "person")
    at_work, most, go = [0], [0], threading.Event()

    def work(mapping: str, path: Path) -> Came:
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        go.wait(30)
        at_work[0] -= 1
        return Came(run="run")

    with Played(agenda, work) as played:
        until(lambda: played.service.running() == {"acme"})
        for _ in range(3):
            agenda.ask("acme", "person")
        time.sleep(0.3)
        go.set()
        until(lambda: len(agenda.turns("acme")) == 2)
        until(lambda: not agenda.asked())
    assert most == [1]
    assert [turn.folded for turn in agenda.turns("acme")] == [2, 0]


def test_what_comes_of_a_turn_is_written_down(agenda: Agenda) -> None:
    agenda.register(named("done", "waits", "refused", "failed"))
    came = {
        "done": Came(run="r1"),
        "waits": Came(code=1),
        "refused": Came(code=4, said="too much"),
        "failed": Came(code=3),
    }
    for name in came:
        agenda.ask(name, "person")
    with Played(agenda, lambda mapping, path: came[mapping]):
        until(lambda: not agenda.asked())
    assert {name: agenda.turns(name)[0].outcome for name in came} == {name: name for name in came}
    assert (agenda.turns("done")[0].run, agenda.turns("refused")[0].said) == ("r1", "too much")


def test_what_was_stopped_stays_asked_for_and_goes_first(agenda: Agenda) -> None:
    agenda.register(named("acme", "beta"))
    for name in ("acme", "beta"):
        agenda.ask(name, "person")
    began = threading.Event()

    def work(mapping: str, path: Path) -> Came:
        began.set()
        played.stop.wait(30)
        return Came("stopped")

    with Played(agenda, work, slots=1) as played:
        assert began.wait(30)
    assert agenda.asked() == {"acme", "beta"}
    assert [(each.ask.mapping, each.priority) for each in agenda.waiting()] == [("acme", 30), ("beta", 20)]
    assert agenda.turns("acme") == ()


def test_what_somebody_else_is_at_work_on_is_tried_later(agenda: Agenda) -> None:
    agenda.register(named("acme"))
    agenda.ask("acme", "person")
    tried: list[str] = []
    with Played(agenda, lambda mapping, path: (tried.append(mapping), Came("busy", code=4))[1]):
        until(lambda: tried and not agenda.waiting())
        time.sleep(0.3)
    assert (tried, agenda.asked(), agenda.turns("acme")) == (["acme"], {"acme"}, ())


def test_a_state_that_cannot_be_used_for_a_while_is_waited_for(agenda: Agenda, monkeypatch: pytest.MonkeyPatch) -> None:
    agenda.register(named("acme"))
    agenda.ask("acme", "person")
    asked, real = [0], agenda.any_due

    def away() -> bool:
        asked[0] += 1
        if asked[0] <= 2:
            raise StateError("state.db: it is away. Wait.")
        return real()

    monkeypatch.setattr(agenda, "any_due", away)
    with Played(agenda, lambda mapping, path: Came()) as played:
        until(lambda: agenda.turns("acme"))
    assert [event for event, _ in played.said] == ["warned", "warned"]


def test_a_state_that_is_taken_away_is_waited_for_and_none_is_made_in_its_place(agenda: Agenda, tmp_path: Path) -> None:
    agenda.register(named("acme"))
    made, aside = tmp_path / "state.db", tmp_path / "aside.db"
    turns: list[bool] = []

    def work(mapping: str, path: Path) -> Came:
        turns.append(made.exists())
        return Came()

    with Played(agenda, work) as played:
        until(lambda: played.service.looked > 0)
        made.rename(aside)
        until(lambda: any("taken away" in str(facts["message"]) for _, facts in played.said))
        agenda.ask("acme", "person")
        told = len(played.said)
        until(lambda: len(played.said) > told + 1)
        assert (turns, made.exists()) == ([], False)
        aside.rename(made)
        until(lambda: turns)
    assert turns == [True]


def test_a_time_is_run_when_it_comes(agenda: Agenda) -> None:
    agenda.register(named("acme", cron="* * * * * *"))
    with Played(agenda, lambda mapping, path: Came()):
        until(lambda: len(agenda.turns("acme")) >= 2)
    turns = agenda.turns("acme")
    assert len({turn.due for turn in turns}) == len(turns)
    assert all(turn.started >= turn.due for turn in turns)


def test_nobody_sleeps_on_once_all_are_to_stop() -> None:
    stop = threading.Event()
    clock = StoppableClock(SystemClock(), stop)
    clock.sleep(0)
    clock.sleep(0.001)
    threading.Timer(0.05, stop.set).start()
    began = clock.monotonic()
    with pytest.raises(Interrupted):
        clock.sleep(60)
    assert clock.monotonic() - began < 30
    assert clock.now() - datetime.now(UTC) < timedelta(seconds=60)  # noqa: TID251 - the clock is what is tested
