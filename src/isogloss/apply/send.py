"""Send ops and write down what came back: the only place where something is changed on a side.

Invariant 7 is here and in ``flight``: no request without an intent on disk, no next request of an entry without the
last answer on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import groupby
from typing import TYPE_CHECKING

from isogloss.apply.book import Book
from isogloss.apply.crew import Crew, InTurn, Threads
from isogloss.apply.fate import Fate
from isogloss.apply.flight import Flight
from isogloss.apply.freshness import Guard
from isogloss.apply.spending import Spending
from isogloss.errors import RemoteError
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Journal, Names, Progress, Sent, TakesFiles, Writer

if TYPE_CHECKING:
    from isogloss.adapters.calls import Calls


class Sender:
    """Sends to one side.

    crew: makes who sends where several calls may be on their way at once.
    """

    def __init__(
        self,
        writer: Writer,
        names: Names,
        journal: Journal,
        keep_going: Callable[[], None],
        progress: Progress,
        spending: Spending,
        crew: Callable[[], Crew] = Threads,
    ) -> None:
        self.writer, self.names, self.keep_going, self.crew = writer, names, keep_going, crew
        self.book = Book(names, journal, progress, spending)

    def bring(self, ops: Sequence[Op]) -> dict[str, str]:
        """Bring the files of ops to the side, where it takes any; returns those that could not be had, and why.

        Raises: as ``send``.
        """
        missed: dict[str, str] = {}
        if not isinstance(self.writer, TakesFiles):
            return missed
        calls = self.writer.uploads(ops, self.names)
        call = next(calls, None)
        while call is not None:
            answered = self.one(call)
            if isinstance(answered, Sent):
                missed |= answered.missed
            try:
                call = calls.send(answered)
            except StopIteration:
                call = None
        return missed

    def send(self, ops: Sequence[Op], guard: Guard, *, isolate: bool) -> dict[Digest, Fate]:
        """Send ops of one layer, those that the guard lets pass; every op gets a fate.

        Raises: Unauthorized or Limited at once, Unavailable when the side stays down: the run can be taken up later.
                Whatever ends it, what is on its way then comes to its end and is written down.
        """
        fates: dict[Digest, Fate] = {}
        for width, some in groupby(ops, self._width):
            todo = list(some)
            while todo:  # each round ends with fewer: at least one op of a call that was not sent has moved
                todo = self._flight(todo, fates, guard, width, isolate=isolate)
        return {op.id: fates.get(op.id, Fate("failed", "the adapter made no call for it", alone=True)) for op in ops}

    def _width(self, op: Op) -> int:
        """How many calls may be on their way beside that of an op."""
        return self.writer.capabilities(op.entry.kind).parallel

    def _flight(
        self, ops: Sequence[Op], fates: dict[Digest, Fate], guard: Guard, width: int, *, isolate: bool
    ) -> list[Op]:
        crew = InTurn() if width == 1 else self.crew()
        flight = Flight(self.book, guard, crew, self.keep_going, fates, width)

        def calls(some: Sequence[Op]) -> Calls:
            return self.writer.calls(some, self.names, isolate=isolate)

        return flight.carry([ops] if width == 1 else [[op] for op in ops], calls)

    def one(self, call: Call) -> Answered:
        """Send a call that writes over nobody's edit, so nothing has to be looked at first: a file, or a whole site.

        Raises: as ``send``.
        """
        self.keep_going()
        intent = self.book.intend(call)
        answered = self.book.work(call, nullcontext())()
        if not isinstance(answered, Sent | RemoteError):
            raise answered
        self.book.note(intent, answered, call)
        self.book.give_up_if_hopeless(call, answered)
        return answered
