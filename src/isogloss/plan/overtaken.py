"""Drafts over live content of which nothing is left to carry, where unpublished edits are carried: they go live.

Decides when: a variant shows changes on one side and is published on the other, and nothing of what lies there as a
draft goes across or waits, since what was published across is newer, or says the same. What is written over the draft
was published, so the state of the variant follows the side where it was; else a published edit would stay a draft for
ever. What is live there already does not count: nothing of it goes live by this, whatever waits.

Edits of fields that are not mapped stay unpublished, and so do edits that are held; what was published across and lies
beneath them waits, which is told. Where the other side published its own, a draft that holds anything else waits, too,
as publishing would take that along. And a draft of which nothing goes across makes none there (decision 56). A slug
that the other side cannot take is nothing that was published. Pure.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decision import Agree, Decision, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import CHANGED, PUBLISHED, SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED
from isogloss.model.snapshot import Note
from isogloss.model.value import Scalar
from isogloss.plan.standins import Writes


def publish_overtaken(
    decisions: Iterable[Decision], facing: Facing, writes: Writes, named: Collection[Side] = ()
) -> Iterator[Decision]:
    """Let a state that has nothing left to carry follow the published one; every other decision stays.

    writes: whether the flow of a cell writes to a side.
    named:  the sides on which a field is the slug itself: what is drafted of it, the field tells.
    """
    every = list(decisions)
    rest = {side: [each for each in every if side not in named or each.at.field != SLUG] for side in Side}
    # what is drafted there and never came from across
    own = {side: {SLUG} if side in named or _keeps_slug(side, facing, every) else set[str]() for side in Side}
    for decision in every:
        side = _draft_of(decision, facing)
        if (
            side is not None
            and writes(side, decision.at)
            and _is_overtaken(decision.at, side, facing, rest[side], named)
        ):
            yield Take(decision.at, side, PUBLISHED, PUBLISHED)
        elif (
            side is not None and isinstance(decision, Take) and not _goes_across(decision.at, side, facing, rest[side])
        ):
            if writes(side, decision.at) and _ours_waits(decision.at, side, facing, rest[side], own[side]):
                yield _waiting(decision.at, facing)
        elif _takes_along(decision, facing, rest, named):
            yield _waiting(decision.at, facing)
        else:
            yield decision


def _waiting(at: Cell, facing: Facing) -> Conflict:
    left, right = (cell_of(facing.shows(each), at.locale or SHARED, STATUS) for each in Side)
    detail = f"publishing {at.locale} would take along what nobody published there"
    return Conflict(at, "publishing waits", left, right, facing.label, detail)


def _draft_of(decision: Decision, facing: Facing) -> Side | None:
    """The side whose draft over live content is about to be carried, or kept as drift."""
    at = decision.at
    if at.field != STATUS or at.locale is None or not isinstance(decision, Take | Drifted):
        return None
    shown = {side: cell_of(facing.shows(side), at.locale, STATUS) for side in Side}
    found = [side for side in Side if shown[side] == CHANGED and shown[side.other] == PUBLISHED]
    return found[0] if found and not (isinstance(decision, Take) and decision.to is found[0]) else None


def _takes_along(
    decision: Decision, facing: Facing, decisions: Mapping[Side, Collection[Decision]], named: Collection[Side]
) -> bool:
    """Whether a draft over live content is to be published though it holds more than was published across."""
    at = decision.at
    if not isinstance(decision, Take) or at.field != STATUS or at.locale is None or decision.value != PUBLISHED:
        return False
    drafted = cell_of(facing.shows(decision.to), at.locale, STATUS) == CHANGED
    return drafted and not _is_overtaken(at, decision.to, facing, decisions[decision.to], named)


def _is_overtaken(
    at: Cell, side: Side, facing: Facing, decisions: Collection[Decision], named: Collection[Side]
) -> bool:
    note = _note(at, side, facing)
    if note is None or note.unmapped_edits:
        return False
    if side not in named and SLUG in note.beneath and _keeps_slug(side, facing, decisions):
        return False
    return all(_is_published_across(each, side) for each in decisions if is_drafted(each.at, at, note))


def _goes_across(at: Cell, side: Side, facing: Facing, decisions: Iterable[Decision]) -> bool:
    """Whether anything that lies as a draft on a side goes to the other one; also where nobody tells what does."""
    note = _note(at, side, facing)
    if note is None or not (note.beneath or note.unmapped_edits):
        return True
    known = {each.at for each in decisions if isinstance(each, Take) and each.to is side.other}
    return any(each.field in note.beneath for each in known if is_drafted(each, at, note))


def _keeps_slug(side: Side, facing: Facing, decisions: Iterable[Decision]) -> bool:
    """Whether both sides agreed that a slug stays one side's own, as the other cannot rename: nobody published it."""
    if any(each.at.field == SLUG for each in decisions):
        return False
    here, there = (cell_of(facing.shows(each), SHARED, SLUG) for each in (side, side.other))
    same = isinstance(here, Scalar) and isinstance(there, Scalar) and here.text.casefold() == there.text.casefold()
    return here != there and not same


def _ours_waits(
    at: Cell, side: Side, facing: Facing, decisions: Collection[Decision], own: Collection[str] = ()
) -> bool:
    """Whether what was published across is written over a draft, or lies there as one.

    own: what is drafted there and never came from across.
    """
    note = _note(at, side, facing)
    of_it = [each for each in decisions if each.at.locale in (at.locale, SHARED) and each.at.field != STATUS]
    if any(isinstance(each, Take) and each.to is side for each in of_it):
        return True
    others = {each.at.field for each in of_it if not _is_published_across(each, side)}
    return note is not None and not note.beneath.keys() <= others.union(own)


def _note(at: Cell, side: Side, facing: Facing) -> Note | None:
    return None if at.locale is None else facing.notes(side).get(at.locale)


def _is_published_across(decision: Decision, side: Side) -> bool:
    return isinstance(decision, Agree) or (isinstance(decision, Take) and decision.to is side and not decision.merged)


def is_drafted(at: Cell, state: Cell, note: Note) -> bool:
    """Whether a cell may be among what lies as a draft over a live variant. A slug may be, whatever is told.

    state: the state of the variant.
    """
    if at.locale not in (state.locale, SHARED, None) or at.field == STATUS:
        return False
    return not note.beneath or at.field in (None, SLUG) or at.field in note.beneath
