"""When a plan needs somebody's approval, and whether another plan does no more than one that was approved. Pure.

Decides that an approval is of what a plan does, not of its file: a plan that was made again and does the same, or less
of it, is approved. Losses count as something that it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from isogloss.model.value import digest_text
from isogloss.plan.data import PlanFile
from isogloss.plan.limits import Amount, Count
from isogloss.plan.op import Loss, Op, SitePublish
from isogloss.plan.record import dump_record, to_line

Marks: TypeAlias = frozenset[str]
"""What a plan does: a mark for each op, loss and publication of a site."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a plan may do without approval; None for what is not bounded.

    deletes, changes: entries, as a count or as a share of those that are remembered.
    losses, publishes: how many.
    """

    deletes: Amount | None = None
    changes: Amount | None = None
    losses: int | None = None
    publishes: int | None = None


ALWAYS = Bounds(changes=Count(0), losses=0, publishes=0)
"""Whatever writes anything needs approval."""


def exceeded(plan: PlanFile, bounds: Bounds, remembered: int) -> tuple[str, ...]:
    """What a plan does beyond its bounds, each in words; empty where it needs nobody.

    remembered: how many entries are remembered.
    """
    touched = {(op.on, op.entry) for op in plan.ops()}
    publishes = sum(op.verb == "publish" for op in plan.ops())
    publishes += sum(not each.waits for each in plan.records(SitePublish))
    losses = sum(sum(row.values()) for row in plan.header.counts.losses.values())
    of_entries = ("deletes", plan.header.counts.deletes, bounds.deletes), ("changes", len(touched), bounds.changes)
    found = [f"{what}: {count:,}" for what, count, bound in of_entries if _is_more(count, bound, remembered)]
    for what, count, most in (("losses", losses, bounds.losses), ("publishes", publishes, bounds.publishes)):
        if most is not None and count > most:
            found.append(f"{what}: {count:,}")
    return tuple(found)


def _is_more(count: int, bound: Amount | None, remembered: int) -> bool:
    if bound is None:
        return False
    return count > (bound.number if isinstance(bound, Count) else bound * remembered)


def marks(plan: PlanFile) -> Marks:
    """What a plan does."""
    return frozenset(_marks(plan))


def _marks(plan: PlanFile) -> Iterator[str]:
    for record in plan.records(Op, SitePublish, Loss):
        yield record.id if isinstance(record, Op) else digest_text(to_line(dump_record(record)))


def told(plan: PlanFile, besides: Marks) -> Iterator[str]:
    """What a plan does that is not among some marks, each op in words."""
    for op in plan.ops():
        if op.id not in besides:
            yield f"{op.verb} {op.entry.kind}/{op.entry.shown} on {plan.header.sides[op.on]}"
