"""What follows from a verdict: a flow one way ties one hand, policies settle conflicts, deletions wait.

Input is one entry as both sides show it, already in scope and in neutral names; output says which cell takes which
value, what is adopted, and what is held. Nothing here knows batches, losses or ops.

These histories lead to each branch. A and B are the two sides, and in a one-way flow A is the source; what a reader
cannot see is no edit (``alike``). Each cell has a flow of its own, and so have variants and entries as such: theirs
says where they are made and deleted. Of what is made, a cell that flows the other way is drift.

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
from isogloss.merge.change import Conflict, Drifted, HoldReason
from isogloss.merge.decide import Shown, Tree, Verdict, child
from isogloss.merge.decision import Agree, Decision, Remove, Take, Withheld
from isogloss.merge.facing import Facing, address, cells, path_of, quote
from isogloss.merge.guard import Damaged, Kept
from isogloss.merge.rules import Rules
from isogloss.merge.walk import Found, walk
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, CHANGED, SLUG, STATUS, Entry, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Absent, Scalar, digest


def merge(facing: Facing, rules: Rules) -> Iterator[Decision]:
    """Decide everything about one entry.

    Order: by address. Same inputs, same decisions (invariant 2). A conflict that no policy settles yields no Take
    (invariant 5).
    """
    base = Shown(*(_base_of(side, facing) for side in Side))
    left, right = (_with_shared(_tree(facing.shows(side))) for side in Side)
    for found in walk(base, left, right):
        yield from _follow(found, facing, rules)


def _tree(entry: Entry | Absent) -> Tree:
    found = digest_entry(entry)
    return found if isinstance(found, Absent) else {str(locale): variant for locale, variant in found.items()}


def _with_shared(tree: Tree) -> Tree:
    """The same entry with a SHARED variant: an entry that is there has one, so emptying it is an edit of its cells."""
    return {SHARED: {}, **tree} if isinstance(tree, Mapping) else tree


def _follow(found: Found, facing: Facing, rules: Rules) -> Iterator[Decision]:
    at = address(found.path, facing)
    verdict = _closer(found.verdict, at, facing, rules)
    if verdict in ("adopt", "assume"):
        for cell in cells(found.path, facing):
            old = _old_draft(cell, facing, rules) if facing.drafted else None
            yield old or Agree(cell, assumed=verdict == "assume")
        return
    if rules.flows.of(at) == "off":  # an entry or a variant that nobody makes and nobody takes away
        return
    source = rules.flows.source(at)
    if verdict == "conflict":
        yield from _settle(at, facing, rules) if source is None else _protect(at, source, facing, rules)
    elif source is None or _winner(verdict) is source:
        yield from _take(at, _winner(verdict), facing, rules)
    else:
        yield from _drift(at, source, facing, rules)


def _old_draft(at: Cell, facing: Facing, rules: Rules) -> Take | None:
    """What is live is the same on both sides, and one of them has a draft of ours over it from before."""
    for to in facing.drafted:
        shown, value = quote(at, facing.shows(to)), quote(at, facing.shows(to.other))
        if to is not rules.flows.source(at) and quote(at, facing.newest(to)) != shown:
            return Take(at, to, value, value)
    return None


def _closer(verdict: Verdict, at: Cell, facing: Facing, rules: Rules) -> Closer:
    if at.field is None or verdict == "adopt":
        return verdict
    shown = quote(at, facing.left), quote(at, facing.right)
    return closer(verdict, at.field, _agreed(at, facing), *shown, rules.alike, first=facing.base == Shown())


def _agreed(at: Cell, facing: Facing) -> Shown:
    """What the two sides showed in a cell when they last agreed."""
    return facing.base.inside(str(at.locale)).inside(str(at.field))


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
        yield _held(at, facing)


def _settle(at: Cell, facing: Facing, rules: Rules) -> Iterator[Decision]:
    policy = rules.settle(at)
    match policy:
        case "left" | "right":
            yield from _take(at, Side(policy), facing, rules)
        case "newest":
            winner = _newest(at, facing)
            yield from ((_held(at, facing),) if winner is None else _take(at, winner, facing, rules))
        case "merge":
            yield from _merged(at, facing, rules)
        case "hold":
            yield _held(at, facing)
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
    had = None if never else both_had(_agreed(at, facing), left, right, rules.body)
    if had is None:
        yield _held(at, facing)
        return
    shown = {Side.LEFT: left, Side.RIGHT: right}
    made = of_both(at, had, shown, rules.merge3, rules.guard)
    match made:
        case None:
            yield _held(at, facing)
        case Damaged(why):
            yield _held(at, facing, "component damaged", why)
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
        yield from _remove(at, to, facing, rules, decided=decided)
        return
    target = facing.newest(to)
    along = cells(path_of(at), facing)
    if at.field is None and not rules.flows.even:
        apart, along = _parted(at, to, facing, rules)
        for place in apart:
            yield from _drift(place, to, facing, rules)
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
            yield _held(at, facing, "component damaged", why)
        case Kept(value, told):
            yield from (Withheld(at, to, take.source, why) for why in told)
            yield Agree(at) if value == now else replace(take, value=value)
        case _:
            assert_never(made)


def _remove(at: Cell, to: Side, facing: Facing, rules: Rules, *, decided: bool) -> Iterator[Decision]:
    if rules.delete == "hold" and not decided:
        yield _held(at, facing, "deletion")
        return
    gone: list[Decision] = list(_archiving(at, to, facing)) if rules.delete == "archive" else [Remove(at, to)]
    busy = [] if rules.carry else _unfinished(at, to, facing)
    if busy:
        detail = f"edits in {', '.join(busy)} are not published yet; publish or discard them there"
        yield _held(at, facing, "deleted on one side, edited on the other", detail)
    elif gone and not decided and _edited(at, to, facing):  # nothing goes that was not agreed on (invariant 8)
        yield _held(at, facing, "deleted on one side, edited on the other")
    else:
        yield from gone


def _archiving(at: Cell, to: Side, facing: Facing) -> Iterator[Decision]:
    """Archive every variant at an address, but for those that were before."""
    for cell in cells(path_of(at), facing):
        if cell.field == STATUS and not _was_archived(cell, to, facing):
            yield Take(cell, to, ARCHIVED, ABSENT)


def _edited(at: Cell, on: Side, facing: Facing) -> bool:
    """Whether a side shows an entry or a variant otherwise than when both last agreed."""
    agreed, shown = _base_of(on, facing), _with_shared(_tree(facing.shows(on)))
    if at.locale is not None:
        agreed, shown = child(agreed, str(at.locale)), child(shown, str(at.locale))
    return shown != agreed


def _base_of(side: Side, facing: Facing) -> Tree:
    return _with_shared(facing.base.left if side is Side.LEFT else facing.base.right)


def _unfinished(at: Cell, on: Side, facing: Facing) -> list[Locale]:
    """The variants at an address with edits that are not published and not among what the side shows of them."""
    return [
        locale
        for locale, note in sorted(facing.notes(on).items())
        if at.locale in (None, locale)
        and note.unpublished_edits
        and quote(Cell(at.entry, locale, STATUS), facing.shows(on)) != CHANGED
    ]


def _was_archived(at: Cell, on: Side, facing: Facing) -> bool:
    """Whether the sides agreed before that this ``$status`` answers the other side's deletion; or nothing is there."""
    shown, here, across = quote(at, facing.shows(on)), facing.base.left, facing.base.right
    if on is Side.RIGHT:
        here, across = across, here
    given_up = isinstance(child(child(across, str(at.locale)), STATUS), Absent)
    return isinstance(shown, Absent) or (given_up and child(child(here, str(at.locale)), STATUS) == digest(shown))


def _held(at: Cell, facing: Facing, reason: HoldReason | None = None, detail: str = "") -> Conflict:
    left, right = quote(at, facing.left), quote(at, facing.right)
    if reason is None and at.field is None and (isinstance(left, Absent) or isinstance(right, Absent)):
        reason = "deleted on one side, edited on the other"
    elif reason is None:
        reason = "differ at first contact" if _agreed(at, facing) == Shown() else "both sides changed"
    return Conflict(at, reason, left, right, facing.label, detail)


def _winner(verdict: Closer) -> Side:
    return Side.LEFT if verdict == "take left" else Side.RIGHT
