"""Entries that a side shows under another id than before: a backup was put back there, or one was made anew by hand.

The old id would read as a deletion and the new one as a new entry, and both would be carried. Decides that neither is,
while the two may be one; and that a whole plan is refused where so many have another id that a backup was put back.
Where nothing is missing, or nothing is new, nothing is looked at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from isogloss.decide.relink import Proposal, many, propose
from isogloss.errors import Refused
from isogloss.merge.align import Pair
from isogloss.merge.change import Conflict, HoldReason
from isogloss.merge.decision import Agree, Decision
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.run.faces import apart, face_of, missing_of
from isogloss.run.observe import Observed
from isogloss.state.relinks import Said, Told

REASON: HoldReason = "another id"
_FEW = 200
"""So many are looked at one by one; of more, so many tell."""


@dataclass(frozen=True, slots=True)
class Reborn:
    """What is held, by entry, and why; and by side, how many have another id."""

    held: Mapping[EntryKey, str] = field(default_factory=dict)
    found: Mapping[Side, int] = field(default_factory=dict)

    def waits(self, facing: Facing, decided: list[Decision]) -> Conflict | None:
        """What is held of an entry, if anything would be done to it."""
        why = self.held.get(facing.key)
        if why is None or all(isinstance(each, Agree) for each in decided):
            return None
        left, right = (quote(Cell(facing.key), facing.shows(side)) for side in Side)
        return Conflict(Cell(facing.key), REASON, left, right, facing.label, why)


def find_reborn(observed: Observed) -> Reborn:
    """Look for entries whose id changed, and for those of which that is open."""
    said = observed.state.relinks.all()
    held = {pair.key: _open(observed) for pair in observed.pairs if said and _is_open(observed, pair.key, said)}
    opened, found, sorted_out = set(held), Counter[Side](), apart(observed)
    both = sorted_out.lost.keys() & sorted_out.loose.keys()
    for side, kind in sorted(both, key=lambda at: (at[0].value, at[1])):
        gone, loose = sorted_out.lost[side, kind], sorted_out.loose[side, kind]
        new = [each for each in loose if said.get((side, kind, each.on(side) or "")) != "apart"]
        new = [each for each in new if each.key not in opened]
        if count := _put_back(observed, side, gone, new):
            found[side] += count
            continue
        likely = _found(observed, side, gone, new)
        found[side] += len(likely)
        for each in likely:
            held |= dict.fromkeys((each.missing.key, each.loose.key), _likely(observed, each))
        if likely:  # a link to either means the one that was known
            observed.stand_in(side, {each.loose.key: each.missing.key for each in likely})
    return Reborn(held, found)


def _put_back(observed: Observed, side: Side, gone: Sequence[Pair], new: Sequence[Pair]) -> int:
    """How many have another id, where there are so many that a look at some of them tells; else 0."""
    if len(gone) <= _FEW or len(new) <= _FEW:
        return 0
    by_mark = {mark: pair for pair in new for mark in _marks(observed, side, pair.key)}
    met: list[tuple[Pair, Pair]] = []
    for pair in gone:
        marks = _marks(observed, side.other, pair.key) if pair.on(side.other) is not None else iter(())
        mark = next((mark for mark in marks if mark in by_mark), None)
        if mark is not None:
            met.append((pair, by_mark[mark]))
    if len(met) <= _FEW or not many(len(met), observed.known[side].total()):
        return 0
    some = met[:_FEW]
    likely = _found(observed, side, [pair for pair, _ in some], [pair for _, pair in some])
    return len(met) if len(likely) > len(some) / 2 else 0


def _marks(observed: Observed, side: Side, key: EntryKey) -> Iterator[tuple[int, Locale, str]]:
    for rule, marks in enumerate(observed.handle(side, key).marks):
        yield from ((rule, locale, text.casefold()) for locale, text in sorted(marks))


def _is_open(observed: Observed, key: EntryKey, said: Mapping[Told, Said]) -> bool:
    return any(said.get(at) == "open" for at in _ids(observed, key))


def _ids(observed: Observed, key: EntryKey) -> Iterator[tuple[Side, str, str]]:
    for side in Side:
        remote = observed.remote(side, key) or observed.state.identity.remote(side, key)
        if remote is not None:
            yield side, key.kind, remote


def _found(observed: Observed, side: Side, gone: Sequence[Pair], new: Sequence[Pair]) -> Sequence[Proposal]:
    wanted = (missing_of(observed, side, pair) for pair in gone)
    return propose(wanted, (face_of(observed, side, pair.key) for pair in new)).pairs


def _likely(observed: Observed, each: Proposal) -> str:
    name = observed.bridge.side(each.missing.side).name
    return (
        f"{name} no longer shows {each.missing.was}, and shows {each.loose.remote}, which {_reasons(each)}: likely its "
        f"id changed. Run isogloss relink {observed.bridge.path} to keep the two as one, or to say that they are two"
    )


def _reasons(each: Proposal) -> str:
    return " and ".join(reason if reason.startswith("says") else f"has {reason}" for reason in each.reasons)


def _open(observed: Observed) -> str:
    return (
        f"the last relinking left it open whose this is. Decide in its file, then run isogloss relink "
        f"{observed.bridge.path} --write"
    )


def refuse_if_reborn(observed: Observed, reborn: Reborn) -> None:
    """Raise Refused where so many entries of a side have another id that it is no person's work."""
    for side, found in reborn.found.items():
        known = observed.known[side].total()
        if many(found, known):
            name = observed.bridge.side(side).name
            raise Refused(
                f"{name} shows {found} of {known} entries under other ids than before, as after a backup was put "
                f"back. Nothing was written. Run isogloss relink {observed.bridge.path}, look at the pairs in its "
                "file, and keep them with --write; then run again."
            )
