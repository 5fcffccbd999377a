"""Drafts over live content of which nothing is left to carry, where unpublished edits are carried: they go live.

Decides when: a variant shows changes on one side and is published on the other, and nothing of what lies there as a
draft goes across or waits, since what was published across is newer, or says the same. What is written over the draft
was published, so the state of the variant follows the side where it was; else a published edit would stay a draft for
ever. What is live there already does not count: nothing of it goes live by this, whatever waits.

Edits of fields that are not mapped stay unpublished, and so do edits that are held; what was published across and lies
beneath them waits, which is told. Where the other side published its own, a draft that holds anything else waits, too,
as publishing would take that along. And a draft of which nothing goes across makes none there (decision 56). Pure.
"""

from collections.abc import Collection, Iterable, Iterator

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decision import Agree, Decision, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import CHANGED, PUBLISHED, SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED
from isogloss.model.snapshot import Note
from isogloss.plan.standins import Writes


def publish_overtaken(decisions: Iterable[Decision], facing: Facing, writes: Writes) -> Iterator[Decision]:
    """Let a state that has nothing left to carry follow the published one; every other decision stays.

    writes: whether the flow of a cell writes to a side.
    """
    every = list(decisions)
    for decision in every:
        side = _draft_of(decision, facing)
        if side is not None and writes(side, decision.at) and _is_overtaken(decision.at, side, facing, every):
            yield Take(decision.at, side, PUBLISHED, PUBLISHED)
        elif side is not None and isinstance(decision, Take) and not _goes_across(decision.at, side, facing, every):
            if writes(side, decision.at) and _ours_waits(decision.at, side, facing, every):
                yield _waiting(decision.at, facing)
        elif _takes_along(decision, facing, every):
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


def _takes_along(decision: Decision, facing: Facing, decisions: Iterable[Decision]) -> bool:
    """Whether a draft over live content is to be published though it holds more than was published across."""
    at = decision.at
    if not isinstance(decision, Take) or at.field != STATUS or at.locale is None or decision.value != PUBLISHED:
        return False
    drafted = cell_of(facing.shows(decision.to), at.locale, STATUS) == CHANGED
    return drafted and not _is_overtaken(at, decision.to, facing, decisions)


def _is_overtaken(at: Cell, side: Side, facing: Facing, decisions: Iterable[Decision]) -> bool:
    note = _note(at, side, facing)
    if note is None or note.unmapped_edits:
        return False
    return all(_is_published_across(each, side) for each in decisions if is_drafted(each.at, at, note))


def _goes_across(at: Cell, side: Side, facing: Facing, decisions: Iterable[Decision]) -> bool:
    """Whether anything that lies as a draft on a side goes to the other one; also where nobody tells what does."""
    note = _note(at, side, facing)
    if note is None or not (note.beneath or note.unmapped_edits):
        return True
    known = {each.at for each in decisions if isinstance(each, Take) and each.to is side.other}
    return any(each.field in note.beneath for each in known if is_drafted(each, at, note))


def _ours_waits(at: Cell, side: Side, facing: Facing, decisions: Collection[Decision]) -> bool:
    """Whether what was published across is written over a draft, or lies there as one."""
    note = _note(at, side, facing)
    of_it = [each for each in decisions if each.at.locale in (at.locale, SHARED) and each.at.field != STATUS]
    if any(isinstance(each, Take) and each.to is side for each in of_it):
        return True
    others = {each.at.field for each in of_it if not _is_published_across(each, side)}
    return note is not None and not note.beneath.keys() <= others


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
