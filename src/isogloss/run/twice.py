"""Entries that carry our key of another one that their side has, too: it was made twice, or copied with its key.

A request that left before its process lost the lease, or that the network held up, arrives when it was looked for and
made already; and whoever copies an entry by hand copies its key. Decides that such an entry waits: nothing of it
crosses, and it is remembered as nothing, until a person deletes it or takes the key from it. Where no entry carries a
key, nothing is looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.merge.align import named_by
from isogloss.merge.change import Conflict, HoldReason
from isogloss.merge.decision import Agree, Decision
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.run.observe import Observed

REASON: HoldReason = "there twice"


@dataclass(frozen=True, slots=True)
class Twice:
    """By entry, why it waits."""

    found: Mapping[EntryKey, str] = field(default_factory=dict)

    def waits(self, facing: Facing, decided: list[Decision]) -> Conflict | None:
        """What is held of an entry, if anything would be done about it."""
        why = self.found.get(facing.key)
        if why is None or all(isinstance(each, Agree) for each in decided):
            return None
        left, right = (quote(Cell(facing.key), facing.shows(side)) for side in Side)
        return Conflict(Cell(facing.key), REASON, left, right, facing.label, why)


def find_twice(observed: Observed) -> Twice:
    """Look for what one side alone shows under the key of another entry of its own."""
    found = dict(_found(observed))
    for key, (side, other, _) in found.items():
        observed.stand_in(side, {key: other})  # a link to either means the one that is known
    return Twice({key: why for key, (_, _, why) in found.items()})


def _found(observed: Observed) -> Iterator[tuple[EntryKey, tuple[Side, EntryKey, str]]]:
    for pair in observed.pairs:
        side = Side.LEFT if pair.right is None else Side.RIGHT
        remote = pair.on(side)
        if remote is None or pair.on(side.other) is not None or pair.key.was or pair.key in observed.agreed:
            continue
        other = named_by(pair.key.kind, observed.handle(side, pair.key))
        known = None if other in (None, pair.key) else observed.remote(side, other)
        if other is not None and known not in (None, remote):
            yield pair.key, (side, other, _told(observed, side, other, f"{known}", remote))


def _told(observed: Observed, side: Side, other: EntryKey, known: str, remote: str) -> str:
    binding = observed.bridge.side(side)
    return (
        f"{binding.name} has {other} as {known}, and {remote} carries its key, too: a request that was late made it a "
        f"second time, or somebody copied it. Delete {remote} there, or, if it is an entry of its own, empty its field "
        f"{binding.kinds[other.kind].origin_key}"
    )
