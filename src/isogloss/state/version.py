"""Is this database ours, of our version, and are its digests of our kind? Brings an older one up to date.

Decides what may be opened. A new one gets the tables of today at once, which are those that the migrations make: a test
holds the two together. The migrations themselves are Alembic's, shipped in ``migrations``; Alembic is imported only
when there is something to bring up to date.
"""

import threading
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select, text

from isogloss.errors import StateError
from isogloss.model.value import CANON_VERSION
from isogloss.state.database import Database
from isogloss.state.forms import FORMS, known, take_over
from isogloss.state.jsontext import damaged
from isogloss.state.tables import META, METADATA

VERSION_TABLE: Final = "isogloss_version"
_VERSION: Final = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)
"""As Alembic makes it."""

REVISIONS: Final = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0013",
    "0014",
    "0015",
    "0016",
)
"""Every schema this program knows, oldest first; the last is the one it works with."""

READABLE: Final = frozenset(REVISIONS[:-1])
"""Older versions that are read as they lie: tables that they lack read as empty."""

NAMES_TELL: Final = frozenset({"0001", "0002", "0003"})
"""Those of them in which names tell what entries were."""

_FRESH: Final = "The next run then matches the entries again and deletes nothing."
_MIGRATION_LOCK: Final = 0x150610_55
_one_migration: Final = threading.Lock()  # Alembic keeps its context in a module


def bring_up_to_date(database: Database) -> None:
    """Create the tables, or change them from an older version, in one transaction.

    Raises: StateError where the database is not ours, of a newer version, or of other canonical forms.
    """
    with database.read() as connection:
        _check_pages(connection, database)
        current = _revision(connection, database)
        if current == REVISIONS[-1] and _check_forms(connection, database.where) == str(CANON_VERSION):
            return  # as nearly always: one look tells
    if current != REVISIONS[-1]:
        with database.write() as connection:
            _wait_for_other_migrations(connection)
            current = _revision(connection, database)
            if current is None:
                _make(connection)
            elif current != REVISIONS[-1]:
                _migrate(connection)
    with database.read() as connection:
        _check_forms(connection, database.where)
    take_over(database)


def is_readable(database: Database) -> bool:
    """Whether a database opened for reading holds a state; False where nothing was ever written.

    Raises: StateError as :func:`bring_up_to_date`, and where the state is of an older version.
    """
    with database.read() as connection:
        _check_pages(connection, database)
        current = _revision(connection, database)
        if current is None:
            return False
        if current != REVISIONS[-1] and current not in READABLE:
            raise StateError(
                f"{database.where}: the state is of an older version ({current}), and this command writes nothing. "
                "Run apply or sync once: it brings the state up to date."
            )
        _check_forms(connection, database.where)
        database.names_tell = current in NAMES_TELL
        if current in READABLE:
            database.lacking = METADATA.tables.keys() - inspect(connection).get_table_names()
        return True


def revision_of(database: Database) -> str:
    """The version of its tables; "" where nothing was ever written.

    Raises: StateError where it is not ours, or of a newer version.
    """
    with database.read() as connection:
        return _revision(connection, database) or ""


def _revision(connection: Connection, database: Database) -> str | None:
    names = inspect(connection).get_table_names()
    if VERSION_TABLE not in names:
        if database.is_sqlite and names:  # a server may be shared with other programs; a file is not
            raise StateError(
                f"{database.where}: this database is not a state of Isogloss (it holds {', '.join(sorted(names)[:3])}"
                "). Give another file with --state; nothing was changed."
            )
        return None
    revision = connection.scalar(select(_VERSION.c.version_num))
    if revision is not None and revision not in REVISIONS:
        raise StateError(
            f"{database.where}: the state is of a newer version ({revision}) than this program knows "
            f"({REVISIONS[-1]}). Use the newer Isogloss, or give another file with --state. {_FRESH}"
        )
    return None if revision is None else str(revision)


def _check_pages(connection: Connection, database: Database) -> None:
    # 0.03 s for a base of a million cells, and the only moment at which a broken file harms nobody.
    if database.is_sqlite:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise damaged(database.where, str(found).splitlines()[-1])


def _check_forms(connection: Connection, where: str) -> str | None:
    forms = connection.scalar(select(META.c.value).where(META.c.name == FORMS))
    if not known(forms):
        raise StateError(
            f"{where}: the digests in it were made of canonical forms of version {forms}, and this program's are of "
            f"version {CANON_VERSION}, so they cannot be compared. Move the state away. {_FRESH}"
        )
    return forms


def _wait_for_other_migrations(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite has BEGIN IMMEDIATE
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})


def _make(connection: Connection) -> None:
    METADATA.create_all(connection, checkfirst=False)  # as a migration does: what is there by chance is not ours
    _VERSION.create(connection)
    connection.execute(insert(_VERSION).values(version_num=REVISIONS[-1]))
    connection.execute(insert(META).values(name=FORMS, value=str(CANON_VERSION)))


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _one_migration:
        command.upgrade(config, "head")
