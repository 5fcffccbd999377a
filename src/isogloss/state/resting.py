"""Entries of which a plan said nothing: the mark of all that this came from.

Decides that marks are replaced all at once. Refuses to know what a mark is made of; ``run.resting`` does.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from sqlalchemy import select

from isogloss.model.address import EntryKey
from isogloss.model.value import Digest
from isogloss.state.database import Database, put
from isogloss.state.rows import Rows
from isogloss.state.tables import REST

_AT_ONCE: Final = 1000


class Resting:
    """The marks of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, REST, {"mapping": mapping})

    def all(self) -> dict[EntryKey, Digest]:
        """The mark of each entry at rest."""
        with self._database.read() as connection:
            if REST.name in self._database.lacking:  # a state of an older version, opened for reading
                return {}
            query = select(REST.c.kind, REST.c.name, REST.c.was, REST.c.mark).where(*self._rows.at())
            return {EntryKey(kind, name, was): Digest(mark) for kind, name, was, mark in connection.execute(query)}

    def note(self, marks: Mapping[EntryKey, Digest], gone: Iterable[EntryKey]) -> None:
        """Write marks down, and forget those of entries that are at rest no more."""
        rows = (self._rows.row(entry, mark=mark) for entry, mark in marks.items())
        with self._database.write() as connection:
            for entry in gone:
                self._rows.drop_in(connection, entry)
            while some := list(islice(rows, _AT_ONCE)):
                put(connection, REST, some, "mark")
