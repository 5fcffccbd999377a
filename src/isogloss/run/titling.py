"""What people call the entries that a plan's links lead to, so that whoever reads of a link knows where it leads.

Decides how many are named: of more, the key has to do.
"""

from collections.abc import Collection
from typing import Final

from isogloss.mapping.names.neutral import label_of
from isogloss.model.address import EntryKey, Side
from isogloss.run.observe import Observed

MOST: Final = 5_000
"""Titles in a plan; each is read from the disk, and stands in its first line."""
LONGEST: Final = 200


def titles_of(observed: Observed, linked: Collection[EntryKey]) -> dict[str, dict[str, str]]:
    """By kind and name, what people call entries; those without a label are missing."""
    found: dict[str, dict[str, str]] = {}
    for key in sorted(linked)[:MOST]:
        if key in observed.entries and (title := _title(observed, key)):
            found.setdefault(key.kind, {})[key.shown] = title[:LONGEST]
    return found


def _title(observed: Observed, key: EntryKey) -> str:
    scope, primary = observed.bridge.kinds[key.kind], observed.bridge.primary
    labels = (label_of(observed.plain(side, key).entry, scope, primary) for side in Side)
    return next(filter(None, labels), "")
