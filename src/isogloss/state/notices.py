"""What people were told, and what they are still to be told.

Decides what is one transaction: that something counts as told, and the message that tells it to each receiver. So
whoever dies in between has told nothing, and says it later; a message that left before that was written down is said
twice. Refuses to know what is worth telling; ``decide.noticing`` does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

from sqlalchemy import delete, func, insert, select, update

from isogloss.decide.noticing import Fact, Notice, Standing, What, places
from isogloss.ports import Clock
from isogloss.schedule.turn import Approval
from isogloss.state.database import Database
from isogloss.state.held import Held
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.moment import moment
from isogloss.state.tables import APPROVAL, NOTICE, TOLD, TURN

AT_ONCE: Final = 100
"""How many notices one message holds."""


@dataclass(frozen=True, slots=True)
class Due:
    """One notice that a receiver is still to be told.

    tries: how often that failed.
    """

    seq: int
    notice: Notice
    tries: int


class Notices:
    """What there is to tell of every mapping that shares a state."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def ended_since(self, seq: int) -> tuple[int, frozenset[str]]:
        """The newest turn there is, and the mappings that had one after this one."""
        with self._database.read() as connection:
            newest: int = connection.scalar(select(func.max(TURN.c.seq))) or 0
            names = connection.scalars(select(TURN.c.mapping).where(TURN.c.seq > seq, TURN.c.seq <= newest).distinct())
            return newest, frozenset(names)

    def standing(self, mapping: str, approval: Approval | None) -> Standing:
        """How a mapping stands, but for its last turn.

        Raises: StateError where what is held for a person cannot be read.
        """
        conflicts = places(mapping, Held(self._database, mapping).all())
        query = select(APPROVAL.c.digest).where(APPROVAL.c.mapping == mapping, APPROVAL.c.by != "")
        with self._database.read() as connection:
            return Standing(mapping, conflicts, approval, frozenset(connection.scalars(query)))

    def told(self, mapping: str) -> frozenset[str]:
        """The marks of what was told of a mapping."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(select(TOLD.c.mark).where(TOLD.c.mapping == mapping)))

    def note(self, mapping: str, marks: Collection[str], to: Mapping[str, tuple[float, Sequence[Notice]]]) -> None:
        """Count something as told, and let it wait for each receiver.

        to: by the name of a receiver, when it is to be told (seconds since 1970; 0 for at once), and of what.
        """
        rows = [
            {"receiver": name, "mapping": mapping, "said": dump_json(_dumped(each)), "later": later, "tries": 0}
            for name, (later, notices) in to.items()
            for each in notices
        ]
        with self._database.write() as connection:
            connection.execute(delete(TOLD).where(TOLD.c.mapping == mapping))
            if marks:
                connection.execute(insert(TOLD), [{"mapping": mapping, "mark": mark} for mark in sorted(marks)])
            if rows:
                connection.execute(insert(NOTICE), rows)

    def due(self, receiver: str) -> list[Due]:
        """What a receiver is to be told by now, in the order in which it was noticed."""
        with self._database.read() as connection:
            now = moment(connection, self._clock)
            mine = select(NOTICE).where(NOTICE.c.receiver == receiver, NOTICE.c.later <= now)
            rows = connection.execute(mine.order_by(NOTICE.c.seq).limit(AT_ONCE)).all()
        return [Due(row.seq, self._loaded(row.mapping, row.said), row.tries) for row in rows]

    def waiting(self) -> frozenset[str]:
        """The receivers for whom something is due."""
        with self._database.read() as connection:
            now = moment(connection, self._clock)
            query = select(NOTICE.c.receiver).where(NOTICE.c.later <= now).distinct()
            return frozenset(connection.scalars(query))

    def done(self, dues: Collection[Due]) -> None:
        """These were told, or are given up."""
        with self._database.write() as connection:
            connection.execute(delete(NOTICE).where(NOTICE.c.seq.in_([due.seq for due in dues])))

    def put_off(self, dues: Collection[Due], seconds: float) -> None:
        """These could not be told, and are tried again after so long."""
        with self._database.write() as connection:
            later = moment(connection, self._clock) + seconds
            mine = update(NOTICE).where(NOTICE.c.seq.in_([due.seq for due in dues]))
            connection.execute(mine.values(later=later, tries=NOTICE.c.tries + 1))

    def forget(self, receivers: Collection[str]) -> int:
        """Drop what waits for others than these receivers; says how much that was."""
        with self._database.write() as connection:
            return connection.execute(delete(NOTICE).where(NOTICE.c.receiver.not_in(receivers))).rowcount

    def _loaded(self, mapping: str, said: str) -> Notice:
        match load_json(said, self._database.where):
            case {"what": str(what), "at": str(at), "facts": dict(facts)}:
                told = cast("Mapping[str, Fact]", facts)
                return Notice(mapping, cast("What", what), datetime.fromisoformat(at), told)
        raise damaged(self._database.where, "what people are to be told has another shape")


def _dumped(notice: Notice) -> dict[str, object]:
    return {"what": notice.what, "at": notice.at.astimezone(UTC).isoformat(), "facts": dict(notice.facts)}
