"""Turning ops into calls.

Decides the order and the stages of each verb: what is made before what, and which call completes an op. Sends nothing
itself; ``content`` and ``states`` do, when the caller says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from isogloss.adapters.calls import Calls, Orders
from isogloss.adapters.webflow.items import ops
from isogloss.adapters.webflow.items.batches import CallRun, Part, stage
from isogloss.adapters.webflow.items.content import Beside, Content, Offer
from isogloss.adapters.webflow.items.states import States
from isogloss.adapters.webflow.paths import BATCH
from isogloss.adapters.webflow.site import Lookup
from isogloss.bridge import SideBinding
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.model.locale import Locale
from isogloss.plan.op import Op, Verb


@dataclass(frozen=True, slots=True)
class KindContext:
    """What is needed to write one kind.

    items: the path of its items, as the mapping calls the collection, for the names of calls.
    order: the mapping's locales, primary first.
    """

    items: str
    order: Sequence[Locale]
    run: CallRun
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
        return KindContext(path, order, run, content, States(self.post, self.lookup, kind, run))


def calls(side: SideContext, todo: Sequence[Op], run: CallRun, offer: Offer) -> Calls:
    """Yield the calls of one layer, by verb and kind. Asks nobody between the calls.

    Links are written like other changes, and share their batches.
    """
    for verbs, way in _WAYS.items():
        for kind in sorted({op.entry.kind for op in todo if op.verb in verbs}):
            chosen = [op for op in todo if op.verb in verbs and op.entry.kind == kind]
            yield from way(side.context(kind, run, offer), chosen)


def _create(context: KindContext, todo: Sequence[Op]) -> Calls:
    """Make entries. By insert: the first locale, then the others. By bulk: all locales alike, then translate.

    Whether insert is there may be found out by its first call: if not, nothing was made, and bulk makes all.
    """
    run, content, offer = context.run, context.content, context.content.offer
    locales = {op.id: ops.created(op, context.order) for op in todo}
    if offer.insert:
        firsts = [Part(op, locales[op.id][:1], last=len(locales[op.id]) == 1) for op in todo]
        name = f"POST {context.items}/insert"
        yield from stage(run, name, firsts, content.create, BATCH, creates=True, offered=lambda: offer.insert)
    others = [Part(op, locales[op.id][1:]) for op in todo if len(locales[op.id]) > 1]
    if offer.insert:
        yield from stage(run, f"POST {context.items}/insert", others, content.attach_new, BATCH)
        return
    for here in dict.fromkeys(locales.values()):
        parts = [Part(op, here, last=len(here) == 1) for op in todo if locales[op.id] == here]
        yield from stage(run, f"POST {context.items}/bulk", parts, content.create_alike, BATCH, creates=True)
    yield from stage(run, f"PATCH {context.items}", others, content.translate, BATCH)


def _change(context: KindContext, todo: Sequence[Op]) -> Calls:
    """Change entries: new variants first, for where one is refused, nothing of its entry is written."""
    new = {op.id: ops.added(op, context.order) for op in todo}
    old = {op.id: ops.changed(op, context.order) for op in todo}
    attached = [Part(op, new[op.id], last=not old[op.id]) for op in todo if new[op.id]]
    send = partial(context.content.attach, beside=Beside(attached))
    yield from stage(context.run, f"POST {context.items}/insert", attached, send, BATCH)
    patched = [Part(op, old[op.id]) for op in todo if old[op.id] or not new[op.id]]
    send = partial(context.content.change, beside=Beside(patched))
    yield from stage(context.run, f"PATCH {context.items}", patched, send, BATCH)


def _publish(context: KindContext, todo: Sequence[Op]) -> Calls:
    yield from stage(context.run, f"POST {context.items}/publish", _moved(context, todo), context.states.publish, BATCH)


def _unpublish(context: KindContext, todo: Sequence[Op]) -> Calls:
    yield from stage(
        context.run, f"DELETE {context.items}/live", _moved(context, todo), context.states.unpublish, BATCH
    )


def _archive(context: KindContext, todo: Sequence[Op]) -> Calls:
    """Take live variants off the site, then archive: an archived one stays live until the next site publish.

    Source: Webflow publishing guide, seen 2026-11.
    """
    yield from _off_the_site(context, todo)
    yield from stage(context.run, f"PATCH {context.items}", _moved(context, todo), context.states.archive, BATCH)


def _delete(context: KindContext, todo: Sequence[Op]) -> Calls:
    """Take live variants off the site, then delete: a deleted one may stay live until the next site publish.

    Source: threads on deleting items, seen 2026-11.
    """
    yield from _off_the_site(context, todo)
    yield from stage(context.run, f"DELETE {context.items}", _moved(context, todo), context.states.delete, BATCH)


def _off_the_site(context: KindContext, todo: Sequence[Op]) -> Calls:
    live = [Part(op, locales, last=False) for op in todo if (locales := ops.live(op, context.order))]
    yield from stage(context.run, f"DELETE {context.items}/live", live, context.states.unpublish, BATCH)


def _moved(context: KindContext, todo: Sequence[Op]) -> list[Part]:
    return [Part(op, ops.moved(op, context.order)) for op in todo]


_WAYS: Final[dict[tuple[Verb, ...], Callable[[KindContext, Sequence[Op]], Calls]]] = {
    ("create",): _create,
    ("update", "link"): _change,
    ("publish",): _publish,
    ("unpublish",): _unpublish,
    ("archive",): _archive,
    ("delete",): _delete,
}
