"""Links taken out of ops: those that must wait go into ops of their own, those without a target become losses.

Decides what is left of an op, and what of it comes later. Refuses to know the order that asks for it. An op is read
from its store only where something is taken out of it.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PRESENT, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, digest, without_refs
from isogloss.plan.links import named
from isogloss.plan.op import Loss, Op
from isogloss.plan.order import Ordered, Skeleton
from isogloss.plan.record import dump_record, load_op, op_id, to_line


class Store(Protocol):
    """Where the bodies of records wait: a list in tests, a file in earnest."""

    def put(self, line: str) -> int:
        """Keep a line; returns where."""
        ...

    def get(self, at: int) -> str:
        """Give it back."""
        ...


CellCounts: TypeAlias = tuple[tuple[Locale, int], ...]
"""How many cells of each locale an op changes."""


Follows: TypeAlias = Callable[[Side, str], Locale | None]
"""The locale that others may follow on a side, in what was never written in them, for a kind; None where none does."""

Settled: TypeAlias = dict[Cell, Digest]
"""For cells with links that the target shows as it did when they were agreed on: what was agreed on then. Where some
targets are missing that is less than the source shows, and a platform may show it in another order."""


@dataclass(slots=True)
class Bodies:
    """Ops in a store; of each only what its cost and its place depend on stays in memory.

    at:    where its line is.
    light: the op with one change per locale and its states only.
    cells: how many cells of each locale it changes.
    """

    store: Store
    at: dict[Digest, int] = field(default_factory=dict)
    light: dict[Digest, Op] = field(default_factory=dict)
    cells: dict[Digest, CellCounts] = field(default_factory=dict)

    def keep(self, op: Op) -> None:
        """Put an op into the store; what it needs is known when it is in order."""
        moved = [change for change in op.changes if not change.touches]
        self.at[op.id] = self.store.put(to_line(dump_record(replace(op, needs=frozenset()))))
        self.light[op.id] = _light(op, moved)
        self.cells[op.id] = tuple(sorted(Counter(change.locale for change in moved).items()))

    def op(self, id_: Digest) -> Op:
        """The whole op, but for what it needs."""
        return load_op(json.loads(self.store.get(self.at[id_])))

    def drop(self, id_: Digest) -> None:
        """Forget an op."""
        del self.at[id_], self.light[id_]

    def copy(self) -> "Bodies":
        """The same ops in the same store, for a try."""
        return Bodies(self.store, dict(self.at), dict(self.light), dict(self.cells))


def _light(op: Op, moved: Sequence[Change]) -> Op:
    kept: dict[tuple[Locale, bool], Change] = {}
    for change in moved if len(moved) == len(op.changes) else (*moved, *op.changes):  # what changes stands for the rest
        state = change.field == STATUS
        if (change.locale, state) not in kept:
            after = ABSENT if change.touches else PRESENT
            kept[change.locale, state] = change if state else replace(change, before=ABSENT, after=after)
    return replace(op, changes=tuple(kept.values()))


class Cutter:
    """Takes links out of ops: those that must wait into link ops, those without a target into losses."""

    def __init__(self, ordered: Ordered, bodies: Bodies, settled: Settled, follows: Follows) -> None:
        self.ordered, self.bodies, self.settled, self.follows = ordered, bodies.copy(), settled, follows
        self.losses: list[Loss] = []
        self.renamed: dict[Digest, Digest | None] = {}
        self.extra: dict[Digest, tuple[int, set[Digest]]] = {}
        self.link_of: dict[Digest, Digest] = {}
        self.was: dict[Digest, Digest] = {}

    def sorted(self) -> list[Digest]:
        """Every op that is left, in order."""

        def place(op: Op) -> tuple[object, ...]:
            return (self.layer(op.id), op.on.value, op.verb, op.entry.kind, op.present, op.entry.shown)

        return [op.id for op in sorted(self.bodies.light.values(), key=place)]

    def layer(self, id_: Digest) -> int:
        """The layer of an op, whole or cut."""
        return self.extra[id_][0] if id_ in self.extra else self.ordered.layers[self._original(id_)]

    def needs(self, id_: Digest) -> set[Digest]:
        """The ops that must be done before one, by what has become of them."""
        if id_ in self.extra:
            wanted = self.extra[id_][1]
        else:
            wanted = set(self.ordered.needs[self._original(id_)])
            # nothing goes live, or away, before its links are there
            if self.bodies.light[id_].verb in ("publish", "delete"):
                wanted |= {self.link_of[need] for need in wanted if need in self.link_of}
        found = (self.renamed.get(need, need) for need in wanted)
        return {need for need in found if need is not None}

    def _original(self, id_: Digest) -> Digest:
        return self.was.get(id_, id_)

    def apply(self, skeleton: Skeleton) -> None:
        """Cut one op where that is needed."""
        if skeleton.verb == "publish" and any(self._is_nothing(need) for need in skeleton.needs):
            self._drop_again(skeleton.id)
            return
        deferred = self.ordered.deferred.get(skeleton.id, set())
        missing = self.ordered.missing.get(skeleton.id, {})
        if not (deferred or missing):
            return
        op = self.bodies.op(skeleton.id)
        kept: list[Change] = []
        later: list[Change] = []
        for change in op.changes:
            cell = (change.locale, change.field)
            whole = self._without_missing(op, change, missing.get(cell, ()))
            if whole is None:
                continue
            (later if cell in deferred else kept).append(whole)
        self.bodies.drop(op.id)
        if any(not change.touches for change in kept):  # what is only named comes along with what changes
            changed = self._keep(replace(op, changes=tuple(kept)))
            self.renamed[op.id] = changed
            self.was[changed] = op.id
        else:
            self.renamed[op.id] = None
        if later:
            changes = (*later, *self._left_alone(op, later))
            link = replace(op, verb="link", changes=changes, needs=frozenset())
            after = {op.id, *self.ordered.links_after[op.id]}
            self.link_of[op.id] = id_ = self._keep(link)
            self.extra[id_] = (self.ordered.content_layers, after)

    def _left_alone(self, op: Op, later: Sequence[Change]) -> list[Change]:
        """The cells of a new entry that have no link of their own, and would follow the primary that gets one."""
        primary = self.follows(op.on, op.entry.kind)
        if op.verb != "create" or primary is None:
            return []
        own = {change.at for change in op.changes}
        cells = [
            replace(change.at, locale=locale)
            for change in later
            for locale in op.present
            if change.locale == primary != locale
        ]
        return [Change(at, ABSENT, ABSENT, ABSENT) for at in cells if at not in own]

    def _is_nothing(self, content: Digest) -> bool:
        """Whether nothing is left of some content, now or later."""
        return self.renamed.get(content, content) is None and content not in self.link_of

    def _drop_again(self, id_: Digest) -> None:
        """What is live and does not change is not published again."""
        op = self.bodies.op(id_)
        if all(change.touches for change in op.changes):
            self.bodies.drop(id_)
            self.renamed[id_] = None

    def _keep(self, op: Op) -> Digest:
        named = replace(op, id=op_id(op))
        self.bodies.keep(named)
        return named.id

    def _without_missing(self, op: Op, change: Change, gone: tuple[EntryKey, ...]) -> Change | None:
        if not gone or isinstance(change.after, Absent):
            return change
        at = Cell(op.entry, change.locale, change.field)
        self.losses.append(
            Loss(op.on, at, "link target missing in this locale", change.after, f"{named(gone)} will not exist there")
        )
        after = without_refs(change.after, frozenset(gone))
        # a cell that only comes along with a new variant is left out there, not emptied everywhere
        as_it_is = change.touches or after == change.before or digest(after) == self.settled.get(at)
        return None if as_it_is else replace(change, after=after, agrees=digest(after))
