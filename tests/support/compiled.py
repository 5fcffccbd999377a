"""Statements compiled once for the whole test process, instead of once for each state that is opened.

A program opens one state or two; the tests of whole runs open some ten thousand, and would spend a tenth of their time
on the SQL of the same hundred statements. SQLAlchemy keeps what it compiled by dialect, so every connection to SQLite
is given the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_DIALECTS: dict[str, Dialect] = {}
_COMPILED: LRUCache = LRUCache(2000)


@event.listens_for(Engine, "engine_connect")
def _share(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # the first has been told by its connection what this SQLite can do; it is the same for all
        connection.dialect = _DIALECTS.setdefault("sqlite", connection.dialect)
        connection.execution_options(compiled_cache=_COMPILED)
