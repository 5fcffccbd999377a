"""One database, SQLite or PostgreSQL: how it is opened, when a transaction begins, and what its errors mean.

Decides durability and locking, so that the stores above are plain statements. Knows no table.

SQLite: write-ahead log, ``synchronous=FULL`` (a commit is on disk when it returns), foreign keys on. Writers say
``BEGIN IMMEDIATE``, so that two of them wait for each other instead of failing half way; readers say ``BEGIN`` and see
one moment while writers go on. In one process one write happens at a time, on either database. What belongs together is
one transaction, whichever stores write it (``together``).
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVarTuple

from sqlalchemy import Connection, CursorResult, Engine, Executable, Select, event
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

_READS: Final = "isogloss_reads"
"""What a connection to a file says of the transaction that it begins."""

_Columns = TypeVarTuple("_Columns")

_DAMAGE: Final = ("malformed", "not a database", "could not decode", "corrupt")


def open_to_all(_connection: Connection) -> None:
    """The fence where nobody holds a lease."""


class _Together:
    """What one thread writes in one transaction: begun by the first write in it, ended by who asked for it."""

    def __init__(self, ending: ExitStack) -> None:
        self.ending = ending
        self.connection: Connection | None = None
        self.failed: BaseException | None = None
        self.after: list[Callable[[], None]] = []


class _Mine(threading.local):
    """What a thread is in."""

    together: _Together | None = None
    writing = False


class Database:
    """A database and its transactions.

    where:     what messages call it; never with a password.
    read_only: nothing can be written through it.
    names_tell: in its tables a name tells what a superseded entry was; so it was before that had a column.
    lacking:   tables that are not in it, as it is of an older version, opened for reading; they read as empty.
    fence:     called first in every transaction that writes; raises where we may not write any more.
    undone:    called after each that came to nothing: what stores keep in memory is to be read anew.

    leave: called when it is closed, in place of letting go of the engine, where others may use that.
    """

    def __init__(
        self, engine: Engine, where: str, *, read_only: bool = False, leave: Callable[[], None] | None = None
    ) -> None:
        self.where = where
        self.read_only = read_only
        self.names_tell = False
        self.lacking: Collection[str] = frozenset()
        self.fence: Callable[[Connection], None] = open_to_all
        self.undone: list[Callable[[], None]] = []
        self._engine = engine
        self._leave = leave or engine.dispose
        self._reading = engine.execution_options(postgresql_readonly=True)
        self._one_writer = threading.Lock()
        self._mine = _Mine()
        self._closed = False
        self._rested: list[Connection] | None = [] if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare_reader if read_only else _prepare_writer)
            event.listen(engine, "begin", _begin)

    @property
    def is_sqlite(self) -> bool:
        """Whether times must come from our own clock, and the file is ours alone."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Look at one moment of the database; inside :meth:`together`, with what was written there.

        Raises: StateError where it cannot be read.
        """
        together = self._mine.together
        if together is not None and together.connection is not None:
            with self._explaining():
                yield together.connection
        else:
            with self._explaining(), self._transaction(reads=True) as connection:
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Change the database: everything inside is on disk when this returns, or nothing is.

        Inside :meth:`together` it is on disk when that returns, with all else.

        Raises: StateError where it cannot be written.
        """
        together = self._mine.together
        if together is None:
            with self._explaining(), self._alone() as connection:
                yield connection
            return
        try:
            with self._explaining():
                if together.connection is None:
                    together.connection = together.ending.enter_context(self._alone())
                yield together.connection
        except BaseException as error:
            together.failed = error  # it may have been written by half
            raise

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let all that this thread writes inside be on disk when this returns, or nothing of it.

        It waits for the disk once, the fence is asked once, and nothing stops half-way. Nobody else writes meanwhile,
        so nothing that takes long belongs into it, and no request to a side: see :meth:`apart`. Inside another one it
        is a part of that. Where nothing is written, it costs nothing. A write that failed inside fails all of it.

        Raises: StateError where it cannot be written.
        """
        if self._mine.together is not None:
            yield
            return
        with self._explaining(), ExitStack() as ending:
            self._mine.together = together = _Together(ending)
            try:
                yield
            finally:
                self._mine.together = None
            if together.failed is not None:
                raise together.failed
        for told in together.after:
            told()

    def afterwards(self, told: Callable[[], None]) -> None:
        """Call something once what this thread wrote is on disk: at the end of :meth:`together`, or at once."""
        together = self._mine.together
        if together is None:
            told()
        else:
            together.after.append(told)

    def apart(self) -> None:
        """Make sure that what this thread writes is on disk when that returns: before a request leaves.

        Raises: AssertionError inside :meth:`together`.
        """
        if self._mine.together is not None:
            raise AssertionError("a request was about to leave while what was written is not on disk yet")

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        if self._mine.writing:
            raise AssertionError("a write transaction was begun inside another one of the same thread")
        with self._one_writer:
            self._mine.writing = True
            try:
                with self._transaction(reads=self.read_only) as connection:
                    self.fence(connection)
                    yield connection
            except BaseException:
                for forget in self.undone:
                    forget()
                raise
            finally:
                self._mine.writing = False

    @contextmanager
    def _transaction(self, *, reads: bool) -> Iterator[Connection]:
        """A connection in a transaction.

        Those of a file are kept: to take one from the pool and give it back takes longer than to look at a row. Those
        of a server are not, for the pool asks whether they are still alive.
        """
        if self._rested is None:
            with (self._reading if reads else self._engine).begin() as connection:
                yield connection
            return
        try:
            connection = self._rested.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            connection.info[_READS] = reads
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self._rested.append(connection)
        if self._closed:
            self._let_go()

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
        """Let go of every connection; to be said once or more."""
        closed, self._closed = self._closed, True
        self._let_go()
        if not closed:
            self._leave()

    def _let_go(self) -> None:
        while self._rested:
            self._rested.pop().close()

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
    if connection.info[_READS]:
        connection.connection.cursor().execute("BEGIN")  # locks nothing, so it raises nothing to be translated
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def streamed(connection: Connection, query: Select[*_Columns], at_a_time: int) -> CursorResult[*_Columns]:
    """The rows of a query, so many in memory at a time.

    It is said of the query, for what is said of a connection stays with it, and connections are kept.
    """
    return connection.execute(query, execution_options={"stream_results": True, "yield_per": at_a_time})


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
