"""Whether a locale is older than its source: by what the sides agreed on, and by the times that a side tells."""

from collections.abc import Mapping
from datetime import datetime

from isogloss.answers import Source
from isogloss.mapping.names.translated import translated
from isogloss.merge.facing import quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Absent, MaybeValue, ScalarType
from isogloss.run.observe import Observed
from isogloss.run.rules import kept_value


def is_stale(notes: Mapping[Locale, Note], locale: Locale, primary: Locale) -> bool:
    """Whether the primary was changed after a locale; never where the side has one time for all of an entry."""
    first, own = (_updated(notes, each) for each in (primary, locale))
    return first is not None and own is not None and first > own


def _updated(notes: Mapping[Locale, Note], locale: Locale) -> datetime | None:
    note = notes.get(locale)
    return None if note is None else note.said or note.updated


def sources_of(observed: Observed, key: EntryKey) -> dict[Locale, tuple[Source, ...]]:
    """By locale, the fields of an entry whose source changed since both sides agreed on the translation."""
    behind = observed.state.base.outrun(key)
    if not behind:  # as nearly always
        return {}
    primary, facing = observed.bridge.primary, observed.facing(key)
    found: dict[Locale, tuple[Source, ...]] = {}
    for locale, fields in behind.items():
        told: list[Source] = []
        for name, field in translated(observed.bridge, key.kind):
            if name in fields:
                at = Cell(key, primary, name)
                leads = observed.bridge.flows(key.kind).source(at) or Side.LEFT
                known = fields[name][0 if leads is Side.LEFT else 1]
                type_: ScalarType = field.type if field.type in ("text", "rich_text") else "long_text"
                was: MaybeValue = ABSENT if known is None else kept_value(observed.state, known, type_)
                kept = None if known is not None and isinstance(was, Absent) else was
                told.append(Source(name, kept, quote(at, facing.shows(leads))))
        if told:
            found[locale] = tuple(told)
    return found
