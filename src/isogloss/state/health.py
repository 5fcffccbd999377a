"""How the file or database of a state is: whole, of which version, how large.

Decides what is looked at. A look changes nothing, and a state that cannot be opened says why by raising.
"""

import sqlite3
from dataclasses import dataclass

from isogloss.state.database import Database
from isogloss.state.location import locate, open_for_reading
from isogloss.state.version import REVISIONS, revision_of


def library_version() -> str:
    """The version of SQLite that Python brings."""
    return sqlite3.sqlite_version


@dataclass(frozen=True, slots=True)
class Health:
    """What was found.

    version: the revision of its tables; "" where there is no state yet. newest: that of this program.
    size:    bytes, with what is written ahead; None where only the server knows.
    damage:  what is wrong with the file; "" where nothing is.
    """

    where: str
    version: str
    newest: str
    size: int | None
    damage: str = ""


def health_of(address: str) -> Health:
    """Look at a state.

    Raises: StateError where it cannot be read, is not ours, or is newer than this program.
    """
    location = locate(address)
    database = open_for_reading(location)
    if database is None:
        return Health(location.where, "", REVISIONS[-1], None)
    size = None
    if location.path is not None:
        files = [location.path, location.path.with_name(f"{location.path.name}-wal")]
        size = sum(each.stat().st_size for each in files if each.exists())
    try:
        return Health(location.where, revision_of(database), REVISIONS[-1], size, _damage(database))
    finally:
        database.close()


def _damage(database: Database) -> str:
    if not database.is_sqlite:
        return ""
    with database.read() as connection:
        found = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
    return "" if found == "ok" else found.splitlines()[-1]
