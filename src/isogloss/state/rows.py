"""The rows of one table that are of one mapping, or of one run: how they are told from others, and how they go.

Decides that a state from before what a superseded entry was had a column, opened for reading, is read as it lies: there
the name tells it. Refuses to know what the rows hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, literal
from sqlalchemy.sql.schema import Table

from isogloss.model.address import EntryKey, key_of_before
from isogloss.state.database import Database


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that hold the same in the columns of ``of``."""

    database: Database
    table: Table
    of: Mapping[str, str]

    @property
    def key(self) -> tuple[ColumnElement[str], ...]:
        """The columns that tell which entry a row is about: what :meth:`read` takes, in the order of keys."""
        was = literal("") if self.database.names_tell else self.table.c.was
        return self.table.c.kind, self.table.c.name, was

    def read(self, *told: str) -> EntryKey:
        """The key of a row, of what its :attr:`key` holds."""
        kind, name, was = told
        return key_of_before(kind, name) if self.database.names_tell else EntryKey(kind, name, was)

    def at(self, entry: EntryKey | None = None, **told: str) -> tuple[ColumnElement[bool], ...]:
        """What is true of these rows; of those of one entry, or with this in their columns."""
        if entry is not None and self.database.names_tell:
            told |= {"kind": entry.kind, "name": self.named(entry)}
        elif entry is not None:
            told |= _key(entry)
        return tuple(self.table.c[column] == value for column, value in {**self.of, **told}.items())

    def named(self, entry: EntryKey) -> str:
        """What stands in the column ``name`` of a row about an entry."""
        return entry.shown if self.database.names_tell else entry.name

    def row(self, entry: EntryKey, **told: str) -> dict[str, str]:
        """A row about an entry, to be written."""
        return {**self.of, **_key(entry), **told}

    def drop(self, entry: EntryKey, **told: str) -> None:
        """Forget what is known of an entry."""
        self.database.execute(delete(self.table).where(*self.at(entry, **told)))


def _key(entry: EntryKey) -> dict[str, str]:
    return {"kind": entry.kind, "name": entry.name, "was": entry.was}
