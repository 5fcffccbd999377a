"""Text that a platform put where a translation will be: when a person adds a locale, it is filled with the primary's.

Decides which cells of a variant are such stand-ins: nothing was ever agreed on in that locale, the public does not see
it, and the cell shows what the entry's primary shows. The other side's content takes their place, also where that is
nothing; a stand-in is never taken for a translation. Pure.

Source: Webflow localization guide, seen 2026-11: an item that is given a locale in the Designer, and every item of a
site that is given one, begins as a copy of its primary variant.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from isogloss.merge.change import Conflict
from isogloss.merge.decide import Shown, child
from isogloss.merge.decision import Decision, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import STATUS, Entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent

Guarded: TypeAlias = Callable[[Take], Iterable[Decision]]
"""A take to what may be done of it, or why it is held."""
Writes: TypeAlias = Callable[[Side, Cell], bool]
"""Whether a cell is taken to a side."""


def replace_stand_ins(
    decisions: Iterable[Decision],
    facing: Facing,
    primary: Locale,
    writes: Writes,
    guarded: Guarded = lambda take: (take,),
) -> Iterator[Decision]:
    """Let the other side's content take the place of stand-ins; every other decision stays.

    Where one of them is held, its whole variant waits: were the rest agreed on, nobody could tell a stand-in any more.
    writes: whether the flow of a cell writes to a side.
    """
    found = (take for side in Side for take in _takes(facing, side, primary) if writes(side, take.at))
    made = {take.at: list(guarded(take)) for take in found}
    if not made:
        yield from decisions
        return
    waiting = {at.locale for at, found in made.items() if any(isinstance(each, Conflict) for each in found)}
    yield from (each for each in decisions if each.at not in made and each.at.locale not in waiting)
    for at in sorted(made, key=lambda at: (at.locale or "", at.field or "")):
        yield from (each for each in made[at] if at.locale not in waiting or isinstance(each, Conflict))


def _takes(facing: Facing, side: Side, primary: Locale) -> Iterator[Take]:
    here, across = facing.shows(side), facing.shows(side.other)
    if isinstance(here, Absent) or isinstance(across, Absent) or primary not in here:
        return
    for locale in sorted((set(here) & set(across)) - {SHARED, primary}):
        note = facing.notes(side).get(locale)
        if note is None or note.live or _agreed(facing.base, locale) or locale in facing.copied.get(side.other, ()):
            continue
        names = _stand_ins(here, across, locale, primary)
        for name in (*names, STATUS) if names else ():
            yield from _take(Cell(facing.key, locale, name), side, here, across)


def _agreed(base: Shown, locale: Locale) -> bool:
    """Whether the sides ever agreed on anything in this locale."""
    return not all(isinstance(child(tree, locale), Absent) for tree in (base.left, base.right))


def _stand_ins(here: Entry, across: Entry, locale: Locale, primary: Locale) -> list[str]:
    """The fields that show the primary's content, where the other side shows something else that is no copy too."""
    first, there = here[primary], across.get(primary, {})
    return [
        name
        for name, value in here[locale].items()
        if name != STATUS
        and first.get(name) == value
        and across[locale].get(name) not in (value, there.get(name, value))
    ]


def _take(at: Cell, side: Side, here: Entry, across: Entry) -> Iterator[Take]:
    locale, name = at.locale or SHARED, at.field or ""
    value = across[locale].get(name, ABSENT)
    if value != here[locale].get(name):
        yield Take(at, side, value, value)
