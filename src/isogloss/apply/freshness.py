"""Nothing is written over that was not looked at just before.

What a call could overwrite was looked at since the last answer to a call before it, and at most ``freshness`` seconds
ago; what it carries across, at most ``freshness`` seconds ago. So one look serves the calls that leave together. A
reading that a cache of the side's kept is no look. A look is a read, so it needs no intent. What moved is not written:
the next run merges it. From a look to the effect of the write that it is for, somebody can still edit unseen: no
platform takes a condition with a write. A create writes over nothing; but what was there before and is made anew is
looked for, since a person may have brought it back.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from isogloss.apply.current import Current
from isogloss.apply.ground import Ground
from isogloss.apply.linked import Linked
from isogloss.apply.listings import Listings
from isogloss.bridge import Bridge
from isogloss.mapping.names.exclusions import within
from isogloss.mapping.names.neutral import Scoped, scoped
from isogloss.mapping.types.texts import files
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest
from isogloss.plan.op import Op
from isogloss.ports import Clock, Overhears, Paced, Wanted, Writer
from isogloss.state.opened import State

AHEAD = 20
"""Ops whose sources are looked at together, so that the next calls need no look of their own."""
ROOM = 4
"""Requests that may leave at once where a look and its call are to: pages of a listing, and the call."""
_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at one entry: when it was asked for, and after how many calls to that side."""

    at: float
    calls: int = 0


@dataclass(slots=True)
class Freshness:
    """How fresh what is known of both sides is, in one run.

    began: when the reading of both sides began, by the steady clock: no entry was read before.
    forget: called for creates before they are sent: what was known of their entries on that side is over.
    linking: by kind, the fields that may hold links.
    """

    bridge: Bridge
    state: State
    writers: Mapping[Side, Writer]
    current: Current
    clock: Clock
    began: float
    forget: Callable[[Sequence[Op]], None] = lambda _ops: None
    linking: Mapping[str, Collection[str]] = field(default_factory=dict)
    ground: Ground = field(init=False)
    _listings: Listings = field(init=False)
    _linked: Linked = field(init=False)
    _looked: dict[tuple[Side, EntryKey], Looked] = field(default_factory=dict)
    _calls: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    _moved: dict[Digest, tuple[Cell, ...]] = field(default_factory=dict)
    _begun: set[Digest] = field(default_factory=set)
    _former: dict[tuple[Side, EntryKey], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ground = Ground(self.current, self.bridge.locales, self._fixed, self._stages)
        self._listings = Listings(self.ground, self.writers, self.current, self.clock, self.began)
        parts = self.bridge, self.writers, self.current, self.clock, self.began
        self._linked = Linked(*parts, self.linking, self._listings)

    def _fixed(self, side: Side, kind: str) -> frozenset[str]:
        fixed = self.writers[side].capabilities(kind).fixed
        bound = self.bridge.side(side).kinds[kind].fields.items() if fixed else ()
        return frozenset(name for name, each in bound if each.remote in fixed)

    def _stages(self, side: Side, kind: str) -> bool:
        return self.writers[side].capabilities(kind).stages_edits

    def guard(self, side: Side) -> "Guard":
        """What a sender to one side asks before each call."""
        return Guard(self, side)

    def moved(self, side: Side, ops: Sequence[Op], coming: Sequence[Op]) -> dict[Digest, str]:
        """The ops of a call that must not be sent, and why; looks where what is known is too old.

        coming: ops that will be sent after it.
        """
        facing = [op for op in ops if op.verb != "create"]  # there is nothing yet that a create could overwrite
        for op in facing:
            self._note(op, self.ground.spoilt.get((op.on, op.entry), ()))
        asked = [op for op in facing if not self._changed(op)]
        self.make_room({old for op in asked for old in self._old(op)})
        for op, cell in self._linked.held(side, asked):
            self._note(op, [cell])
        old = [op for op in asked if self._is_old_source(op)]
        if old:
            self._look_at_sources(side.other, [*old, *self._next(coming, self._ahead(side.other, old))])
        old = [op for op in asked if self._is_old_target(op)]
        if old:
            self._look_at_targets(side, [*old, *self._next_made(coming, self._ahead(side, old))])
        anew = [op for op in ops if self._makes_anew(op)]
        self._look_for_former(anew)
        made = [op for op in ops if op.verb == "create" and not self._moved.get(op.id) and op.id not in self._begun]
        self.forget(made)
        return {op.id: quoted(self._moved[op.id]) for op in (*facing, *anew) if self._moved.get(op.id)}

    def due(self, ops: Sequence[Op]) -> bool:
        """Whether ``moved`` would ask somebody about some ops."""
        return any(
            self._makes_anew(op) and self._is_old_target(op)
            if op.verb == "create"
            else next(self._old(op), None) is not None
            for op in ops
        )

    def alone(self, ops: Sequence[Op]) -> bool:
        """Whether some ops make what was there before, so that a person may bring it back until they leave."""
        return any(self._makes_anew(op) for op in ops)

    def _makes_anew(self, op: Op) -> bool:
        """Whether an op makes what was there before, and nothing of it was sent yet."""
        if op.verb != "create" or op.id in self._begun:
            return False
        remote = self.state.names(op.on).remote(op.entry)
        if remote is not None:
            self._former[op.on, op.entry] = remote
        return (op.on, op.entry) in self._former

    def _look_for_former(self, ops: Sequence[Op]) -> None:
        """Look whether what is to be made anew is back under the id that it had."""
        old = [op for op in ops if self._is_old_target(op)]
        self.make_room({op.on for op in old})
        shown = self._shown(old[0].on, old, live=False) if old else {}
        for op in old:
            if not isinstance(shown[op.entry].raw, Absent):
                self._note(op, [change.at for change in op.changes])

    def _changed(self, op: Op) -> bool:
        """Whether a listing showed that what is to be published is not what it was: a look would tell no more."""
        if op.verb != "publish" or op.id in self._begun:
            return False
        anew = self._listings.dated_anew(op.on, op)
        self._note(op, (Cell(op.entry, locale) for locale in anew))
        return bool(anew)

    def _ahead(self, side: Side, ops: Sequence[Op]) -> int:
        """How many more ops a look may take in: not so many that it is old when it is done."""
        rate = self.writers[side].capabilities(ops[0].entry.kind).rate
        each = max(len(op.shown_in) for op in ops)
        fresh = AHEAD if rate is None else int(rate / 60 * self.bridge.freshness / 2 / max(each, 1))
        return max(0, min(AHEAD, fresh) - len(ops))

    def until(self, ops: Sequence[Op]) -> float | None:
        """When a call with these ops has left, at the latest, by the steady clock; None for whenever it can."""
        there = [op for op in ops if op.verb != "create"]
        times = [self._known_at(op.on, op) for op in ops if op.verb != "create" or self._makes_anew(op)]
        times += [self._known_at(op.on.other, op) for op in there if not self._own_publish(op)]
        return min(times) + self.bridge.freshness if times else None

    def make_room(self, sides: Iterable[Side]) -> None:
        """Wait before a look, not between it and its call, until both may leave."""
        for side in sides:
            writer = self.writers[side]
            if isinstance(writer, Paced):
                writer.make_room(ROOM)

    def _old(self, op: Op) -> Iterator[Side]:
        if self._is_old_source(op):
            yield op.on.other
        if self._is_old_target(op) or self._linked.old(op.on, [op]):
            yield op.on

    def sent(self, side: Side, ops: Sequence[Op]) -> None:
        """A call was sent: what was looked at before serves no other."""
        self._calls[side] += 1
        self._begun.update(op.id for op in ops)

    def since(self, side: Side, ops: Sequence[Op]) -> datetime | None:
        """Down to which time a read-back of ops that make entries is to be read, so that it proves of the others.

        None where none of them needs that yet.
        """
        if self.clock.monotonic() - self.began <= self.bridge.freshness:
            return None
        made = [op for op in ops if op.verb == "create"]
        told = [self._listings.since(side, [op for op in made if op.entry.kind == kind]) for kind in _kinds(made)]
        return min((each for each in told if each is not None), default=None)

    def heard(self, side: Side, ops: Sequence[Op], at: float) -> None:
        """A read-back that was asked for at a time of the steady clock may have shown what else moved."""
        writer = self.writers[side]
        if isinstance(writer, Overhears):
            for kind in _kinds(ops):
                self._listings.hear(side, kind, [op for op in ops if op.entry.kind == kind], writer, at)

    def read_back(self, op: Op, now: Scoped, at: float) -> None:
        """What an op's entry showed after it was written, asked for at a time of the steady clock."""
        remote = self.state.names(op.on).remote(op.entry) if self.linking else None
        if remote is not None:
            self._linked.note(op.on, remote, now, self.ground.moved(op, now, begun=True))
        shows_files = any(next(files(change.after), None) is not None for change in op.changes)
        self.ground.read_back(op, now, self.state.awaited.all(op.on) if shows_files else ())
        self._listings.clear(op.on, op)
        self._looked[op.on, op.entry] = Looked(at, self._calls[op.on])

    def staged(self, op: Op) -> Scoped:
        """What editors see of the entry of an op now. It replaces no look: only what it is asked for is compared."""
        at = (op.on, op.entry)
        looked = self._looked.get(at)
        shown = self._shown(op.on, [op], live=False)[op.entry]
        del self._looked[at]
        if looked is not None:
            self._looked[at] = looked
        return shown

    def _next(self, coming: Sequence[Op], most: int) -> list[Op]:
        return [op for op in coming if op.verb != "create" and self._is_old_source(op)][: max(0, most)]

    def _next_made(self, coming: Sequence[Op], most: int) -> list[Op]:
        """What the run made itself and comes next: a look at that does not serve one call alone."""
        made = (op for op in coming if op.verb != "create" and (op.on, op.entry) in self.ground.ours)
        return [op for op in made if self._is_old_target(op)][: max(0, most)]

    def _is_old_source(self, op: Op) -> bool:
        if self._own_publish(op):
            return False  # it carries nothing across: what moved there since is the next plan's, as of what is created
        looked = self._looked.get((op.on.other, op.entry))
        if looked is None and self.current.cached(op.on.other, op.entry):
            return True
        return self.clock.monotonic() - self._known_at(op.on.other, op) > self.bridge.freshness

    def _own_publish(self, op: Op) -> bool:
        """Whether an op only puts live what this run made."""
        return op.verb == "publish" and (op.on, op.entry) in self.ground.ours

    def _known_at(self, side: Side, op: Op) -> float:
        """When an op's entry was known last to be as it is known, by the steady clock."""
        looked = self._looked.get((side, op.entry), Looked(self.began))
        proved = self._listings.proved(side, op)
        return looked.at if proved is None else max(looked.at, proved)

    def _is_old_target(self, op: Op) -> bool:
        at = (op.on, op.entry)
        if at not in self._looked and self.current.cached(*at):
            return True
        looked = self._looked.get(at, Looked(self.began))
        if self.clock.monotonic() - self._known_at(op.on, op) > self.bridge.freshness:
            return True
        # the calls of one op are one write, as far as a look goes
        kept = at in self.ground.ours or op.id in self._begun
        return not kept and looked.calls != self._calls[op.on]

    def _look_at_sources(self, side: Side, ops: Sequence[Op]) -> None:
        left = self._to_look_at(side, ops)
        carry = self.bridge.side(side).carry
        shown = self._shown(side, left, live=not carry)
        hidden = [op for op in left if not carry and self.ground.hidden(side, op)]
        staged = self._shown(side, hidden, live=False) if hidden else {}
        for (
            op
        ) in hidden:  # what the public does not see crosses as the draft that it is; no look at what is live shows it
            shown[op.entry] = _instead(shown[op.entry], staged[op.entry], self.ground.hidden(side, op))
        for op in left:
            self._note(op, self.ground.source_moved(op, shown[op.entry], self.bridge.primary))

    def _look_at_targets(self, side: Side, ops: Sequence[Op]) -> None:
        left = [op for op in self._to_look_at(side, ops) if not self._changed(op)]
        shown = self._shown(side, left, live=False)
        for op in left:
            self._note(op, self.ground.moved(op, shown[op.entry], begun=op.id in self._begun))

    def _to_look_at(self, side: Side, ops: Sequence[Op]) -> list[Op]:
        """The ops whose entries have to be looked at one by one, as a listing by time of change cannot tell."""
        looked = Looked(self.clock.monotonic(), self._calls[side])
        names = self.state.names(side)
        there = [op for op in ops if names.remote(op.entry) is not None]
        unmoved = self._listings.unmoved(side, there)
        self._looked |= {(side, op.entry): looked for op in there if op.id in unmoved}
        return [op for op in ops if op.id not in unmoved]

    def _note(self, op: Op, cells: Iterable[Cell]) -> None:
        if found := tuple(cells):
            self._moved[op.id] = tuple(dict.fromkeys((*self._moved.get(op.id, ()), *found)))

    def _shown(self, side: Side, ops: Sequence[Op], *, live: bool) -> dict[EntryKey, Scoped]:
        """What some entries show now; staged content of both sides counts, but the source's only if it is carried."""
        looked = Looked(self.clock.monotonic(), self._calls[side])
        wanted = [one for op in ops if (one := self._wanted(side, op, live=live)) is not None]
        seen = self.writers[side].look(wanted) if wanted else {}
        translator = self.current.translator(side)
        found: dict[EntryKey, Scoped] = {}
        for op in ops:
            self._looked[side, op.entry] = looked
            shown = scoped(seen.get(op.entry), op.entry, self.bridge, translator)
            found[op.entry] = within(shown, self.current.excluded(op.entry))
        return found

    def _wanted(self, side: Side, op: Op, *, live: bool) -> Wanted | None:
        """Where an entry is looked at; nowhere if it has no name on that side, and so was never there."""
        former = self._former.get((side, op.entry)) if op.verb == "create" else None
        remote = former or self.state.names(side).remote(op.entry)
        if remote is None:
            return None
        held = self.bridge.side(side).locales
        locales = {*op.shown_in, *((self.bridge.primary,) if any(c.copied for c in op.changes) else ())}
        source = side is not op.on
        if source and SHARED in op.locales:
            locales = {*held}
        there = tuple(locale for locale in held if locale in locales)
        return Wanted(op.entry, there, remote, live=live, whole=source and live)


def _kinds(ops: Sequence[Op]) -> list[str]:
    return sorted({op.entry.kind for op in ops})


def _instead(live: Scoped, staged: Scoped, locales: Collection[Locale]) -> Scoped:
    """What the public sees of an entry, but of some locales what their editors see."""
    rows = [({} if isinstance(shown.raw, Absent) else shown.raw).items() for shown in (live, staged)]
    raw = {at: variant for at, variant in rows[0] if at not in locales} | {at: v for at, v in rows[1] if at in locales}
    return replace(live, raw=raw or ABSENT)


@dataclass(frozen=True, slots=True)
class Guard:
    """The freshness of what one side's calls could overwrite."""

    freshness: Freshness
    side: Side

    def moved(self, ops: Sequence[Op], coming: Sequence[Op]) -> dict[Digest, str]:
        """The ops of a call that must not be sent, and why."""
        return self.freshness.moved(self.side, ops, coming)

    def due(self, ops: Sequence[Op]) -> bool:
        """Whether somebody has to be asked before some ops may be sent."""
        return self.freshness.due(ops)

    def alone(self, ops: Sequence[Op]) -> bool:
        """Whether some ops are to leave when nothing else does, right after they were looked at."""
        return self.freshness.alone(ops)

    def sent(self, ops: Sequence[Op]) -> None:
        """A call was sent."""
        self.freshness.sent(self.side, ops)

    def holding(self, ops: Sequence[Op], *, repeats: bool = False) -> AbstractContextManager[None]:
        """While inside, a call raises Overdue rather than leave when what it was made from, as of now, is too old.

        repeats: it may leave whenever it can, once; only what may have taken effect does not leave again then.
        """
        until = self.freshness.until(ops)
        return _held(self.freshness.writers[self.side], None if repeats else until, until)

    def make_room(self) -> None:
        """Wait until a look and a call can leave one after the other."""
        self.freshness.make_room({self.side})


@contextmanager
def _held(writer: Writer, moment: float | None, repeats: float | None) -> Iterator[None]:
    if not isinstance(writer, Paced):
        yield
        return
    writer.good_until(moment, repeats)
    try:
        yield
    finally:
        writer.good_until(None)


def quoted(cells: Sequence[Cell]) -> str:
    """Name some cells, for people."""
    more = f" and {len(cells) - _QUOTED} more" if len(cells) > _QUOTED else ""
    return "; ".join(str(cell) for cell in cells[:_QUOTED]) + more
