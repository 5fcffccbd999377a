"""What a plan tells of content that a side's owner excluded from translation: once for a kind, or for an entry.

Decides what is worth telling: only what would be carried if it were not excluded. It is no error and no loss that
``--max-loss`` counts.
"""

from collections.abc import Iterator

from isogloss.bridge import Bridge
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded, Exclusion
from isogloss.model.value import ABSENT
from isogloss.plan.op import Loss
from isogloss.plan.terms import Built
from isogloss.run.observe import Observed

EVERY = "*"
"""Stands for every entry of a kind, where the name of one would be."""


def excluded_of_kinds(observed: Observed) -> Iterator[Loss]:
    """What is excluded of every entry of a kind."""
    for side in Side:
        for kind, excluded in sorted(observed.excludes(side).items()):
            yield from _told(observed.bridge, side, EntryKey(kind, EVERY), excluded, NOTHING_EXCLUDED)


def note_excluded(observed: Observed, facing: Facing, built: Built) -> None:
    """Add to what a plan holds about an entry what is excluded of it beside that, and what its base is now."""
    if facing.excluded:
        built.losses += _of(observed, facing.key)
    built.remember(facing.adopt)


def _of(observed: Observed, key: EntryKey) -> Iterator[Loss]:
    for side in Side:
        there = observed.excludes(side).get(key.kind, NOTHING_EXCLUDED)
        yield from _told(observed.bridge, side, key, observed.excluded_on(side, key), there)


def _told(bridge: Bridge, side: Side, key: EntryKey, excluded: Excluded, known: Excluded) -> Iterator[Loss]:
    place, across = bridge.side(side).name, bridge.side(side.other).name
    for locale in (each for each in bridge.locales if each in excluded):
        for field, rows in _parts(excluded[locale], known.get(locale, Exclusion()), bridge, key.kind):
            what = f"{rows} rows of it are" if rows > 1 else "one row of it is" if rows else "it is"
            said = (
                f"left out: {what} excluded from translation into {locale} on {place}; what {across} shows there stays"
            )
            yield Loss(side, Cell(key, locale, field), "excluded from translation", ABSENT, said)


def _parts(excluded: Exclusion, known: Exclusion, bridge: Bridge, kind: str) -> Iterator[tuple[str | None, int]]:
    """The fields that are excluded, and of how many rows; None for the whole variant."""
    carried = bridge.kinds[kind].fields
    if excluded.whole:
        yield None, 0
        return
    yield from ((name, 0) for name in sorted(excluded.fields - known.fields) if name in carried)
    yield from ((name, len(rows.ids)) for name, rows in sorted(excluded.rows.items()) if name in carried and rows.ids)
