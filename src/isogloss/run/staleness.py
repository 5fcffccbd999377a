"""Whether a locale is older than its source, by the times that a side tells of each. Pure."""

from collections.abc import Mapping
from datetime import datetime

from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note


def is_stale(notes: Mapping[Locale, Note], locale: Locale, primary: Locale) -> bool:
    """Whether the primary was changed after a locale; never where the side has one time for all of an entry."""
    first, own = (_updated(notes, each) for each in (primary, locale))
    return first is not None and own is not None and first > own


def _updated(notes: Mapping[Locale, Note], locale: Locale) -> datetime | None:
    note = notes.get(locale)
    return None if note is None else note.said or note.updated
