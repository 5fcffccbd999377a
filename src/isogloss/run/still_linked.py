"""Deletions of what is still linked to. They wait: an entry refers only to what exists on its side (invariant 6).

Whoever deleted an entry on one side may not know that somebody linked to it on the other one since. A platform may
leave such a link leading nowhere. Decides by what each side shows, drafts as well, and by what a plan takes away; one
more look at all entries is taken only where a plan deletes anything. What a person agreed to go waits no less: what
links to it may be nothing that they were shown.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from isogloss.decide.traces import traced
from isogloss.merge.change import Conflict
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, MaybeValue, refs
from isogloss.plan.op import Op
from isogloss.plan.terms import Built
from isogloss.run.observe import Observed


@dataclass(frozen=True, slots=True)
class _Link:
    side: Side
    at: Cell
    to: EntryKey


@dataclass(slots=True)
class StillLinked:
    """Sets deletions aside until all entries were merged.

    linking: by kind, the fields that may hold links.
    take:    called with an entry and what a plan says of it, once that is certain.
    """

    observed: Observed
    linking: Mapping[str, Collection[str]]
    take: Callable[[Facing, Built], None]
    _aside: list[tuple[Facing, Built]] = field(default_factory=list)
    _taken: set[_Link] = field(default_factory=set)

    def see(self, facing: Facing, built: Built) -> None:
        """Hand an entry on, or set it aside where it goes."""
        if any(_takes_away(op) for op in built.ops):
            self._aside.append((facing, built))
            return
        self._note(built)
        self.take(facing, built)

    def end(self) -> None:
        """Hand on what was set aside, held where something that stays links to it."""
        going = {
            (op.on, facing.key): frozenset(op.locales) - {SHARED}
            for facing, built in self._aside
            for op in built.ops
            if _takes_away(op)
        }
        for _, built in self._aside:
            self._note(built)
        links = [link for link in self._links(going) if link not in self._taken] if going else []
        held: dict[tuple[Side, EntryKey], _Link] = {}
        while found := [link for link in links if (link.side, link.to) not in held and _stays(link, going, held)]:
            held |= {(link.side, link.to): link for link in reversed(found)}
        for facing, built in self._aside:
            self.take(facing, self._without(facing, built, held))

    def _note(self, built: Built) -> None:
        for op in built.ops:
            names = self.linking[op.entry.kind]
            for change in op.changes if names and op.verb != "delete" else ():
                if change.field in names:
                    gone = {*refs(change.before)} - {*refs(change.after)}
                    self._taken |= {_Link(op.on, change.at, to) for to in gone}

    def _links(self, going: Mapping[tuple[Side, EntryKey], Collection[Locale]]) -> Iterator[_Link]:
        """Every link of a side to what goes there."""
        kinds = {key.kind for _, key in going}
        for pair in self.observed.pairs:
            names = self.linking[pair.key.kind]
            if not names or not self._may_link(pair.key.kind, kinds):
                continue
            facing = self.observed.facing(pair.key)
            for side in Side:
                for at, value in _cells(facing, side, names):
                    for to in refs(value):
                        if at.locale in (SHARED, *going.get((side, to), ())) and (side, to) in going:
                            yield _Link(side, at, to)

    def _may_link(self, kind: str, to: Collection[str]) -> bool:
        fields = self.observed.bridge.kinds[kind].fields
        return any(fields[name].to in to or fields[name].to is None for name in self.linking[kind])

    def _without(self, facing: Facing, built: Built, held: Mapping[tuple[Side, EntryKey], _Link]) -> Built:
        kept: list[Op] = []
        for op in built.ops:
            link = held.get((op.on, op.entry)) if _takes_away(op) else None
            if link is None:
                kept.append(op)
                continue
            detail = (
                f"{link.at} on {self.observed.bridge.side(op.on).name} still links to it. Take that link away, and it "
                "goes with the next run; or bring it back across"
            )
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


def _takes_away(op: Op) -> bool:
    return op.verb == "delete"


def _goes(op: Op, facing: Facing) -> list[Cell]:
    """What an op deletes: the entry, or some of its locales."""
    shown, locales = facing.shows(op.on), frozenset(op.locales) - {SHARED}
    whole = isinstance(shown, Absent) or locales >= shown.keys() - {SHARED}
    return [Cell(facing.key)] if whole else [Cell(facing.key, locale) for locale in sorted(locales)]


def _stays(
    link: _Link, going: Mapping[tuple[Side, EntryKey], Collection[Locale]], held: Collection[tuple[Side, EntryKey]]
) -> bool:
    """Whether the cell that links stays on its side."""
    of = (link.side, link.at.entry)
    return of in held or of not in going or (link.at.locale != SHARED and link.at.locale not in going[of])


def _cells(facing: Facing, side: Side, names: Collection[str]) -> Iterator[tuple[Cell, MaybeValue]]:
    """What a side shows in fields with links, and what drafts over it say."""
    shown = facing.newest(side)
    for locale, variant in () if isinstance(shown, Absent) else shown.items():
        for name in sorted(names & variant.keys()):
            yield Cell(facing.key, locale, name), variant[name]
    for locale, note in facing.notes(side).items():
        for name in sorted(names & note.drafted.keys()):
            yield Cell(facing.key, locale, name), note.drafted[name]
