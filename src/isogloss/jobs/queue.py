"""Who begins next: what is asked for, in the memory of one service, and what is at work.

Decides the order: higher priority first; of equal ones, the lane that has the fewest turns at work; in a lane, who has
waited longest. One mapping is at work once at a time. Refuses to know what work is.
"""

import threading
from collections import Counter, deque
from collections.abc import Iterable

from isogloss.state.asking import Waiting


class Queue:
    """What waits to begin. Threads take from it; one renews it from the state."""

    def __init__(self) -> None:
        self._ready = threading.Condition()
        self._lanes: dict[str, deque[Waiting]] = {}
        self._running: dict[str, str] = {}
        self._ended: set[str] = set()
        self._closed = False

    def renew(self, waiting: Iterable[Waiting]) -> None:
        """Put this, in its order, in the place of what waited; what is at work or was not written down yet does not."""
        with self._ready:
            lanes: dict[str, deque[Waiting]] = {}
            for each in waiting:
                if each.ask.mapping not in self._running and each.ask.mapping not in self._ended:
                    lanes.setdefault(each.ask.lane, deque()).append(each)
            self._lanes = lanes
            self._ready.notify_all()

    def take(self) -> Waiting | None:
        """Wait for the next, which is at work from now on; None when nothing more is to begin."""
        with self._ready:
            while not self._closed:
                if self._lanes:
                    return self._next()
                self._ready.wait()
        return None

    def _next(self) -> Waiting:
        busy = Counter(self._running.values())
        lane = min(
            self._lanes,
            key=lambda name: (-self._lanes[name][0].priority, busy[name], self._lanes[name][0].ask.due, name),
        )
        taken = self._lanes[lane].popleft()
        if not self._lanes[lane]:
            del self._lanes[lane]
        self._running[taken.ask.mapping] = lane
        return taken

    def done(self, mapping: str) -> None:
        """It is not at work any more; until that is written down it does not begin again."""
        with self._ready:
            del self._running[mapping]
            self._ended.add(mapping)

    def written(self, mappings: Iterable[str]) -> None:
        """What came of these is written down."""
        with self._ready:
            self._ended.difference_update(mappings)

    def running(self) -> frozenset[str]:
        """The mappings that are at work."""
        with self._ready:
            return frozenset(self._running)

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        with self._ready:
            return not self._lanes

    def close(self) -> None:
        """Let nothing more begin."""
        with self._ready:
            self._closed = True
            self._ready.notify_all()
