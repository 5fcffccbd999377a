"""Read both sides whole, pair what they show, and keep it on disk while the merge looks at one entry at a time."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Self

from isogloss.bridge import Bridge
from isogloss.mapping.addresses import SCHEME, Directory
from isogloss.mapping.clones import left_out
from isogloss.mapping.copies import with_copies
from isogloss.mapping.exclusions import Remembered, is_out, joined, remembered, within
from isogloss.mapping.hidden_links import in_doubt, settled
from isogloss.mapping.neutral import Scoped, Translator, label_of, out_of_scope, scoped
from isogloss.mapping.texts import spelled
from isogloss.merge.align import Handle, Known, Pair, align, in_any_case
from isogloss.merge.policy import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import own_name, replaced, replacing
from isogloss.model.snapshot import Seen, Unreadable
from isogloss.model.value import Absent, Digest, Scalar, digest
from isogloss.plan.data import PlanFile
from isogloss.ports import Aside, Reader
from isogloss.run.doubting import Doubts, shown_in
from isogloss.run.reading import Reading
from isogloss.run.remembering import shown
from isogloss.apply.upgrading import renewed, together
from isogloss.state.agreed import Pairs
from isogloss.state.opened import State

MERGEABLE = ("long_text", "rich_text")
"""The types whose texts can be merged three ways."""


class Observed:
    """Both sides at one time, paired. Close it, or use it as a context manager, to delete what lies on disk."""

    def __init__(self, bridge: Bridge, state: State, directory: Path) -> None:
        self.bridge = bridge
        self.state = state
        self.pairs: list[Pair] = []
        self.known: dict[Side, int] = {}
        self.new: set[EntryKey] = set()
        self._stack = ExitStack()
        self.waiting: dict[EntryKey, str] = {}
        self._readings = {side: self._stack.enter_context(Reading(side, bridge, directory)) for side in Side}
        self.directory = Directory(bridge)
        self._translators = {
            side: Translator(side, {}, self._assets(side), state.awaited.all(side), directory=self.directory)
            for side in Side
        }
        for side, translator in self._translators.items():
            translator.across = self._translators[side.other]
        self._by_key: dict[EntryKey, Pair] = {}
        self._looked = False
        self._lists = {n for n, scope in bridge.kinds.items() if any(f.type == "list" for f in scope.fields.values())}
        self._old_forms = state.forms.old()
        self._agreed: dict[EntryKey, Pairs] = {}

    def _assets(self, side: Side) -> dict[str, str]:
        """The addresses of files on a side; those of entries, which are remembered beside them, are the directory's."""
        known = self.state.assets.identities(side)
        self.directory.remember(side, known)
        return {address: identity for address, identity in known.items() if not identity.startswith(SCHEME)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, readers: Mapping[Side, Reader], *, doubting: bool = True) -> None:
        """Read both sides at once, whole (invariant 1), and pair them.

        doubting: ask once more for what seems older than what was confirmed, and for what is missing.
        Raises: any RemoteError; Refused where two entries claim to be the same.
        """
        with ThreadPoolExecutor(max_workers=len(Side), thread_name_prefix="read") as pool:
            for done in [pool.submit(self._read, side, readers[side], doubting=doubting) for side in Side]:
                done.result()
        self._pair()

    def _read(self, side: Side, reader: Reader, *, doubting: bool) -> None:
        reading = self._readings[side]
        doubts = Doubts(self.bridge, self.state, side, reader, self.state.now()) if doubting else None
        reading.fill(reader, self.directory, doubts)
        self.waiting |= reading.waits

    def _pair(self) -> None:
        known: dict[str, dict[Side, dict[str, str]]] = {}
        agreed = self.state.base.keys()
        for side in Side:
            self.known[side] = 0
            for kind, remote, name in self.state.identity.all_keys(side):
                if kind in self.bridge.kinds:
                    known.setdefault(kind, {}).setdefault(side, {})[remote] = name
                    # an id that we were told, of an entry that was never seen there, is nothing that could be missed
                    self.known[side] += EntryKey(kind, name) in agreed
        for kind in sorted(self.bridge.kinds):
            remembered = known.get(kind, {})
            left, right = (list(self._readings[side].handles.get(kind, {}).values()) for side in Side)
            if SLUG in self.bridge.kinds[kind].match:
                left, right = in_any_case(left, right)
            pinned = _pinned(self.bridge.pins.get(kind, {}), left, right, remembered)
            self.pairs += align(kind, left, right, pinned)
        for pair in self.pairs:
            self._by_key[pair.key] = pair
            for side in Side:
                found = self.remote(side, pair)
                if found is not None:
                    self._translators[side].keys[pair.key.kind, found] = pair.key.name
                    if found not in known.get(pair.key.kind, {}).get(side, {}):
                        self.new.add(pair.key)
        self._lead_to_what_is_gone(known)
        self._lead_to_what_waits()
        self.directory.settle({side: self._lasting(side) for side in Side})

    def _lead_to_what_is_gone(self, known: Mapping[str, Known]) -> None:
        """A link that a platform left behind, to an entry that is held, still means that entry."""
        for kind, sides in known.items():
            for side, names in sides.items():
                for remote, name in names.items():
                    self._translators[side].keys.setdefault((kind, remote), name)

    def _lead_to_what_waits(self) -> None:
        for side, reading in self._readings.items():
            for key, remote in reading.kept.items():
                self._translators[side].keys[key.kind, remote] = key.name

    def _lasting(self, side: Side) -> dict[tuple[str, str], str]:
        """Which entry each remote id is to links inside texts: of what is being replaced, nothing any more."""
        keys = self._translators[side].keys.items()
        return {met: name for met, name in keys if replacing(EntryKey(met[0], name)) is None}

    def retire(self, key: EntryKey, side: Side) -> EntryKey:
        """Take what a side shows of an entry for another, which is to be replaced; returns the key of that."""
        pair = self._by_key[key]
        remote = self.remote(side, pair)
        if remote is None:
            raise AssertionError(f"{key} is not on the {side.value} side, so nothing there can be replaced")
        old = replaced(key, remote)
        left, right = (None, pair.right) if side is Side.LEFT else (pair.left, None)
        self._by_key[key] = Pair(key, left, right)
        self._by_key[old] = Pair(old, remote, None) if side is Side.LEFT else Pair(old, None, remote)
        self.pairs = [self._by_key[each.key] for each in self.pairs] + [self._by_key[old]]
        self._translators[side].keys[key.kind, remote] = old.name
        return old

    def same_slugs(self, key: EntryKey) -> bool:
        """Whether both sides show the same slugs of an entry."""
        slugs = [
            self._readings[side].slugs.get((key.kind, self.remote(side, self._by_key[key]) or ""), ()) for side in Side
        ]
        return slugs[0] == slugs[1]

    def remote_of(self, side: Side, key: EntryKey) -> str | None:
        """What an entry is called on one side."""
        return self.remote(side, self._by_key[key])

    @staticmethod
    def remote(side: Side, pair: Pair) -> str | None:
        """What a pair is called on one side."""
        return pair.left if side is Side.LEFT else pair.right

    def translator(self, side: Side) -> Translator:
        """The translator of one side, which knows every entry that was read."""
        return self._translators[side]

    def count(self, side: Side) -> int:
        """How many entries in scope a side shows."""
        return self._readings[side].count()

    def asides(self, side: Side) -> tuple[Aside, ...]:
        """What a side shows and nobody can place."""
        return self._readings[side].asides

    def any_broken(self) -> bool:
        """Whether a side shows anything that cannot be read."""
        return any(reading.broken for reading in self._readings.values())

    def broken(self, side: Side, key: EntryKey) -> tuple[Unreadable, ...]:
        """The cells of an entry that a side shows and that cannot be read; of what is excluded, none has to be."""
        pair = self._by_key.get(key)
        remote = self.remote(side, pair) if pair else None
        found = () if remote is None else self._readings[side].broken.get((key.kind, remote), ())
        excluded = self.excluded(key) if found else NOTHING_EXCLUDED
        return tuple(cell for cell in found if not is_out(excluded, cell.locale, cell.field))

    def slugs(self, side: Side, kind: str) -> frozenset[str]:
        """The slugs that entries of a kind use on a side."""
        handles = self._readings[side].handles.get(kind, {})
        return frozenset(text for handle in handles.values() for text in handle.slugs)

    def slug_cells(self, side: Side, kind: str) -> dict[tuple[Locale, str], set[str]]:
        """What the cells of a kind hold on a side that are slugs, as far as entries are matched by them."""
        found: dict[tuple[Locale, str], set[str]] = {(SHARED, SLUG): set(self.slugs(side, kind))}
        names = [(n, name) for n, name in enumerate(self.bridge.kinds[kind].match) if name in self.bridge.slugs(kind)]
        for handle in self._readings[side].handles.get(kind, {}).values() if names else ():
            for number, name in names:
                for locale, text in handle.marks[number]:
                    found.setdefault((locale, name), set()).add(text)
        return found

    def reserved(self, side: Side, kind: str) -> frozenset[str]:
        """The slugs of a kind that no entry uses on a side, and that it did not take lately."""
        return self.state.taken.now(side, kind) - self.slugs(side, kind)

    def unemptied(self, side: Side, kind: str) -> frozenset[str]:
        """The fields of a kind that a side refused to empty lately."""
        return self.state.unemptied.now(side, kind)

    def present(self, side: Side, key: EntryKey, locale: Locale) -> bool:
        """Whether an entry exists on a side in a locale; one that waits is where it was.

        One that is out of scope is there too, as a link to it was read, or in locales that are not mapped.
        """
        if out_of_scope(side, key) is not None:
            return True
        if key in self._readings[side].kept:
            return locale in shown_in(self.state.base.get(key), side)
        pair = self._by_key.get(key)
        remote = self.remote(side, pair) if pair else None
        if remote is None:
            return False
        locales = self._readings[side].locales.get((key.kind, remote), frozenset())
        return locale in locales or not locales

    def scoped(self, side: Side, key: EntryKey) -> Scoped:
        """One entry as a side showed it, in scope and in neutral names, with copies for the locales that it lacks."""
        if self.bridge.missing_locale == "copy":
            return self._with_copies(key)[0][side]
        return self.plain(side, key)

    def _with_copies(self, key: EntryKey) -> tuple[dict[Side, Scoped], dict[Side, frozenset[Locale]]]:
        shown, excluded = {side: self.plain(side, key) for side in Side}, self.excluded(key)
        made, copied = with_copies(shown, self.state.base.get(key), self.bridge, excluded)
        return ({side: within(each, excluded) for side, each in made.items()} if excluded else made), copied

    def plain(self, side: Side, key: EntryKey) -> Scoped:
        """One entry as a side showed it, in scope and in neutral names, with its doubts settled."""
        shown = self._as_read(side, key)
        if not in_doubt(shown):
            return shown
        # what this run itself brings across settles nothing: its plan was made without
        base = self._agreed.setdefault(key, self.state.base.get(key))
        across = self._as_read(side.other, key).entry
        carry = self.bridge.unpublished_edits == "carry"
        return settled(side, shown, across, base, partial(self._is_live, side), carry=carry)

    def _is_live(self, side: Side, key: EntryKey, locale: Locale) -> bool:
        note = self._as_read(side, key).notes.get(locale)
        return note is not None and note.live

    def _as_read(self, side: Side, key: EntryKey) -> Scoped:
        pair = self._by_key.get(key)
        remote = self.remote(side, pair) if pair else None
        seen = self._readings[side].get(key.kind, remote) if remote is not None else None
        return within(scoped(seen, key, self.bridge, self._translators[side]), self.excluded(key))

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
        pair = self._by_key.get(key)
        return self._readings[side].excluded(key.kind, self.remote(side, pair) if pair else None)

    def seen(self, side: Side, key: EntryKey) -> tuple[Seen | None, datetime | None]:
        """One entry in the side's own names, and when the side was asked for it."""
        pair = self._by_key.get(key)
        remote = self.remote(side, pair) if pair else None
        reading = self._readings[side]
        return (reading.get(key.kind, remote) if remote is not None else None), reading.began

    def cached(self, side: Side, key: EntryKey) -> bool:
        """Whether a cache kept what a side showed of an entry: then it is older than the reading."""
        pair = self._by_key.get(key)
        return pair is not None and (key.kind, self.remote(side, pair) or "") in self._readings[side].cached

    def waits(self, key: EntryKey) -> str:
        """Why nothing may be written of an entry: a side cannot be asked about it now. Empty where it can."""
        return self.waiting.get(key, "")

    def facing(self, key: EntryKey) -> Facing:
        """One entry as both sides showed it, beside its base."""
        copied: dict[Side, frozenset[Locale]] = {}
        if self.bridge.missing_locale == "copy":
            both, copied = self._with_copies(key)
        else:
            both = {side: self.plain(side, key) for side in Side}
        left, right = both[Side.LEFT], both[Side.RIGHT]
        scope = self.bridge.kinds[key.kind]
        label = label_of(left.entry, scope, self.bridge.primary) or label_of(right.entry, scope, self.bridge.primary)
        agreed = self.state.base.get(key)
        if self._old_forms:
            agreed = together(agreed, self._renewed(key))
        excluded = self.excluded(key)
        known = remembered(agreed, both, excluded) if excluded or self._may_list(key.kind) else Remembered(agreed, {})
        base = shown(known.pairs, self.bridge, scope)
        made = Facing(key, label, base, left.entry, right.entry, left.notes, right.notes, copied)
        if excluded or known.adopt:
            made = replace(made, excluded=excluded, adopt=known.adopt)
        return left_out(made, self.bridge) if scope.same_as_primary == "skip" else made

    def _may_list(self, kind: str) -> bool:
        """Whether rows of lists may have been excluded before, as may be of pages and components."""
        return kind in self._lists

    def keep_bodies(self, plan: PlanFile) -> None:
        """Keep the texts of adopted cells that a later three-way merge will need as its base."""
        for data in plan.records("adopt"):
            match data["entry"]:
                case [str(kind), str(name)] if self._merges(kind):
                    self._keep_bodies(EntryKey(kind, name))

    def _merges(self, kind: str) -> bool:
        said = (*self.bridge.kinds[kind].conflict.values(), *self.bridge.locale_conflicts.values())
        return "merge" in (self.bridge.conflict, *said)

    def _keep_bodies(self, key: EntryKey) -> None:
        texts: dict[Digest, str] = {}
        for side in Side:
            entry = self.scoped(side, key).entry
            for variant in () if isinstance(entry, Absent) else entry.values():
                for value in variant.values():
                    made = digest(value)
                    if isinstance(value, Scalar) and value.type in MERGEABLE and isinstance(made, str):
                        texts[made] = value.text
        self.state.bodies.put(texts)

    def learn(self) -> None:
        """Remember what reading taught about assets; for commands that may write the state.

        What a side was awaited to replace is replaced by now, or it keeps the address it was given.
        """
        for key in self._to_look_at():
            for side in Side:
                self.plain(side, key)
        self._looked = True
        self._renew()
        for side, translator in self._translators.items():
            if translator.learned:
                pairs = [p for remote, identity in translator.learned.items() for p in spelled(identity, remote)]
                self.state.assets.bind_many(side, pairs)
                translator.learned.clear()
            for cell in translator.awaited:
                self.state.awaited.pop(side, cell)
            translator.awaited = {}

    def _renew(self) -> None:
        """Bring a base of older forms up to date, once."""
        if not self._old_forms:
            return
        made = [(pair.key, cells) for pair in self.pairs if (cells := self._renewed(pair.key))]
        self.state.base.advance_many(made)
        for key, _ in made:
            if self._merges(key.kind):
                self._keep_bodies(key)
        self.state.forms.renew()
        self._old_forms = False

    def _renewed(self, key: EntryKey) -> Pairs:
        return renewed(self.state.base.get(key), {side: self.scoped(side, key).entry for side in Side})

    def _to_look_at(self) -> list[EntryKey]:
        """The entries that have to be looked at before all that they teach is known."""
        if self.directory:
            return [] if self._looked else [pair.key for pair in self.pairs]
        awaited = {cell.entry for translator in self._translators.values() for cell in translator.awaited}
        return sorted(awaited & self._by_key.keys())


def _pinned(pins: Mapping[str, str], left: list[Handle], right: list[Handle], known: Known) -> Known:
    """What is remembered of a kind, and beside it the pins whose both ends are there and not remembered otherwise."""
    met = {side: dict(known.get(side, {})) for side in Side}
    names = {name for pairs in met.values() for name in pairs.values()}
    there = {handle.remote for handle in left}, {handle.remote for handle in right}
    for one, other in sorted(pins.items()):
        if one in there[0] - met[Side.LEFT].keys() and other in there[1] - met[Side.RIGHT].keys() and one not in names:
            met[Side.LEFT][one] = met[Side.RIGHT][other] = own_name(one)
    return met
