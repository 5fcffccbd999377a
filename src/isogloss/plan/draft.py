"""A plan in the making: bodies go to a store as they come, and only what order needs stays in memory.

Two passes. First every entry's records are put into the store and reduced to skeletons; then the skeletons are
ordered and the lines are given out in that order. An op is taken apart again only if links had to be cut out of it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from isogloss.errors import Problem
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.doubt import Doubt
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, Digest, Group, Many, Ref, digest, refs
from isogloss.plan.cutting import Bodies, CellCounts, Cutter, Follows, Settled, Store
from isogloss.plan.links import known
from isogloss.plan.op import Adoption, Loss, Op, Pairing, SitePublish
from isogloss.plan.order import Cut, Ordered, Present, Required, Skeleton, order
from isogloss.plan.record import Record, dump_record, load_record, placed, to_line
from isogloss.plan.rounds import between, numbers
from isogloss.plan.terms import Built


@dataclass(slots=True)
class Variants:
    """The entries of each side and locale of which a variant is deleted or changed, for locales that are bounded.

    wanted: these locales.
    new:    variants that a plan makes: what is done to them changes nothing that was there.
    """

    wanted: frozenset[Locale]
    deleted: dict[tuple[Side, Locale], set[EntryKey]] = field(default_factory=dict)
    changed: dict[tuple[Side, Locale], set[EntryKey]] = field(default_factory=dict)
    new: set[tuple[Side, Locale, EntryKey]] = field(default_factory=set)

    def begin(self, skeleton: Skeleton) -> None:
        """Take in what an op adds."""
        self.new |= {(skeleton.side, locale, skeleton.entry) for locale in skeleton.adds & self.wanted}

    def count(self, op: Op, locales: Iterable[str]) -> None:
        """Take in what an op does."""
        for locale in self.wanted.intersection(locales):
            if (op.on, locale, op.entry) not in self.new:
                done = self.deleted if op.verb == "delete" else self.changed
                done.setdefault((op.on, locale), set()).add(op.entry)


@dataclass(slots=True)
class Tally:
    """Counts for the header.

    verbs:   (side, locale, verb) to cells that change, where the locale is ``*`` for shared cells.
    records: record name to how many there are.
    entries: (side, verb) to ops.
    losses:  (side, reason) to cells.
    deleted, created, changed: the entries of each side to which that is done; what follows a creation (its links, its
             publishing) is a part of it and changes nothing that was there.
    variants: the same of locales that have limits of their own.
    """

    verbs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    entries: Counter[tuple[str, str]] = field(default_factory=Counter)
    losses: Counter[tuple[str, str]] = field(default_factory=Counter)
    deleted: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})
    created: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})
    changed: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})
    variants: Variants = field(default_factory=lambda: Variants(frozenset()))


_LINKING: Final = (Ref, Many, Group)
"""What may hold links; looked at for each change of a plan, so not put together each time."""

Layers: TypeAlias = Iterable[tuple[Side, list[Op]]]
Price: TypeAlias = Callable[[Layers], Mapping[Side, int]]
"""How many requests each side would need for the ops of all layers."""


class Draft:
    """Collects records, then gives them out in order."""

    def __init__(
        self, store: Store, bounded: frozenset[Locale] = frozenset(), follows: Follows = lambda _side, _kind: None
    ) -> None:
        self.store, self._follows = store, follows
        self.tally = Tally(variants=Variants(bounded))
        self.linked: set[EntryKey] = set()
        self.skeletons: list[Skeleton] = []
        self.sites: list[SitePublish] = []
        self._bodies = Bodies(store)
        self._others: list[tuple[EntryKey, int]] = []
        self._settled: Settled = {}

    def add(self, facing: Facing, built: Built) -> None:
        """Take over all that is planned for one entry."""
        for op in built.ops:
            self._bodies.keep(op)
            skeleton = _skeleton(op, facing)
            self.skeletons.append(skeleton)
            self.tally.variants.begin(skeleton)
            self._link(op)
            self._settled |= _settled(op, skeleton, facing)
        others: list[Record] = [*built.conflicts, *built.drifts, *built.losses, *built.steps, *built.assumed]
        others += [*built.resolved, *built.remarks]
        for record in others:
            self.put(record)
        adoption = built.adoption(facing)
        if adoption is not None:
            self.put(adoption)

    def _link(self, op: Op) -> None:
        """Note what an op's links lead to."""
        for change in op.changes:
            for value in (change.before, change.after):
                if isinstance(value, _LINKING):
                    self.linked.update(refs(value))

    def put(self, record: Record) -> None:
        """Keep one record that has no place in the order."""
        data = dump_record(record)
        self.tally.records[str(data["record"])] += 1
        if isinstance(record, Loss):
            self.tally.losses[record.on.value, record.reason] += 1
        if isinstance(record, SitePublish):
            self.sites.append(record)
            entry = EntryKey("", record.on.value)
        else:
            entry = record.entry if isinstance(record, Op | Pairing | Adoption) else record.at.entry
        self._others.append((entry, self.store.put(to_line(data))))

    def arrange(self, present: Present, required: Required, price: Price | None = None) -> "Arranged":
        """Order everything.

        price:  what ops would cost a side, by layer; where links go deep, the cheapest number of rounds is taken.
        Raises: Refused where entries need each other through required links only.
        """
        cut = self._cheapest(present, required, price)
        for loss in cut.losses:
            self.put(loss)
        arranged = Arranged(self, cut, cut.sorted())
        for id_ in arranged.ids:
            self._count(cut.bodies.light[id_], cut.bodies.cells[id_])
        return arranged

    def _cheapest(self, present: Present, required: Required, price: Price | None) -> Cutter:
        def ordered(rounds: Mapping[Side, int] | None = None) -> Ordered:
            return order(self.skeletons, present, required, rounds)

        made = ordered()
        if price is not None and made.deep:
            made = ordered(self._rounds(made.deep, lambda rounds: price(self._outlined(ordered(rounds)))))
        cutter = Cutter(made, self._bodies, self._settled, self._follows)
        for skeleton in self.skeletons:
            cutter.apply(skeleton)
        return cutter

    @staticmethod
    def _rounds(
        deep: Mapping[Side, int], priced: Callable[[Mapping[Side, int]], Mapping[Side, int]]
    ) -> dict[Side, int]:
        """The cheapest number of rounds of each side; of equals, the smallest."""
        found: dict[Side, int] = {}
        for side, most in deep.items():
            prices = {rounds: priced({side: rounds})[side] for rounds in numbers(most)}
            best = min(prices, key=lambda rounds: (prices[rounds], rounds))
            prices |= {rounds: priced({side: rounds})[side] for rounds in between(best, most)}
            found[side] = min(prices, key=lambda rounds: (prices[rounds], rounds))
        return found

    def _outlined(self, made: Ordered) -> Iterator[tuple[Side, list[Op]]]:
        """What a price depends on, by layer and side, without a look at what the ops say: only at what waits."""
        found: dict[tuple[int, str], list[Op]] = {}
        for skeleton in self.skeletons:
            op = self._bodies.light[skeleton.id]
            found.setdefault((made.layers[skeleton.id], op.on.value), []).append(op)
            if waits := made.deferred.get(skeleton.id):
                locales = {locale for locale, _ in waits}
                changes = tuple(change for change in op.changes if change.locale in locales and change.field != STATUS)
                link = replace(op, verb="link", changes=changes, needs=frozenset())
                found.setdefault((made.content_layers, op.on.value), []).append(link)
        for (_, side), ops in sorted(found.items()):
            yield Side(side), ops

    def _count(self, op: Op, cells: CellCounts) -> None:
        for locale, count in cells:
            self.tally.verbs[op.on.value, locale, op.verb] += count
        self.tally.variants.count(op, [locale for locale, _ in cells])
        self.tally.records["op"] += 1
        self.tally.entries[op.on.value, op.verb] += 1
        if op.verb == "delete":
            self.tally.deleted[op.on].add(op.entry)
        elif op.verb == "create":
            self.tally.created[op.on].add(op.entry)  # before all that follows it, by the order
        elif op.entry not in self.tally.created[op.on]:
            self.tally.changed[op.on].add(op.entry)

    def others(self) -> Iterator[str]:
        """The lines of all records that have no place in the order, by entry."""
        for _, at in sorted(self._others):
            yield self.store.get(at)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Of what a plan is, and whose: as the header of a plan says it."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    editors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by: str = ""


@dataclass(slots=True)
class Arranged:
    """A draft in order, ready to be written down.

    refused: why it may not be applied; empty where it may. It is written down all the same, to be looked at.
    wrong:   what has to be mended in the mapping first; then it is not even written down.
    doubts:  what the mapping leaves out.
    titles:  by kind and name, what people call the entries that links lead to.
    about:   of what it is, and whose.
    """

    draft: Draft
    cut: Cutter
    ids: list[Digest]
    refused: str = ""
    wrong: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    about: Whereabouts = field(default_factory=Whereabouts)

    def lines(self) -> Iterator[str]:
        """Every line of the plan but its header: ops in order, then the rest."""
        for id_ in self.ids:
            yield placed(self.draft.store.get(self.cut.bodies.at[id_]), self.cut.layer(id_), self.cut.needs(id_))
        yield from self.draft.others()

    def records(self) -> Iterator[Record]:
        """The same as what they are."""
        return (load_record(json.loads(line)) for line in self.lines())

    def layers(self) -> Iterator[tuple[Side, list[Op]]]:
        """Ops reduced to what a cost depends on, by layer and side, in order."""
        found: dict[tuple[int, str], list[Op]] = {}
        for id_ in self.ids:
            op = self.cut.bodies.light[id_]
            found.setdefault((self.cut.layer(id_), op.on.value), []).append(op)
        for (_, side), ops in sorted(found.items()):
            yield Side(side), ops


def _skeleton(op: Op, facing: Facing) -> Skeleton:
    links: dict[Cut, tuple[EntryKey, ...]] = {}
    if op.verb == "delete":
        target = facing.shows(op.on)
        for locale, variant in ({} if isinstance(target, Absent) else target).items():
            for name, value in variant.items():
                if found := tuple(refs(value)):
                    links[locale, name] = found
    elif op.verb in ("create", "update"):
        for change in op.changes:
            if found := tuple(refs(change.after)):
                links[change.locale, change.field] = found
    adds = frozenset(c.locale for c in op.changes if c.field == STATUS and isinstance(c.before, Absent))
    return Skeleton(op.id, op.on, op.verb, op.entry, op.present, adds, links, op.needs)


def _settled(op: Op, skeleton: Skeleton, facing: Facing) -> Settled:
    found: Settled = {}
    for change in op.changes:
        if (change.locale, change.field) in skeleton.links:
            agreed, shown = known(facing, op.on.other, change.at), known(facing, op.on, change.at)
            if isinstance(agreed, str) and shown == digest(change.before):
                found[change.at] = Digest(agreed)
    return found
