"""What the last run left: conflicts, steps and writes that did not succeed, and drift that is kept.

What ``status`` shows. One decision rests on it: a side is not held to an entry of which it was told that it is gone.
"""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from isogloss.outcomes import Left, dump_left, load_left
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import HELD


class Held:
    """What is left for a person in one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping

    def replace(self, run: str, left: Iterable[Left]) -> None:
        """Put this in the place of what the run before left."""
        written = [
            {"mapping": self._mapping, "place": place, "run": run, "held": dump_json(dump_left(each))}
            for place, each in enumerate(left)
        ]
        with self._database.write() as connection:
            connection.execute(delete(HELD).where(HELD.c.mapping == self._mapping))
            if written:
                connection.execute(insert(HELD), written)

    def all(self) -> list[Left]:
        """What the last run left, in its order.

        Raises: StateError where it is not of the shape that was written.
        """
        query = select(HELD.c.held).where(HELD.c.mapping == self._mapping).order_by(HELD.c.place)
        with self._database.read() as connection:
            found = [load_json(held, self._database.where) for held in connection.scalars(query)]
        try:
            return [load_left(data) for data in found]
        except ValueError as error:
            raise damaged(self._database.where, f"what is held for a person has another shape: {error}") from error
