"""Deletions of all that a side has left, while something waits that it had before: they wait as well.

A side that reads empty is taken for a mistake, and no plan is made of it, so that what waits could never be settled.
Decides by what a side shows, what a plan makes and deletes there, and what is gone there and not to go across. Refuses
to know why that waits. Where nothing waits, all may go: then nothing is missed that was there before.
"""

from collections.abc import Collection, Iterable, Iterator

from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import Absent
from isogloss.plan.op import Op
from isogloss.run.links_to import Place, takes_away
from isogloss.run.observe import Observed


def last_left(
    observed: Observed, aside: Iterable[tuple[Facing, Iterable[Op]]], made: Collection[Side]
) -> Iterator[tuple[Place, str]]:
    """The entries whose deletion waits, each with why, and what a person can do.

    aside: the entries that go anywhere, with their ops.
    made:  the sides on which the plan makes an entry.
    """
    goes: dict[Side, list[EntryKey]] = {side: [] for side in Side}
    for facing, ops in aside:
        for op in ops:
            if takes_away(op) and _whole(op, facing):
                goes[op.on].append(op.entry)
    for side, gone in goes.items():
        if not gone or side in made or observed.count(side) > len(gone):
            continue
        waits = _gone_and_waiting(observed, side, goes[side.other])
        if waits:
            place, some = observed.bridge.side(side).name, "1 entry" if waits == 1 else f"{waits} entries"
            said = (
                f"with it, nothing would be left on {place}, which reads as a mistake then, while {some} that it had "
                "before wait. Settle what waits, or make something there, and it goes with the next run"
            )
            yield from (((side, key), said) for key in gone)


def _whole(op: Op, facing: Facing) -> bool:
    """Whether nothing of an entry is left on its side by a deletion."""
    shown = facing.shows(op.on)
    return isinstance(shown, Absent) or {*op.locales} >= shown.keys()


def _gone_and_waiting(observed: Observed, side: Side, goes: Collection[EntryKey]) -> int:
    """How many entries a side had and lacks, and the other one keeps."""
    lacking = (pair.key for pair in observed.pairs if pair.on(side) is None and pair.on(side.other) is not None)
    had = (key for key in lacking if key in observed.agreed and observed.former(side, key) is not None)
    return sum(key not in goes for key in had)
