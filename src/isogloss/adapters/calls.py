"""Driving the calls of ops, whatever the platform: one op after the other, and calls that need no request.

Decides what becomes of the rest of an op once one of its calls has failed, how a refusal looks, and which ops share a
call where only their verb counts. Refuses to know what a call sends.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeAlias

from isogloss.errors import RemoteError
from isogloss.http.answer import Answer
from isogloss.http.request import Request
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Sent

Calls: TypeAlias = Generator[Call, Answered, None]


class Asks(Protocol):
    """A client, as far as reading goes."""

    def read(self, request: Request) -> Answer:
        """Ask a question."""
        ...


class Orders(Asks, Protocol):
    """A client that may write."""

    def write(self, request: Request) -> Answer:
        """Give an order."""
        ...


def op_by_op(ops: Sequence[Op], make: Callable[[Op], Calls], *, side: str = "", first: str = "no request") -> Calls:
    """The calls of each op in turn; one that cannot be written at all becomes a call that refuses it.

    make:  makes every request of an op before the first is sent, so that nothing is written by halves. It may raise
           ValueError with a sentence, or any RemoteError of looking first.
    side:  begins what is said of a refusal.
    first: what is noted of an op that failed before there was a call.
    """
    for op in ops:
        try:
            making = make(op)
        except ValueError as fault:
            yield refusal(op, f"{side}: {op.entry} was not sent: {fault}" if side else str(fault))
        except RemoteError as error:
            yield failure(op, error, first)
        else:
            yield from making


def in_turn(op: Op, made: Sequence[Call]) -> Calls:
    """The calls of one op; after a failure, the rest is left out."""
    for call in made:
        answered = yield replace(call, last=call is made[-1])
        if isinstance(answered, RemoteError) or op.entry in answered.refused:
            return


def refusal(op: Op, reason: str) -> Call:
    """A call that is not made, as its answer is known."""
    return _unsent(op, lambda: Sent(refused={op.entry: reason}))


def nothing(op: Op) -> Call:
    """An op that is done already still needs a call that completes it."""
    return _unsent(op, Sent)


def failure(op: Op, error: RemoteError, first: str) -> Call:
    """Reading before writing failed: the call fails with that error, since only sending may raise."""

    def send() -> Sent:
        raise error

    return _unsent(op, send, first)


def _unsent(op: Op, send: Callable[[], Sent], why: str = "no request") -> Call:
    return Call(f"{op.verb} {op.entry} ({why})", (op,), send)


def of_one_verb(ops: Sequence[Op], size: int) -> Iterator[tuple[Op, ...]]:
    """Cut ops into calls: of one verb, and so many entries."""
    by_verb: dict[str, list[Op]] = {}
    for op in ops:
        by_verb.setdefault(op.verb, []).append(op)
    for same in by_verb.values():
        for start in range(0, len(same), size):
            yield tuple(same[start : start + size])
