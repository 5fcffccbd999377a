"""Turning ops into calls.

Decides the order and the stages of each verb: what is made before what, and which call completes an op. Sends nothing
itself; ``content`` and ``states`` do, when the caller says so.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from isogloss.adapters.calls import Calls, Orders
from isogloss.adapters.webflow.items import ops
from isogloss.adapters.webflow.items.batches import CallRun, Part, stage
from isogloss.adapters.webflow.items.content import Beside, Content, Offer
from isogloss.adapters.webflow.items.states import States
from isogloss.adapters.webflow.site import Lookup
from isogloss.bridge import SideBinding
from isogloss.http.answer import Answer
from isogloss.http.request import Request
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.plan.op import Op, Verb
from isogloss.ports import Names, Sent


@dataclass(frozen=True, slots=True)
class KindContext:
    """What is needed to write one kind.

    items: the path of its items, as the mapping calls the collection, for the names of calls.
    """

    items: str
    content: Content
    states: States


@dataclass(frozen=True, slots=True)
class SideContext:
    """What all kinds of a side are written with.

    excluded: by kind, what of each entry is excluded from translation: a new variant gets the primary's.
    """

    binding: SideBinding
    post: Orders
    lookup: Lookup
    excluded: Mapping[str, Excluded] = field(default_factory=dict)

    def context(self, kind: str, run: CallRun, offer: Offer) -> KindContext:
        """Everything for one kind."""
        binding = self.binding
        order = sorted(binding.locales, key=lambda locale: locale != binding.primary)
        content = Content(self.post, self.lookup, kind, order, run, offer, self.excluded.get(kind, NOTHING_EXCLUDED))
        path = f"/collections/{binding.kinds[kind].called}/items"
        return KindContext(path, content, States(self.post, self.lookup, kind, run))


class NoRequests:
    """Takes no request."""

    def read(self, request: Request) -> Answer:
        """Refuse."""
        raise AssertionError(f"{request.name} was asked while calls were only counted.")

    def write(self, request: Request) -> Answer:
        """Refuse."""
        raise AssertionError(f"{request.name} was sent while calls were only counted.")


def calls(side: SideContext, todo: Sequence[Op], run: CallRun, offer: Offer) -> Calls:
    """Yield the calls of one layer, by verb and kind. Asks nobody between the calls.

    Links are written like other changes, and share their batches.
    """
    for verbs, way in _WAYS.items():
        for kind in sorted({op.entry.kind for op in todo if op.verb in verbs}):
            chosen = [op for op in todo if op.verb in verbs and op.entry.kind == kind]
            yield from way(side.context(kind, run, offer), chosen)


def cost(side: SideContext, todo: Sequence[Op], names: Names, *, insert: bool) -> int:
    """How many calls these ops need if nothing goes wrong: they are made, and none is sent."""
    making = calls(side, todo, CallRun(names, isolate=False), Offer(insert))
    count = 0
    with suppress(StopIteration):
        next(making)
        while True:
            count += 1
            making.send(Sent())
    return count


def _create(context: KindContext, todo: Sequence[Op]) -> Calls:
    """Make entries. By insert: the first locale, then the others. By bulk: all locales alike, then translate.

    Bulk gives no links, for what the first locale links to may not be there in the others; what follows gives them.
    Whether insert is there may be found out by its first call: if not, nothing was made, and bulk makes all.
    """
    content, run, offer = context.content, context.content.run, context.content.offer
    locales = {op.id: ops.created(op, content.order) for op in todo}
    if offer.insert:
        firsts = [Part(op, locales[op.id][:1], last=len(locales[op.id]) == 1) for op in todo]
        name = f"POST {context.items}/insert"
        yield from stage(run, name, firsts, content.create, creates=True, offered=lambda: offer.insert)
    others = [Part(op, locales[op.id][1:]) for op in todo if len(locales[op.id]) > 1]
    if offer.insert:
        yield from stage(run, f"POST {context.items}/insert", others, content.attach_new)
        return
    for here in dict.fromkeys(locales.values()):
        parts = [Part(op, here, last=len(here) == 1) for op in todo if locales[op.id] == here]
        yield from stage(run, f"POST {context.items}/bulk", parts, content.create_alike, creates=True)
    own = [Part(op, found) for op in todo if (found := ops.translated(op, content.order))]
    yield from stage(run, f"PATCH {context.items}", own, content.translate)


def _change(context: KindContext, todo: Sequence[Op]) -> Calls:
    """Change entries: new variants first, for where one is refused, nothing of its entry is written."""
    content, run = context.content, context.content.run
    new = {op.id: ops.added(op, content.order) for op in todo}
    old = {op.id: ops.changed(op, content.order) for op in todo}
    attached = [Part(op, new[op.id], last=not old[op.id]) for op in todo if new[op.id]]
    yield from stage(run, f"POST {context.items}/insert", attached, partial(content.attach, beside=Beside(attached)))
    patched = [Part(op, old[op.id]) for op in todo if old[op.id] or not new[op.id]]
    yield from stage(run, f"PATCH {context.items}", patched, partial(content.change, beside=Beside(patched)))


def _restate(context: KindContext, todo: Sequence[Op]) -> Calls:
    """Change states. What is archived or deleted is taken off the site first, or it stays live until the next publish.

    Source: Webflow publishing guide, and threads on deleting items, seen 2026-11.
    """
    items, states, order, verb = context.items, context.states, context.content.order, todo[0].verb
    if verb in ("archive", "delete"):
        live = [Part(op, locales, last=False) for op in todo if (locales := ops.live(op, order))]
        yield from stage(states.run, f"DELETE {items}/live", live, states.unpublish)
    name, send = {
        "publish": (f"POST {items}/publish", states.publish),
        "unpublish": (f"DELETE {items}/live", states.unpublish),
        "archive": (f"PATCH {items}", states.archive),
        "delete": (f"DELETE {items}", states.delete),
    }[verb]
    yield from stage(states.run, name, [Part(op, ops.moved(op, order)) for op in todo], send)


_WAYS: Final[dict[tuple[Verb, ...], Callable[[KindContext, Sequence[Op]], Calls]]] = {
    ("create",): _create,
    ("update", "link"): _change,
    ("publish",): _restate,
    ("unpublish",): _restate,
    ("archive",): _restate,
    ("delete",): _restate,
}
