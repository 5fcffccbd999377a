"""Who is who: the key of each entry, and its remote id on each side.

Decides that the pairing is unique both ways, and that it is on disk before anybody acts on it. Keeps one side's pairs
in memory once asked, since every link of every entry is looked up here: about 300 bytes an entry. Refuses to know how
entries were paired.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import insert, select

from isogloss.errors import StateError
from isogloss.mapping.names.unmapped import out_of_scope
from isogloss.model.address import EntryKey, Side
from isogloss.state.assets import Assets
from isogloss.state.database import Database
from isogloss.state.rows import Rows
from isogloss.state.tables import IDENTITY

_INSERT: Final = insert(IDENTITY)


@dataclass(slots=True)
class _Pairs:
    """The pairs of one side, both ways."""

    remotes: dict[EntryKey, str] = field(default_factory=dict)
    entries: dict[tuple[str, str], EntryKey] = field(default_factory=dict)


class Identity:
    """The pairs of one mapping. The holder of the lease is the only one who adds to them."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, IDENTITY, {"mapping": mapping})
        # Looking up takes no lock once a side is loaded: somebody may do so while another thread waits to bind. One
        # write of a process goes on at a time, and pairs are added to in one only, so that needs no lock of its own.
        self._loading = threading.Lock()
        self._sides: dict[Side, _Pairs] = {}
        database.undone.append(self.reread)

    def reread(self) -> None:
        """Load what is remembered anew: it was changed where it lies."""
        self._sides.clear()

    def remote(self, side: Side, entry: EntryKey) -> str | None:
        """A side's own id of an entry, or None where it has none yet."""
        return self._pairs(side).remotes.get(entry)

    def entry(self, side: Side, kind: str, remote: str) -> EntryKey | None:
        """The entry that a remote id stands for, or None where it was never met."""
        return self._pairs(side).entries.get((kind, remote))

    def all_keys(self, side: Side) -> Iterator[tuple[str, EntryKey]]:
        """Every remote id of a side with its entry, sorted by kind and remote id."""
        for (_, remote), entry in sorted(self._pairs(side).entries.items()):
            yield remote, entry

    def bind(self, side: Side, entry: EntryKey, remote: str) -> None:
        """Remember one pair, durably; see :meth:`bind_many`."""
        self.bind_many(side, [(entry, remote)])

    def bind_many(self, side: Side, pairs: Iterable[tuple[EntryKey, str]]) -> None:
        """Remember pairs, durably, all of them or none; what is known already is fine.

        Raises: StateError where an entry has another remote id already, or a remote id stands for another entry.
        """
        known, pairs = self._pairs(side), list(pairs)
        for entry, remote in pairs:
            owner = known.entries.get((entry.kind, remote))
            if owner is not None and owner.was and owner.current == entry:  # it is made anew under the id that it had
                self.forget(side, owner)
        if not self._fresh(side, pairs).remotes:
            return
        with self._database.write() as connection:
            fresh = self._fresh(side, pairs)  # again: another thread may have been sooner
            if fresh.remotes:
                rows = [self._rows.row(key, side=side.value, remote=remote) for key, remote in fresh.remotes.items()]
                connection.execute(_INSERT, rows)
                known.remotes.update(fresh.remotes)
                known.entries.update(fresh.entries)

    def _fresh(self, side: Side, pairs: Iterable[tuple[EntryKey, str]]) -> _Pairs:
        """Those of some pairs that are not known yet."""
        known, fresh = self._pairs(side), _Pairs()
        for entry, remote in pairs:
            self._check(side, entry, remote, known, fresh)
            if entry not in known.remotes:
                fresh.remotes[entry] = remote
                fresh.entries[entry.kind, remote] = entry
        return fresh

    def rename(self, side: Side, entry: EntryKey, remote: str) -> None:
        """Remember the id that an entry goes by from now on in place of the one that it had, in one transaction.

        Raises: StateError where the new id stands for another entry.
        """
        pairs = self._pairs(side)
        self._check(side, entry, remote, _Pairs(entries=pairs.entries))
        with self._database.write() as connection:
            self._rows.drop_in(connection, entry, side=side.value)
            connection.execute(_INSERT, [self._rows.row(entry, side=side.value, remote=remote)])
            pairs.entries.pop((entry.kind, pairs.remotes.get(entry, remote)), None)
            pairs.remotes[entry] = remote
            pairs.entries[entry.kind, remote] = entry

    def forget(self, side: Side, entry: EntryKey) -> None:
        """Forget the remote id of an entry that is gone from a side, so that it can come back under another."""
        pairs = self._pairs(side)
        with self._database.write() as connection:
            self._rows.drop_in(connection, entry, side=side.value)
            remote = pairs.remotes.pop(entry, None)
            if remote is not None:
                del pairs.entries[entry.kind, remote]

    def _check(self, side: Side, entry: EntryKey, remote: str, *known: _Pairs) -> None:
        for pairs in known:
            other = pairs.remotes.get(entry, remote)
            if other != remote:
                raise StateError(
                    f"{self._database.where}: {entry} is {other} on the {side.value} side and cannot be {remote} as "
                    "well. If it was made anew by hand, delete one of the two there and run again."
                )
            owner = pairs.entries.get((entry.kind, remote), entry)
            if owner != entry:
                raise StateError(
                    f"{self._database.where}: {remote} on the {side.value} side is {owner} and cannot be {entry} as "
                    "well. Check what pairs the two (match fields, origin key), then run again."
                )

    def _pairs(self, side: Side) -> _Pairs:
        pairs = self._sides.get(side)
        if pairs is not None:
            return pairs
        with self._loading:
            if side not in self._sides:
                self._sides[side] = self._loaded(side)
            return self._sides[side]

    def _loaded(self, side: Side) -> _Pairs:
        pairs = _Pairs()
        mine = select(*self._rows.key, IDENTITY.c.remote).where(*self._rows.at(side=side.value))
        with self._database.read() as connection:
            for *key, remote in connection.execute(mine):
                entry = self._rows.read(*key)
                pairs.remotes[entry] = remote
                pairs.entries[entry.kind, remote] = entry
        return pairs


@dataclass(frozen=True, slots=True)
class SideNames:
    """The port ``Names`` for one side."""

    side: Side
    identity: Identity
    assets: Assets

    def remote(self, entry: EntryKey) -> str | None:
        """The side's own id of an entry, or None where it has none yet."""
        apart = out_of_scope(self.side, entry)
        return self.identity.remote(self.side, entry) if apart is None else apart

    def bind(self, entry: EntryKey, remote: str, *, renamed: bool = False) -> None:
        """Remember it, durably, before anything else happens.

        renamed: in place of the id that the entry had until now.
        Raises:  StateError where the entry or the remote id is bound otherwise already.
        """
        if renamed:
            self.identity.rename(self.side, entry, remote)
        else:
            self.identity.bind(self.side, entry, remote)

    def asset(self, identity: str) -> str | None:
        """The side's own address of an asset, or None where it was never sent there."""
        return self.assets.asset(self.side, identity)
