"""Who sends: calls of several entries beside each other, while one thread decides, looks and writes down.

Decides how work goes on beside other work, and in which order its results are taken. Refuses to know what the work is.
Nothing but the sending itself is done by anybody else than the one thread of a run, so the journal, the state and what
is known of both sides have one writer, and no lock.
"""

import threading
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from queue import SimpleQueue
from typing import Protocol, TypeAlias

from isogloss.ports import Answered

Done: TypeAlias = Answered | Exception
"""What came of work: an answer, or what broke it. It is told, and not raised: nobody would hear it."""
Work: TypeAlias = Callable[[], Done]


class Crew(Protocol):
    """Carries work out. Whoever begins some takes in as many results, unless the whole is given up."""

    def begin(self, number: int, work: Work) -> None:
        """Let some work go on; it is known by its number."""
        ...

    def next(self) -> tuple[int, Done]:
        """Wait until some work that was begun is done, whichever is first; its number, and what came of it."""
        ...


class Threads:
    """Work in threads of their own, which end with the process: one that is told to stop at once waits for nobody."""

    def __init__(self) -> None:
        self._done: SimpleQueue[tuple[int, Done | BaseException]] = SimpleQueue()

    def begin(self, number: int, work: Work) -> None:
        """Let a thread carry it out."""
        threading.Thread(target=self._carry_out, args=(number, work), name=f"send-{number}", daemon=True).start()

    def next(self) -> tuple[int, Done]:
        """Wait for the first that is done."""
        number, done = self._done.get()
        if isinstance(done, Exception) or not isinstance(done, BaseException):
            return number, done
        raise done

    def _carry_out(self, number: int, work: Work) -> None:
        try:
            done: Done | BaseException = work()
        except BaseException as broken:  # noqa: BLE001  # who waits for it must hear of it, whatever it is
            done = broken
        self._done.put((number, done))


class InTurn:
    """Work as soon as it is begun, by whoever begins it; its result waits until it is asked for."""

    def __init__(self) -> None:
        self._done: deque[tuple[int, Done]] = deque()

    def begin(self, number: int, work: Work) -> None:
        """Carry it out."""
        self._done.append((number, work()))

    def next(self) -> tuple[int, Done]:
        """The result of what was begun first."""
        return self._done.popleft()


class Turned(Protocol):
    """A clock that stands where it is put."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start."""
        ...

    def turn_to(self, moment: float) -> None:
        """Put it to a time."""
        ...


class Abreast:
    """Work on a virtual clock, as if all of it went on at once: each begins at the time when it was begun.

    It is carried out one after the other, the clock being put back in between, so a run is the same each time.
    """

    def __init__(self, clock: Turned) -> None:
        self._clock = clock
        self._done: list[tuple[float, int, Done]] = []

    def begin(self, number: int, work: Work) -> None:
        """Carry it out, and go on as if it had only begun."""
        begun = self._clock.monotonic()
        done = work()
        heappush(self._done, (self._clock.monotonic(), number, done))
        self._clock.turn_to(begun)

    def next(self) -> tuple[int, Done]:
        """What is done first by the clock, at that time."""
        ended, number, done = heappop(self._done)
        self._clock.turn_to(max(ended, self._clock.monotonic()))
        return number, done
