"""What a side has no more and the last run told of: it is not missed once more.

Decides which of the remembered entries a side that suddenly shows little, or nothing, is not held to. The run that told
of them was not refused, so it did not come from a side that read empty; and a person could read of each. Refuses to
know what else is missing, and whether that is too much.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from isogloss.merge.change import Conflict, Drifted
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.value import Absent
from isogloss.outcomes import Left
from isogloss.run.observe import Observed


def told_gone(observed: Observed, left: Iterable[Left]) -> dict[Side, Counter[str]]:
    """By side, how many of the entries of each kind that it had and shows no more are told of already.

    left: what the last run left for a person.
    """
    gone: dict[Side, set[EntryKey]] = {side: set() for side in Side}
    for side, key in _lacking(left):
        if key in observed.agreed and observed.remote(side, key) is None and not observed.waits(key):
            gone[side].add(key)
    return {side: Counter(key.kind for key in keys) for side, keys in gone.items()}


def _lacking(left: Iterable[Left]) -> Iterator[tuple[Side, EntryKey]]:
    """The entries that the last run said to be on one side alone, each with the side that may lack it."""
    for each in left:
        match each:
            case Conflict(at=at) | Drifted(at=at) if at == Cell(at.entry):
                for side, shown in zip(Side, (each.left, each.right), strict=True):
                    if isinstance(shown, Absent):
                        yield side, at.entry
            case _:
                pass
