"""One database, SQLite or PostgreSQL: how it is opened, when a transaction begins, and what its errors mean.

Decides durability and locking, so that the stores above are plain statements. Knows no table.

SQLite: write-ahead log, ``synchronous=FULL`` (a commit is on disk when it returns), foreign keys on. Writers say
``BEGIN IMMEDIATE``, so that two of them wait for each other instead of failing half way; readers say ``BEGIN`` and see
one moment while writers go on. In one process one write happens at a time, on either database.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, Executable, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.schema import Table

from isogloss.errors import StateError
from isogloss.state.jsontext import damaged

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

BUSY_SECONDS: Final = 30.0
"""How long a SQLite writer waits for another one."""

_BUSY_PAUSE: Final = 0.01
"""Seconds between two tries of what SQLite does not wait for."""

_DAMAGE: Final = ("malformed", "not a database", "could not decode", "corrupt")


def open_to_all(_connection: Connection) -> None:
    """The fence where nobody holds a lease."""


class Database:
    """A database and its transactions.

    where:     what messages call it; never with a password.
    read_only: nothing can be written through it.
    names_tell: in its tables a name tells what a superseded entry was; so it was before that had a column.
    fence:     called first in every write; raises where we may not write any more.
    """

    def __init__(self, engine: Engine, where: str, *, read_only: bool = False) -> None:
        self.where = where
        self.read_only = read_only
        self.names_tell = False
        self.fence: Callable[[Connection], None] = open_to_all
        self._engine = engine
        self._reading = engine.execution_options(isogloss_reading=True, postgresql_readonly=True)
        self._writing = self._reading if read_only else engine
        self._one_writer = threading.Lock()
        self._writer: int | None = None
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare_reader if read_only else _prepare_writer)
            event.listen(engine, "begin", _begin)

    @property
    def is_sqlite(self) -> bool:
        """Whether times must come from our own clock, and the file is ours alone."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Look at one moment of the database.

        Raises: StateError where it cannot be read.
        """
        with self._explaining(), self._reading.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Change the database: everything inside is on disk when this returns, or nothing is.

        Raises: StateError where it cannot be written.
        """
        if self._writer == threading.get_ident():
            raise AssertionError("a write transaction was begun inside another one of the same thread")
        with self._one_writer:
            self._writer = threading.get_ident()
            try:
                with self._explaining(), self._writing.begin() as connection:
                    self.fence(connection)
                    yield connection
            finally:
                self._writer = None

    def execute(self, statement: Executable, row: Mapping[str, object] | None = None) -> None:
        """Change the database by one statement, with what its parameters are; see :meth:`write`."""
        with self.write() as connection:
            connection.execute(statement, row)

    def put(self, table: Table, rows: Sequence[Mapping[str, object]], *renewed: str) -> None:
        """Write rows, all of them or none; see :func:`put`."""
        if rows:
            with self.write() as connection:
                put(connection, table, rows, *renewed)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._explained(error) from None

    def _explained(self, error: DBAPIError) -> StateError:
        reason = (str(error.orig).strip().splitlines() or [type(error.orig).__name__])[0]
        said = reason.lower()
        if isinstance(error, IntegrityError):
            return StateError(f"{self.where}: somebody else changed the state at the same time ({reason}). Run again.")
        if any(word in said for word in _DAMAGE):
            return damaged(self.where, reason)
        if self.read_only and ("readonly" in said or "read-only" in said):
            raise AssertionError(f"a read-only state was written to: {reason}")
        if "locked" in said:
            return StateError(
                f"{self.where}: another program kept the state for more than {BUSY_SECONDS:.0f} seconds ({reason}). "
                "Let it finish, then run again."
            )
        return StateError(
            f"{self.where}: the state cannot be used ({reason}). Check that it is there, that there is room, and that "
            "you may read and write it; then run again."
        )


def _prepare_writer(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: _begin does
    _write_ahead(connection)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: DBAPIConnection) -> None:
    """Switch the write-ahead log on; unlike all else, SQLite does not wait by itself to be alone for it."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_BUSY_PAUSE)
        else:
            return


def _prepare_reader(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only = ON")


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("isogloss_reading", False):
        connection.connection.cursor().execute("BEGIN")  # locks nothing, so it raises nothing to be translated
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], *renewed: str) -> None:
    """Write rows; one that is there already stays, but for the columns that are renewed. Both dialects say it alike."""
    connection.execute(_putting(connection.dialect.name, table, renewed), rows)


@cache
def _putting(dialect: str, table: Table, renewed: tuple[str, ...]) -> Executable:
    """The statement; to make one takes longer than to carry it out."""
    made = sqlite.insert(table) if dialect == "sqlite" else _insert_on_postgresql(table)
    if not renewed:
        return made.on_conflict_do_nothing()
    columns = {name: made.excluded[name] for name in renewed}
    return made.on_conflict_do_update(index_elements=[*table.primary_key], set_=columns)


def _insert_on_postgresql(table: Table) -> "postgresql.Insert":
    """An insert there; its dialect is imported for nobody whose state is a file."""
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
