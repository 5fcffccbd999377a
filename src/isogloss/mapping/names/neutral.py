"""From what a side shows to what the merge compares: neutral names, and nothing out of scope.

A locale or a field that a side cannot hold is out of scope, not absent; otherwise a merge would delete it elsewhere.
Pure: what is learned about assets on the way is handed to the caller to be remembered.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final
from urllib.parse import urlsplit

from isogloss.bridge import Bridge, KindScope
from isogloss.canon.links import Url
from isogloss.mapping.names.addresses import Directory
from isogloss.mapping.names.unmapped import unknown
from isogloss.mapping.types.texts import bare, files, imported_from, led
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import CHANGED, PRESENT, PUBLISHED, SLUG, STATUS, Entry, Variant
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import (
    ABSENT,
    Absent,
    Asset,
    Leaf,
    Many,
    MaybeValue,
    Ref,
    Scalar,
    Value,
    digest,
    digest_text,
    with_leaves,
)

_UNTOLD: Final = {live: Note(live=live) for live in (False, True)}
"""Of a variant of which a side tells nothing."""


@dataclass(slots=True)
class Translator:
    """Translates one side's names into neutral ones.

    keys:    kind and remote id to key.
    assets:  remote address to identity.
    awaited: cells written with an address that the side was still to replace by its own, and what was written.
    learned: remote address to identity, found while translating; to be remembered by whoever may write.
    directory: where entries are, for links inside rich text; None where nobody said how addresses are formed.
    across:  the translator of the other side, which knows the files that were first seen here and went there.
    """

    side: Side
    keys: dict[tuple[str, str], EntryKey] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    awaited: Mapping[Cell, tuple[str, ...]] = field(default_factory=dict)
    learned: dict[str, str] = field(default_factory=dict)
    directory: Directory | None = None
    across: "Translator | None" = None
    _identities: frozenset[str] | None = None

    def value(self, value: Value, at: Cell) -> Value:
        """One value in neutral names."""
        if type(value) is Scalar and value.type != "rich_text":  # it holds no name of a side's own
            return value
        place = _Place(at, self._awaited_in_texts(value, at))

        def named(leaf: Leaf) -> Leaf:
            match leaf:
                case Scalar():
                    return self._text(leaf, place) if leaf.type == "rich_text" else leaf
                case Ref(to):
                    known = self.keys.get((to.kind, to.name))
                    return Ref(known or unknown(self.side, to.kind, to.name))
                case Asset(_, remote, _):
                    return replace(leaf, identity=self._identity(remote, at, next(place.files)))

        return with_leaves(value, named)

    def _identity(self, remote: str, at: Cell, place: int) -> str:
        known = self.assets.get(remote)
        if known is not None:
            return known
        awaited = self.awaited.get(at, ())
        if place < len(awaited) and remote not in awaited:
            self.assets[remote] = self.learned[remote] = awaited[place]
            return awaited[place]
        return self._imported(remote)

    def _imported(self, remote: str) -> str:
        """A file that is known by the address that it had before it was imported anew is the same file."""
        for address in imported_from(remote):
            went_across = self.across is not None and address in self.across.identities()
            known = self.assets.get(address, address if went_across else None)
            if known is not None:
                self.assets[remote] = self.learned[remote] = known
                return known
        return remote

    def identities(self) -> frozenset[str]:
        """Every file that is known to have an address on this side, as of the first time that it was asked for."""
        if self._identities is None:
            self._identities = frozenset(self.assets.values())
        return self._identities

    def _awaited_in_texts(self, value: Value, at: Cell) -> tuple[str, ...]:
        """What texts wait for, unless files came or went since: then nobody knows which is which."""
        awaited = self.awaited.get(at, ())
        return awaited if awaited and sum(1 for _ in files(value)) == len(awaited) else ()

    def _text(self, text: Scalar, place: "_Place") -> Scalar:
        """A text with neutral names for the files that it shows and the entries that it links to."""
        if not (place.awaited or self.assets or self.directory):
            return text

        def find(url: Url) -> str:
            return self._file(url.address, place) if url.shows_file else self._link(url, place.at)

        def worth(address: str) -> bool:
            return bool(place.awaited) or address in self.assets or self.entry(address, place.at) is not None

        return led(text, find, worth=worth)

    def _file(self, remote: str, place: "_Place") -> str:
        number = next(place.files)
        if remote not in self.assets and remote not in place.awaited and number < len(place.awaited):
            sent = place.awaited[number]
            if urlsplit(sent).netloc != urlsplit(remote).netloc:  # who hosts a file again hosts it elsewhere
                self.assets[remote] = self.learned[remote] = sent
        return bare(self.assets.get(remote, remote))

    def _link(self, url: Url, at: Cell) -> str:
        name = self.entry(url.address, at) if url.is_link else None
        return bare(self.assets.get(url.address, url.address)) if name is None else name

    def entry(self, address: str, at: Cell) -> str | None:
        """The neutral name of a link to an entry, whose address is remembered; None for any other address."""
        if not self.directory or at.locale is None:
            return None
        met = self.directory.link(self.side, address, at.locale)
        if met is None:
            return None
        name, kept = met
        if kept is not None:
            self.learned[address.partition("?")[0].partition("#")[0]] = kept
        return name


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands, while its parts are named.

    awaited: what the files in its texts are awaited to be.
    files:   counts the files of the cell.
    """

    at: Cell
    awaited: tuple[str, ...] = ()
    files: Iterator[int] = field(default_factory=count)


@dataclass(frozen=True, slots=True)
class Scoped:
    """One entry of one side, ready to be merged.

    entry:   in scope and in neutral names; ABSENT where nothing of it is in scope.
    raw:     the same with its true ``$status`` where publication state is not compared.
    notes:   of the variants in scope, with ``live`` filled in.
    full:    lists of which some rows are excluded from translation, with those rows.
    out:     cells that are excluded as such.
    drafted: what our own drafts say over live content, by cell; ``raw`` has it, as it is what is written over.
    """

    entry: Entry | Absent = ABSENT
    raw: Entry | Absent = ABSENT
    notes: Mapping[Locale, Note] = field(default_factory=dict)
    full: Mapping[tuple[Locale, str], Many] = field(default_factory=dict)
    out: Mapping[tuple[Locale, str], Value] = field(default_factory=dict)
    drafted: Mapping[tuple[Locale, str], MaybeValue] = field(default_factory=dict)


def scoped(seen: Seen | None, key: EntryKey, bridge: Bridge, translator: Translator) -> Scoped:
    """Bring one entry into scope and neutral names."""
    if seen is None:
        return Scoped()
    scope = bridge.kinds[key.kind]
    shared, own = names_in_scope(scope)
    flows = bridge.flows(key.kind)
    raw: dict[Locale, Variant] = {}
    for locale in (SHARED, *bridge.locales):
        variant = seen.variants.get(locale)
        if variant is not None and locale not in flows.gone:
            inside = shared if locale == SHARED else own
            if locale in flows.off:
                inside = inside - flows.off[locale] | ({STATUS} & inside)
            raw[locale] = {
                name: value
                if type(value) is Scalar and value.type != "rich_text"  # as nearly all are, and a million pass here
                else translator.value(value, Cell(key, locale, name))
                for name, value in variant.items()
                if name in inside
            }
    if not raw.get(SHARED, True):
        del raw[SHARED]
    if not set(raw) - {SHARED}:
        return Scoped()
    notes = {
        locale: _noted(seen.notes.get(locale), variant, Cell(key, locale), shared, translator)
        for locale, variant in raw.items()
        if locale != SHARED
    }
    if flows.off:
        notes = {at: _without_off(note, seen.variants[at], at, flows.off) for at, note in notes.items()}
    compared = raw
    silent = {at for at in raw if at != SHARED and (bridge.publish != "mirror" or STATUS in flows.off.get(at, ()))}
    if silent:
        compared = {at: {**variant, STATUS: PRESENT} if at in silent else variant for at, variant in raw.items()}
    return Scoped(compared, raw, notes)


def _noted(note: Note | None, variant: Variant, at: Cell, shared: set[str], translator: Translator) -> Note:
    """A note in neutral names, of what is in scope."""
    live = variant.get(STATUS) in (PUBLISHED, CHANGED)
    if note is None:
        return _UNTOLD[live]
    if not (note.doubtful or note.differs or note.drafted or note.beneath):  # as nearly always
        return note if note.live == live else replace(note, live=live)
    calm = replace(translator, awaited={})  # what nobody sees yet tells nothing of files that are waited for
    doubtful, drafted, beneath = (
        {n: v if isinstance(v, Absent) else calm.value(v, replace(at, field=n)) for n, v in found.items()}
        for found in (note.doubtful, note.drafted, note.beneath)
    )
    differs = {
        name: translator.value(value, replace(at, field=name)) for name, value in note.differs.items() if name in shared
    }
    return replace(note, live=live, doubtful=doubtful, differs=differs, drafted=drafted, beneath=beneath)


def _without_off(note: Note, variant: Variant, locale: Locale, off: Mapping[Locale, Collection[str]]) -> Note:
    """A note of a variant, where cells that flow neither way are as good as not mapped."""
    names = {*off.get(locale, ()), *off.get(SHARED, ())} - {STATUS}
    own = [(name, str(digest(variant[name]))) for name in sorted(names & variant.keys())]
    if note.unmapped and own:
        note = replace(note, unmapped=digest_text(str((note.unmapped, own))))
    if names.isdisjoint({*note.drafted, *note.beneath}):
        return note
    drafted, beneath = ({n: v for n, v in each.items() if n not in names} for each in (note.drafted, note.beneath))
    return replace(note, drafted=drafted, beneath=beneath, unmapped_edits=True)


def names_in_scope(scope: KindScope) -> tuple[set[str], set[str]]:
    """The fields that are compared at all: those that all locales share, and those of each."""
    shared = {name for name, found in scope.fields.items() if found.shared}
    own = scope.fields.keys() - shared
    return (shared | {SLUG} if scope.slug else shared), own | {STATUS}


def label_of(entry: Entry | Absent, scope: KindScope, primary: Locale) -> str:
    """What people call the entry: its label in the primary locale, else in any, else nothing."""
    if isinstance(entry, Absent) or scope.label is None:
        return ""
    for locale in (SHARED, primary, *sorted(entry)):
        value = entry.get(locale, {}).get(scope.label)
        if isinstance(value, Scalar):
            return value.text
    return ""
