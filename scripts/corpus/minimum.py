"""The fewest requests that any program keeping our promises could do with: from a plan and two sites. Pure.

Every formula is derived in ``docs/minimum.md``. None of them looks at what was sent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from isogloss.model.address import EntryKey
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import refs
from isogloss.plan.op import Op

PAGE: Final = 100
"""Rows of a listing, and variants of a Webflow call."""


def pages(rows: int) -> int:
    """How many requests so many rows take."""
    return -(-rows // PAGE)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a side holds: variants by kind and locale, all of them, and those that are live."""

    staged: Counter[tuple[str, Locale]] = field(default_factory=Counter)
    live: Counter[tuple[str, Locale]] = field(default_factory=Counter)


def extent_of(seen: Iterable[Seen]) -> Extent:
    """Count what a side shows."""
    extent = Extent()
    for entry in seen:
        for locale, variant in entry.variants.items():
            if locale != SHARED:
                extent.staged[entry.kind, locale] += 1
                extent.live[entry.kind, locale] += variant[STATUS] != DRAFT
    return extent


@dataclass(slots=True)
class Work:
    """What a plan does to one side, whatever the order.

    made:      the locales of each new entry.
    linked:    by new entry, the new entries that it links to.
    targets:   variants that a new variant links to.
    published: the locales in which an entry is put live.
    """

    made: dict[EntryKey, set[Locale]] = field(default_factory=dict)
    linked: dict[EntryKey, set[EntryKey]] = field(default_factory=dict)
    targets: set[tuple[EntryKey, Locale]] = field(default_factory=set)
    published: dict[EntryKey, set[Locale]] = field(default_factory=dict)

    @property
    def variants(self) -> int:
        """How many variants are made."""
        return sum(map(len, self.made.values()))

    @property
    def longest(self) -> int:
        """How many new entries the longest row has in which each links to the next; 0 where none links.

        Raises: ValueError where entries link in a circle: the formulas do not cover that.
        """
        depths: dict[EntryKey, int] = {}
        for entry in self.linked:
            path = [entry]
            while path:
                here = path[-1]
                deeper = [to for to in self.linked.get(here, ()) if to not in depths]
                if any(to in path for to in deeper):
                    raise ValueError(f"{here} links in a circle, for which no minimum is derived.")
                if deeper:
                    path.append(deeper[0])
                    continue
                depths[here] = 1 + max((depths[to] for to in self.linked.get(here, ())), default=0)
                path.pop()
        return max(depths.values(), default=0)

    def late(self, rounds: int) -> int:
        """How many new entries are written once more at least, if all are made in so many rounds.

        Of a row of one entry more than there are rounds, one of all but the last waits; so it is at least as many as
        there are such rows that share none of those.
        """
        back: dict[EntryKey, list[EntryKey]] = {}
        for entry, targets in self.linked.items():
            for to in targets:
                back.setdefault(to, []).append(entry)
        open_ = {entry: len(back.get(entry, ())) for entry in (*self.linked, *back)}
        ready = [entry for entry, count in open_.items() if not count]
        rows: dict[EntryKey, list[EntryKey]] = {}
        taken: set[EntryKey] = set()
        found = 0
        for entry in ready:  # grows while it is walked: each comes after all who link to it
            below = [rows[other] for other in back.get(entry, ()) if taken.isdisjoint(rows[other])]
            rows[entry] = [*max(below, key=len, default=[]), entry]
            targets = self.linked.get(entry, ())
            if len(rows[entry]) == rounds and targets:
                found += 1
                taken.update(rows[entry])
            for to in targets:
                open_[to] -= 1
                if not open_[to]:
                    ready.append(to)
        return found


def work_of(ops: Iterable[Op]) -> Work:
    """Say what ops amount to.

    Raises: ValueError for verbs that the formulas do not cover.
    """
    work = Work()
    links: dict[EntryKey, set[tuple[EntryKey, Locale]]] = {}
    for op in ops:
        if op.verb == "create":
            work.made[op.entry] = {locale for locale in op.locales if locale != SHARED}
        elif op.verb == "publish":
            work.published[op.entry] = {change.locale for change in op.changes if change.after == PUBLISHED}
        elif op.verb != "link":
            raise ValueError(f"no minimum is derived for {op.verb}.")
        for change in op.changes:
            where = op.present if change.locale == SHARED else (change.locale,)
            found = links.setdefault(op.entry, set())
            found.update((to, locale) for to in refs(change.after) for locale in where)
    for entry, found in links.items():
        new = {(to, locale) for to, locale in found if to in work.made}
        if new and entry in work.made:
            work.linked[entry] = {to for to, _ in new}
            work.targets |= new
    return work


@dataclass(frozen=True, slots=True)
class Webflow:
    """The formulas of the Webflow side. ``kinds`` and ``locales`` are those of the mapping."""

    kinds: tuple[str, ...]
    locales: tuple[Locale, ...]

    def check(self) -> int:
        """The site, the list of its collections, and the fields of each."""
        return 2 + len(self.kinds)

    def read(self, extent: Extent) -> int:
        """The schema, and each kind in both versions; a listing names all locales at once."""
        listings = 0
        for kind in self.kinds:
            for version in (extent.staged, extent.live):
                listings += max(1, pages(sum(version[kind, locale] for locale in self.locales)))
        return self.check() + listings

    def write(self, work: Work) -> int:
        """Content and publishing, both confirmed."""
        return self._content(work) + 2 * pages(sum(map(len, work.published.values())))

    def _content(self, work: Work) -> int:
        if not work.made:
            return 0
        calls = 1 + pages(work.variants - min(len(work.made), PAGE))
        confirmed = pages(work.variants)
        if work.linked:
            calls += work.longest > calls
            confirmed = max(confirmed, pages(len(work.targets)) + 1)
        return calls + confirmed


@dataclass(frozen=True, slots=True)
class Butter:
    """The formulas of the ButterCMS side. ``kinds`` and ``locales`` are those of the mapping."""

    kinds: tuple[str, ...]
    locales: tuple[Locale, ...]

    def check(self) -> int:
        """Each place and each locale in at least one question, and a question names one of each."""
        return max(len(self.kinds), len(self.locales))

    def read(self, extent: Extent) -> int:
        """Each kind in each locale in both versions."""
        return sum(
            max(1, pages(version[kind, locale]))
            for kind in self.kinds
            for locale in self.locales
            for version in (extent.staged, extent.live)
        )

    def write(self, work: Work) -> int:
        """Content and publishing, both confirmed."""
        return self._content(work) + self._publishing(work)

    def _content(self, work: Work) -> int:
        """The cheapest number of rounds: each is confirmed before the next, and what was left out is linked at last."""
        if not work.made:
            return 0
        shown = _by_kind_and_locale(work.made)
        longest = work.longest
        costs = []
        for rounds in range(1, max(1, longest) + 1):
            late = work.late(rounds)
            confirmed = sum(max(rounds, pages(rows)) for rows in shown.values())
            again = len({(to.kind, locale) for to, locale in work.targets}) if late else 0
            costs.append(len(work.made) + confirmed + late + again)
        return min(costs)

    @staticmethod
    def _publishing(work: Work) -> int:
        return len(work.published) + sum(pages(rows) for rows in _by_kind_and_locale(work.published).values())


def _by_kind_and_locale(entries: Mapping[EntryKey, set[Locale]]) -> Counter[tuple[str, Locale]]:
    return Counter((entry.kind, locale) for entry, locales in entries.items() for locale in locales)
