"""From what a side shows to what the merge compares: neutral names, and nothing out of scope.

A locale or a field that a side cannot hold is out of scope, not absent; otherwise a merge would delete it elsewhere.
Pure: what is learned about assets on the way is handed to the caller to be remembered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from isogloss.mapping.binding import Bridge, KindScope
from isogloss.mapping.convert import UNKNOWN
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import CHANGED, PRESENT, PUBLISHED, SLUG, STATUS, Entry, Variant
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import ABSENT, Absent, Asset, Group, Many, Ref, Scalar, Value


@dataclass(slots=True)
class Translator:
    """Translates one side's names into neutral ones.

    keys:    kind and remote id to the name in the key.
    assets:  remote address to identity.
    awaited: cells written with an address that the side was still to replace by its own, and what was written.
    learned: remote address to identity, found while translating; to be remembered by whoever may write.
    """

    side: Side
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    awaited: Mapping[Cell, tuple[str, ...]] = field(default_factory=dict)
    learned: dict[str, str] = field(default_factory=dict)

    def value(self, value: Value, at: Cell) -> Value:
        """One value in neutral names."""
        return self._named(value, at, count())

    def _named(self, value: Value, at: Cell, places: Iterator[int]) -> Value:
        """A value or a part of one; ``places`` counts the assets of the cell."""
        match value:
            case Scalar():
                return value
            case Ref(to):
                name = self.keys.get((to.kind, to.name))
                return Ref(EntryKey(to.kind, name if name is not None else f"{UNKNOWN}{self.side.value}/{to.name}"))
            case Asset(_, remote, _):
                return replace(value, identity=self._identity(remote, at, next(places)))
            case Many(items):
                return Many(tuple(self._named(item, at, places) for item in items))
            case Group(fields):
                return Group(tuple((name, self._named(item, at, places)) for name, item in fields))

    def _identity(self, remote: str, at: Cell, place: int) -> str:
        known = self.assets.get(remote)
        if known is not None:
            return known
        awaited = self.awaited.get(at, ())
        if place < len(awaited) and remote not in awaited:
            self.assets[remote] = self.learned[remote] = awaited[place]
            return awaited[place]
        return remote


@dataclass(frozen=True, slots=True)
class Scoped:
    """One entry of one side, ready to be merged.

    entry:   in scope and in neutral names; ABSENT where nothing of it is in scope.
    raw:     the same with its true ``$status`` where publication state is not compared.
    notes:   of the variants in scope, with ``live`` filled in.
    """

    entry: Entry | Absent = ABSENT
    raw: Entry | Absent = ABSENT
    notes: Mapping[Locale, Note] = field(default_factory=dict)


def scoped(seen: Seen | None, key: EntryKey, bridge: Bridge, translator: Translator) -> Scoped:
    """Bring one entry into scope and neutral names."""
    if seen is None:
        return Scoped()
    scope = bridge.kinds[key.kind]
    raw: dict[Locale, Variant] = {}
    for locale in (SHARED, *bridge.locales):
        variant = seen.variants.get(locale)
        if variant is not None:
            raw[locale] = {
                name: translator.value(value, Cell(key, locale, name))
                for name, value in variant.items()
                if in_scope(scope, locale, name)
            }
    if not raw.get(SHARED, True):
        del raw[SHARED]
    if not set(raw) - {SHARED}:
        return Scoped()
    notes = {
        locale: replace(seen.notes.get(locale, Note()), live=variant.get(STATUS) in (PUBLISHED, CHANGED))
        for locale, variant in raw.items()
        if locale != SHARED
    }
    compared = raw
    if bridge.publish != "mirror":
        compared = {locale: _present(locale, variant) for locale, variant in raw.items()}
    return Scoped(compared, raw, notes)


def in_scope(scope: KindScope, locale: Locale, name: str) -> bool:
    """Whether a cell is compared at all."""
    if name == STATUS:
        return locale != SHARED
    if name == SLUG:
        return locale == SHARED and scope.slug
    found = scope.fields.get(name)
    return found is not None and found.shared == (locale == SHARED)


def _present(locale: Locale, variant: Variant) -> Variant:
    return variant if locale == SHARED else {**variant, STATUS: PRESENT}


def label_of(entry: Entry | Absent, scope: KindScope, primary: Locale) -> str:
    """What people call the entry: its label in the primary locale, else in any, else nothing."""
    if isinstance(entry, Absent) or scope.label is None:
        return ""
    for locale in (SHARED, primary, *sorted(entry)):
        value = entry.get(locale, {}).get(scope.label)
        if isinstance(value, Scalar):
            return value.text
    return ""
