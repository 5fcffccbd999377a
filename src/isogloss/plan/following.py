"""Copies follow what their primary is about to become: one that lags behind would be written by the next run.

With ``missing_locale: copy`` a side's primary stands in for a locale that it lacks. Where the other side's edit, a
merge or a person's word is taken to that primary, the copies on the other side are to say the same once the plan is
done. Decides which; a copy that somebody translated, or that waits, is left alone, and nothing follows what will not be
seen yet. Pure.
"""

from collections.abc import Iterable, Iterator, Sequence

from isogloss.merge.change import Conflict
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import digest
from isogloss.plan.standins import Guarded, Writes


def follow_primary(  # each is a fact of the mapping or of the entry
    decisions: Iterable[Decision],
    facing: Facing,
    primary: Locale,
    writes: Writes,
    guarded: Guarded = lambda take: (take,),
    *,
    drafts: bool = False,
    carry: bool = False,
) -> Iterator[Decision]:
    """Let copies become what their primary becomes; every other decision stays.

    writes: whether the flow of a cell writes to a side.
    drafts: what is written over live content stays a draft, so the side goes on showing what it shows.
    carry:  drafts on top of live content are content like any other.
    """
    every = list(decisions)
    made: dict[Cell, list[Decision]] = {}
    for side, copied in facing.copied.items():
        coming = _coming(every, facing, side, primary, drafts=drafts, carry=carry)
        for locale in sorted(copied) if coming else ():
            if not _is_left_alone(every, side, locale):
                made |= {take.at: list(guarded(take)) for take in _takes(coming, facing, side, locale, writes)}
    yield from (each for each in every if each.at not in made)
    for at in sorted(made, key=lambda at: (at.locale or "", at.field or "")):
        yield from made[at]


def _coming(
    decisions: Sequence[Decision], facing: Facing, side: Side, primary: Locale, *, drafts: bool, carry: bool
) -> list[Take]:
    """What is taken to the primary of a side, and will be seen there once the plan is done."""
    note = facing.notes(side).get(primary)
    live = note is not None and note.live
    busy = note is not None and note.unpublished_edits and not carry
    waits = any(isinstance(each, Conflict) and each.at.locale in (None, SHARED, primary) for each in decisions)
    if busy or (live and (drafts or waits)):
        return []
    takes = (each for each in decisions if isinstance(each, Take) and each.to is side)
    return [each for each in takes if each.at.locale == primary and each.at.field != STATUS]


def _is_left_alone(decisions: Iterable[Decision], side: Side, locale: Locale) -> bool:
    """Whether a locale that a side lacks comes to it, waits, or goes across."""
    return any(
        each.at.locale in (None, locale)
        and (isinstance(each, Conflict | Remove) or (isinstance(each, Take) and each.to is side))
        for each in decisions
    )


def _takes(coming: Iterable[Take], facing: Facing, side: Side, locale: Locale, writes: Writes) -> Iterator[Take]:
    for take in coming:
        at = Cell(facing.key, locale, take.at.field)
        if writes(side.other, at):
            now = cell_of(facing.shows(side), locale, take.at.field or "")
            yield Take(at, side.other, take.value, now, agrees=digest(take.value))
