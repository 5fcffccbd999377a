"""Hints that something changed: from the first one of a mapping to the run that it asks for.

Decides that a hint changes nothing but timing. What is heard is kept in memory, one for each mapping, and is asked for
once it settled; so ten thousand of them are one, and a flood writes nothing. While a mapping is at work nothing
settles: what its own writes echo, then and shortly after, is one run. A hint that is lost with the process is made up
for by the schedule. A paused mapping is not hinted at. Refuses to know who may hint.
"""

import threading
from collections.abc import Callable, Collection, Mapping
from typing import Final

from isogloss.errors import StateError
from isogloss.events import WARNED, Log
from isogloss.mapping.project.hooking import SETTLE
from isogloss.ports import Clock
from isogloss.state.agenda import Agenda

STEP: Final = 0.25
"""Seconds between two looks at what has settled."""
_TROUBLE: Final = 5.0
"""Seconds until a state that cannot be used is tried again."""


class Hints:
    """What was hinted and not asked for yet; threads may hint at once.

    settle:  seconds from the first hint of a mapping to the run, where it has its own.
    running: the mappings that are at work.
    """

    def __init__(
        self,
        agenda: Agenda,
        clock: Clock,
        log: Log,
        settle: Mapping[str, float],
        running: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        self._agenda, self._clock, self._log, self._settle, self._running = agenda, clock, log, settle, running
        self._lock = threading.Lock()
        self._settled: dict[str, float] = {}

    def hint(self, mapping: str) -> None:
        """Something may have changed."""
        with self._lock:
            due = self._clock.monotonic() + self._settle.get(mapping, SETTLE)
            self._settled.setdefault(mapping, due)

    def ask(self) -> tuple[str, ...]:
        """Ask for runs of what has settled; says of which mappings.

        Raises: StateError; then nothing is forgotten.
        """
        if not self._settled:
            return ()
        now, running = self._clock.monotonic(), self._running()
        with self._lock:
            for name in self._settled.keys() & running:
                self._settled[name] = now + self._settle.get(name, SETTLE)
            due = tuple(name for name, when in self._settled.items() if when <= now)
        for name in due:
            with self._lock:
                # Before the asking, so that a hint from here on is one of its own.
                when = self._settled.pop(name)
            try:
                self._agenda.ask(name, "webhook")
            except StateError:
                with self._lock:
                    self._settled.setdefault(name, when)
                raise
        return due

    def run(self, stop: threading.Event) -> None:
        """Ask for what settles, until all are to stop."""
        pause = STEP
        while not stop.wait(pause):
            pause = STEP
            try:
                self.ask()
            except StateError as error:
                if not stop.is_set():
                    self._log(WARNED, message=str(error))
                pause = _TROUBLE
