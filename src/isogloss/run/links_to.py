"""Links of a side to what goes there: to entries, or locales of them, that a plan deletes.

Decides which of them hold a deletion, and so for whom a link would lead nowhere. Refuses to know what becomes of what
is held: in a plan it is a conflict, and where a plan is older than a link, its deletion is not carried out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from isogloss.mapping.names.neutral import names_in_scope
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, Digest, MaybeValue, digest, refs
from isogloss.plan.links import known
from isogloss.plan.op import Op
from isogloss.run.observe import Observed

Place: TypeAlias = tuple[Side, EntryKey]
Going: TypeAlias = Mapping[Place, Collection[Locale]]
"""What goes: by side and entry, in which locales."""
Linking: TypeAlias = Mapping[str, Collection[str]]
"""By kind, the fields that may hold links."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as editors see it, or, in a locale, as the public does.

    archived: the public sees it only until the whole site is published, for it is in the archive.
    """

    side: Side
    at: Cell
    to: EntryKey
    live: Locale | None = None
    archived: bool = False

    def for_editors(self) -> "Link":
        """The same link as editors see it."""
        return replace(self, live=None, archived=False)

    def said(self, place: str) -> str:
        """Why what it leads to waits, and what a person can do."""
        if self.live is None:
            return f"{self.at} on {place} still links to it. Take that link away, and it goes with the next run"
        if self.archived:
            todo = "It is archived, and off the site once the site is published: then it goes with the next run"
        else:
            todo = "Publish what is drafted there without, and it goes with the next run"
        return f"what the public sees of {self.at} on {place} still links to it. {todo}"


def takes_away(op: Op) -> bool:
    """Whether an op deletes an entry, or locales of it."""
    return op.verb == "delete"


def ends(op: Op, names: Collection[str]) -> Iterator[Link]:
    """The links that an op ends for editors. names: the fields of its kind that may hold links."""
    for change in () if takes_away(op) else op.changes:
        if change.field in names:
            yield from (Link(op.on, change.at, to) for to in {*refs(change.before)} - {*refs(change.after)})


def going(ops: Iterable[Op]) -> Going:
    """What ops delete; an entry may lose several locales by as many ops."""
    gone: dict[Place, set[Locale]] = defaultdict(set)
    for op in ops:
        if takes_away(op):
            gone[op.on, op.entry] |= set(op.locales) - {SHARED}
    return dict(gone)


def links_to(observed: Observed, linking: Linking, gone: Going, *, agreed: bool = True) -> Iterator[Link]:
    """Every link of a side to what goes there; ``agreed`` also where a cell is as it was when the sides last agreed."""
    kinds = {key.kind for _, key in gone}
    for pair in observed.pairs:
        names, scope = linking[pair.key.kind], observed.bridge.kinds[pair.key.kind]
        if not any(scope.fields[name].to in kinds or scope.fields[name].to is None for name in names):
            continue
        facing, (shared, _) = observed.facing(pair.key), names_in_scope(scope)
        for side in Side:
            for at, value, live, archived in _cells(facing, side, names, shared):
                if not agreed and digest(value) == known(facing, side, at):
                    continue
                for to in refs(value):
                    if (side, to) in gone and at.locale in (SHARED, *gone[side, to]):
                        yield Link(side, at, to, live, archived)


def holding(links: Collection[Link], gone: Going) -> dict[Place, Link]:
    """What has to stay, each with a link that holds it: one of what stays itself."""
    held: dict[Place, Link] = {}
    while found := [link for link in links if (link.side, link.to) not in held and _stays(link, gone, held)]:
        held |= {(link.side, link.to): link for link in reversed(found)}
    return held


def linked_since(ops: Iterable[Op], observed: Observed, linking: Linking) -> Mapping[Digest, Cell]:
    """The ops of an older plan that delete what is linked to now, each with a cell that links and was not agreed on.

    What the plan itself ends is none of these links: what goes waits for that.
    """
    ended: set[Link] = set()
    deletes: list[Op] = []
    for op in ops:
        ended.update(ends(op, linking[op.entry.kind]))
        if takes_away(op):
            deletes.append(op)
    gone = going(deletes)
    links = [link for link in links_to(observed, linking, gone, agreed=False) if link.for_editors() not in ended]
    held = holding(links, gone)
    return {op.id: held[op.on, op.entry].at for op in deletes if (op.on, op.entry) in held}


def _stays(link: Link, gone: Going, held: Collection[Place]) -> bool:
    """Whether the cell that links stays on its side."""
    of = (link.side, link.at.entry)
    return of in held or of not in gone or (link.at.locale != SHARED and link.at.locale not in gone[of])


def _cells(
    facing: Facing, side: Side, names: Collection[str], shared: Collection[str]
) -> Iterator[tuple[Cell, MaybeValue, Locale | None, bool]]:
    """What a side shows in fields with links: to editors, drafts and all; and to the public, by locale.

    The public sees what was live when it was archived, until the whole site is published.
    """
    shown, newest = facing.shows(side), facing.newest(side)
    for locale, variant in () if isinstance(newest, Absent) else newest.items():
        for name in sorted(names & variant.keys()):
            yield Cell(facing.key, locale, name), variant[name], None, False
    for locale, note in facing.notes(side).items():
        places = {name: Cell(facing.key, SHARED if name in shared else locale, name) for name in sorted(names)}
        drafts = {**note.doubtful, **note.drafted}
        for name in sorted(names & drafts.keys()):
            yield places[name], drafts[name], None, False
        for at in places.values() if note.live or note.live_below else ():
            name = str(at.field)
            yield at, note.beneath[name] if name in note.beneath else quote(at, shown), locale, note.live_below
