"""What an op asks of Webflow, variant by variant.

Decides which cells go to which locale, and which locales an op makes, changes, or moves to another state. Pure.
"""

from collections.abc import Sequence

from isogloss.adapters.webflow.items.encode import Cells
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, MaybeValue, refs
from isogloss.plan.op import Change, Op


def created(op: Op, order: Sequence[Locale]) -> tuple[Locale, ...]:
    """The locales of a new entry, the one to begin with first: the primary if it has it, else the mapping's first."""
    wanted = set(op.present) or set(op.locales) - {SHARED}
    locales = tuple(locale for locale in order if locale in wanted)
    if not locales:
        raise AssertionError(f"{op.entry}: an entry is made in at least one locale, and the plan names none.")
    return locales


def translated(op: Op, order: Sequence[Locale]) -> tuple[Locale, ...]:
    """The locales of an entry made in all of them alike that get what is their own; the first one, its links."""
    locales = created(op, order)
    if len(locales) == 1:
        return ()
    linked = any(next(refs(value), None) is not None for value in cells(op, locales[0], all_=True).values())
    return locales if linked else locales[1:]


def added(op: Op, order: Sequence[Locale]) -> tuple[Locale, ...]:
    """The locales that an update adds to an entry."""
    new = {change.locale for change in op.changes if change.field == STATUS and change.before is ABSENT}
    return tuple(locale for locale in order if locale in new)


def existing(op: Op, order: Sequence[Locale]) -> tuple[Locale, ...]:
    """The locales that an entry has before an update, as far as the op tells; else all it could have."""
    new = set(added(op, order))
    told = set(op.present) - new
    return tuple(locale for locale in order if locale in (told or set(order) - new))


def changed(op: Op, order: Sequence[Locale]) -> tuple[Locale, ...]:
    """The locales of an entry, there already, in which an update changes something or keeps something from changing."""
    touched = {change.locale for change in op.changes if change.before != change.after or _holds(change)}
    if SHARED in touched:
        touched |= set(op.present)
    new = set(added(op, order))
    return tuple(locale for locale in order if locale in touched - new)


def moved(op: Op, order: Sequence[Locale]) -> tuple[Locale, ...]:
    """The locales whose state a publish, unpublish, archive or delete changes."""
    states = {change.locale for change in op.changes if change.field == STATUS}
    return tuple(locale for locale in order if locale in states)


def live(op: Op, order: Sequence[Locale]) -> tuple[Locale, ...]:
    """The locales of an op that were live when we looked."""
    was = {change.locale for change in op.changes if change.field == STATUS and change.before in (PUBLISHED, CHANGED)}
    return tuple(locale for locale in order if locale in was)


def restored(op: Op, locale: Locale) -> bool:
    """Whether an update takes a variant out of the archive."""
    return any(
        change.locale == locale and change.field == STATUS and change.before == ARCHIVED != change.after
        for change in op.changes
    )


def cells(op: Op, locale: Locale, *, all_: bool) -> Cells:
    """What a variant should hold: its own cells, and those that all locales share.

    all_: also those that stay as they are, for a variant that is new.
    """
    chosen: dict[str, MaybeValue] = {}
    for where in (SHARED, locale):
        for change in op.changes:
            if change.locale == where and change.field != STATUS and (all_ or change.before != change.after):
                chosen[change.field] = change.after
    return chosen


def held(op: Op, locale: Locale) -> Cells:
    """What a variant shows and has to be written all the same, for it may only be inheriting it."""
    return {change.field: change.after for change in op.changes if change.locale == locale and _holds(change)}


def linked(op: Op, locale: Locale) -> frozenset[EntryKey]:
    """What a variant links to, before an update, in the cells that are written."""
    return frozenset(to for change in op.changes if change.locale in (SHARED, locale) for to in refs(change.before))


def _holds(change: Change) -> bool:
    return change.touches and change.locale != SHARED and change.field != STATUS
