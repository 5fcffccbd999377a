"""What it takes to apply a plan: requests by what they are for, and minutes.

Decides how often a run will look at what it could write over; all else the adapters count. An estimate where it depends
on how fast the run will be: a side is taken to be asked at the permitted rate, without trouble.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isogloss.apply.linked import may_link
from isogloss.apply.listings import FEW
from isogloss.bridge import Bridge
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.schema import Capabilities
from isogloss.plan.draft import Arranged
from isogloss.plan.header import Cost
from isogloss.plan.op import Op
from isogloss.ports import Reader
from isogloss.run.unseen import link_fields

_ANSWER: Final = 0.2
"""Seconds that an answer takes, about: so long at least lies between two calls."""
_ROWS: Final = 100
"""Rows of a page of a listing, about: what the run wrote since the last one stands above all that did not move."""


@dataclass(slots=True)
class _Counted:
    """One side.

    writes, settles: requests that write, and that read back.
    old, new:        requests that a look before each call takes: at entries that are there, and at those just made.
    served:          of those, what the reading serves: the look before the first call.
    made:            entries that the run makes.
    own:             requests that write to those once they are made.
    beside:          by kind, requests for the one look whether what is published takes other variants along.
    gone:            the kinds of what is deleted.
    deleting:        requests that delete, and that read back what they did.
    """

    writes: int = 0
    settles: int = 0
    old: int = 0
    new: int = 0
    served: int = 0
    made: set[EntryKey] = field(default_factory=set)
    own: int = 0
    beside: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    deleting: int = 0

    def take(self, reader: Reader, ops: Sequence[Op], is_anew: Callable[[Op], bool]) -> None:
        """Count the ops of one layer."""
        first = self.writes == 0
        self.writes += reader.cost(ops)
        self.settles += reader.look_cost(ops)
        self.made.update(op.entry for op in ops if op.verb == "create")
        for op in ops:
            if op.entry.kind not in self.beside and (others := _unpublished(reader, op)):
                self.beside[op.entry.kind] = others
        deletes = [op for op in ops if op.verb == "delete"]
        self.gone.update(op.entry.kind for op in deletes)
        self.deleting += reader.cost(deletes) + reader.look_cost(deletes) if deletes else 0
        over = [op for op in ops if op.verb != "create"]
        there = [op for op in over if op.entry not in self.made]
        anew = [op for op in ops if is_anew(op)]
        self.old += _looks(reader, there) + sum(_looks(reader, [op]) for op in anew)
        own = [op for op in over if op.entry in self.made]
        self.new += _looks(reader, own)
        self.own += reader.cost(own) if own else 0
        if first and there and len(there) == len(ops):
            self.served = _looks(reader, there[:1])
        elif first and anew and len(anew) == len(ops):
            self.served = _looks(reader, anew[:1])


def cost(
    arranged: Arranged,
    bridge: Bridge,
    readers: Mapping[Side, Reader],
    spent: Mapping[Side, int],
    is_anew: Callable[[Op], bool],
) -> dict[str, Cost]:
    """Requests per side, minutes at the permitted rate, and share of the monthly quota, where those are known.

    spent: requests that reading took, which an apply will take again.
    is_anew: whether an op makes what was there before, which is looked for just before, each by itself.
    Shape: by side name. ``reads`` look again before the first write. Reading back what was written is counted in
           ``settles``; looking at what a call could write over, at what it carries across, and once at what may go
           live beside it, in ``looks``.
    """
    counted = {side: _Counted() for side in Side}
    for side, ops in arranged.layers():
        counted[side].take(readers[side], ops, is_anew)
    for site in arranged.draft.sites:
        if not site.waits:
            counted[site.on].writes += 1
            counted[site.on].settles += 2  # when it was published last, before and after
    can = {side: readers[side].capabilities(next(iter(bridge.kinds))) for side in Side}
    looks = _looked(counted, can, bridge)
    for side, found in counted.items():
        looks[side] += _at_links(found, readers[side], bridge, spent.get(side, 0))
    made: dict[str, Cost] = {}
    for side in Side:
        reads = spent.get(side, 0)
        total = counted[side].writes + counted[side].settles + looks[side] + reads
        rate, quota = can[side].rate, can[side].quota
        made[bridge.side(side).name] = Cost(
            bridge.side(side).name,
            counted[side].writes,
            counted[side].settles,
            looks[side],
            reads,
            None if rate is None else math.ceil(10 * total / rate) / 10,
            None if quota is None else round(total / quota, 4),
        )
    return made


def _looked(counted: Mapping[Side, _Counted], can: Mapping[Side, Capabilities], bridge: Bridge) -> dict[Side, int]:
    """Looks at targets, one before each call; and at sources, one each time that freshness is over."""
    looks = dict.fromkeys(Side, 0)
    for side, found in counted.items():
        rate = can[side].rate
        seconds = 0.0 if rate is None else 60 * (found.writes + found.settles) / rate
        looks[side] += found.old - found.served
        looks[side] += _at_own(found, can[side], bridge) if seconds > bridge.freshness else 0
        looks[side] += sum(found.beside.values())
        if found.old:
            locales = len(bridge.locales) if can[side.other].counts == "entry" else 1
            looks[side.other] += locales * int(seconds / bridge.freshness)
    return looks


def _at_links(found: _Counted, reader: Reader, bridge: Bridge, reads: int) -> int:
    """Listings of what may link to what is deleted by now: one in each time of freshness in which anything is.

    reads: requests of the reading, which knew it last.
    """
    able = {kind: reader.capabilities(kind) for kind in may_link(bridge, link_fields(bridge), found.gone)}
    rates = [can.rate for can in able.values() if can.rate is not None]
    if not rates or 60 * (reads + found.writes + found.settles) / min(rates) <= bridge.freshness:
        return 0
    pages = sum(len(bridge.locales) if can.counts == "entry" else 1 for can in able.values() if can.times)
    return pages * (1 + int(60 * found.deleting / min(rates) / bridge.freshness))


def _at_own(found: _Counted, can: Capabilities, bridge: Bridge) -> int:
    """Looks at what the run made itself: the first pages of each listing, in each time of freshness in which it writes.

    One by one, where that is less, or where a side tells no times. Reading back tells what moved until then.
    """
    if not can.times or can.rate is None or not found.new:
        return found.new
    pace = max(min(can.rate / 60, can.parallel / _ANSWER), 1 / _ANSWER)
    if can.counts != "entry":
        # what the side permits in a minute leaves in bursts, and after each rest somebody may have been there
        rests = found.own * 60 / can.rate / 60 if can.rate / 60 < 1 / _ANSWER else 0.0
        return min(found.new, 1 + int(found.own / max(1, pace * bridge.freshness - 1) + rests))
    looks, left, pages = 0, found.own, 1
    while left > 0 and looks < found.new:
        look = pages * len(bridge.locales)
        looks += look
        sent = max(1, int(pace * (bridge.freshness - look * _ANSWER)))  # a listing is as old as its first page
        pages = 1 + sent // _ROWS
        left -= sent
    return min(found.new, looks)


def _unpublished(reader: Reader, op: Op) -> int:
    """How many variants stay as they are while another goes live that was not, on a side that might take them along.

    An estimate: which of them are live already is not known here.
    """
    new = {change.locale for change in op.changes if change.field == STATUS and change.after == PUBLISHED}
    if not new or not reader.capabilities(op.entry.kind).touch_to_publish:
        return 0
    again = any(change.field == STATUS and change.before == PUBLISHED for change in op.changes)
    return 0 if again else len(set(op.present) - new - {SHARED})


def _looks(reader: Reader, ops: Sequence[Op]) -> int:
    """Requests for a look before each call, or before those that leave together.

    One page tells of a whole batch, and one in each locale of calls that leave together; else each variant is asked.
    """
    total = 0
    for kind in sorted({op.entry.kind for op in ops}):
        mine = [op for op in ops if op.entry.kind == kind]
        can = reader.capabilities(kind)
        if can.batch > 1:
            total += reader.cost(mine)
            continue
        for start in range(0, len(mine), can.parallel):
            some = mine[start : start + can.parallel]
            each = sum(len(op.shown_in) for op in some)
            listed = len({locale for op in some for locale in op.shown_in}) if can.counts == "entry" else FEW
            total += min(each, listed) if can.times and len(some) > 1 else each
    return total
