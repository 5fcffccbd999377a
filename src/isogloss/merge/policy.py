"""What follows from a verdict: a flow one way ties one hand, policies settle conflicts, deletions wait.

Input is one entry as both sides show it, already in scope and in neutral names; output says which cell takes which
value, what is adopted, and what is held. Nothing here knows batches, losses or ops.

These histories lead to each branch. A and B are the two sides, and in a one-way flow A is the source; what a reader
cannot see is no edit (``alike``), and to take off the site what is archived is one (``taken_off``). Each cell has a
flow of its own, and so have variants and entries as such: theirs says where they are made and deleted. Of what is made,
a cell that flows the other way is drift. What is locked is written nowhere: whoever moved, that is drift, and told with
the lock's note.

=============================================  ========================  =========================================
since both agreed on an entry, variant, cell   in a flow both ways       in a one-way flow
=============================================  ========================  =========================================
neither did anything                           nothing                   nothing
both did the same; or never agreed, and equal  agree                     agree
A alone edited, added or deleted it            take A's                  take A's
B alone edited, added or deleted it            take B's                  drift
both edited it, apart                          settle                    protect
one deleted it, the other edited it            settle                    protect
they never agreed, and it differs              settle                    protect
=============================================  ========================  =========================================

=======  =====================================================  =====================================================
branch   policies, and what else counts                         then
=======  =====================================================  =====================================================
take     a value                                                written across, unless it would destroy what is there
take     a deletion of a cell                                   written across
take     a deletion of more                                     remove
remove   ``delete: hold``                                       held
remove   it was edited, published or not, or never agreed on    held, as an edit against a deletion
remove   a cell of it is locked, and it would be deleted        held
remove   ``delete: archive``                                    each variant is archived, but for one that was before
remove   ``delete: propagate``                                  it goes
drift    ``drift: keep``                                        kept, and told
drift    ``drift: overwrite``                                   take A's, and told; kept while that is held
settle   a side is named                                        take that side's
settle   ``newest``, ``merge``: one deleted more than a cell    take the other's
settle   ``newest``: one was changed later                      take the later
settle   ``merge``: two texts or lists over what both had, and  written to each side that lacks a part of it
         the edits do not touch
settle   else                                                   held
protect  A is named, or ``drift: overwrite``                    take A's
protect  B is named                                             drift that is kept
protect  else                                                   held
=======  =====================================================  =====================================================
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from isogloss.merge.alike import Closer, closer
from isogloss.merge.both import Made, both_had, of_both
from isogloss.merge.branches import Row, branch_of, row_of
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown, Verdict
from isogloss.merge.decision import Agree, Decision, Take, Withheld
from isogloss.merge.facing import Facing, address, cells, path_of, quote
from isogloss.merge.guard import Damaged, Kept
from isogloss.merge.held import agreed, held, locked
from isogloss.merge.removal import base_of, remove, tree_of, with_shared
from isogloss.merge.rules import Rules
from isogloss.merge.walk import Found, walk
from isogloss.model.address import Cell, Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import Absent, Scalar


def merge(facing: Facing, rules: Rules) -> Iterator[Decision]:
    """Decide everything about one entry.

    Order: by address. Same inputs, same decisions (invariant 2). A conflict that no policy settles yields no Take
    (invariant 5).
    """
    base = Shown(*(base_of(side, facing) for side in Side))
    left, right = (with_shared(tree_of(facing.shows(side))) for side in Side)
    for found in walk(base, left, right):
        yield from _follow(found, facing, rules)


def _follow(found: Found, facing: Facing, rules: Rules) -> Iterator[Decision]:
    at = address(found.path, facing)
    verdict = _closer(found.verdict, at, facing, rules)
    source = rules.flows.source(at)
    match branch_of(verdict, rules.flows.of(at)):
        case "agree":
            for cell in cells(found.path, facing):
                old = _old_draft(cell, facing, rules) if facing.drafted else None
                yield old or Agree(cell, assumed=verdict == "assume")
        case "take":
            yield from _take(at, _winner(verdict), facing, rules)
        case "settle":
            yield from _settle(at, facing, rules)
        case "protect" if source is not None:
            yield from _protect(at, source, facing, rules)
        case "drift" if source is not None:
            yield from _drift(at, source, facing, rules)
        case "locked":
            yield locked(at, facing, rules)
        case _:  # an entry or a variant that nobody makes and nobody takes away
            return


def row_at(at: Cell, facing: Facing, rules: Rules) -> tuple[Cell, Row]:
    """The row of the table that a cell stands in, and what was decided about: it, its variant or its entry."""
    path = path_of(at)
    base = Shown(*(base_of(side, facing) for side in Side))
    left, right = (with_shared(tree_of(facing.shows(side))) for side in Side)
    found = next((one for one in walk(base, left, right) if path[: len(one.path)] == one.path), None)
    if found is None:
        return at, row_of("rest", at, facing, rules, ())
    where = address(found.path, facing)
    verdict = _closer(found.verdict, where, facing, rules)
    return where, row_of(verdict, where, facing, rules, list(_follow(found, facing, rules)))


def _old_draft(at: Cell, facing: Facing, rules: Rules) -> Take | None:
    """What is live is the same on both sides, and one of them has a draft of ours over it from before."""
    for to in facing.drafted:
        shown, value = quote(at, facing.shows(to)), quote(at, facing.shows(to.other))
        if rules.flows.writes(to, at) and quote(at, facing.newest(to)) != shown:
            return Take(at, to, value, value)
    return None


def _closer(verdict: Verdict, at: Cell, facing: Facing, rules: Rules) -> Closer:
    if at.field is None or verdict == "adopt":
        return verdict
    if at.field == STATUS and facing.taken_off and _meets_taken_off(verdict, at, facing, rules):
        return "conflict"
    shown = quote(at, facing.left), quote(at, facing.right)
    return closer(verdict, at.field, agreed(at, facing), *shown, rules.alike, first=facing.base == Shown())


def _meets_taken_off(verdict: Verdict, at: Cell, facing: Facing, rules: Rules) -> bool:
    """Whether a state is to be taken to where somebody took off the site what was archived, which is a move as well."""
    if branch_of(verdict, rules.flows.of(at)) != "take":
        return False
    return at.locale in facing.taken_off.get(_winner(verdict).other, ())


def _drift(at: Cell, source: Side, facing: Facing, rules: Rules) -> Iterator[Decision]:
    """In a one-way flow, only the target moved: kept, or overwritten; what is held meanwhile is kept all the same."""
    back = [] if rules.drift == "keep" else list(_take(at, source, facing, rules))
    if rules.drift == "overwrite" and not back:
        return  # it was archived in answer before, which is as far as it goes
    kept = rules.drift == "keep" or any(isinstance(decision, Conflict) for decision in back)
    yield Drifted(at, quote(at, facing.left), quote(at, facing.right), kept, facing.label)
    yield from back


def _protect(at: Cell, source: Side, facing: Facing, rules: Rules) -> Iterator[Decision]:
    """Both moved apart in a one-way flow: the source leads, unless the target's edit is protected."""
    named = rules.settle(at)
    if named == source.value or rules.drift == "overwrite":
        yield from _take(at, source, facing, rules)
    elif named == source.other.value:
        yield Drifted(at, quote(at, facing.left), quote(at, facing.right), kept=True, label=facing.label)
    else:
        yield held(at, facing)


def _settle(at: Cell, facing: Facing, rules: Rules) -> Iterator[Decision]:
    policy = rules.settle(at)
    match policy:
        case "left" | "right":
            yield from _take(at, Side(policy), facing, rules)
        case "newest":
            winner = _newest(at, facing)
            yield from ((held(at, facing),) if winner is None else _take(at, winner, facing, rules))
        case "merge":
            yield from _merged(at, facing, rules)
        case "hold":
            yield held(at, facing)
        case _:
            assert_never(policy)


def _newest(at: Cell, facing: Facing) -> Side | None:
    """The side whose variant was changed later; an edit beats a deletion, which has no time."""
    for side in Side:
        if at.field is None and isinstance(quote(at, facing.shows(side)), Absent):
            return side.other
    left, right = (_time(at, facing.notes(side)) for side in Side)
    if left is None or right is None or left == right:
        return None
    return Side.LEFT if left > right else Side.RIGHT


def _time(at: Cell, notes: Mapping[Locale, Note]) -> float | None:
    """When what a variant shows last changed, in seconds; of a shared cell, when any variant did.

    Not when somebody, or a run that was cut, last worked on what is not shown yet.
    """
    times = [
        at_last.timestamp()
        for locale, note in notes.items()
        if (at_last := note.said or note.updated) is not None and (at.locale == locale or at.locale not in notes)
    ]
    return max(times, default=None)


def _merged(at: Cell, facing: Facing, rules: Rules) -> Iterator[Decision]:
    left, right = quote(at, facing.left), quote(at, facing.right)
    if at.field is None:
        winner = Side.RIGHT if isinstance(left, Absent) else Side.LEFT  # an edit beats a deletion
        yield from _take(at, winner, facing, rules)
        return
    never = facing.base.inside(str(at.locale)) == Shown()
    had = None if never else both_had(agreed(at, facing), left, right, rules.body)
    if had is None:
        yield held(at, facing)
        return
    shown = {Side.LEFT: left, Side.RIGHT: right}
    made = of_both(at, had, shown, rules.merge3, rules.guard)
    match made:
        case None:
            yield held(at, facing)
        case Damaged(why):
            yield held(at, facing, "component damaged", why)
        case Made(values, told):
            # one side's text may have all that the other changed: then only the other is written
            writes = [to for to in Side if values[to] != shown[to]]
            yield from (Withheld(at, to, shown[to.other], why) for to in Side for why in told[to])
            yield from (Take(at, to, values[to], shown[to.other], merged=len(writes) == len(Side)) for to in writes)
            if not writes:
                yield Agree(at)
        case _:
            assert_never(made)


def take(at: Cell, winner: Side, facing: Facing, rules: Rules) -> Iterator[Decision]:
    """What a person decided: as a policy that names a side, and a deletion needs no policy, for it was agreed on."""
    yield from _take(at, winner, facing, rules, decided=True)


def _take(at: Cell, winner: Side, facing: Facing, rules: Rules, *, decided: bool = False) -> Iterator[Decision]:
    """Make the other side show what the winner shows at this address; a deletion asks its own policy."""
    to, entry = winner.other, facing.shows(winner)
    if at.field is None and isinstance(quote(at, entry), Absent):
        yield from remove(at, to, facing, rules, decided=decided)
        return
    target = facing.newest(to)
    along = cells(path_of(at), facing)
    if at.field is None and not rules.flows.even:
        apart, along = _parted(at, to, facing, rules)
        for place in apart:
            stays = rules.flows.of(place) == "locked"
            yield from [locked(place, facing, rules)] if stays else _drift(place, to, facing, rules)
    for cell in along:
        value, now = quote(cell, entry), quote(cell, target)
        if value == now:  # only the base still knows it
            yield Agree(cell)
        elif isinstance(now, Absent) and isinstance(value, Scalar) and value.type != "rich_text":  # as nearly all are
            yield Take(cell, to, value, value)
        else:
            yield from guarded(Take(cell, to, value, value), facing, rules)


def _parted(at: Cell, to: Side, facing: Facing, rules: Rules) -> tuple[list[Cell], Iterator[Cell]]:
    """What of an entry or a variant flows the other way, and the cells that go along as it is made on a side.

    A new entry has its slug from where it is made: without, it could not be there. A state that is off says only that
    its variant is there.
    """
    entry, flows = facing.shows(to.other), rules.flows
    apart: dict[Cell, None] = {}
    along: list[Cell] = []
    for cell in cells(path_of(at), facing):
        variant = Cell(cell.entry, cell.locale)
        place = variant if at.locale is None and not flows.writes(to, variant) else cell
        told = cell.field == SLUG or (cell.field == STATUS and flows.writes(to, variant) and flows.of(cell) == "off")
        if flows.writes(to, place) or told or isinstance(quote(place, entry), Absent):
            along.append(cell)
        elif flows.of(place) != "off":
            apart[place] = None
    return list(apart), iter(along)


def guarded(take: Take, facing: Facing, rules: Rules, *, anew: bool = False) -> Iterator[Decision]:
    """Write nothing that would destroy what the written side holds, or holds elsewhere.

    anew: what that side shows there only stands in for what is to come.
    """
    at, to, now = take.at, take.to, quote(take.at, facing.newest(take.to))
    if anew or isinstance(now, Absent) or at.locale in facing.copied.get(to, ()):
        made = rules.anew(at, to, take.value, facing)
    else:
        made = rules.guard(at, to, now, take.value)
    match made:
        case None:
            yield take
        case Damaged(why):
            yield held(at, facing, "component damaged", why)
        case Kept(value, told):
            yield from (Withheld(at, to, take.source, why) for why in told)
            yield Agree(at) if value == now else replace(take, value=value)
        case _:
            assert_never(made)


def _winner(verdict: Closer) -> Side:
    return Side.LEFT if verdict == "take left" else Side.RIGHT
