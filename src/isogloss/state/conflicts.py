"""Since when each conflict waits. What it is about is among what the last run left (``held``)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from isogloss.ports import Clock
from isogloss.state.database import Database, put
from isogloss.state.jsontext import damaged
from isogloss.state.rows import Rows
from isogloss.state.tables import CONFLICT

_AT_A_TIME = 500


class Conflicts:
    """The conflicts of one mapping, by their ids."""

    def __init__(self, database: Database, mapping: str, clock: Clock) -> None:
        self._database = database
        self._rows = Rows(database, CONFLICT, {"mapping": mapping})
        self._clock = clock

    def note(self, run: str, found: Collection[str]) -> None:
        """Remember what a run found, durably: what was seen before keeps its time, what is settled is forgotten."""
        now = self._clock.now().isoformat()
        rows = [{**self._rows.of, "id": each, "first_seen": now, "run": run} for each in found]
        with self._database.write() as connection:
            known = connection.scalars(select(CONFLICT.c.id).where(*self._rows.at())).all()
            gone = sorted(set(known) - set(found))
            for at in range(0, len(gone), _AT_A_TIME):
                some = CONFLICT.c.id.in_(gone[at : at + _AT_A_TIME])
                connection.execute(delete(CONFLICT).where(*self._rows.at(), some))
            if rows:
                put(connection, CONFLICT, rows)

    def first_seen(self) -> dict[str, datetime]:
        """When each was seen first, aware UTC."""
        query = select(CONFLICT.c.id, CONFLICT.c.first_seen).where(*self._rows.at())
        with self._database.read() as connection:
            if CONFLICT.name in self._database.lacking:  # a state of an older version, opened for reading
                return {}
            rows = connection.execute(query).all()
        try:
            return {each: datetime.fromisoformat(seen) for each, seen in rows}
        except ValueError as error:
            raise damaged(self._database.where, f"since when a conflict waits has another shape: {error}") from None
