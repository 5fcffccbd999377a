"""``rename: recreate`` in a plan: find what is to be made anew, take it apart, and end with what was replaced.

What was deleted on a side and is made anew there is a kind of this: its old id is nobody's, and links lead there yet.
The pure half is in ``plan``: when, what, and in which order. Here both sides' reading is told that what they show under
the old slug is no longer the entry; the state is told by ``apply.learning``, before the first request of a run.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from isogloss.merge.decision import Decision
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED
from isogloss.model.replaced import superseded_in
from isogloss.model.value import Absent
from isogloss.plan.leading import Leading, not_yet, removal
from isogloss.plan.op import Pairing, Step
from isogloss.plan.recreate import agreed_on, obstacle, recreated, redirect, renamed_on, seen_now, unedited, waits
from isogloss.plan.terms import Built, Terms
from isogloss.run.observe import Observed

Decide = Callable[[Facing], list[Decision]]
"""Merges one entry by the rules of its kind."""


@dataclass(slots=True)
class Renames:
    """The entries that one plan makes anew, and those that it or an earlier one replaced.

    decisions: by entry, how it is to be made and by which decisions.
    is_made: whether this plan is to make an entry on a side.
    steps:  redirects for a person.
    fresh:  what this plan replaces, and on which side.
    anew:   what this plan makes anew after it was gone, by the keys of what was there before.
    """

    observed: Observed
    terms: Mapping[str, Mapping[Side, Terms]]
    decide: Decide
    is_made: Callable[[Side, EntryKey], bool]
    decisions: dict[EntryKey, tuple[Facing, list[Decision]]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    fresh: list[tuple[EntryKey, Side]] = field(default_factory=list)
    anew: set[EntryKey] = field(default_factory=set)
    leading: Leading = field(default_factory=lambda: Leading(frozenset()))

    def __post_init__(self) -> None:
        bridge = self.observed.bridge
        for pair in [pair for pair in self.observed.pairs if bridge.kinds[pair.key.kind].rename == "recreate"]:
            if pair.left is None or pair.right is None or self.observed.same_slugs(pair.key):
                continue
            if self.observed.waits(pair.key):
                continue
            facing = self.observed.facing(pair.key)
            decided = self.decide(facing)
            side = renamed_on(decided, facing, self.terms[pair.key.kind])
            if side is None:
                continue
            terms = self.terms[pair.key.kind][side]
            why = obstacle(decided, facing, side, terms, allowed=bridge.deletion(pair.key.kind) == "propagate")
            if why is not None:
                self.decisions[pair.key] = facing, list(waits(decided, facing, side, why))
                continue
            self.decisions[pair.key] = recreated(decided, facing, side)
            self.steps.append(redirect(facing, side, terms))
            self.fresh.append((pair.key, side))
        self.fresh = [(self.observed.retire(key, side), side) for key, side in self.fresh]
        self._make_anew()
        self.leading.replaced = frozenset(pair.key for pair in self.observed.pairs if pair.key.was)
        self.leading.terms = self.terms

    def _make_anew(self) -> None:
        """Let links to the old id of what is gone from a side, and is made there anew, lead to the new one."""
        found = [(pair, side) for pair in self.observed.pairs for side in Side if pair.on(side) is None]
        for pair, side in found:
            former = None if pair.key.was or pair.on(side.other) is None else self.observed.former(side, pair.key)
            if former is None or self.observed.waits(pair.key) or not self.is_made(side, pair.key):
                continue
            self.observed.make_anew(pair.key, side, former)
            self.anew.add(replace(pair.key, was=former))

    def concern(self, key: EntryKey) -> bool:
        """Whether an entry may be made anew, or may link to one that is."""
        return bool(self.leading.replaced) or self.observed.bridge.kinds[key.kind].rename == "recreate"

    def decided(self, key: EntryKey) -> tuple[Facing, list[Decision]]:
        """One entry as the sides show it, and what follows from it."""
        found = self.decisions.pop(key, None)
        if found is not None:
            return found
        facing = self.observed.facing(key)
        return facing, self.decide(seen_now(facing) if self.leading.replaced else facing)

    def rest(self) -> Iterator[tuple[Facing, Built]]:
        """What comes after all other entries: leading links, and taking away what was replaced."""
        for facing, op in self.leading.finished(self._ready):
            yield facing, Built(ops=[op])
        for key in sorted(self.leading.replaced):
            yield from self._removals(key)
        gone = {pair.key for pair in self.observed.pairs if pair.key.was and pair.left is None and pair.right is None}
        for key in sorted(gone - self.anew - self._linked() if gone - self.anew else ()):
            # nothing leads to it any more, so its old id need not be known
            yield self.observed.facing(key), Built(agreed={SHARED: {SLUG: (None, None)}})

    def _linked(self) -> set[EntryKey]:
        """What was replaced and is still linked to."""
        found: set[EntryKey] = set()
        for pair in self.observed.pairs:
            facing = self.observed.facing(pair.key)
            for side in Side:
                entry = facing.newest(side)
                rows = chain(
                    () if isinstance(entry, Absent) else entry.values(),
                    (note.drafted for note in facing.notes(side).values()),
                )
                found |= {old for row in rows for value in row.values() for old in superseded_in(value)}
        return found

    def _ready(self, side: Side, old: EntryKey) -> bool:
        made = self.leading.made.get((side, old.current), [])
        return not_yet(self.observed.facing(old), side, self.observed.plain(side, old.current).raw, made) is None

    def _removals(self, key: EntryKey) -> Iterator[tuple[Facing, Built]]:
        bridge = self.observed.bridge
        for side in bridge.flows(key.kind).written():
            facing, fresh = self.observed.facing(key), (key, side) in self.fresh
            facing = unedited(facing, side) if fresh else facing
            new = self.observed.plain(side, key.current).raw
            terms = self.terms[key.kind][side]
            built = removal(facing, side, new, self.leading, terms, allowed=bridge.deletion(key.kind) == "propagate")
            if fresh:
                built.agreed = agreed_on(facing, side)
            yield facing, built

    def pairings(self) -> Iterator[Pairing]:
        """The new names of what is replaced in this plan."""
        for key, side in self.fresh:
            remote = self.observed.remote(side, key)
            left, right = (remote, None) if side is Side.LEFT else (None, remote)
            yield Pairing(key, self.observed.facing(key).label, left, right)
