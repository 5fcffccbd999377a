"""Links that a side shows to its editors and not to the public: hidden, or only drafted? Nobody tells; agreement does.

A platform may leave out a link to what is not live itself, so that a live version shows fewer links than the newest one
although nobody edited it. A draft that merely adds links looks the same. What the sides agreed on, or the other side
shows, was no draft, unless it crossed as one: then it is one until the side tells that it was published. Of a variant
that never crossed nobody can know, and no link may be lost: those to what is not live cross with it, for nobody sees
them before that is. Everything else is taken for unpublished edits: a guess publishes nothing. Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import CHANGED, STATUS, Entry, cell_of, with_cells
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import led_on
from isogloss.model.value import Absent, Digest, MaybeValue, digest, refs

IsLive = Callable[[EntryKey, Locale], bool]
Pairs = Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]


def in_doubt(shown: Scoped) -> bool:
    """Whether anything of an entry is shown of which nobody can tell whether it was only drafted."""
    return any(note.doubtful for note in shown.notes.values())


def settled(side: Side, shown: Scoped, across: Entry | Absent, base: Pairs, is_live: IsLive, *, carry: bool) -> Scoped:
    """An entry whose doubts are settled: what is known is shown, and what is not is somebody's unpublished edit.

    across:  what the other side shows.
    is_live: whether the public sees an entry there in a locale.
    carry:   unpublished edits are shown; else what the public sees.
    """
    if isinstance(shown.entry, Absent) or isinstance(shown.raw, Absent):
        return shown
    notes, found = dict(shown.notes), dict[tuple[Locale, str], MaybeValue]()
    for locale, note in shown.notes.items():
        drafted: dict[str, MaybeValue] = {}
        surely = False
        for name, public in note.doubtful.items():
            at = locale if name in shown.raw.get(locale, {}) else SHARED
            newest = cell_of(shown.raw, at, name)
            pair = base.get(at, {}).get(name, (None, None))
            mine = pair[0 if side is Side.LEFT else 1]
            added = any(is_live(link, locale) for link in {*refs(newest)} - {*refs(public)})
            crossed = locale in base or not isinstance(cell_of(across, locale, STATUS), Absent)
            known = _agreed(newest) in (*pair, digest(cell_of(across, at, name)))
            staged = digest(CHANGED) in _states(locale, across, base) and (added or not note.published_last)
            if staged or (not known and (crossed or added)):
                drafted[name] = newest
                surely = surely or added
                if not carry:
                    found[at, name] = public
            elif mine is not None and _agreed(public) == mine:  # so it was read back, right after it was published
                found[at, name] = public
        if drafted and carry:
            found[locale, STATUS] = CHANGED
        edited = note.unpublished_edits or bool(drafted)
        perhaps = bool(drafted) and not surely
        notes[locale] = replace(note, unpublished_edits=edited, doubtful=drafted, perhaps_live=perhaps)
    raw = with_cells(shown.raw, found)
    if shown.entry is shown.raw:
        return replace(shown, entry=raw, raw=raw, notes=notes)
    # publication state is not compared
    entry = with_cells(shown.entry, {at: value for at, value in found.items() if at[1] != STATUS})
    return replace(shown, entry=entry, raw=raw, notes=notes)


def _states(locale: Locale, across: Entry | Absent, base: Pairs) -> tuple[Digest | Absent | None, ...]:
    """The states in which a variant crossed: those agreed on, or the other side's where none were yet."""
    known = base.get(locale, {}).get(STATUS, (None, None))
    return known if any(known) else (digest(cell_of(across, locale, STATUS)),)


def _agreed(value: MaybeValue) -> Digest | Absent:
    """What a value counts as where it is compared: links to what is being replaced mean what takes its place."""
    return digest(value if isinstance(value, Absent) else led_on(value))
