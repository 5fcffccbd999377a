"""What each side showed when a run last looked at it: when it was changed, and a digest of its content.

Decides how that is kept, one row an entry and side, and that a newer state is never replaced by an older one. Refuses
to know what follows where a side shows an older one; ``run.doubting`` does.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from isogloss.model.address import EntryKey, Side
from isogloss.model.confirmed import Confirmed, followed
from isogloss.model.locale import Locale
from isogloss.model.value import Digest
from isogloss.state.database import Database, put
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.rows import Rows
from isogloss.state.tables import CONFIRMED

Variants = Mapping[Locale, Confirmed]


class Confirmations:
    """What was confirmed in one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, CONFIRMED, {"mapping": mapping})

    def all(self, side: Side) -> dict[EntryKey, str]:
        """Every entry of a side that something was confirmed of, with what it was in the form for :meth:`loaded`.

        Few of many are ever looked into, so they are taken apart one by one.
        """
        query = select(*self._rows.key, CONFIRMED.c.variants).where(*self._rows.at(side=side.value))
        with self._database.read() as connection:
            if CONFIRMED.name in self._database.lacking:  # a state of an older version, opened for reading
                return {}
            return {self._rows.read(*key): variants for *key, variants in connection.execute(query)}

    def loaded(self, variants: str) -> Variants:
        """What was confirmed of an entry."""
        rows = load_json(variants, self._database.where)
        try:
            return {
                Locale(locale): Confirmed(Digest(mark), _time(at), updated and _time(updated), tuple(before))
                for locale, (mark, at, updated, before) in rows.items()  # type: ignore[attr-defined]  # checked by the except below
            }
        except (AttributeError, TypeError, ValueError):
            raise damaged(self._database.where, "what was confirmed has another shape") from None

    def get(self, side: Side, entry: EntryKey) -> Variants:
        """What was confirmed of one entry on a side."""
        with self._database.read() as connection:
            return self._get(connection, side, entry)

    def note(self, seen: Sequence[tuple[Side, EntryKey, Variants]]) -> None:
        """Remember what was seen, durably and all of it or nothing."""
        if not seen:
            return
        with self._database.write() as connection:
            for side, entry, variants in seen:
                old = self._get(connection, side, entry)
                made = {**old, **{at: followed(old.get(at), new) for at, new in variants.items()}}
                if made != old:
                    self._put(connection, side, entry, made)

    def drop(self, entry: EntryKey) -> None:
        """Forget an entry that is gone from both sides."""
        self._rows.drop(entry)

    def _get(self, connection: Connection, side: Side, entry: EntryKey) -> Variants:
        variants = self._rows.value(connection, "variants", entry, side=side.value)
        return {} if variants is None else self.loaded(variants)

    def _put(self, connection: Connection, side: Side, entry: EntryKey, variants: Variants) -> None:
        rows = {
            locale: [each.digest, each.at.isoformat(), each.updated and each.updated.isoformat(), list(each.before)]
            for locale, each in variants.items()
        }
        row = self._rows.row(entry, side=side.value, variants=dump_json(rows))
        put(connection, CONFIRMED, [row], "variants")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
