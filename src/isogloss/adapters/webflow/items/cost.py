"""How many requests a plan would take, without asking anybody.

Decides nothing of its own: the calls are counted by making them and sending none.
"""

from collections import Counter
from collections.abc import Sequence

from isogloss.adapters.webflow.items import writing
from isogloss.adapters.webflow.items.batches import CallRun
from isogloss.adapters.webflow.items.content import Offer
from isogloss.adapters.webflow.items.writing import SideContext
from isogloss.adapters.webflow.paths import PAGE
from isogloss.http.answer import Answer
from isogloss.http.request import Request
from isogloss.plan.op import Op
from isogloss.ports import Names, Sent


class NoRequests:
    """Takes no request."""

    def read(self, request: Request) -> Answer:
        """Refuse."""
        raise AssertionError(f"{request.name} was asked while calls were only counted.")

    def write(self, request: Request) -> Answer:
        """Refuse."""
        raise AssertionError(f"{request.name} was sent while calls were only counted.")


def cost(side: SideContext, ops: Sequence[Op], names: Names, *, insert: bool) -> int:
    """How many calls these ops need if nothing goes wrong."""
    offer = Offer(insert)
    calls = writing.calls(side, ops, CallRun(names, isolate=False), offer)
    count = 0
    call = next(calls, None)
    while call is not None:
        count += 1
        offer.proven = True  # as the first answer would have it
        try:
            call = calls.send(Sent())
        except StopIteration:
            call = None
    return count


def look_cost(ops: Sequence[Op]) -> int:
    """How many requests it takes to see what became of these ops, at best: the staged version tells it all."""
    variants: Counter[tuple[str, bool]] = Counter()
    for op in ops:
        live = op.verb in ("publish", "unpublish")
        variants[op.entry.kind, live] += len(op.shown_in)
    return sum(-(-count // PAGE) for count in variants.values())
