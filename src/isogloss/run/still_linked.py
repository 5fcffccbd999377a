"""Deletions that wait, for they would leave something behind: links to what goes, or a side with nothing on it.

What is still linked to stays: an entry refers only to what exists on its side (invariant 6).

Whoever deleted an entry on one side may not know that somebody linked to it on the other one since. A platform may
leave such a link leading nowhere. Decides by what each side shows, to the public and in drafts, and by what a plan
ends: for the public, nothing ends in what stays a draft. An entry goes after the ops that end the links to it. One more
look at all entries is taken only where a plan deletes anything. What a person agreed to go waits no less: what links to
it may be nothing that they were shown.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from isogloss.decide.traces import traced
from isogloss.merge.change import Conflict
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue
from isogloss.plan.op import Op
from isogloss.plan.terms import Built
from isogloss.run.last_left import last_left
from isogloss.run.links_to import Link, Linking, Place, ends, going, holding, links_to, takes_away
from isogloss.run.observe import Observed


@dataclass(slots=True)
class StillLinked:
    """Sets deletions aside until all entries were merged.

    linking: by kind, the fields that may hold links.
    take:    called with an entry and what a plan says of it, once that is certain.
    """

    observed: Observed
    linking: Linking
    take: Callable[[Facing, Built], None]
    _aside: list[tuple[Facing, Built]] = field(default_factory=list)
    _made: set[Side] = field(default_factory=set)
    _ended: dict[Link, Digest] = field(default_factory=dict)
    _becomes: dict[tuple[Side, Cell], tuple[Digest, MaybeValue]] = field(default_factory=dict)

    def see(self, facing: Facing, built: Built) -> None:
        """Hand an entry on, or set it aside where it goes."""
        self._made |= {op.on for op in built.ops if op.verb == "create"}
        if any(takes_away(op) for op in built.ops):
            self._aside.append((facing, built))
            return
        self._note(facing, built)
        self.take(facing, built)

    def end(self) -> None:
        """Hand on what was set aside, held where something that stays links to it."""
        gone = going(op for _, built in self._aside for op in built.ops)
        for facing, built in self._aside:
            self._note(facing, built)
        stay: list[Link] = []
        after: dict[Place, frozenset[Digest]] = defaultdict(frozenset)
        for link in links_to(self.observed, self.linking, gone) if gone else ():
            by = self._ended_by(link)
            after[link.side, link.to] |= by
            if not by:
                stay.append(link)
        names = {side: self.observed.bridge.side(side).name for side in Side}
        held = dict(last_left(self.observed, ((facing, built.ops) for facing, built in self._aside), self._made))
        for place, link in holding(stay, gone).items():
            held[place] = f"{link.said(names[link.side])}; or bring it back across"
        for facing, built in self._aside:
            built.ops = [
                replace(op, needs=op.needs | after[op.on, op.entry]) if takes_away(op) else op for op in built.ops
            ]
            self.take(facing, self._without(facing, built, held))

    def _note(self, facing: Facing, built: Built) -> None:
        """Write down the links that a plan ends, and what becomes of variants that have or had any."""
        names = self.linking[facing.key.kind]
        if not names:
            return
        ended = {link: op.id for op in built.ops for link in ends(op, names)}
        if ended or any(note.beneath or note.drafted for side in Side for note in facing.notes(side).values()):
            states = ((op, each) for op in built.ops for each in op.changes if each.field == STATUS)
            self._ended |= ended
            self._becomes |= {(op.on, each.at): (op.id, each.after) for op, each in states if not takes_away(op)}

    def _ended_by(self, link: Link) -> frozenset[Digest]:
        """The ops by which a link ends; none where it stays.

        The public sees what is published without it, and no variant that is taken off. What is published with it has it
        for editors too, and that link stays. Out of the archive, what was live there is live still, under a draft.
        """
        op = self._ended.get(link.for_editors())
        ops = frozenset() if op is None else frozenset({op})
        if link.live is None:
            return ops
        shown, state = self._becomes.get((link.side, Cell(link.at.entry, link.live, STATUS)), (None, ABSENT))
        ending = (PUBLISHED,) if link.archived else (PUBLISHED, DRAFT, ARCHIVED)
        return frozenset() if shown is None or state not in ending else ops | {shown}

    def _without(self, facing: Facing, built: Built, held: Mapping[Place, str]) -> Built:
        kept: list[Op] = []
        for op in built.ops:
            detail = held.get((op.on, op.entry)) if takes_away(op) else None
            if detail is None:
                kept.append(op)
                continue
            for at in _goes(op, facing):
                left, right = (quote(at, facing.shows(side)) for side in Side)
                built.conflicts.append(traced(Conflict(at, "deletion", left, right, facing.label, detail), facing))
            followed = {change.decided for change in op.changes}
            built.resolved = [
                replace(each, fate="waits", detail=detail) if each.decided in followed else each
                for each in built.resolved
            ]
        built.ops = kept
        return built


def _goes(op: Op, facing: Facing) -> list[Cell]:
    """What an op deletes: the entry, or some of its locales."""
    shown, locales = facing.shows(op.on), frozenset(op.locales) - {SHARED}
    whole = isinstance(shown, Absent) or locales >= shown.keys() - {SHARED}
    return [Cell(facing.key)] if whole else [Cell(facing.key, locale) for locale in sorted(locales)]
