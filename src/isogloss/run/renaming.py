"""``rename: recreate`` in a plan: find what is to be made anew, take it apart, and end with what was replaced.

The pure half is in ``plan``: when, what, and in which order. Here both sides' reading is told that what they show under
the old slug is no longer the entry, and the state is, before the first request of a run.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from isogloss.mapping.words import written_sides
from isogloss.merge.decide import Shown
from isogloss.merge.policy import Decision, Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.replaced import led_on, replacing
from isogloss.model.value import Absent, Digest, digest
from isogloss.plan.data import PlanFile
from isogloss.plan.leading import Leading, away, not_yet
from isogloss.plan.op import Pairing, Step
from isogloss.plan.renaming import anew, obstacle, redirect, renamed_on, seen_now, waits
from isogloss.plan.terms import Built, Terms
from isogloss.run.observe import Observed
from isogloss.state.opened import State

Decide = Callable[[Facing], list[Decision]]
"""Merges one entry by the rules of its kind."""


@dataclass(slots=True)
class Renames:
    """The entries that one plan makes anew, and those that it or an earlier one replaced.

    anew:   by entry, how it is to be made and by which decisions.
    steps:  redirects for a person.
    olds:   what each replaced entry shows, with what was agreed on about it.
    """

    observed: Observed
    terms: Mapping[str, Mapping[Side, Terms]]
    decide: Decide
    anew: dict[EntryKey, tuple[Facing, list[Decision]]] = field(default_factory=dict)
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
            why = self._obstacle(decided, facing, side, terms)
            if why is not None:
                self.anew[pair.key] = facing, list(waits(decided, facing, side, why))
                continue
            self.anew[pair.key] = anew(decided, facing, side)
            self.steps.append(redirect(facing, side, terms))
            self.fresh.append((pair.key, side))
        olds = [(self.observed.retire(key, side), side) for key, side in self.fresh]
        self.fresh = olds
        every = {pair.key for pair in self.observed.pairs if replacing(pair.key) is not None}
        self.leading.replaced = frozenset(every)

    def _obstacle(self, decided: Iterable[Decision], facing: Facing, side: Side, terms: Terms) -> str | None:
        if self.observed.bridge.delete != "propagate":
            return "the mapping does not allow deletes (delete: propagate)"
        return obstacle(decided, facing, side, terms)

    def decided(self, key: EntryKey) -> tuple[Facing, list[Decision]]:
        """One entry as the sides show it, and what follows from it."""
        found = self.anew.pop(key, None)
        if found is not None:
            return found
        facing = self.observed.facing(key)
        return facing, self.decide(seen_now(facing) if self.leading.replaced else facing)

    def rest(self) -> Iterator[tuple[Facing, Built]]:
        """What comes after all other entries: leading links, and taking away what was replaced."""
        for facing, op in self.leading.finished(self._ready):
            yield facing, Built(ops=[op])
        for key in sorted(self.leading.replaced):
            yield from self._away(key)

    def _ready(self, side: Side, old: EntryKey) -> bool:
        current = replacing(old) or old
        made = self.leading.made.get((side, current), [])
        return not_yet(self.observed.facing(old), side, self.observed.plain(side, current).raw, made) is None

    def _away(self, key: EntryKey) -> Iterator[tuple[Facing, Built]]:
        bridge = self.observed.bridge
        current = replacing(key) or key
        for side in written_sides(bridge.flow):
            facing = self._facing(key, side)
            new = self.observed.plain(side, current).raw
            terms = self.terms[key.kind][side]
            built = away(facing, side, new, self.leading, terms, allowed=bridge.delete == "propagate")
            if (key, side) in self.fresh:
                built.agreed = _agreed(facing, side)
            yield facing, built

    def pairings(self) -> Iterator[Pairing]:
        """The new names of what is replaced in this plan."""
        for key, side in self.fresh:
            remote = self.observed.remote(side, key)
            left, right = (remote, None) if side is Side.LEFT else (None, remote)
            yield Pairing(key, self.observed.facing(key).label, left, right)

    def _facing(self, key: EntryKey, side: Side) -> Facing:
        facing = self.observed.facing(key)
        if (key, side) not in self.fresh:
            return facing
        half = {
            str(locale): {name: found[0 if side is Side.LEFT else 1] for name, found in row.items()}
            for locale, row in _agreed(facing, side).items()
        }
        base = Shown(left=half) if side is Side.LEFT else Shown(right=half)  # type: ignore[arg-type]  # none is None
        return replace(facing, base=base)


def _agreed(facing: Facing, side: Side) -> dict[Locale, dict[str, tuple[Digest | None, Digest | None]]]:
    """What is agreed on about an entry that was replaced: one side shows it as it is, the other not at all."""
    entry = facing.shows(side)
    made: dict[Locale, dict[str, tuple[Digest | None, Digest | None]]] = {}
    for locale, variant in () if isinstance(entry, Absent) else entry.items():
        for name, value in variant.items():
            shown = digest(led_on(value))
            made.setdefault(locale, {})[name] = (shown, None) if side is Side.LEFT else (None, shown)
    return made


def is_there(state: State, key: EntryKey) -> bool:
    """Whether a side is known to have an entry; what was replaced may be gone already."""
    return any(state.identity.remote(side, key) is not None for side in Side)


def retire(state: State, plan: PlanFile) -> None:
    """Write down, before anything is read or sent, which entries of a plan are replaced; again does no harm."""
    for data in plan.records("entry"):
        match data["entry"]:
            case [str(kind), str(name)] if (current := replacing(EntryKey(kind, name))) is not None:
                for side in Side:
                    remote = data[side.value]
                    if isinstance(remote, str):
                        _retire(state, side, EntryKey(kind, name), current, remote)


def _retire(state: State, side: Side, old: EntryKey, current: EntryKey, remote: str) -> None:
    owner = state.identity.entry(side, old.kind, remote)
    if owner == current:
        state.base.drop(current)
        state.identity.forget(side, current)
    if owner in (current, None) and state.identity.remote(side, current) is None:
        state.identity.bind(side, old, remote)
