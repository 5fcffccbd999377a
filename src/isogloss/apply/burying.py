"""Forget what is gone from both sides, and remember that it is: a tombstone, so that it does not come back by itself.

Decides what goes with an entry and what with one locale of it. The tombstone is on disk with all that is
forgotten, or neither is. Refuses to know who deleted what, and whether it may.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG, STATUS, DigestVariant
from isogloss.model.locale import Locale
from isogloss.model.value import Digest, digest_text
from isogloss.state.agreed import Pairs
from isogloss.state.opened import State
from isogloss.state.tombstones import Tombstone


def content_mark(fields: DigestVariant) -> Digest:
    """The digest of what a variant says, whatever its slug and its state."""
    told = (f"{name}\0{made}" for name, made in sorted(fields.items()) if name not in (SLUG, STATUS))
    return digest_text("\0".join(told))


@dataclass(frozen=True, slots=True)
class Burying:
    """Does so for one run."""

    state: State
    run: str

    def entry(self, key: EntryKey) -> None:
        """A whole entry is gone from both sides."""
        with self.state.together():
            self.state.tombstones.put(stone for side in Side for stone in self._stones(side, key, None))
            self.state.base.drop(key)
            self.state.owners.drop(key)
            self.state.confirmed.drop(key)
            for side in Side:
                self.state.identity.forget(side, key)

    def variants(self, key: EntryKey, locales: Collection[Locale]) -> None:
        """Some variants are gone from both sides, and the entry stays."""
        known = self.state.base.get(key)
        gone = [locale for locale in locales if locale in known]
        stones = [stone for locale in gone for side in Side for stone in self._stones(side, key, locale)]
        with self.state.together():
            self.state.tombstones.put(stones)
            self.state.base.advance(key, {locale: dict.fromkeys(known[locale], (None, None)) for locale in gone})

    def meet(self, keys: Collection[EntryKey]) -> None:
        """What was deleted is there again under other ids: if it stays, it is no longer gone."""
        stones = (each for side in Side if keys for each in self.state.tombstones.of(side))
        now = self.state.now()
        self.state.tombstones.put(replace(each, met=now) for each in stones if each.entry in keys and not each.locale)

    def forget_old(self) -> None:
        """What was deleted long ago needs no tombstone any more."""
        self.state.tombstones.prune(self.state.now())

    def undone(self, side: Side, key: EntryKey) -> None:
        """An entry that a run had made is gone from that side, and the other keeps it."""
        self.state.tombstones.put(self._stones(side, key, None))
        self.state.identity.forget(side, key)

    def _stones(self, side: Side, key: EntryKey, locale: Locale | None) -> Iterator[Tombstone]:
        remote = self.state.identity.remote(side, key)
        if remote is not None:
            marks = _marks(self.state.base.get(key), side)
            shown = {at: mark for at, mark in marks if locale in (None, at)}
            yield Tombstone(side, key, remote, locale, self.run, self.state.now(), shown)


def _marks(agreed: Pairs, side: Side) -> Iterator[tuple[Locale, Digest]]:
    place = 0 if side is Side.LEFT else 1
    for locale, fields in sorted(agreed.items()):
        half = {name: made for name, pair in fields.items() if (made := pair[place]) is not None}
        if half:
            yield locale, content_mark(half)
