"""One worker of a cluster: seen by the others, looks at the clock as each of them does, and takes turns.

Decides that nothing is begun by who asks, but by who takes it: a turn is in the state as taken before it begins, and
what came of it is there before its mapping may begin again. A database that goes away is waited for. A worker that was
not seen itself for a while takes nobody for dead until it has seen for as long whether they are. Refuses to know what a
turn does.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import randbits
from typing import Final, TypeVar

from isogloss.cluster.engine import Engine
from isogloss.errors import IsoglossError, Refused, StateError
from isogloss.events import TAKEN_OVER, WARNED, Log
from isogloss.jobs.service import AGAIN, unheard
from isogloss.jobs.work import Came, Work
from isogloss.ports import Clock
from isogloss.schedule.turn import Turn, outcome_of
from isogloss.state.agenda import Agenda
from isogloss.state.workers import LOST, Taken, Worker

LOOK: Final = 1.0
"""Seconds between two looks."""
_UNSEEN: Final = 3 * LOOK
"""Seconds after which a worker has not been seen, so that it cannot tell who else was."""
_LATELY: Final = 30.0
"""Seconds: longer than a database that is away keeps one look waiting."""
_PATIENCE: Final = 30
"""So many times what came of a turn is tried to be written down once all are to stop."""
_T = TypeVar("_T")


@dataclass(slots=True)
class Working:
    """One worker, at work on a state.

    work:  one turn.
    files: the mapping files here, by the names of mappings.
    stop:  set when it is to end.
    cut:   set when turns are to stop between two requests, so that all begins anew or ends.
    ended: hears of each turn once what became of it is written down.
    """

    agenda: Agenda
    me: Worker
    engine: Engine
    work: Work
    files: Mapping[str, Path]
    stop: threading.Event
    cut: threading.Event
    clock: Clock
    log: Log
    ended: Callable[[Turn], None] = unheard
    _why: IsoglossError | None = field(default=None, init=False)
    _tried: float = field(default=float("-inf"), init=False)
    _seen: float = field(default=float("-inf"), init=False)
    _since: float = field(default=float("-inf"), init=False)
    _away: bool = field(default=False, init=False)
    _unserved: tuple[str, ...] = field(default=(), init=False)

    @property
    def alive(self) -> bool:
        """Whether it goes on looking, also while the database is away; where not, nothing helps but another one."""
        return self._lately(self._tried)

    @property
    def ready(self) -> bool:
        """Whether the others saw it lately, so that it takes turns."""
        return self._lately(self._seen) and not self._away

    def _lately(self, when: float) -> bool:
        return self.clock.monotonic() - when < _LATELY and not self.stop.is_set()

    def run(self) -> None:
        """Work until it is to end; what was at work then has stopped and is written down when this returns.

        Raises: Refused where somebody serves the state alone.
        """
        self.agenda.workers.beat(self.me)
        self.agenda.prune()
        looking = threading.Thread(target=self._look_on, daemon=True, name="clock")
        looking.start()
        try:
            while not self.stop.is_set():
                if self._away:  # there is nothing to be taken
                    self.clock.sleep(LOOK / 2)
                    continue
                self.cut.clear()  # nothing is at work now
                try:
                    self.engine.work(self._turn, self.me.lanes, self.me.slots, self._ends, self.cut)
                except StateError as error:
                    self._warn(error)
                    self.clock.sleep(LOOK)
        finally:
            self.stop.set()
            looking.join()
        self._leave()
        if self._why is not None:
            raise self._why

    def _ends(self) -> bool:
        return self.stop.is_set() or self._away

    def _leave(self) -> None:
        try:
            self.agenda.workers.leave(self.me)
        except StateError as error:
            self._warn(error)

    def _look_on(self) -> None:
        while not self.stop.is_set():
            self._tried = self.clock.monotonic()
            try:
                self._look()
                self._away = False
            except Refused as error:
                self._why = error
                self.stop.set()
            except StateError as error:
                self._away = True
                self._warn(error)
            self.stop.wait(LOOK)

    def _look(self) -> None:
        workers = self.agenda.workers
        workers.beat(self.me)
        now = self.clock.monotonic()
        if now - self._seen > _UNSEEN:
            self._since = now
        self._seen = now
        looked = workers.look(self.engine.offer, bury=now - self._since >= LOST)
        if looked is None:
            return
        for mapping in looked.over:
            self.log(TAKEN_OVER, mapping=mapping)
        if looked.unserved and looked.unserved != self._unserved:
            lanes = ", ".join(looked.unserved)
            self.log(WARNED, message=f"no worker serves {lanes}: start one with --lane, or without it for all lanes")
        self._unserved = looked.unserved

    def _turn(self, mapping: str) -> None:
        workers, claim = self.agenda.workers, randbits(31)
        taken = self._insisting(lambda: workers.take(self.me, mapping, claim))
        if taken is None:
            return
        if mapping not in self.files:
            self.log(
                WARNED, message=f"the project here names no mapping {mapping}; another worker may", mapping=mapping
            )
            self._insisting(lambda: workers.put_off(taken, AGAIN))
            return
        self._written(taken, self.work(mapping, self.files[mapping]))

    def _written(self, taken: Taken, came: Came) -> None:
        workers, ask = self.agenda.workers, taken.waiting.ask
        if came.ended != "ended":
            ours = self._insisting(lambda: workers.put_off(taken, AGAIN if came.ended == "busy" else 0.0))
        else:
            told = outcome_of(came.code), came.code, came.run, came.said

            def end() -> bool:
                turn = Turn(ask.mapping, ask.reason, ask.due, taken.since, self.agenda.now(), ask.folded, *told)
                done = workers.end(taken, turn)
                if done:
                    self.ended(turn)
                return done

            ours = self._insisting(end)
        if ours is False:
            message = "somebody took this turn over, since this worker was not seen for a while; what came of it counts"
            self.log(WARNED, mapping=ask.mapping, message=message)

    def _insisting(self, write: Callable[[], _T]) -> _T | None:
        """Write until the database takes it; None where all are to stop meanwhile, and whoever is next writes anew."""
        tries = 0
        while True:
            try:
                return write()
            except StateError as error:
                self._warn(error)
                tries += self.stop.is_set()
                if tries > _PATIENCE:
                    return None
                self.clock.sleep(LOOK)

    def _warn(self, error: StateError) -> None:
        self.log(WARNED, message=str(error))
