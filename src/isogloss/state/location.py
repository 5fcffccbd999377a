"""Where the state lies, and how to get at it: a path or URL becomes an open database.

Decides what an address means, creates the file (readable by its owner only) and opens it for reading without leaving
a trace. Refuses to know tables and versions.
"""

import errno
import os
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from isogloss.errors import ConfigError, StateError
from isogloss.files import there
from isogloss.state.database import BUSY_SECONDS, Database
from isogloss.state.engines import of_file, of_server
from isogloss.state.tables import METADATA

_POSTGRES: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})


@dataclass(frozen=True, slots=True)
class Location:
    """Where a state lies: a file, or a PostgreSQL database.

    where: what messages call it; never with a password.
    """

    where: str
    path: Path | None = None
    url: URL | None = None


def locate(address: str) -> Location:
    """Understand ``path/to/file``, ``sqlite:///path`` or ``postgresql://user@host/database``.

    Raises: ConfigError for anything else.
    """
    if "://" not in address:
        path = Path(address).expanduser()
        return Location(where=str(path), path=path)
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise _unknown("an address that cannot be read") from None
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        path = Path(url.database).expanduser()
        return Location(where=str(path), path=path)
    if url.drivername in _POSTGRES:
        where = f"postgresql://{url.host or 'localhost'}/{url.database or ''}"
        return Location(where=where, url=url.set(drivername="postgresql+psycopg"))
    raise _unknown(f"{url.drivername}://")


def _unknown(what: str) -> ConfigError:
    return ConfigError(
        f"--state: {what} is no place for a state. Give a path, sqlite:///path, or postgresql://user@host/database."
    )


def open_for_writing(location: Location) -> Database:
    """Open it, and make the file and its folders where they are missing.

    Raises: StateError where that is not possible; ConfigError where the PostgreSQL driver is missing.
    """
    if location.url is not None:
        return _served(location.url, location.where)
    path = _path(location)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    except OSError as error:
        raise StateError(
            f"{location.where}: the state cannot be opened for writing ({error.strerror}). Check the path and who may "
            "write there, or give another one with --state."
        ) from None
    return Database(_sqlite(f"{_uri(path)}?mode=rw"), location.where)


def _make(path: Path) -> None:
    """Make the file where there is none: SQLite would with the umask's rights; its -wal and -shm take theirs from it.

    One that is there is looked at and never opened: to close it would drop all locks that this process holds on it by
    other connections. Another process would then take the log of changes for one that was left behind, and delete it.

    Source: sqlite.org/howtocorrupt.html, 2.2, seen 2026-11.
    Raises: OSError where it cannot be made, read or written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)) from None
        if not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def open_for_reading(location: Location) -> Database | None:
    """Open it without a way to write; None where there is no file yet.

    Raises: StateError where it is there and cannot be read.
    """
    if location.url is not None:
        return _served(location.url, location.where, read_only=True)
    path = _path(location)
    try:
        if not there(path) or (path.is_file() and path.stat().st_size == 0):
            return None
    except OSError as error:
        raise StateError(
            f"{location.where}: the state cannot be looked at ({error.strerror}). Check the path and who may read "
            "there, or give another one with --state."
        ) from None
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return Database(_sqlite(reading_uri(path, writable=writable)), location.where, read_only=True)


def reading_uri(path: Path, *, writable: bool) -> str:
    """How SQLite is to open a file that it must not change.

    Even a reader of a write-ahead log makes two files beside the database. One that could write takes them away again
    when it is done; one opened as ``mode=ro`` leaves them. So a file we may write is opened as if to write, and the
    connection itself refuses to (``query_only``). Where we may not, nobody who can is likely to be at work: a log that
    holds something is read, and without one the file is read as it lies.
    """
    if writable:
        return f"{_uri(path)}?mode=rw"
    log = path.with_name(path.name + "-wal")
    return f"{_uri(path)}?mode=ro" if log.exists() and log.stat().st_size > 0 else f"{_uri(path)}?immutable=1"


def open_empty(location: Location) -> Database:
    """A state without a row, in memory, that cannot be written: what a dry command sees before the first run."""
    name = secrets.token_hex(8)
    engine = _sqlite(f"file:isogloss-{name}?mode=memory&cache=shared")
    with engine.connect() as connection:
        METADATA.create_all(connection)
        connection.commit()
        connection.exec_driver_sql("PRAGMA query_only = ON")
    return Database(engine, location.where, read_only=True)


def _path(location: Location) -> Path:
    assert location.path is not None, "a location is a path or a URL"  # noqa: S101  # our own bug if not
    return location.path


def _uri(path: Path) -> str:
    return f"file:{quote(str(path.absolute()))}"


def _sqlite(uri: str) -> Engine:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

    return of_file(connect)


def _served(url: URL, where: str, *, read_only: bool = False) -> Database:
    try:
        engine, leave = of_server(url)
    except ImportError:
        raise ConfigError(
            "--state: PostgreSQL needs a driver that is not installed. Install isogloss[postgres]."
        ) from None
    return Database(engine, where, read_only=read_only, leave=leave)
