"""Cells that wait because the publication state of their variant is open: no draft is written over what is live.

A state is open where both sides moved it apart, or where a variant is no longer live on the side that a cell comes
from and stays live on the side that it would go to: until a person takes it off there, or because the mapping leaves
states alone. Decides which cells wait; refuses to know how anything is published. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping

from isogloss.merge.change import Conflict
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PRESENT, SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, MaybeValue
from isogloss.plan.terms import Built, Terms

Takes = Mapping[Side, list[Take]]


def hold_open(facing: Facing, takes: Takes, terms: Mapping[Side, Terms], built: Built) -> Takes:
    """Hold the cells of variants whose state is open; returns the takes that are left."""
    moved = (held.at for held in built.conflicts if held.reason == "both sides changed")
    disputed = {at.locale for at in moved if at.field == STATUS and at.locale is not None}
    waiting: dict[Cell, Conflict] = {}
    for side in Side:
        if not isinstance(facing.shows(side), Absent):
            waiting |= _waiting(facing, side, terms[side], takes[side], disputed)
    if not waiting:
        return takes
    built.conflicts += waiting.values()
    return {side: [take for take in takes[side] if take.at not in waiting] for side in Side}


def _waiting(
    facing: Facing, side: Side, terms: Terms, takes: Iterable[Take], disputed: Iterable[Locale]
) -> dict[Cell, Conflict]:
    content = [take for take in takes if take.at.field != STATUS]
    if not content:
        return {}
    wanted = {take.at.locale: take.value for take in takes if take.at.field == STATUS}
    why = {locale: f"the state of {locale} is in conflict; settle that first" for locale in disputed}
    why |= {locale: said for locale, said in _withdrawn(facing, side, terms, wanted) if locale not in why}
    found: dict[Cell, Conflict] = {}
    for take in content:
        locale = take.at.locale or SHARED
        reason = why.get(locale)
        if reason is not None and _would_be_written(take, facing, terms):
            left, right = (cell_of(each, locale, take.at.field or "") for each in (facing.left, facing.right))
            found[take.at] = Conflict(take.at, "publication state is open", left, right, facing.label, reason)
    return found


def _withdrawn(
    facing: Facing, side: Side, terms: Terms, wanted: Mapping[Locale | None, MaybeValue]
) -> Iterator[tuple[Locale, str]]:
    """The variants that stay live on the written side and are not live across; and what all share, with them."""
    late = terms.can.live_with_site and terms.publish == "keep"
    if late or terms.publish == "draft":  # then nothing that is written goes live by itself
        return
    notes = facing.notes(side)
    stay = [locale for locale in sorted(notes) if notes[locale].live and not _comes_off(wanted.get(locale), terms)]
    open_ = [locale for locale in stay if _is_withdrawn(facing, side.other, locale, terms)]
    for locale in open_:
        yield locale, _sentence(locale, terms)
    asked = [locale for locale in open_ if wanted.get(locale) in (DRAFT, ARCHIVED)]
    if asked or (stay and _is_withdrawn(facing, side.other, _main(facing, side.other, terms), terms)):
        yield SHARED, _sentence(next(iter(asked or stay)), terms)


def _sentence(locale: Locale, terms: Terms) -> str:
    return (
        f"{locale} is live on {terms.place} and not across, so writing would publish what is not published; "
        f"publish it across, or take it off the live site of {terms.place}"
    )


def _comes_off(wanted: MaybeValue | None, terms: Terms) -> bool:
    """Whether this plan takes the variant off the live site."""
    return wanted in (DRAFT, ARCHIVED) and (terms.can.unpublish or (wanted == ARCHIVED and terms.can.archive))


def _is_withdrawn(facing: Facing, side: Side, locale: Locale | None, terms: Terms) -> bool:
    """Whether a variant is there and the public does not see it; a copy is as public as the primary."""
    entry = facing.shows(side)
    if locale is not None and locale in facing.copied.get(side, ()):
        locale = terms.main
    if isinstance(entry, Absent) or locale is None or locale not in entry:
        return False
    status, note = entry[locale].get(STATUS, ABSENT), facing.notes(side).get(locale)
    return status in (DRAFT, ARCHIVED) or (status == PRESENT and note is not None and not note.live)


def _main(facing: Facing, side: Side, terms: Terms) -> Locale | None:
    """The variant that what all share is read from."""
    entry = facing.shows(side)
    there = [] if isinstance(entry, Absent) else sorted(set(entry) - {SHARED})
    return terms.main if terms.main in there else next(iter(there), None)


def _would_be_written(take: Take, facing: Facing, terms: Terms) -> bool:
    name, entry = take.at.field or "", facing.shows(take.to)
    if name == SLUG and not terms.can.rename_slug:
        return False
    fitted = take.value if isinstance(take.value, Absent) else terms.fit(name, take.value)[0]
    return fitted != cell_of(entry, take.at.locale or SHARED, name)
