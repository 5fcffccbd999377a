"""What the last run left for a person: conflicts, steps, unconfirmed writes. Only what ``status`` shows.

The rows are whatever the caller wants to show again; nothing here reads them, and no decision rests on them.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert, select

from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import HELD


class Held:
    """What is left for a person in one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping

    def replace(self, run: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Put these rows in the place of those of the run before."""
        written = [
            {"mapping": self._mapping, "place": place, "run": run, "held": dump_json(dict(row))}
            for place, row in enumerate(rows)
        ]
        with self._database.write() as connection:
            connection.execute(delete(HELD).where(HELD.c.mapping == self._mapping))
            if written:
                connection.execute(insert(HELD), written)

    def rows(self) -> list[dict[str, object]]:
        """The rows of the last run, in its order."""
        query = select(HELD.c.held).where(HELD.c.mapping == self._mapping).order_by(HELD.c.place)
        with self._database.read() as connection:
            found = [load_json(held, self._database.where) for held in connection.scalars(query)]
        rows = [row for row in found if isinstance(row, dict)]
        if len(rows) != len(found):
            raise damaged(self._database.where, "what is held for a person has another shape")
        return rows
