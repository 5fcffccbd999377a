"""Links that somebody makes while a run is at work to what it is about to delete: then that stays (invariant 6).

Decides by a listing by time of change what to look at: whoever is not as known may link to anything by now. Such a
listing is read where the last one, or the reading, is too old when what goes is looked at. Of a kind that has none
nothing can be told; its links are as old as the reading. What the run reads back of its own writes is known from then
on, with whatever somebody linked there before; so who shows such a link is noted, and looked at as well. Refuses to
judge what was linked before: the plan did.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from isogloss.apply.current import Current
from isogloss.apply.listings import Listings
from isogloss.bridge import Bridge
from isogloss.mapping.names.neutral import Scoped, names_in_scope, scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, refs
from isogloss.plan.op import Op
from isogloss.ports import Clock, Wanted, Writer


def may_link(bridge: Bridge, linking: Mapping[str, Collection[str]], gone: Collection[str]) -> list[str]:
    """The kinds whose entries may link to some of these kinds; a field that says of none may link to any."""

    def links(kind: str) -> bool:
        fields = bridge.kinds[kind].fields
        return any(fields[name].to in gone or fields[name].to is None for name in linking[kind])

    return sorted(filter(links, linking)) if gone else []


@dataclass(slots=True)
class Linked:
    """What links to what goes, in one run.

    linking: by kind, the fields that may hold links.
    began:   when the reading began, by the steady clock.
    """

    bridge: Bridge
    writers: Mapping[Side, Writer]
    current: Current
    clock: Clock
    began: float
    linking: Mapping[str, Collection[str]]
    listings: Listings
    _asked: dict[tuple[Side, str], float] = field(default_factory=dict)
    _links: dict[tuple[Side, str], tuple[tuple[Cell, EntryKey], ...]] = field(default_factory=dict)
    _noted: dict[tuple[Side, str], dict[str, set[Locale]]] = field(default_factory=dict)

    def note(self, side: Side, remote: str, now: Scoped, moved: Iterable[Cell]) -> None:
        """An entry was read back, and shows in some cells what was not known and the run did not write.

        Where these hold links, it is looked at when something goes, however fresh the last listing is by then.
        """
        for cell in moved:
            kind, locale, name = cell.entry.kind, cell.locale, cell.field
            if locale is None or name is None or name not in self.linking.get(kind, ()):
                continue
            if next(refs(cell_of(now.raw, locale, name)), None) is not None:
                self._noted.setdefault((side, kind), defaultdict(set))[remote].add(locale)
                self._asked[side, kind] = -math.inf

    def held(self, side: Side, ops: Sequence[Op]) -> Iterator[tuple[Op, Cell]]:
        """The deletions that must not be sent, each with a cell that links to what goes."""
        for kind in self._kinds(ops):
            if self._is_old(side, kind):
                self._asked[side, kind] = self.clock.monotonic()
                self._links[side, kind] = tuple(self._made(side, kind))
            for cell, to in self._links.get((side, kind), ()):
                for op in ops:
                    if op.entry == to and (cell.locale in op.locales or cell.locale == SHARED):
                        yield op, cell

    def old(self, side: Side, ops: Sequence[Op]) -> bool:
        """Whether a listing has to be read before some deletions."""
        return any(self._is_old(side, kind) for kind in self._kinds(ops))

    def _is_old(self, side: Side, kind: str) -> bool:
        return self.clock.monotonic() - self._asked.get((side, kind), self.began) > self.bridge.freshness

    def _kinds(self, ops: Sequence[Op]) -> list[str]:
        """The kinds that may link to what some ops delete."""
        return may_link(self.bridge, self.linking, {op.entry.kind for op in ops if op.verb == "delete"})

    def _made(self, side: Side, kind: str) -> Iterator[tuple[Cell, EntryKey]]:
        """The links of whatever is not as it is known, or was read back with a link that the run did not make."""
        news = defaultdict(set[Locale], {remote: {*at} for remote, at in self._noted.get((side, kind), {}).items()})
        for remote, locales in self.listings.news(side, kind).items():
            news[remote] |= locales
        held = tuple(self.bridge.side(side).locales)
        shared, _ = names_in_scope(self.bridge.kinds[kind])
        everywhere = not shared.isdisjoint(self.linking[kind])
        translator = self.current.translator(side)
        wanted = [
            Wanted(
                translator.keys.get((kind, remote), EntryKey(kind, remote)),
                tuple(locale for locale in held if everywhere or locale in locales),
                remote,
            )
            for remote, locales in news.items()
        ]
        seen = self.writers[side].look(wanted) if wanted else {}
        for each in wanted:
            shown = scoped(seen.get(each.entry), each.entry, self.bridge, translator).raw
            for locale, variant in () if isinstance(shown, Absent) else shown.items():
                for name in sorted(variant.keys() & self.linking[kind]):
                    yield from ((Cell(each.entry, locale, name), to) for to in refs(variant[name]))
