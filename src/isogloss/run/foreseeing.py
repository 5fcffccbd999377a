"""What a rehearsal can know of a side beside what its listings show: who else goes by an id, and what is gone.

Decides what is worth a request: ids of what the plan writes to, where a kind has ids that others can have, too. What
was there once is known for nothing. Reads only.
"""

from collections.abc import Iterator, Mapping

from isogloss.bridge import Bridge, PageType
from isogloss.model.address import EntryKey, Side
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Op, Pairing
from isogloss.ports import Reader
from isogloss.sampling import SharesNames
from isogloss.stand_ins.platforms import LearnsBeside
from isogloss.state.opened import State


def foresee(
    bridge: Bridge,
    readers: Mapping[Side, Reader],
    state: State,
    plan: PlanFile,
    learners: Mapping[Side, object],
) -> None:
    """Tell those who learn the sides what no listing shows.

    Raises: any RemoteError.
    """
    for side in Side:
        learner = learners[side]
        if isinstance(learner, LearnsBeside):
            for place, remote in _were(bridge, state, side):
                learner.gone(place, remote)
            for remote in _shared(readers[side], state, plan, side):
                learner.shared(remote)


def _were(bridge: Bridge, state: State, side: Side) -> Iterator[tuple[str, str]]:
    """Type and slug of each page that was ever met; a slug may stay taken when its page was deleted."""
    kinds = bridge.side(side).kinds
    known = [(entry, remote) for remote, entry in state.identity.all_keys(side)]
    known += [(stone.entry, stone.remote) for stone in state.tombstones.of(side) if stone.locale is None]
    for entry, remote in known:
        place = kinds[entry.kind].place if entry.kind in kinds else None
        if isinstance(place, PageType):
            yield place.name, remote


def _shared(reader: Reader, state: State, plan: PlanFile, side: Side) -> Iterator[str]:
    """The ids of what the plan writes to on a side that others have there, too."""
    if not isinstance(reader, SharesNames):
        return
    paired = {each.entry: each.remote(side) for each in plan.records(Pairing)}
    wanted: dict[str, dict[str, None]] = {}
    for op in plan.records(Op):
        remote = _remote(op.entry, state, side, paired) if op.on is side else None
        if remote is not None:
            wanted.setdefault(op.entry.kind, {})[remote] = None
    for kind, remotes in wanted.items():
        yield from reader.shared_names(kind, list(remotes))


def _remote(entry: EntryKey, state: State, side: Side, paired: Mapping[EntryKey, str | None]) -> str | None:
    return state.identity.remote(side, entry) or paired.get(entry)
