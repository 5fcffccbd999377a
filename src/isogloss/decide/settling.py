"""Put decisions of people in the place of what waits for one.

What follows from a decision is what would follow from a policy that says the same, and passes the same guards: nothing
is written that would destroy what the written side alone can make. Two things are otherwise. A deletion that a person
decided needs no policy, since it was agreed on (invariant 8); it is archived where that is what a deletion is worth.
And in a one-way flow the source is not written: whoever decides for the target agrees that the two differ.

=========  ===================================  =======================================================
decided    in a flow both ways                  in a one-way flow
=========  ===================================  =======================================================
a side     the other takes what it shows        the source: the target takes it; the target: both agree
a value    each side that shows another is      the target takes it, and both agree
           written
=========  ===================================  =======================================================
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from isogloss.decide.naming import can_be_decided
from isogloss.decide.resolution import Resolution
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decision import Agree, Decision, Remove, Take, Withheld
from isogloss.merge.facing import Facing, cells, path_of, quote
from isogloss.merge.guard import Damaged, Kept
from isogloss.merge.policy import take
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, Side
from isogloss.model.value import Absent, MaybeValue


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the decisions about one entry.

    decisions: what was merged, with what people decided in the place of what waits.
    followed:  those that were put in place, with what waited there; whether a plan can write them is not known yet.
    done:      those that both sides follow already.
    lapsed:    those that no longer fit, and why, in a sentence.
    """

    decisions: list[Decision]
    followed: list[tuple[Resolution, Conflict | Drifted]] = field(default_factory=list)
    done: list[Resolution] = field(default_factory=list)
    lapsed: list[tuple[Resolution, str]] = field(default_factory=list)


def settle(
    decisions: Iterable[Decision],
    facing: Facing,
    known: Facing,
    resolutions: Sequence[Resolution],
    rules: Rules,
    names: Mapping[Side, str],
) -> Settled:
    """Follow what people decided about an entry.

    facing: the entry as it was merged.
    known:  the same as the sides show it, with every link: what decisions are bound to.
    names:  of the sides, for sentences.
    """
    settled = Settled(list(decisions))
    for resolution in resolutions:
        at, waits = _what_waits(resolution, settled.decisions, facing)
        moved = resolution.moved(known, rules.alike)
        if waits is None and resolution.is_done(known, rules.alike, rules.flows.source(resolution.cell)):
            settled.done.append(resolution)
        elif waits is None:
            settled.lapsed.append((resolution, "nothing waits there any more"))
        elif moved:
            where = " and ".join(names[side] for side in moved)
            settled.lapsed.append((resolution, f"{where} moved since it was decided"))
        else:
            settled.decisions[at : at + 1] = _followed(resolution, waits, facing, rules)
            settled.followed.append((resolution, waits))
    return settled


def _what_waits(
    resolution: Resolution, decisions: Sequence[Decision], facing: Facing
) -> tuple[int, Conflict | Drifted | None]:
    """What a decision is about, and where it is among what was merged.

    A deletion that a policy lets across may have been held since it is linked to, so that it can be decided too.
    """
    for at, merged in enumerate(decisions):
        each = merged
        if isinstance(merged, Remove):
            left, right = (quote(merged.at, facing.shows(side)) for side in Side)
            each = Conflict(merged.at, "deletion", left, right, facing.label)
        if isinstance(each, Conflict | Drifted) and can_be_decided(each) and resolution.is_about(each):
            return at, each
    return 0, None


def _followed(resolution: Resolution, waits: Conflict | Drifted, facing: Facing, rules: Rules) -> list[Decision]:
    at, side = resolution.cell, resolution.take
    source = rules.flows.source(at)
    if side is None:
        return list(_with_value(at, resolution.value, waits, facing, rules))
    if source is not None and side is not source:
        return [Agree(cell) for cell in cells(path_of(at), facing)]
    gone = at.field is None and isinstance(quote(at, facing.shows(side)), Absent)
    if gone and not rules.sure:
        return [waits]
    made = list(take(at, side, facing, rules))
    if not gone or any(not isinstance(each, Take) for each in made):
        return made
    archived = {each.at for each in made}  # and what is in it is agreed on as it is, edits and all
    return [*made, *(Agree(cell) for cell in cells(path_of(at), facing) if cell not in archived)]


def _with_value(
    at: Cell, value: MaybeValue, waits: Conflict | Drifted, facing: Facing, rules: Rules
) -> Iterator[Decision]:
    """Write a value to each side that shows another one."""
    shown = {side: quote(at, facing.shows(side)) for side in Side}
    written = [side for side in Side if side is not rules.flows.source(at) and shown[side] != value]
    values: dict[Side, MaybeValue] = {}
    told: list[Decision] = []
    for to in written:
        guarded = rules.guard(at, to, shown[to], value)
        match guarded:
            case None:
                values[to] = value
            case Damaged(why):
                yield Conflict(at, "component damaged", waits.left, waits.right, waits.label, why)
                return
            case Kept(kept, said):
                values[to] = kept
                told += [Withheld(at, to, value, each) for each in said]
            case _:
                assert_never(guarded)
    takes = [to for to in written if values[to] != shown[to]]
    yield from told
    yield from (Take(at, to, values[to], shown[to.other], merged=len(takes) == len(Side)) for to in takes)
    if not takes:
        yield Agree(at)
