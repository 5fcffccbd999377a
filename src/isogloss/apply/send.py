"""Send ops and write down what came back: the only place where something is changed on a side.

Invariant 7 is this loop: no request without an intent on disk, no next request without the last answer on disk.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from isogloss.apply.freshness import Guard
from isogloss.apply.spending import Spending
from isogloss.errors import Limited, Overdue, Rejected, RemoteError, Spent, Stale, Unauthorized, Unavailable
from isogloss.model.address import EntryKey
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Journal, Names, Progress, Sent, TakesFiles, Writer

SLUG_FIELD = "slug"
"""What both platforms call the slug where they refuse one."""
STUBBORN = 3
"""So many calls in a row without an answer mean that the side is down."""
LATE = 4
"""Tries to send a call while what it was made from is fresh; the last leaves after its look, however long that took,
and once: whether it took effect after all, a look tells."""
_MOVED = "an entry changed since it was read, so it was not sent"


@dataclass(frozen=True, slots=True)
class Fate:
    """What came back for an op.

    state:  accepted; refused (the side named it); failed (nothing was done); unsure (the answer was lost); moved (it
            was not sent, since somebody edited its entry).
    alone:  it was alone in its call, or refused by name: sending it again makes no sense.
    slug:   what the side refused is the slug.
    named:  the side's names of the fields that it complained about.
    """

    state: Literal["accepted", "refused", "failed", "unsure", "moved"]
    detail: str = ""
    alone: bool = False
    slug: bool = False
    named: frozenset[str] = frozenset()


class Sender:
    """Sends to one side."""

    def __init__(
        self,
        writer: Writer,
        names: Names,
        journal: Journal,
        keep_going: Callable[[], None],
        progress: Progress,
        spending: Spending,
    ) -> None:
        self.writer, self.names, self.journal = writer, names, journal
        self.keep_going, self.progress, self.spending = keep_going, progress, spending
        self.learn: Callable[[EntryKey, str], None] = lambda entry, remote: None  # noqa: ARG005  # nobody listens
        self.learn_file: Callable[[str, str], None] = lambda identity, remote: None  # noqa: ARG005  # nobody listens
        self.expects: Callable[[Call, RemoteError], bool] = lambda call, error: False  # noqa: ARG005  # nobody does
        self._silent = 0

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
        """
        fates: dict[Digest, Fate] = {}
        todo = list(ops)
        while todo:  # each round ends with fewer: at least one op of a call that was not sent has moved
            todo = self._round(todo, fates, guard, isolate=isolate)
        return {op.id: fates.get(op.id, Fate("failed", "the adapter made no call for it", alone=True)) for op in ops}

    def _round(self, ops: Sequence[Op], fates: dict[Digest, Fate], guard: Guard, *, isolate: bool) -> list[Op]:
        """Send ops; returns those that still can be sent and were not, for another op of their call moved."""
        again: list[Op] = []
        calls = self.writer.calls(ops, self.names, isolate=isolate)
        call = next(calls, None)
        while call is not None:
            self.keep_going()
            here = {op.id for op in call.ops}
            coming = [op for op in ops if op.id not in fates and op.id not in here]
            answered, moved = self._unless_moved(call, coming, guard)
            again += [op for op in call.ops if moved and op.id not in moved and op.id not in fates]
            for op in call.ops:
                if op.id in moved:
                    fates[op.id] = _worse(fates.get(op.id), Fate("moved", moved[op.id], alone=True))
                elif not moved or op.id in fates:
                    fates[op.id] = _worse(fates.get(op.id), _fate(op, call, answered))
            self._give_up_if_hopeless(call, answered)
            try:
                call = calls.send(answered)
            except StopIteration:
                call = None
        return again

    def _unless_moved(self, call: Call, coming: Sequence[Op], guard: Guard) -> tuple[Answered, Mapping[Digest, str]]:
        """Send a call, unless an op of it has moved; returns those that have."""
        moved = guard.moved(call.ops, coming)
        if moved:
            return Stale(_MOVED, request=call.name), moved
        self.spending.still()  # looking may have taken the last that was left
        intent = self.journal.intend(call)
        for left in reversed(range(LATE)):
            if left:
                guard.hold(call.ops)
            else:
                guard.hold_repeats(call.ops)
            answered = self._answered(call)
            guard.release()
            if not isinstance(answered, Overdue) or answered.took_effect == "unknown":
                break
            guard.make_room()
            try:
                moved = guard.moved(call.ops, ())
            except Spent:
                self._note(intent, answered, call)
                raise
            if moved:  # nothing was sent, and what was known is too old by now
                answered = Stale(_MOVED, request=call.name)
                break
        self._note(intent, answered, call)
        guard.sent(call.ops)
        return answered, moved

    def one(self, call: Call) -> Answered:
        """Send a call that writes over nobody's edit, so nothing has to be looked at first: a file, or a whole site.

        Raises: as ``send``.
        """
        self.keep_going()
        intent = self.journal.intend(call)
        answered = self._answered(call)
        self._note(intent, answered, call)
        self._give_up_if_hopeless(call, answered)
        return answered

    def _answered(self, call: Call) -> Answered:
        with self.spending.on("writes"):
            try:
                return call.send()
            except RemoteError as error:
                return error

    def _note(self, intent: int, answered: Answered, call: Call) -> None:
        self.journal.answer(intent, answered)
        if isinstance(answered, Sent):
            for entry, remote in answered.remotes.items():
                known = self.names.remote(entry)
                if known is None or (known != remote and entry in call.creates):
                    self.names.bind(entry, remote)
                elif known != remote:  # what we wrote is a part of its id there
                    self.names.bind(entry, remote, renamed=True)
                self.learn(entry, remote)
            for identity, remote in answered.assets.items():
                self.learn_file(identity, remote)
        self.progress.request_done()

    def _give_up_if_hopeless(self, call: Call, answered: Answered) -> None:
        if isinstance(answered, Unauthorized | Limited) and not self.expects(call, answered):
            raise answered
        self._silent = self._silent + 1 if isinstance(answered, Unavailable) else 0
        if self._silent >= STUBBORN and isinstance(answered, Unavailable):
            raise answered


def _fate(op: Op, call: Call, answered: Answered) -> Fate:
    alone = len(call.ops) == 1
    if isinstance(answered, Sent):
        reason = answered.refused.get(op.entry)
        return Fate("accepted") if reason is None else Fate("refused", reason, alone=True)
    if answered.took_effect == "unknown":
        return Fate("unsure", str(answered), alone)
    # a batch that was refused may still have been carried out in part, so what it creates is looked for first
    state: Literal["failed", "unsure"] = "unsure" if call.creates and not alone else "failed"
    named = answered.fields if isinstance(answered, Rejected) else {}
    return Fate(state, str(answered), alone, SLUG_FIELD in named, frozenset(_field_in(path) for path in named))


def _field_in(path: str) -> str:
    """The field in a path such as ``items[0].fieldData.author``."""
    return path.rpartition(".")[2].partition("[")[0]


_RANK = {"accepted": 0, "unsure": 1, "failed": 2, "moved": 3, "refused": 4}


def _worse(old: Fate | None, new: Fate) -> Fate:
    """An op that took two calls stands as the worse of them; after one that may have been done, it is half done."""
    if old is None or _RANK[new.state] >= _RANK[old.state]:
        undone = new.state == "moved" or (new.state == "failed" and not new.alone)
        half_done = old is not None and old.state in ("accepted", "unsure") and undone
        return Fate("unsure", new.detail) if half_done else new
    return old
