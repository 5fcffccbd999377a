"""When a plan publishes a whole site, and when that waits. Pure.

It makes live whatever is queued on the site, so it is planned only where the mapping asks for it and something was
written since the last time. It waits while an entry there is known to be half done: a conflict of its content,
somebody's unfinished edits, or a locale that a person has to add first. A held deletion makes nothing half done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from isogloss.merge.change import HoldReason
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.plan.op import SitePublish, Step
from isogloss.plan.terms import Built

HALF_DONE: Final[frozenset[HoldReason]] = frozenset(
    {
        "both sides changed",
        "component damaged",
        "publication state is open",
        "publishing waits",
        "unpublished edits on the target",
    }
)


@dataclass(slots=True)
class Sites:
    """Watches a plan in the making.

    place:    the names of the sides.
    asked:    whether the mapping asks for publishing sites; otherwise a person may have to.
    can:      the sides whose site a call can publish.
    late:     by side, the kinds that go live only with the whole site.
    due:      the sides that still wait from an earlier run.
    """

    place: Mapping[Side, str]
    asked: bool
    can: frozenset[Side]
    late: Mapping[Side, frozenset[str]]
    due: frozenset[Side] = frozenset()
    _held: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})
    _late: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})
    _written: set[Side] = field(default_factory=set)

    def see(self, key: EntryKey, built: Built) -> None:
        """Take in what is planned for one entry."""
        for op in built.ops:
            self._written.add(op.on)
            if key.kind in self.late[op.on]:
                self._late[op.on].add(key)
        if any(held.reason in HALF_DONE for held in built.conflicts):
            for side in Side:
                self._held[side].add(key)
        for step in built.steps:
            if step.at.locale is not None and step.at.field is None:
                self._held[step.on].add(key)

    def records(self) -> Iterator[SitePublish | Step]:
        """What the plan says of the sites, left first."""
        for side in Side:
            if self.asked and side in self.can:
                if side in self._written | self.due:
                    yield from self._publish(side)
            elif self._late[side]:
                yield self._for_a_person(side)

    def _publish(self, side: Side) -> Iterator[SitePublish | Step]:
        held = sorted(self._held[side])
        if not held:
            yield SitePublish(side)
            return
        some = ", ".join(map(str, held[:3])) + (" and more" if len(held) > 3 else "")  # noqa: PLR2004  # as many as are quoted
        waits = f"the site of {self.place[side]} is not published while entries wait for a person: {some}"
        yield SitePublish(side, waits)
        yield Step(side, Cell(held[0]), f"settle what is held, then run again: {waits}", "the next run publishes it")

    def _for_a_person(self, side: Side) -> Step:
        waiting = sorted(self._late[side])
        return Step(
            side,
            Cell(waiting[0]),
            f"publish the site of {self.place[side]} after this plan is applied: {len(waiting)} of its entries go live "
            "only with the whole site, and so does whatever else is queued there",
            "the live site shows them",
        )
