"""Whether a run's own publishes end a doubt that its plan waits for.

A side may hide links to what is not live, so that nobody can tell a draft from a live version that shows fewer links:
what is in doubt counts as somebody's unpublished edits, and waits. Once what such a link leads to is live, the side
tells. Decides whether that came about in a run, so that what waited for it need not wait for the next one.
"""

from collections.abc import Collection, Iterator, Mapping

from isogloss.apply.execute import SUCCEEDED
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.value import refs
from isogloss.outcomes import Applied
from isogloss.plan.op import Conflict, Loss
from isogloss.run.observe import Observed

_WAITS = frozenset({"unpublished edits on the target", "unpublished edits stay behind"})


def ended_doubts(done: Applied, observed: Observed) -> bool:
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
    for op in done.plan.ops():
        settled = done.result.outcomes.get(op.id)
        begun = (c.field == STATUS and c.after == PUBLISHED and c.before != PUBLISHED for c in op.changes)
        if settled is not None and settled.outcome in SUCCEEDED and any(begun):
            live[op.on].add(op.entry)
    return live


def _in_doubt(observed: Observed, entry: EntryKey, live: Mapping[Side, Collection[EntryKey]]) -> bool:
    facing = observed.facing(entry)
    return any(
        to in live[side]
        for side in Side
        for note in facing.notes(side).values()
        for newest in note.doubtful.values()
        for to in refs(newest)
    )
