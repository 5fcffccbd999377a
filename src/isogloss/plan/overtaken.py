"""Drafts over live content of which nothing is left to carry, where unpublished edits are carried: they go live.

Decides when: a variant shows changes on one side and is published on the other, and nothing of its content goes across
or waits, since what was published across is newer, or says the same. What is written over the draft was published, so
the state of the variant follows the side where it was; else a published edit would stay a draft for ever. Edits of
fields that are not mapped stay unpublished. And where the other side published its own, a draft that holds anything
else waits, as publishing would take that along. Pure.
"""

from collections.abc import Iterable, Iterator

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decision import Agree, Decision, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import CHANGED, PUBLISHED, STATUS, cell_of
from isogloss.model.locale import SHARED
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
        elif _takes_along(decision, facing, every):
            left, right = (cell_of(facing.shows(each), decision.at.locale or SHARED, STATUS) for each in Side)
            detail = f"publishing {decision.at.locale} would take along what nobody published there"
            yield Conflict(decision.at, "publishing waits", left, right, facing.label, detail)
        else:
            yield decision


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
    note = None if at.locale is None else facing.notes(side).get(at.locale)
    if note is None or note.unmapped_edits:
        return False
    return all(
        isinstance(each, Agree) or (isinstance(each, Take) and each.to is side and not each.merged)
        for each in decisions
        if each.at.locale in (at.locale, SHARED, None) and each.at.field != STATUS
    )
