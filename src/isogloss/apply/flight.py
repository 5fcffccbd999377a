"""Calls of some ops of one layer on their way: several at once where the side permits it, each for an entry of its own.

Decides what leaves beside what, and when somebody is looked at. The order is the promise (invariant 7): an intent on
disk before its call leaves; its answer on disk before anything else of that entry leaves. Nobody is looked at while
anything is on its way, so what a look shows does not depend on what is landing; and one look serves all calls that
leave together after it. Whatever ends a flight before its end, what is on its way lands and is written down, unless
the process dies. Refuses to know how a call is sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isogloss.apply.book import Book
from isogloss.apply.crew import Crew
from isogloss.apply.fate import Fate, fate_of, worse
from isogloss.apply.freshness import Guard
from isogloss.errors import IsoglossError, Overdue, RemoteError, Stale
from isogloss.model.address import EntryKey
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Sent

if TYPE_CHECKING:
    from isogloss.adapters.calls import Calls

LATE = 4
"""Tries to send a call while what it was made from is fresh; the last leaves after its look, however long that took,
and once: whether it took effect after all, a look tells."""
_MOVED = "an entry changed since it was read, so it was not sent"


@dataclass(slots=True, eq=False)
class _Lane:
    """Some ops whose calls follow one another.

    call: the next one, or the one that is on its way.
    late: how often it could not leave in time.
    """

    ops: Sequence[Op]
    calls: Calls
    call: Call
    late: int = 0

    @property
    def entries(self) -> set[EntryKey]:
        return {op.entry for op in self.ops}


class Flight:
    """Sends ops of one layer.

    width: how many calls may be on their way at once.
    fates: what came back for each op so far; it is added to.
    """

    def __init__(
        self,
        book: Book,
        guard: Guard,
        crew: Crew,
        keep_going: Callable[[], None],
        fates: dict[Digest, Fate],
        width: int,
    ) -> None:
        self.book, self.guard, self.crew, self.keep_going = book, guard, crew, keep_going
        self.fates, self.width = fates, width
        self._coming: deque[Sequence[Op]] = deque()
        self._ready: list[_Lane] = []
        self._flying: dict[int, _Lane] = {}
        self._again: list[Op] = []

    def carry(self, lanes: Iterable[Sequence[Op]], calls: Callable[[Sequence[Op]], Calls]) -> list[Op]:
        """Send the calls of some ops; returns those that still can be sent: another of their call had moved.

        lanes: ops whose calls follow one another, for each lane.
        Raises: Unauthorized or Limited at once, Unavailable when the side stays down; Interrupted, Spent.
        """
        self._coming.extend(lanes)
        try:
            while self._make_ready(calls) or self._flying:
                leaving = self._next_to_leave()
                if leaving:
                    self._leave(leaving)
                else:
                    self._land()
        except Exception:
            self._land_all()
            raise
        return self._again

    def _next_to_leave(self) -> list[_Lane]:
        """Those for which nobody has to be looked at; else, once nothing is on its way, all that one look serves.

        What a person may bring back while others leave is looked for and leaves by itself, when nothing else does.
        """
        together = [lane for lane in self._ready if not self.guard.alone(lane.call.ops)]
        now = [lane for lane in together if not self.guard.due(lane.call.ops)]
        return now or ([] if self._flying else together or self._ready[:1])

    def _make_ready(self, calls: Callable[[Sequence[Op]], Calls]) -> bool:
        """Make the next calls, as many as may leave now; tell whether any may."""
        while len(self._ready) + len(self._flying) < self.width and (ops := self._next()) is not None:
            making = calls(ops)
            call = next(making, None)
            if call is not None:
                self._ready.append(_Lane(ops, making, call))
        return bool(self._ready)

    def _next(self) -> Sequence[Op] | None:
        """The next ops of which no entry is at work."""
        busy = {entry for lane in (*self._ready, *self._flying.values()) for entry in lane.entries}
        for ops in self._coming:
            if busy.isdisjoint(op.entry for op in ops):
                self._coming.remove(ops)
                return ops
        return None

    def _leave(self, lanes: Sequence[_Lane]) -> None:
        """Let calls leave together, but for those of which an op has moved."""
        self.keep_going()
        ops = [op for lane in lanes for op in lane.call.ops]
        if any(lane.late for lane in lanes):
            self.guard.make_room()
        moved = self.guard.moved(ops, self._later(ops) if self.guard.due(ops) else ())
        for lane in lanes:
            if lane is not lanes[0]:
                self.keep_going()
            if not moved.keys().isdisjoint(op.id for op in lane.call.ops):
                self._leave_out(lane, moved)
                continue
            holding = self.guard.holding(lane.call.ops, repeats=lane.late == LATE - 1)
            intent = self.book.intend(lane.call)
            self.crew.begin(intent, self.book.work(lane.call, holding))
            self._ready.remove(lane)
            self._flying[intent] = lane

    def _later(self, ops: Sequence[Op]) -> list[Op]:
        """The ops that will be sent after some."""
        here = {op.id for op in ops}
        rest = [*(lane.ops for lane in self._ready), *self._coming]
        return [op for some in rest for op in some if op.id not in self.fates and op.id not in here]

    def _leave_out(self, lane: _Lane, moved: Mapping[Digest, str]) -> None:
        """A call that is not sent, for some of its ops moved."""
        call, answered = lane.call, Stale(_MOVED, request=lane.call.name)
        for op in call.ops:
            if op.id in moved:
                self._came(op, Fate("moved", moved[op.id], alone=True))
            elif op.id in self.fates:
                self._came(op, fate_of(op, call, answered))
            else:
                self._again.append(op)
        self._ready.remove(lane)
        self.book.give_up_if_hopeless(call, answered)
        self._go_on(lane, answered)

    def _land(self) -> None:
        """Take in the next answer."""
        intent, answered = self.crew.next()
        lane = self._flying.pop(intent)
        if not isinstance(answered, Sent | RemoteError):
            raise answered  # what broke says nothing of the call: its intent is left without an answer
        self.book.note(intent, answered, lane.call)
        if isinstance(answered, Overdue) and answered.took_effect != "unknown" and lane.late < LATE - 1:
            lane.late += 1
            self._ready.insert(0, lane)
            return
        self.guard.sent(lane.call.ops)
        for op in lane.call.ops:
            self._came(op, fate_of(op, lane.call, answered))
        self.book.give_up_if_hopeless(lane.call, answered)
        self._go_on(lane, answered)

    def _came(self, op: Op, fate: Fate) -> None:
        self.fates[op.id] = worse(self.fates.get(op.id), fate)

    def _go_on(self, lane: _Lane, answered: Answered) -> None:
        """To the next call of a lane, if it has one."""
        with suppress(StopIteration):
            lane.call = lane.calls.send(answered)
            lane.late = 0
            self._ready.insert(0, lane)

    def _land_all(self) -> None:
        """Let what is on its way come to its end, and write it down as far as that is still allowed."""
        while self._flying:
            intent, answered = self.crew.next()
            lane = self._flying.pop(intent)
            if isinstance(answered, Sent | RemoteError):
                with suppress(IsoglossError):  # what ended the flight is told, and not what it leads to
                    self.book.note(intent, answered, lane.call)
