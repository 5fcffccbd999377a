"""A plan in the making: bodies go to a store as they come, and only what order needs stays in memory.

Two passes. First every entry's records are put into the store and reduced to skeletons; then the skeletons are
ordered and the lines are given out in that order. An op is taken apart again only if links had to be cut out of it.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from isogloss.merge.change import Change
from isogloss.merge.decide import child
from isogloss.merge.policy import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PRESENT, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, digest, refs, without_refs
from isogloss.plan.op import Adoption, Loss, Op, Pairing, SitePublish
from isogloss.plan.order import Cut, Ordered, Present, Required, Skeleton, order
from isogloss.plan.record import Record, dump_op, dump_record, load_op, op_id, placed, to_line
from isogloss.plan.terms import Built


class Store(Protocol):
    """Where the bodies of records wait: a list in tests, a file in earnest."""

    def put(self, line: str) -> int:
        """Keep a line; returns where."""
        ...

    def get(self, at: int) -> str:
        """Give it back."""
        ...


@dataclass(slots=True)
class Tally:
    """Counts for the header.

    verbs:   (side, locale, verb) to cells that change, where the locale is ``*`` for shared cells.
    records: record name to how many there are.
    entries: (side, verb) to ops.
    losses:  (side, reason) to cells.
    deleted, created, changed: the entries of each side to which that is done; what follows a creation (its links, its
             publishing) is a part of it and changes nothing that was there.
    """

    verbs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    entries: Counter[tuple[str, str]] = field(default_factory=Counter)
    losses: Counter[tuple[str, str]] = field(default_factory=Counter)
    deleted: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})
    created: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})
    changed: dict[Side, set[EntryKey]] = field(default_factory=lambda: {side: set() for side in Side})


CellCounts: TypeAlias = tuple[tuple[Locale, int], ...]
"""How many cells of each locale an op changes."""


Layers: TypeAlias = Iterable[tuple[Side, list[Op]]]
Price: TypeAlias = Callable[[Layers], Mapping[Side, int]]
"""How many requests each side would need for the ops of all layers."""


Settled: TypeAlias = dict[Cell, Digest]
"""For cells with links that the target shows as it did when they were agreed on: what was agreed on then. Where some
targets are missing that is less than the source shows, and a platform may show it in another order."""


class Draft:
    """Collects records, then gives them out in order."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tally = Tally()
        self.skeletons: list[Skeleton] = []
        self.sites: list[SitePublish] = []
        self._bodies: dict[Digest, int] = {}
        self._others: list[tuple[EntryKey, int]] = []
        self._light: dict[Digest, Op] = {}
        self._cells: dict[Digest, CellCounts] = {}
        self._settled: Settled = {}

    def add(self, facing: Facing, built: Built) -> None:
        """Take over all that is planned for one entry."""
        for op in built.ops:
            self._bodies[op.id] = self.store.put(to_line(dump_op(replace(op, needs=frozenset()))))
            moved = _moved(op)
            self._light[op.id] = _light(op, moved)
            self._cells[op.id] = _cells(moved)
            skeleton = _skeleton(op, facing)
            self.skeletons.append(skeleton)
            self._settled |= _settled(op, skeleton, facing)
        others: list[Record] = [*built.conflicts, *built.drifts, *built.losses, *built.steps, *built.assumed]
        for record in others:
            self.put(record)
        adoption = built.adoption(facing)
        if adoption is not None:
            self.put(adoption)

    def pair(self, pairing: Pairing) -> None:
        """Record that two remote ids are one entry."""
        self.put(pairing)

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

        price:  what ops would cost a side, by layer; where links go deep, the cheaper of two right orders is taken.
        Raises: Refused where entries need each other through required links only.
        """
        cut = self._cheapest(present, required, price)
        for loss in cut.losses:
            self.put(loss)
        arranged = Arranged(self, cut, cut.sorted())
        for id_ in arranged.ids:
            self._count(cut.light[id_], cut.cells[id_])
        return arranged

    def _cheapest(self, present: Present, required: Required, price: Price | None) -> "_Cutter":
        def ordered(pairwise: Collection[Side] = ()) -> Ordered:
            return order(self.skeletons, present, required, pairwise)

        def cut(made: Ordered) -> _Cutter:
            cutter = _Cutter(made, self.store, self._bodies, self._light, self._cells, self._settled)
            for skeleton in self.skeletons:
                cutter.apply(skeleton)
            return cutter

        flat = ordered()
        made = cut(flat)
        if price is None or not flat.deep:
            return made
        now, then = (price(Arranged(self, each, each.sorted()).layers()) for each in (made, cut(ordered(flat.deep))))
        cheaper = {side for side in flat.deep if then[side] < now[side]}
        return cut(ordered(cheaper)) if cheaper else made

    def _count(self, op: Op, cells: CellCounts) -> None:
        for locale, count in cells:
            self.tally.verbs[op.on.value, locale, op.verb] += count
        self.tally.records["op"] += 1
        self.tally.entries[op.on.value, op.verb] += 1
        if op.verb == "delete":
            self.tally.deleted[op.on].add(op.entry)
        elif op.verb == "create":
            self.tally.created[op.on].add(op.entry)
            self.tally.changed[op.on].discard(op.entry)
        elif op.entry not in self.tally.created[op.on]:
            self.tally.changed[op.on].add(op.entry)

    def others(self) -> Iterator[str]:
        """The lines of all records that have no place in the order, by entry."""
        for _, at in sorted(self._others):
            yield self.store.get(at)


@dataclass(slots=True)
class Arranged:
    """A draft in order, ready to be written down.

    refused: why it may not be applied; empty where it may. It is written down all the same, to be looked at.
    """

    draft: Draft
    cut: "_Cutter"
    ids: list[Digest]
    refused: str = ""

    def lines(self) -> Iterator[str]:
        """Every line of the plan but its header: ops in order, then the rest."""
        for id_ in self.ids:
            yield placed(self.draft.store.get(self.cut.bodies[id_]), self.cut.layer(id_), self.cut.needs(id_))
        yield from self.draft.others()

    def layers(self) -> Iterator[tuple[Side, list[Op]]]:
        """Ops reduced to what a cost depends on, by layer and side, in order."""
        found: dict[tuple[int, str], list[Op]] = {}
        for id_ in self.ids:
            op = self.cut.light[id_]
            found.setdefault((self.cut.layer(id_), op.on.value), []).append(op)
        for (_, side), ops in sorted(found.items()):
            yield Side(side), ops


def _moved(op: Op) -> list[Change]:
    """The changes that do change something."""
    return [change for change in op.changes if not change.touches]


def _light(op: Op, moved: Sequence[Change]) -> Op:
    """The op with one change per locale and its states only: what its cost depends on."""
    kept: dict[tuple[Locale, bool], Change] = {}
    for change in moved if len(moved) == len(op.changes) else (*moved, *op.changes):  # what changes stands for the rest
        state = change.field == STATUS
        if (change.locale, state) not in kept:
            after = ABSENT if change.touches else PRESENT
            kept[change.locale, state] = change if state else replace(change, before=ABSENT, after=after)
    return replace(op, changes=tuple(kept.values()))


def _cells(moved: Sequence[Change]) -> CellCounts:
    counts = Counter(change.locale for change in moved)
    return tuple(sorted(counts.items()))


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
    base, across = facing.base.left, facing.base.right
    if op.on is Side.LEFT:
        base, across = across, base
    found: Settled = {}
    for change in op.changes:
        if (change.locale, change.field) in skeleton.links:
            known, shown = (child(child(tree, str(change.locale)), change.field) for tree in (base, across))
            if isinstance(known, str) and shown == digest(change.before):
                found[change.at] = Digest(known)
    return found


class _Cutter:
    """Takes links out of ops: those that must wait into link ops, those without a target into losses."""

    def __init__(
        self,
        ordered: Ordered,
        store: Store,
        bodies: Mapping[Digest, int],
        light: Mapping[Digest, Op],
        cells: Mapping[Digest, CellCounts],
        settled: Settled,
    ) -> None:
        self.ordered = ordered
        self.store = store
        self.bodies = dict(bodies)
        self.light = dict(light)
        self.cells = dict(cells)
        self.settled = settled
        self.losses: list[Loss] = []
        self.renamed: dict[Digest, Digest | None] = {}
        self.extra: dict[Digest, tuple[int, set[Digest]]] = {}
        self.link_of: dict[Digest, Digest] = {}
        self.was: dict[Digest, Digest] = {}

    def sorted(self) -> list[Digest]:
        """Every op that is left, in order."""

        def place(op: Op) -> tuple[object, ...]:
            return (self.layer(op.id), op.on.value, op.verb, op.entry.kind, op.present, op.entry.name)

        return [op.id for op in sorted(self.light.values(), key=place)]

    def layer(self, id_: Digest) -> int:
        return self.extra[id_][0] if id_ in self.extra else self.ordered.layers[self._original(id_)]

    def needs(self, id_: Digest) -> set[Digest]:
        if id_ in self.extra:
            wanted = self.extra[id_][1]
        else:
            wanted = set(self.ordered.needs[self._original(id_)])
            if self.light[id_].verb in ("publish", "delete"):  # nothing goes live, or away, before its links are there
                wanted |= {self.link_of[need] for need in wanted if need in self.link_of}
        found = (self.renamed.get(need, need) for need in wanted)
        return {need for need in found if need is not None}

    def _original(self, id_: Digest) -> Digest:
        return self.was.get(id_, id_)

    def apply(self, skeleton: Skeleton) -> None:
        if skeleton.verb == "publish" and any(self._is_nothing(need) for need in skeleton.needs):
            self._drop_again(skeleton.id)
            return
        deferred = self.ordered.deferred.get(skeleton.id, set())
        missing = self.ordered.missing.get(skeleton.id, {})
        if not (deferred or missing):
            return
        op = load_op(json.loads(self.store.get(self.bodies[skeleton.id])))
        kept: list[Change] = []
        later: list[Change] = []
        for change in op.changes:
            cell = (change.locale, change.field)
            whole = self._without_missing(op, change, missing.get(cell, ()))
            if whole is None:
                continue
            (later if cell in deferred else kept).append(whole)
        del self.bodies[op.id], self.light[op.id]
        if any(not change.touches for change in kept):  # what is only named comes along with what changes
            changed = self._keep(replace(op, changes=tuple(kept)))
            self.renamed[op.id] = changed
            self.was[changed] = op.id
        else:
            self.renamed[op.id] = None
        if later:
            link = replace(op, verb="link", changes=tuple(later), needs=frozenset())
            after = {op.id, *self.ordered.links_after[op.id]}
            self.link_of[op.id] = id_ = self._keep(link)
            self.extra[id_] = (self.ordered.content_layers, after)

    def _is_nothing(self, content: Digest) -> bool:
        """Whether nothing is left of some content, now or later."""
        return self.renamed.get(content, content) is None and content not in self.link_of

    def _drop_again(self, id_: Digest) -> None:
        """What is live and does not change is not published again."""
        op = load_op(json.loads(self.store.get(self.bodies[id_])))
        if all(change.touches for change in op.changes):
            del self.bodies[id_], self.light[id_]
            self.renamed[id_] = None

    def _keep(self, op: Op) -> Digest:
        named = replace(op, id=op_id(op))
        moved = _moved(named)
        self.bodies[named.id] = self.store.put(to_line(dump_op(replace(named, needs=frozenset()))))
        self.light[named.id] = _light(named, moved)
        self.cells[named.id] = _cells(moved)
        return named.id

    def _without_missing(self, op: Op, change: Change, gone: tuple[EntryKey, ...]) -> Change | None:
        if not gone or isinstance(change.after, Absent):
            return change
        names = ", ".join(sorted(str(key) for key in gone))
        at = Cell(op.entry, change.locale, change.field)
        self.losses.append(
            Loss(op.on, at, "link target missing in this locale", change.after, f"{names} will not exist there")
        )
        after = without_refs(change.after, frozenset(gone))
        # a cell that only comes along with a new variant is left out there, not emptied everywhere
        as_it_is = change.touches or after == change.before or digest(after) == self.settled.get(at)
        return None if as_it_is else replace(change, after=after, agrees=digest(after))
