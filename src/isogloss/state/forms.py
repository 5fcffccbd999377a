"""Of which canonical forms the digests of a mapping are.

A database may serve several mappings, and each is brought up to date by its own next run. So the database has the
version of the program that wrote it last, which keeps older programs out, and every mapping that still has digests of
older forms is named.
"""

from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from isogloss.model.value import CANON_VERSION
from isogloss.state.database import Database
from isogloss.state.tables import BASE, META

FORMS: Final = "canon"
"""The row with the version of the forms that the database is of."""
FIRST: Final = "1"
"""The forms that this program can bring up to date."""


class Forms:
    """The forms of one mapping's digests."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._row = _row(mapping)

    def old(self) -> bool:
        """Whether they are the first forms."""
        with self._database.read() as connection:
            found = {row.name: row.value for row in connection.execute(select(META.c.name, META.c.value))}
        return FIRST in (found.get(FORMS), found.get(self._row))

    def renew(self) -> None:
        """Write down that all of them are of the forms of today."""
        self._database.execute(delete(META).where(META.c.name == self._row))


def known(forms: str | None) -> bool:
    """Whether a database of these forms can be read."""
    return forms in (FIRST, str(CANON_VERSION))


def take_over(database: Database) -> None:
    """Name the mappings that have digests of the first forms, if the database is of those."""
    with database.read() as connection:
        if _forms(connection) != FIRST:
            return
    with database.write() as connection:
        if _forms(connection) != FIRST:
            return  # somebody else was sooner
        for mapping in connection.scalars(select(BASE.c.mapping).distinct()).all():
            connection.execute(insert(META).values(name=_row(mapping), value=FIRST))
        connection.execute(update(META).where(META.c.name == FORMS).values(value=str(CANON_VERSION)))


def _forms(connection: Connection) -> str | None:
    return connection.scalar(select(META.c.value).where(META.c.name == FORMS))


def _row(mapping: str) -> str:
    return f"{FORMS}/{mapping}"
