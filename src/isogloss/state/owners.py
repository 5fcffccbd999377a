"""Whose the opaque parts of texts are: the side that a part was on before a write brought it to the other.

Decides that the first word counts, and that it goes with its entry. Refuses to know what a part is: it is told digests.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from isogloss.model.address import EntryKey, Side
from isogloss.model.value import Digest
from isogloss.state.database import Database
from isogloss.state.rows import Rows
from isogloss.state.tables import OWNER


class Owners:
    """The owners of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, OWNER, {"mapping": mapping})

    def of(self, entry: EntryKey) -> Mapping[Digest, Side]:
        """What is known of the parts of one entry."""
        with self._database.read() as connection:
            if OWNER.name in self._database.lacking:  # a state of an older version, opened for reading
                return {}
            rows = connection.execute(select(OWNER.c.part, OWNER.c.side).where(*self._rows.at(entry)))
            return {Digest(part): Side(side) for part, side in rows}

    def note(self, entry: EntryKey, parts: Iterable[Digest], side: Side) -> None:
        """Remember, durably, that these parts came from a side; what was known of one stays."""
        self._database.put(OWNER, [self._rows.row(entry, side=side.value, part=part) for part in sorted(set(parts))])

    def drop(self, entry: EntryKey) -> None:
        """Forget an entry."""
        self._rows.drop(entry)
