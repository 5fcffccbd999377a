"""Whether a run's own publishes end what its plan waits for, so that it need not wait for the next run.

A side may hide links to what is not live, so that nobody can tell a draft from a live version that shows fewer links:
what is in doubt counts as somebody's unpublished edits, and waits. Once what such a link leads to is live, the side
tells. And with ``unpublished_edits: carry``, what crosses from a variant that has a draft over it does not go live
across, or not there at all where that side holds no draft; nothing keeps it back once the run itself put that draft
live, as where it says what was published across. Decides whether either came about in a run.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from isogloss.apply.execute import SUCCEEDED
from isogloss.apply.ground import WRITES
from isogloss.merge.change import Change
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import CHANGED, PUBLISHED, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.value import refs
from isogloss.outcomes import Applied
from isogloss.plan.op import Conflict, Loss, LossReason, Op
from isogloss.run.observe import Observed

_NO_DRAFT: Final[LossReason] = "no draft over published content"
_WAITS = frozenset({"unpublished edits on the target", "unpublished edits stay behind"})


def ended_waits(done: Applied, observed: Observed) -> bool:
    """Whether anything waited for what the run put live."""
    return _ended_doubts(done, observed) or _ended_drafts(done)


def _ended_drafts(done: Applied) -> bool:
    """Whether anything of a variant did not go live across for the draft over it, and the run put that live."""
    live = {(op.on, change.at.entry, change.locale) for op, change in _put_live(done) if change.before == CHANGED}
    if not live:
        return False
    kept: Iterator[Loss] = done.plan.records(Loss)
    written = ((op.on, op.entry, locale) for op in done.plan.ops() if op.verb in WRITES for locale in op.shown_in)
    lost = ((each.on, each.at.entry, each.at.locale) for each in kept if each.reason == _NO_DRAFT)
    return any(
        (side.other, entry, at) in live if at != SHARED else any((side.other, entry) == each[:2] for each in live)
        for side, entry, at in (*written, *lost)
    )


def _ended_doubts(done: Applied, observed: Observed) -> bool:
    """Whether anything waited for a link of which nobody could tell, and the run put live what it leads to."""
    live = _gone_live(done)
    if not any(live.values()):
        return False
    told: Iterator[Conflict | Loss] = done.plan.records(Conflict, Loss)
    waiting = dict.fromkeys(each.at.entry for each in told if each.reason in _WAITS)
    return any(_in_doubt(observed, entry, live) for entry in waiting)


def _gone_live(done: Applied) -> Mapping[Side, Collection[EntryKey]]:
    """By side, what the public sees since this run, and did not before."""
    live: dict[Side, set[EntryKey]] = {side: set() for side in Side}
    for op, _ in _put_live(done):
        live[op.on].add(op.entry)
    return live


def _put_live(done: Applied) -> Iterator[tuple[Op, Change]]:
    """What a run put live, variant by variant, as a state that was another before."""
    for op in done.plan.ops():
        settled = done.result.outcomes.get(op.id)
        if settled is not None and settled.outcome in SUCCEEDED:
            yield from ((op, c) for c in op.changes if c.field == STATUS and c.after == PUBLISHED != c.before)


def _in_doubt(observed: Observed, entry: EntryKey, live: Mapping[Side, Collection[EntryKey]]) -> bool:
    facing = observed.facing(entry)
    return any(
        to in live[side]
        for side in Side
        for note in facing.notes(side).values()
        for newest in note.doubtful.values()
        for to in refs(newest)
    )
