"""The rows of one table that are of one mapping, or of one run: how they are told from others, and how they go.

Decides that a state from before what a superseded entry was had a column, opened for reading, is read as it lies: there
the name tells it. Refuses to know what the rows hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Delete, Select, bindparam, delete, literal, select
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
        return tuple(self.table.c[column] == value for column, value in self._told(entry, told).items())

    def value(self, connection: Connection, column: str, entry: EntryKey | None = None, **told: str) -> Any:
        """What one of them, of which :meth:`at` tells, has in a column; None where it is not there."""
        found = self._told(entry, told)
        return connection.scalar(_selecting(self.table, column, tuple(found)), found)

    def named(self, entry: EntryKey) -> str:
        """What stands in the column ``name`` of a row about an entry."""
        return entry.shown if self.database.names_tell else entry.name

    def row(self, entry: EntryKey, **told: str) -> dict[str, str]:
        """A row about an entry, to be written."""
        return {**self.of, **_key(entry), **told}

    def drop(self, entry: EntryKey, **told: str) -> None:
        """Forget what is known of an entry."""
        with self.database.write() as connection:
            self.drop_in(connection, entry, **told)

    def drop_in(self, connection: Connection, entry: EntryKey, **told: str) -> None:
        """The same as a part of a write."""
        found = self._told(entry, told)
        connection.execute(_deleting(self.table, tuple(found)), found)

    def _told(self, entry: EntryKey | None, told: Mapping[str, str]) -> dict[str, str]:
        found = {**self.of, **told}
        if entry is not None and self.database.names_tell:
            found |= {"kind": entry.kind, "name": self.named(entry)}
        elif entry is not None:
            found |= _key(entry)
        return found


@cache
def _selecting(table: Table, column: str, told: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """One column of the rows with some values in some columns; to make a statement takes longer than to ask it."""
    return select(table.c[column]).where(*_where(table, told))


@cache
def _deleting(table: Table, told: tuple[str, ...]) -> Delete:
    return delete(table).where(*_where(table, told))


def _where(table: Table, told: tuple[str, ...]) -> Iterator[ColumnElement[bool]]:
    return (table.c[column] == bindparam(column) for column in told)


def _key(entry: EntryKey) -> dict[str, str]:
    return {"kind": entry.kind, "name": entry.name, "was": entry.was}
