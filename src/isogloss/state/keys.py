"""Which entry a row is about: the columns that tell it.

Decides that a state from before what a superseded entry was had a column, opened for reading, is read as it lies: there
the name tells it. Refuses to know what the rows hold.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, literal
from sqlalchemy.sql.schema import Table

from isogloss.model.address import EntryKey, key_of_before
from isogloss.state.database import Database


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the rows of one table."""

    database: Database
    table: Table

    @property
    def columns(self) -> tuple[ColumnElement[str], ...]:
        """What :meth:`read` takes, in the order of keys."""
        was = literal("") if self.database.names_tell else self.table.c.was
        return self.table.c.kind, self.table.c.name, was

    def read(self, *told: str) -> EntryKey:
        """The key of a row, of what its :attr:`columns` hold."""
        kind, name, was = told
        return key_of_before(kind, name) if self.database.names_tell else EntryKey(kind, name, was)

    def at(self, entry: EntryKey) -> tuple[ColumnElement[bool], ...]:
        """What is true of the rows of one entry."""
        columns = self.table.c
        if self.database.names_tell:
            return columns.kind == entry.kind, columns.name == entry.shown
        return columns.kind == entry.kind, columns.name == entry.name, columns.was == entry.was

    @staticmethod
    def row(entry: EntryKey) -> dict[str, str]:
        """The columns of a key, to be written."""
        return {"kind": entry.kind, "name": entry.name, "was": entry.was}
