"""Both sides as they were read, paired.

Decides which entries are one, what each side calls them, and what is known of them without looking at their content.
Refuses to know what an entry shows; that is in ``observe``.
"""

from collections import Counter
from collections.abc import Collection, Iterator, KeysView, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from isogloss.bridge import Bridge
from isogloss.errors import Refused
from isogloss.mapping.names.addresses import SCHEME, Directory
from isogloss.mapping.names.exclusions import is_out, joined
from isogloss.mapping.names.neutral import Translator
from isogloss.mapping.names.unmapped import out_of_scope
from isogloss.merge.align import Handle, Known, Pair, align, in_any_case
from isogloss.model.address import EntryKey, Side, own_name
from isogloss.model.entry import SLUG
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Seen, Unreadable
from isogloss.model.value import Digest, digest_text
from isogloss.ports import Aside, Reader
from isogloss.run.collector import rarely_collecting
from isogloss.run.doubting import Doubts
from isogloss.run.keeping import Keeping
from isogloss.run.reading import Counts, Reading
from isogloss.run.remembering import shown_in
from isogloss.run.returning import Returned
from isogloss.state.opened import State


class Paired:
    """Every entry of both sides. Use it as a context manager, to delete what lies on disk.

    known:       by side and kind, how many entries are remembered there.
    agreed:      entries that the sides agreed on something about.
    unclear:     kinds in which two entries match one, and why; they are paired by what is remembered alone.
    new:         entries that a side shows and that were not remembered there.
    waiting:     entries of which nothing may be written, and why.
    resting:     entries of which a plan says nothing, as it said before of the same; nothing is learned from them.
    marks:       of the entries of which it says nothing, what that comes from; None until there is a plan.
    can:         by kind, what each side can do with it, once it was read.
    directory:   where the addresses inside texts lead.
    translators: by side, what translates its names; each knows every entry that was read.
    """

    def __init__(self, bridge: Bridge, state: State, directory: Path) -> None:
        self.bridge, self.state = bridge, state
        self.known: dict[Side, Counter[str]] = {}
        self.agreed: set[EntryKey] = set()
        self.unclear: dict[str, str] = {}
        self.new: set[EntryKey] = set()
        self.waiting: dict[EntryKey, str] = {}
        self.can: dict[str, Mapping[Side, Capabilities]] = {}
        self.directory = Directory(bridge)
        self._stack = ExitStack()
        self._readings = {side: self._stack.enter_context(Reading(side, bridge, directory)) for side in Side}
        self.translators = {
            side: Translator(side, {}, self._assets(side), state.awaited.all(side), directory=self.directory)
            for side in Side
        }
        for side, translator in self.translators.items():
            translator.across = self.translators[side.other]
        self._by_key: dict[EntryKey, Pair] = {}
        self.resting: set[EntryKey] = set()
        self.marks: dict[EntryKey, Digest] | None = None

    def _assets(self, side: Side) -> dict[str, str]:
        """The addresses of files on a side; those of entries, which are remembered beside them, are the directory's."""
        known = self.state.assets.identities(side)
        self.directory.remember(side, known)
        return {address: identity for address, identity in known.items() if not identity.startswith(SCHEME)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def pairs(self) -> Collection[Pair]:
        """Every entry, kind by kind; those that are being replaced come last."""
        return self._by_key.values()

    @property
    def entries(self) -> KeysView[EntryKey]:
        """Their keys, in the same order."""
        return self._by_key.keys()

    def translator(self, side: Side) -> Translator:
        """The translator of one side, which knows every entry that was read."""
        return self.translators[side]

    @rarely_collecting()
    def read(
        self,
        readers: Mapping[Side, Reader],
        *,
        doubting: bool = True,
        keeping: Mapping[Side, Keeping] | None = None,
        lenient: bool = False,
    ) -> None:
        """Read both sides at once, whole (invariant 1), and pair them.

        doubting: ask once more for what seems older than what was confirmed, and for what is missing.
        keeping:  by side, what earlier readings left behind, which stands in for what did not move since.
        lenient:  where two entries claim to be the same, nobody is taken at their word.
        Raises: any RemoteError; Refused where two entries claim to be the same.
        """
        with ThreadPoolExecutor(max_workers=len(Side), thread_name_prefix="read") as pool:
            kept = keeping or {}
            for side, each in kept.items():
                self._readings[side].owns(each)
            for done in [
                pool.submit(self._read, side, readers[side], kept.get(side), doubting=doubting) for side in Side
            ]:
                done.result()
        self.can = {kind: {s: readers[s].capabilities(kind) for s in Side} for kind in self.bridge.kinds}
        self._pair(lenient=lenient)

    def keep(self) -> None:
        """Keep what was read for the next reading; only commands that may write the state do so."""
        for reading in self._readings.values():
            reading.advance()
        if self.is_kept() and self.marks is not None:
            known = self.state.resting.all()
            fresh = {key: mark for key, mark in self.marks.items() if known.get(key) != mark}
            self.state.resting.note(fresh, known.keys() - self.marks.keys())

    def left_out(self, side: Side) -> dict[str, Counter[str]]:
        """How many cells a side shows that are not empty, of what the mapping leaves out, by kind."""
        return self._readings[side].left_out()

    def beyond(self, side: Side, key: EntryKey) -> Mapping[str, int]:
        """The same of one entry, as ``Seen.beyond`` has it."""
        return self._readings[side].beyond.get((key.kind, self.remote(side, key) or ""), {})

    def _read(self, side: Side, reader: Reader, keeping: Keeping | None, *, doubting: bool) -> None:
        reading = self._readings[side]
        doubts = Doubts(self.bridge, self.state, side, reader, self.state.now()) if doubting else None
        reading.fill(reader, self.directory, doubts, keeping)
        self.waiting |= reading.waits

    def _pair(self, *, lenient: bool) -> None:
        known: dict[str, dict[Side, dict[str, EntryKey]]] = {}
        self.agreed = agreed = self.state.base.keys()
        for side in Side:
            self.known[side] = Counter()
            for remote, key in self.state.identity.all_keys(side):
                if key.kind in self.bridge.kinds:
                    known.setdefault(key.kind, {}).setdefault(side, {})[remote] = key
                    # an id that we were told, of an entry that was never seen there, is nothing that could be missed
                    self.known[side][key.kind] += key in agreed
        for kind in sorted(self.bridge.kinds):
            remembered = known.get(kind, {})
            left, right = (list(self._readings[side].handles.get(kind, {}).values()) for side in Side)
            if SLUG in self.bridge.kinds[kind].match:
                left, right = in_any_case(left, right)
            pinned = _pinned(kind, self.bridge.pins.get(kind, {}), left, right, remembered)
            self._by_key |= {pair.key: pair for pair in self._aligned(kind, left, right, pinned, lenient=lenient)}
        for pair in self.pairs:
            for side in Side:
                found = pair.on(side)
                if found is not None:
                    self.translators[side].keys[pair.key.kind, found] = pair.key
                    if found not in known.get(pair.key.kind, {}).get(side, {}):
                        self.new.add(pair.key)
        self._lead_to_what_is_gone(known)
        self._lead_to_what_waits()
        self.directory.settle({side: translator.keys for side, translator in self.translators.items()})

    def _aligned(
        self, kind: str, left: list[Handle], right: list[Handle], known: Known, *, lenient: bool
    ) -> list[Pair]:
        try:
            return align(kind, left, right, known)
        except Refused as refused:
            if not lenient:
                raise
            self.unclear[kind] = str(refused)
        bare = [[replace(handle, origin=None, marks=()) for handle in handles] for handles in (left, right)]
        return align(kind, bare[0], bare[1], known)

    def _lead_to_what_is_gone(self, known: Mapping[str, Known]) -> None:
        """A link that a platform left behind, to an entry that is held, still means that entry."""
        for kind, sides in known.items():
            for side, keys in sides.items():
                for remote, key in keys.items():
                    self.translators[side].keys.setdefault((kind, remote), key)

    def stand_in(self, side: Side, others: Mapping[EntryKey, EntryKey]) -> None:
        """Let links on a side to some entries mean others: those that they may well be."""
        for key, other in others.items():
            self.translators[side].keys[key.kind, self.remote(side, key) or ""] = other
        self.directory.stand_in(others)

    def _lead_to_what_waits(self) -> None:
        for side, reading in self._readings.items():
            for key, remote in reading.kept.items():
                self.translators[side].keys[key.kind, remote] = key

    def retire(self, key: EntryKey, side: Side) -> EntryKey:
        """Take what a side shows of an entry for another, which is to be replaced; returns the key of that."""
        pair = self._by_key[key]
        remote = pair.on(side)
        if remote is None:
            raise AssertionError(f"{key} is not on the {side.value} side, so nothing there can be replaced")
        old = replace(key, was=remote)
        left, right = (None, pair.right) if side is Side.LEFT else (pair.left, None)
        self._by_key[key] = Pair(key, left, right)
        self._by_key[old] = Pair(old, remote, None) if side is Side.LEFT else Pair(old, None, remote)
        self.translators[side].keys[key.kind, remote] = old
        return old

    def former(self, side: Side, key: EntryKey) -> str | None:
        """What an entry that is not on a side was called there when it was, as far as that is remembered."""
        return self.state.identity.remote(side, key) if self.remote(side, key) is None else None

    def make_anew(self, key: EntryKey, side: Side, former: str) -> None:
        """Take what links on a side still lead to for another entry, which is gone: this plan makes the entry anew."""
        old = replace(key, was=former)
        self._by_key[old] = Pair(old, None, None)
        self.translators[side].keys[key.kind, former] = old

    def remote(self, side: Side, key: EntryKey) -> str | None:
        """What an entry is called on one side; None where it is not there."""
        pair = self._by_key.get(key)
        return None if pair is None else pair.on(side)

    def handle(self, side: Side, key: EntryKey) -> Handle:
        """What pairing knows of an entry that a side has."""
        return self._readings[side].handles[key.kind][self.remote(side, key) or ""]

    def same_slugs(self, key: EntryKey) -> bool:
        """Whether both sides show the same slugs of an entry."""
        left, right = (self._readings[side].slugs.get((key.kind, self.remote(side, key) or ""), ()) for side in Side)
        return left == right

    def count(self, side: Side) -> int:
        """How many entries in scope a side shows."""
        return self._readings[side].count()

    def counts(self, side: Side) -> Counts:
        """The same by kind, and how many variants by locale."""
        return self._readings[side].counts()

    def asides(self, side: Side) -> tuple[Aside, ...]:
        """What a side shows and nobody can place."""
        return self._readings[side].asides

    def returned(self) -> Iterator[tuple[Returned, EntryKey]]:
        """What was deleted and is shown again, with what it is called now."""
        for side, reading in self._readings.items():
            for each in reading.returned:
                was, remote = each.stone.entry.current, each.stone.remote
                # another entry may have its name by now
                gone = replace(was, was=remote) if was in self._by_key else was
                yield each, self.translators[side].keys.get((was.kind, remote), gone)

    def any_broken(self) -> bool:
        """Whether a side shows anything that cannot be read."""
        return any(reading.broken for reading in self._readings.values())

    def broken(self, side: Side, key: EntryKey) -> tuple[Unreadable, ...]:
        """The cells of an entry that a side shows and that cannot be read; what is excluded or off need not be."""
        found = self._readings[side].broken.get((key.kind, self.remote(side, key) or ""), ())
        excluded = self.excluded(key) if found else NOTHING_EXCLUDED
        off = self.bridge.flows(key.kind).off
        read = [cell for cell in found if cell.field not in off.get(cell.locale, ())]
        return tuple(cell for cell in read if not is_out(excluded, cell.locale, cell.field))

    def is_kept(self) -> bool:
        """Whether both sides are kept from reading to reading."""
        return all(reading.keeping is not None for reading in self._readings.values())

    def reads_all(self) -> bool:
        """Whether everything was to be looked at anew."""
        return any(reading.keeping is None or reading.keeping.whole for reading in self._readings.values())

    def rows_of(self, key: EntryKey) -> tuple[list[str], bool] | None:
        """Marks of all that both sides show of an entry, and whether it links to anything or may be linked in texts.

        None where its rows do not tell it: something was asked for again, a cache kept it, or something is excluded.
        """
        if self.waits(key) or key.was or self.excluded(key):
            return None
        rows: list[str] = []
        linked = bool(self.directory)
        for side, reading in self._readings.items():
            remote = self.remote(side, key)
            found = None if remote is None else reading.mark(key.kind, remote)
            if remote is not None and (found is None or not found.rows):
                return None
            rows.append("" if remote is None or found is None else f"{remote} {found.rows}")
            linked |= found is not None and found.links
        return rows, linked

    def world(self) -> Digest | None:
        """A mark of what every entry shows others; None where that is not told of all of them."""
        facts: list[str] = []
        for side, reading in self._readings.items():
            keys = self.translators[side].keys
            for kind, remotes in reading.handles.items():
                for remote in remotes:
                    found = reading.mark(kind, remote)
                    if found is None:
                        return None
                    facts.append(f"{side.value} {kind} {remote} {keys[kind, remote]} {found.facts}")
        return digest_text("\n".join(sorted(facts)))

    def slugs(self, side: Side, kind: str) -> frozenset[str]:
        """The slugs that entries of a kind use on a side."""
        handles = self._readings[side].handles.get(kind, {})
        return frozenset(text for handle in handles.values() for text in handle.slugs)

    def slug_holders(self, side: Side, kind: str, *, fields: bool) -> dict[tuple[Locale, str], dict[str, str]]:
        """By cell that is a slug on a side, who holds which there.

        fields: whether the side keeps slugs in fields, all of them in lower case.
        """
        reading, keys = self._readings[side], self.translators[side].keys
        found: dict[tuple[Locale, str], dict[str, str]] = {}
        for remote, handle in reading.handles.get(kind, {}).items():
            own = reading.slug_fields.get((kind, remote), ()) if fields else ()
            held = [*(((SHARED, SLUG), text) for text in handle.slugs), *own]
            for at, text in held:
                found.setdefault(at, {})[text.casefold() if fields else text] = str(keys[kind, remote])
        return found

    def slug_cells(self, side: Side, kind: str) -> dict[tuple[Locale, str], set[str]]:
        """What the cells of a kind hold on a side that are slugs, as far as entries are matched by them."""
        found: dict[tuple[Locale, str], set[str]] = {(SHARED, SLUG): set(self.slugs(side, kind))}
        names = [(n, name) for n, name in enumerate(self.bridge.kinds[kind].match) if name in self.bridge.slugs(kind)]
        for handle in self._readings[side].handles.get(kind, {}).values() if names else ():
            for number, name in names:
                for locale, text in handle.marks[number]:
                    found.setdefault((locale, name), set()).add(text)
        return found

    def present(self, side: Side, key: EntryKey, locale: Locale) -> bool:
        """Whether an entry exists on a side in a locale; one that waits is where it was.

        One that is out of scope is there too, as a link to it was read, or in locales that are not mapped.
        """
        if out_of_scope(side, key) is not None:
            return True
        if key in self._readings[side].kept:
            return locale in shown_in(self.state.base.get(key), side)
        remote = self.remote(side, key)
        if remote is None:
            return False
        locales = self._readings[side].locales.get((key.kind, remote), frozenset())
        return locale in locales or not locales

    def excludes(self, side: Side) -> Mapping[str, Excluded]:
        """What the owner of a side excluded from translation of every entry of a kind."""
        return self._readings[side].excludes

    def excluded(self, key: EntryKey) -> Excluded:
        """What is excluded from translation of an entry, on either side: it is in scope on neither."""
        if not any(reading.any_excluded() for reading in self._readings.values()):  # as nearly always
            return NOTHING_EXCLUDED
        return joined(*(self.excluded_on(side, key) for side in Side))

    def excluded_on(self, side: Side, key: EntryKey) -> Excluded:
        """What one side excludes of it."""
        return self._readings[side].excluded(key.kind, self.remote(side, key))

    def seen(self, side: Side, key: EntryKey) -> tuple[Seen | None, datetime | None]:
        """One entry in the side's own names, and when the side was asked for it."""
        remote, reading = self.remote(side, key), self._readings[side]
        return (reading.get(key.kind, remote) if remote is not None else None), reading.began

    def cached(self, side: Side, key: EntryKey) -> bool:
        """Whether a cache kept what a side showed of an entry: then it is older than the reading."""
        return (key.kind, self.remote(side, key) or "") in self._readings[side].cached

    def waits(self, key: EntryKey) -> str:
        """Why nothing may be written of an entry: a side cannot be asked about it now. Empty where it can."""
        return self.waiting.get(key, "")


def _pinned(kind: str, pins: Mapping[str, str], left: list[Handle], right: list[Handle], known: Known) -> Known:
    """What is remembered of a kind, and beside it the pins whose both ends are there and not remembered otherwise."""
    met = {side: dict(known.get(side, {})) for side in Side}
    names = {key.name for pairs in met.values() for key in pairs.values() if not key.was}
    there = {handle.remote for handle in left}, {handle.remote for handle in right}
    for one, other in sorted(pins.items()):
        if one in there[0] - met[Side.LEFT].keys() and other in there[1] - met[Side.RIGHT].keys() and one not in names:
            met[Side.LEFT][one] = met[Side.RIGHT][other] = EntryKey(kind, own_name(one))
    return met
