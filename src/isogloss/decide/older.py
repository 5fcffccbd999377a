"""A state that is older than the sides: what of its base can still be trusted. Pure.

A run that it knows nothing of may have carried what one side shows now, and somebody may have taken it back since. So
where only one side seems to have moved, nobody can tell which of the two is the edit, unless the sides' own times do.

=============================  ==================================  ==============================================
since the base both show       the moved side was changed          then
=============================  ==================================  ==============================================
the same, however it moved                                         advanced: it is the new base
two things, both moved                                             as ever: a conflict, or what a policy says
two things, one of them moved  after the last run, the other not   as ever: it is carried
two things, one of them moved  else, or nobody tells               the base is forgotten, as at first contact
=============================  ==================================  ==============================================
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from isogloss.merge.decide import Shown, Tree, child
from isogloss.merge.facing import Facing
from isogloss.model.address import Side
from isogloss.model.entry import digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent

SKEW: Final = timedelta(minutes=1)
"""By so much a side's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True)
class Outlived:
    """What a state does not know.

    runs:  the runs that took place since, oldest first.
    until: when the last of them may have written, by our clock.
    """

    runs: tuple[str, ...]
    until: datetime


def advanced(facing: Facing, outlived: Outlived) -> Facing:
    """An entry beside what of its base can still be trusted; what cannot is to be forgotten."""
    doubtful = list(_doubtful(facing, outlived))
    if not doubtful:
        return facing
    adopt = {locale: dict(row) for locale, row in facing.adopt.items()}
    for locale, name in doubtful:
        adopt.setdefault(locale, {})[name] = (None, None)
    left, right = (_without(tree, doubtful) for tree in (facing.base.left, facing.base.right))
    return replace(facing, base=Shown(left, right), adopt=adopt)


def _doubtful(facing: Facing, outlived: Outlived) -> Iterator[tuple[Locale, str]]:
    left, right = (digest_entry(facing.shows(side)) for side in Side)
    if isinstance(left, Absent) or isinstance(right, Absent):
        return
    for locale in sorted(left.keys() & right.keys()):
        base = facing.base.inside(str(locale))
        for name in sorted({*left[locale], *right[locale], *_names(base)}):
            known = base.inside(name)
            here, there = left[locale].get(name, ABSENT), right[locale].get(name, ABSENT)
            moved = [side for side, was, now in _halves(known, here, there) if was != now]
            if here != there and len(moved) == 1 and not _edited_since(facing, locale, moved[0], outlived):
                yield locale, name


def _halves(known: Shown, left: Tree, right: Tree) -> Iterator[tuple[Side, Tree, Tree]]:
    yield Side.LEFT, known.left, left
    yield Side.RIGHT, known.right, right


def _names(base: Shown) -> set[str]:
    return {name for half in (base.left, base.right) if isinstance(half, Mapping) for name in half}


def _edited_since(facing: Facing, locale: Locale, side: Side, outlived: Outlived) -> bool:
    """Whether a side, and it alone, was changed after the last run, as both sides tell it."""
    mine, theirs = _changed(facing, locale, side), _changed(facing, locale, side.other)
    limit = outlived.until + SKEW
    return mine is not None and theirs is not None and mine > limit >= theirs


def _changed(facing: Facing, locale: Locale, side: Side) -> datetime | None:
    """When a variant was changed last; of what all share, when any was."""
    notes = facing.notes(side)
    times = [note.updated for at, note in notes.items() if locale in (SHARED, at)]
    told = [time for time in times if time is not None]
    return max(told) if told and len(told) == len(times) else None


def _without(tree: Tree, cells: list[tuple[Locale, str]]) -> Tree:
    if not isinstance(tree, Mapping):
        return tree
    made = {
        locale: {name: made for name, made in row.items() if (locale, name) not in cells}
        if isinstance(row := child(tree, locale), Mapping)
        else row
        for locale in tree
    }
    return {locale: row for locale, row in made.items() if row != {}}
