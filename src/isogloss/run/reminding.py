"""What a plan tells of its mapping: what is off in it, and locks that lock nothing.

Decides what a reader of a report has to know who does not have the mapping at hand. Refuses to decide anything of it.
"""

from collections.abc import Collection, Iterable, Iterator

from isogloss.bridge import Bridge
from isogloss.merge.flow import Lock
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import SHARED, Locale
from isogloss.plan.op import Remark
from isogloss.run.telling import EVERY


def remarks_of(bridge: Bridge, entries: Collection[EntryKey], due: Collection[object]) -> Iterator[Remark]:
    """What is to be told once in a plan.

    entries: all that both sides show.
    due:     the declared moves that a run is still to make.
    """
    for move in bridge.moves:
        kind = EVERY if move.what == "locale" else move.name[0]
        then = "what was agreed on goes along" if move.source else "what was agreed on is forgotten"
        said = f"the next run makes it: {then}" if move in due else "it is made; the line can be taken out of moved"
        at = Cell(EntryKey(kind, EVERY), Locale(move.name[0]) if move.what == "locale" else None)
        yield Remark(at, "a declared move", detail=f"{move}: {said}")
    yield from _off(bridge)
    for kind, lock in idle_locks(bridge, entries):
        said = f"{lock.said} matches no entry of either side; mend it in locks, or take it out"
        yield Remark(Cell(EntryKey(kind, EVERY)), "a lock matches nothing", detail=said)


def _off(bridge: Bridge) -> Iterator[Remark]:
    for kind in bridge.kinds:
        flows = bridge.flows(kind)
        held = {at: sorted(names) for at, names in flows.off.items() if at not in flows.gone}
        parts = [f"all of {at}" for at in bridge.locales if at in flows.gone]
        parts += [", ".join(names) + ("" if at == SHARED else f" in {at}") for at, names in sorted(held.items())]
        if flows.at() == "off":
            parts.append("whether an entry is there")
        if parts:
            said = f"neither compared nor written: {'; '.join(parts)}"
            yield Remark(Cell(EntryKey(kind, EVERY)), "off in the mapping", detail=said)


def idle_locks(bridge: Bridge, entries: Iterable[EntryKey]) -> Iterator[tuple[str, Lock]]:
    """The locks that match no entry of any kind that they are about, with the first of these kinds."""
    about: dict[str, dict[str, Lock]] = {}
    for kind in bridge.kinds:
        for lock in bridge.flows(kind).locks:
            about.setdefault(lock.said, {})[kind] = lock
    for key in entries if about else ():
        for said in [said for said, locks in about.items() if key.kind in locks and locks[key.kind].is_of(key)]:
            del about[said]
    yield from ((kind, lock) for locks in about.values() for kind, lock in list(locks.items())[:1])
