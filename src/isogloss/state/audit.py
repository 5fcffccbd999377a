"""Who decided what: a row for each act of a person, in the order in which they were done.

Decides that a row is written in the transaction of what it tells of, so that nothing is done and not told, or told and
not done. It is never changed, and outlives what it is about. Refuses to know whether somebody may do it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, cast

from sqlalchemy import Connection, inspect, select

from isogloss.ports import Clock
from isogloss.state.database import Database
from isogloss.state.moment import moment
from isogloss.state.tables import AUDIT

Did = Literal[
    "decided", "took back", "approved", "rejected", "came in", "went out", "asked for a run", "paused", "resumed"
]
"""What people do that is told here."""

_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody did.

    at:      aware UTC.
    who:     as that person was known; empty where nobody was named.
    mapping: whose; empty for the page as a whole.
    about:   the id of a conflict, or the digest of a plan; may be empty.
    said:    what was decided, and why, in words; may be empty.
    """

    at: datetime
    who: str
    did: Did
    mapping: str = ""
    about: str = ""
    said: str = ""


def note(connection: Connection, clock: Clock, acts: Iterable[tuple[str, Did, str, str, str]]) -> None:
    """Write down what is done in a transaction: for each who, what, of which mapping, about what, and words."""
    at = moment(connection, clock)
    rows = [
        {"at": at, "who": who, "did": did, "mapping": mapping, "about": about, "said": said}
        for who, did, mapping, about, said in acts
    ]
    if rows:
        connection.execute(AUDIT.insert(), rows)


class Audit:
    """What people did, of every mapping that shares a state."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(self, who: str, did: Did, mapping: str = "", about: str = "", said: str = "") -> None:
        """Write one thing down that has no other transaction."""
        with self._database.write() as connection:
            note(connection, self._clock, [(who, did, mapping, about, said)])

    def last(self, mapping: str | None = None, limit: int = _SHOWN) -> list[Act]:
        """What was done last, the newest first; of a mapping, where one is named."""
        query = select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(limit)
        if mapping is not None:
            query = query.where(AUDIT.c.mapping == mapping)
        with self._database.read() as connection:
            if not inspect(connection).has_table(AUDIT.name):  # a state of an older version, opened for reading
                return []
            rows = connection.execute(query).all()
        return [
            Act(datetime.fromtimestamp(row.at, UTC), row.who, cast("Did", row.did), row.mapping, row.about, row.said)
            for row in rows
        ]
