"""How far one entry is in each locale, on both sides, by what was read of them.

Decides what counts as text of its own and as stale. That a locale is older than its source is known by what the sides
agreed on, and told where a side dates its locales one by one.
"""

from collections.abc import Iterable, Iterator

from isogloss.answers import Held, SeenBy, Standing
from isogloss.bridge import Bridge
from isogloss.mapping.names.clones import clones
from isogloss.mapping.names.neutral import Scoped, label_of
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import ARCHIVED, STATUS, Entry
from isogloss.model.excluded import Exclusion
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent
from isogloss.run.observe import Observed
from isogloss.run.staleness import is_stale, sources_of


def sources(bridge: Bridge) -> frozenset[Side]:
    """The sides that something is carried from; where nothing is, both."""
    return frozenset(to.other for kind in bridge.kinds for to in bridge.flows(kind).written()) or frozenset(Side)


def standings(
    observed: Observed, key: EntryKey, blocked: Iterable[tuple[Locale | None, str]] = ()
) -> Iterator[Standing]:
    """How far one entry is in each locale, on each side that has it.

    blocked: what waits for a person, by locale; of all of it where that is None.
    """
    bridge, excluded, copied = observed.bridge, observed.excluded(key), observed.facing(key).copied
    why, changed = dict(blocked), sources_of(observed, key)
    shown = {side: observed.plain(side, key) for side in Side}
    label = next((said for side in Side if (said := _label(shown[side], key, bridge))), "")
    for side in Side:
        entry, held = shown[side].raw, bridge.side(side).kinds.get(key.kind)
        if held is None or isinstance(entry, Absent) or not _locales(entry):
            continue
        same = clones(entry, key.kind, bridge)
        for locale in (each for each in bridge.locales if each in bridge.side(side).locales):
            has: Held = "missing"
            if excluded.get(locale, Exclusion()).whole:
                has = "excluded"
            elif locale in entry:
                has = "same words" if locale in same else "own"
            elif locale in copied.get(side, ()):
                has = "copied"
            state = shows(shown[side], locale)
            behind = changed.get(locale, ()) if has == "own" else ()
            stale = bool(behind) or (has == "own" and is_stale(shown[side].notes, locale, bridge.primary))
            said = why.get(locale) or why.get(None) or ""
            yield Standing(bridge.side(side).name, key.kind, key.shown, label, locale, has, state, stale, said, behind)


def _label(shown: Scoped, key: EntryKey, bridge: Bridge) -> str:
    return label_of(shown.entry, bridge.kinds[key.kind], bridge.primary)


def _locales(entry: Entry) -> set[Locale]:
    return set(entry) - {SHARED}


def shows(shown: Scoped, locale: Locale) -> SeenBy:
    """Who sees an entry in a locale; "" where it is not in it."""
    if isinstance(shown.raw, Absent) or locale not in shown.raw:
        return ""
    if shown.raw[locale].get(STATUS) == ARCHIVED:
        return "archived"
    note = shown.notes.get(locale)
    return "published" if note is not None and note.live else "draft"
