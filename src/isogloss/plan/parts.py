"""A part of a plan that is carried out first: some entries with all that they refer to, or all but some publishing.

Pure. Decides which ops belong together: those of an entry, and every op that one of them needs, with its whole entry.
So what is carried out is complete in itself, and the rest of the plan goes on from there. Refuses to know what an op
does beyond its verb.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from fractions import Fraction
from shlex import quote
from typing import Final, TypeVar

from isogloss.errors import StateError, UsageError
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import Digest, digest_text
from isogloss.plan.data import PlanFile

_T = TypeVar("_T")
_PUBLISHES: Final = "publish"
_SHARE: Final = re.compile(r"[0-9]+(/[1-9][0-9]*)?")


@dataclass(frozen=True, slots=True)
class Sample:
    """Which entries of a plan are carried out first.

    number, share: so many of those that the plan writes, or such a share of each kind; the same ones each time.
    entries:       those that any of these globs names, as ``article/tea*``.
    publishing:    all of the plan is carried out but for publishing, which is left to these globs.
    """

    number: int | None = None
    share: Fraction | None = None
    entries: tuple[str, ...] = ()
    publishing: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """As it is typed after ``isogloss apply PLAN``."""
        amount = [] if self.number is None else [f"--sample {self.number}"]
        amount += [] if self.share is None else [f"--sample {float(self.share * 100):.12g}%"]
        named = [f"--entries {quote(glob)}" for glob in self.entries]
        return (*amount, *named, *(f"--publish {quote(glob)}" for glob in self.publishing))


@dataclass(frozen=True, slots=True)
class Part:
    """Ops of a plan that need none but each other.

    chosen: the entries that were asked for. along: those that came along, since a chosen one refers to them.
    sides:  the sides that are written to.
    told:   what it is, in a sentence.
    whole:  of each of its entries, nothing of the plan is left.
    sample: what was asked for; None where nobody knows, and then a run of it that is cut is finished as a whole.
    """

    ops: frozenset[Digest]
    chosen: frozenset[EntryKey]
    along: frozenset[EntryKey]
    sides: frozenset[Side]
    told: str
    whole: bool = True
    sample: Sample | None = None

    @property
    def entries(self) -> frozenset[EntryKey]:
        """All that it is about."""
        return self.chosen | self.along


@dataclass(frozen=True, slots=True)
class _Known:
    """What decides of an op."""

    entry: EntryKey
    needs: frozenset[Digest]
    publishes: bool
    on: Side


def part_of(plan: PlanFile, sample: Sample) -> Part:
    """Choose a part of a plan.

    Raises: UsageError where the plan writes nothing, or nothing that is asked for.
    """
    known = {op.id: _Known(op.entry, op.needs, op.verb == _PUBLISHES, op.on) for op in plan.ops()}
    if not known:
        raise UsageError(f"{plan.path}: the plan writes nothing, so there is nothing to choose from.")
    there = {each.entry for each in known.values()}
    if sample.publishing:
        return replace(_published(known, _named(plan, there, sample.publishing)), sample=sample)
    chosen = _named(plan, there, sample.entries) if sample.entries else _drawn(there, sample)
    return replace(_whole(known, chosen), sample=sample)


def dump_part(part: Part | None) -> Mapping[str, object]:
    """Which part a run carries out, as it is kept with the run; empty where it is all of a plan."""
    if part is None or part.sample is None:
        return {}
    told = part.sample
    share = None if told.share is None else str(told.share)
    return {
        "part": {
            "number": told.number,
            "share": share,
            "entries": list(told.entries),
            "publishing": list(told.publishing),
        }
    }


def load_sample(kept: Mapping[str, object]) -> Sample | None:
    """Which part a run was asked for, of what is kept with it; None where that was all of its plan.

    Raises: StateError where what is kept has another shape.
    """
    match kept.get("part"):
        case None:
            return None
        case {"number": int() | None as number, "share": None, "entries": [*names], "publishing": [*live]}:
            return Sample(number, None, tuple(map(str, names)), tuple(map(str, live)))
        case {"number": None, "share": str(share), "entries": [], "publishing": []} if _SHARE.fullmatch(share):
            return Sample(share=Fraction(share))
        case other:
            raise StateError(f"what is kept of a run names no part of a plan: {str(other)[:80]}. The state is damaged.")


def _named(plan: PlanFile, there: Collection[EntryKey], globs: Iterable[str]) -> frozenset[EntryKey]:
    found: set[EntryKey] = set()
    for glob in globs:
        named = {key for key in there if fnmatchcase(str(key), glob)}
        if not named:
            raise UsageError(
                f"{plan.path}: it writes no entry {glob}. Name entries as the plan does, KIND/NAME; * stands for any "
                "letters, as in article/*."
            )
        found |= named
    return frozenset(found)


def _drawn(there: Collection[EntryKey], sample: Sample) -> frozenset[EntryKey]:
    """Entries of every kind in turn, in an order that has nothing to do with their names and is ever the same."""
    kinds: dict[str, list[EntryKey]] = defaultdict(list)
    for key in sorted(there, key=lambda key: digest_text(str(key))):
        kinds[key.kind].append(key)
    if sample.share is not None:
        return frozenset(key for keys in kinds.values() for key in keys[: max(1, round(len(keys) * sample.share))])
    found: list[EntryKey] = []
    for turn in range(max(map(len, kinds.values()))):
        found += [keys[turn] for _, keys in sorted(kinds.items()) if turn < len(keys)]
    return frozenset(found[: sample.number])


def _whole(known: Mapping[Digest, _Known], chosen: frozenset[EntryKey]) -> Part:
    """Whole entries, with those that an op of them needs."""
    of: dict[EntryKey, list[_Known]] = defaultdict(list)
    for each in known.values():
        of[each.entry].append(each)
    found = _reached(chosen, lambda key: {known[need].entry for each in of[key] for need in each.needs})
    along = f", with {_many(len(found - chosen))} that they refer to" if found - chosen else ""
    told = f"Of the plan a part was carried out, as asked: {_many(len(chosen))}{along}."
    return _part(known, {id_ for id_, each in known.items() if each.entry in found}, chosen, told)


def _published(known: Mapping[Digest, _Known], chosen: frozenset[EntryKey]) -> Part:
    """Everything but what publishes, and what can only come after that; but of some entries all."""
    asked = {id_ for id_, each in known.items() if each.publishes and each.entry in chosen}
    let = _reached(asked, lambda id_: known[id_].needs)
    left = {id_ for id_, each in known.items() if each.publishes} - let
    after: dict[Digest, set[Digest]] = defaultdict(set)
    for id_, each in known.items():
        for need in each.needs:
            after[need].add(id_)
    waits = len({known[id_].entry for id_ in left})
    told = f"All of the plan was carried out but publishing, as asked: that of {_many(waits)} waits."
    return _part(known, known.keys() - _reached(left, lambda id_: after[id_]), chosen, told)


def _reached(begun: Iterable[_T], further: Callable[[_T], Iterable[_T]]) -> set[_T]:
    found = set(begun)
    waiting = list(found)
    while waiting:
        new = {*further(waiting.pop())} - found
        found |= new
        waiting += new
    return found


def _part(known: Mapping[Digest, _Known], ops: Collection[Digest], chosen: frozenset[EntryKey], told: str) -> Part:
    entries = frozenset(known[id_].entry for id_ in ops)
    sides = frozenset(known[id_].on for id_ in ops)
    left = {each.entry for id_, each in known.items() if id_ not in ops}
    return Part(frozenset(ops), chosen & entries, entries - chosen, sides, told, entries.isdisjoint(left))


def _many(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"
