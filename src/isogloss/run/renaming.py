"""``rename: recreate`` in a plan: find what is to be made anew, take it apart, and end with what was replaced.

The pure half is in ``plan``: when, what, and in which order. Here both sides' reading is told that what they show under
the old slug is no longer the entry; the state is told by ``apply.learning``, before the first request of a run.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.merge.decision import Decision
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
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
    steps:  redirects for a person.
    fresh:  what this plan replaces, and on which side.
    """

    observed: Observed
    terms: Mapping[str, Mapping[Side, Terms]]
    decide: Decide
    decisions: dict[EntryKey, tuple[Facing, list[Decision]]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    fresh: list[tuple[EntryKey, Side]] = field(default_factory=list)
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
        self.leading.replaced = frozenset(pair.key for pair in self.observed.pairs if pair.key.was)

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
