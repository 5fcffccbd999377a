"""What SQLAlchemy keeps of a database, shared by all that one process opens of it.

A service opens a state for each turn. What SQLAlchemy learns by then, the text of each statement above all, goes with
its engine; to find that out anew for each turn took a third of one in which nothing happened.

Decides what may be shared. Databases on one server share an engine, and so its connections, as long as one of them is
open: a service keeps one as long as it runs. Those of files share the statements alone, for a file may be taken away
and another put in its place: nothing of it is held by whoever closed it.
"""

import sqlite3
import threading
from collections.abc import Callable
from functools import partial
from typing import Final

from sqlalchemy import URL, Connection, Dialect, Engine, QueuePool, create_engine, event
from sqlalchemy.util import LRUCache

_KEPT: Final = 10
"""So many connections to a server are kept for the next one who asks; more are opened where they are needed."""
_STATEMENTS: Final = 500
"""So many statements to files are kept, as many as SQLAlchemy keeps of one engine."""

_compiled: Final[LRUCache[object, object]] = LRUCache(_STATEMENTS)
_dialects: Final[dict[str, Dialect]] = {}
_served: Final[dict[URL, tuple[Engine, int]]] = {}
_one: Final = threading.Lock()


def of_file(connect: Callable[[], sqlite3.Connection]) -> Engine:
    """An engine for a file, or for what is in memory, by how to connect to it."""
    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True)
    event.listen(engine, "engine_connect", _knowing)
    return engine


def _knowing(connection: Connection) -> None:
    """Let a connection use what was compiled for others; SQLAlchemy tells that apart by the dialect.

    The first one was told by its connection what this SQLite can do, which is the same for all.
    """
    connection.dialect = _dialects.setdefault(connection.dialect.name, connection.dialect)
    connection.execution_options(compiled_cache=_compiled)


def of_server(url: URL) -> tuple[Engine, Callable[[], None]]:
    """The engine for a database on a server, and what to call once it is needed no more.

    Raises: ImportError where its driver is not installed.
    """
    with _one:
        engine, users = _served.get(url) or (_opened(url), 0)
        _served[url] = engine, users + 1
    return engine, partial(_leave, url)


def _opened(url: URL) -> Engine:
    # without a bound, as each of those who share it had connections of its own
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=_KEPT, max_overflow=-1)


def _leave(url: URL) -> None:
    with _one:
        engine, users = _served.pop(url)
        if users > 1:
            _served[url] = engine, users - 1
            return
    engine.dispose()
