"""What was deleted by agreement: by which name each side knew it, when that was, by which run, and what was there.

Decides how that is kept, a row for each side and remote id, and for each locale of an entry that stays; and for how
long: a listing, a backup or a write may bring back what is gone, and after a year nobody takes it for that. Refuses to
know what follows where it is shown again; ``run.returning`` does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Row, bindparam, delete, select

from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import Digest
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import TOMBSTONE

_OF: Final = (
    select(TOMBSTONE)
    .where(TOMBSTONE.c.mapping == bindparam("mapping"), TOMBSTONE.c.side == bindparam("side"))
    .order_by(TOMBSTONE.c.kind, TOMBSTONE.c.remote, TOMBSTONE.c.locale)
)
KEPT: Final = timedelta(days=365)
"""For so long a deletion is remembered."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One thing that is gone from one side.

    remote: what the side called its entry.
    locale: of an entry that stays, the locale that is gone; None for the whole entry.
    run:    which deleted it, or found it gone on both sides.
    at:     when that was, by our clock.
    shown:  by locale, a digest of what the sides had agreed that this one shows.
    met:    when something that looked the same was first met under another id; None for never.
    """

    side: Side
    entry: EntryKey
    remote: str
    locale: Locale | None
    run: str
    at: datetime
    shown: Mapping[Locale, Digest]
    met: datetime | None = None


class Tombstones:
    """The tombstones of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping

    def of(self, side: Side) -> list[Tombstone]:
        """Every one of a side, by kind and remote id."""
        with self._database.read() as connection:
            if TOMBSTONE.name in self._database.lacking:  # a state of an older version, opened for reading
                return []
            return [
                self._loaded(row) for row in connection.execute(_OF, {"mapping": self._mapping, "side": side.value})
            ]

    def put(self, stones: Iterable[Tombstone]) -> None:
        """Remember, durably, what is gone; a later deletion of the same takes the place of an earlier one."""
        rows = [self._row(each) for each in stones]
        self._database.put(TOMBSTONE, rows, "name", "was", "run", "at", "shown", "met")

    def drop(self, side: Side, kind: str, remotes: Iterable[str]) -> None:
        """Forget entries that are there again, with their locales."""
        gone = sorted(set(remotes))
        if gone:
            with self._database.write() as connection:
                for remote in gone:
                    self._drop(connection, side=side.value, kind=kind, remote=remote)

    def prune(self, now: datetime) -> None:
        """Forget what was deleted long ago."""
        old = TOMBSTONE.c.at < (now - KEPT).isoformat()
        self._database.execute(delete(TOMBSTONE).where(TOMBSTONE.c.mapping == self._mapping, old))

    def _drop(self, connection: Connection, **of: str) -> None:
        mine = TOMBSTONE.c.mapping == self._mapping
        connection.execute(delete(TOMBSTONE).where(mine, *(TOMBSTONE.c[name] == said for name, said in of.items())))

    def _row(self, each: Tombstone) -> dict[str, str]:
        return {
            "mapping": self._mapping,
            "side": each.side.value,
            "kind": each.entry.kind,
            "remote": each.remote,
            "locale": each.locale or "",
            "name": each.entry.name,
            "was": each.entry.was,
            "run": each.run,
            "at": each.at.isoformat(),
            "shown": dump_json(dict(each.shown)),
            "met": "" if each.met is None else each.met.isoformat(),
        }

    def _loaded(self, row: Row[*tuple[str, ...]]) -> Tombstone:
        marks = load_json(row.shown, self._database.where)
        try:
            return Tombstone(
                Side(row.side),
                EntryKey(row.kind, row.name, row.was),
                row.remote,
                Locale(row.locale) if row.locale else None,
                row.run,
                datetime.fromisoformat(row.at),
                {Locale(tag): Digest(mark) for tag, mark in marks.items()},  # type: ignore[attr-defined]  # checked by the except below
                datetime.fromisoformat(row.met) if row.met else None,
            )
        except (AttributeError, TypeError, ValueError):
            raise damaged(self._database.where, "a tombstone has another shape") from None
