"""The service of one machine: looks at the clock, and runs what is due in threads of this process.

Decides what happens when: what was cut goes first; a time that has come is in the state before anything begins; what
came of a turn is in the state before its mapping begins again. Killed at any moment, the next service finds each time
that was not carried out. A state that cannot be used for a while is waited for. Refuses to know what a turn does.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from isogloss.errors import StateError
from isogloss.events import WARNED, Log
from isogloss.jobs.queue import Queue
from isogloss.jobs.work import Came, Work
from isogloss.ports import Clock
from isogloss.run.leasing import free_if_dead
from isogloss.schedule.turn import Turn, outcome_of
from isogloss.state.agenda import Agenda
from isogloss.state.asking import AT_ONCE, Waiting
from isogloss.state.lease import Lease

LOOK: Final = 1.0
"""Seconds between two looks at the state; sooner where something is due before."""
STEP: Final = 0.1
"""Seconds until it is noticed that all are to stop."""
AGAIN: Final = 30.0
"""Seconds until what somebody else was at work on is tried again."""
_LATELY: Final = 60.0
"""Seconds: longer than a state that is away keeps one look waiting."""
SLOTS: Final = 4
"""How many mappings are run at once."""


def unheard(turn: Turn) -> None:
    """Tell nobody."""
    del turn


@dataclass(slots=True)
class Service:
    """One service, at work on a state.

    work:  one turn.
    slots: how many are run at once.
    stop:  set when it is to end: nothing begins any more, and what is at work stops between two requests.
    ended: hears of each turn once what became of it is written down.
    """

    agenda: Agenda
    work: Work
    stop: threading.Event
    clock: Clock
    log: Log
    slots: int = SLOTS
    ended: Callable[[Turn], None] = unheard
    looked: float = field(default=-1.0, init=False)
    tried: float = field(default=-1.0, init=False)
    _queue: Queue = field(default_factory=Queue, init=False)
    _woken: threading.Event = field(default_factory=threading.Event, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _came: list[tuple[Waiting, datetime, datetime, Came]] = field(default_factory=list, init=False)
    _paths: dict[str, str] = field(default_factory=dict, init=False)
    _renewed: float = field(default=-LOOK, init=False)

    def running(self) -> frozenset[str]:
        """The mappings that are at work."""
        return self._queue.running()

    @property
    def alive(self) -> bool:
        """Whether the state was looked at lately."""
        return self.clock.monotonic() - self.looked < 10 * LOOK and not self.stop.is_set()

    @property
    def goes_on(self) -> bool:
        """Whether it goes on looking, also while the state is away; where not, only another service helps."""
        return self.clock.monotonic() - self.tried < _LATELY and not self.stop.is_set()

    def run(self, lease: Lease) -> None:
        """Serve until it is to end; what is at work then has stopped and is written down when this returns.

        Raises: Refused where another service took over.
        """
        self._paths = {name: each.path for name, each in self.agenda.schedules().items()}
        self.agenda.prune()
        self.agenda.first(self.agenda.cut())
        with self._working():
            while not self.stop.is_set():
                self._woken.clear()
                self.tried = self.clock.monotonic()
                try:
                    self.agenda.insist()
                    lease.renew()
                    pause = self._look()
                except StateError as error:
                    self.log(WARNED, message=str(error))
                    pause = LOOK
                self._rest(pause)
        self._write_down()

    def _rest(self, seconds: float) -> None:
        """Wait for a turn to end, or so long. In steps: what hears signals may set ``stop``, and must not wake us."""
        until = self.clock.monotonic() + seconds
        while not self.stop.is_set() and (left := until - self.clock.monotonic()) > 0:
            if self._woken.wait(min(left, STEP)):
                return

    def _look(self) -> float:
        """Do all that is to be done now; says how many seconds may pass until the next look."""
        more = self.agenda.tick() if self.agenda.any_due() else 0
        if more < AT_ONCE:  # else others are due, too: what begins late counts, what is written down late does not
            self._write_down()
        now = self.clock.monotonic()
        if more or self._queue.empty or now - self._renewed >= LOOK:
            waiting = self.agenda.waiting()
            if any(each.ask.mapping not in self._paths for each in waiting):
                self._paths = {name: each.path for name, each in self.agenda.schedules().items()}
            self._queue.renew(waiting)
            self._renewed = now
        self.looked = now
        return 0.0 if more else self._until_next()

    def _until_next(self) -> float:
        due = self.agenda.next_due()
        return LOOK if due is None else min(max((due - self.agenda.now()).total_seconds(), 0.01), LOOK)

    def _write_down(self) -> None:
        with self._lock:
            came = list(self._came)
        turns, written = [], []
        for taken, started, ended, result in came:
            ask = taken.ask
            written.append(ask.mapping)
            if result.ended == "busy":
                self.agenda.put_off(ask.mapping, AGAIN)
            elif result.ended == "ended":
                told = outcome_of(result.code), result.code, result.run, result.said
                turns.append((taken, Turn(ask.mapping, ask.reason, ask.due, started, ended, ask.folded, *told)))
        self.agenda.end(turns)
        for _, turn in turns:
            self.ended(turn)
        self.agenda.first(taken.ask.mapping for taken, *_, result in came if result.ended == "stopped")
        with self._lock:
            del self._came[: len(came)]
        self._queue.written(written)

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Threads that take what waits, as long as this lasts."""
        threads = [threading.Thread(target=self._take_turns, name=f"turn-{n}", daemon=True) for n in range(self.slots)]
        for thread in threads:
            thread.start()
        try:
            yield
        except KeyboardInterrupt:  # asked for a second time: whoever is at work ends as if killed
            self.stop.set()
            raise
        finally:
            self._queue.close()
        self._join(threads)

    def _join(self, threads: list[threading.Thread]) -> None:
        self.stop.set()
        for thread in threads:
            thread.join()

    def _turn(self, mapping: str) -> Came:
        try:
            self.agenda.insist()
        except StateError:  # a run would make a new one, and remember nothing
            return Came("busy")
        return self.work(mapping, Path(self._paths[mapping]))

    def _take_turns(self) -> None:
        while (taken := self._queue.take()) is not None and not self.stop.is_set():
            started = self.clock.now()
            mapping = taken.ask.mapping
            came = self._turn(mapping)
            with self._lock:
                self._came.append((taken, started, self.clock.now(), came))
            self._queue.done(mapping)
            self._woken.set()


@contextmanager
def held(agenda: Agenda) -> Iterator[Lease]:
    """Be the one service of a state while inside; one of this machine whose process is gone is not waited for.

    Raises: Refused where another one is at work, with who that is.
    """
    free_if_dead(agenda.leases)
    with agenda.serving() as lease:
        yield lease
