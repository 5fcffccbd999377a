"""Plans that wait for somebody's approval, and what became of them.

Decides that the newest plan of a mapping counts: an older one that still waits is passed over. Refuses to know when a
plan needs approval; ``decide.approving`` does.
"""

from datetime import UTC, datetime
from typing import Final, Literal, cast

from sqlalchemy import Connection, Row, inspect, select, update

from isogloss.ports import Clock
from isogloss.schedule.turn import Approval, Fate
from isogloss.state.audit import note
from isogloss.state.database import Database, put
from isogloss.state.moment import moment
from isogloss.state.tables import APPROVAL

_OPEN: Final = ("waiting", "approved", "rejected")


class Approvals:
    """The plans of every mapping that need approval."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> list[Approval]:
        """Those that wait or were decided and not carried out yet, in order of names."""
        with self._database.read() as connection:
            if not inspect(connection).has_table(APPROVAL.name):  # a state of an older version, opened for reading
                return []
            query = select(APPROVAL).where(APPROVAL.c.fate.in_(_OPEN)).order_by(APPROVAL.c.mapping)
            return [_approval(row) for row in connection.execute(query)]

    def of(self, mapping: str) -> Approval | None:
        """The plan of a mapping that waits, or was decided and not carried out yet."""
        return next((each for each in self.all() if each.mapping == mapping), None)

    def named(self, digest: str) -> Approval | None:
        """The plan of a digest, whatever became of it."""
        with self._database.read() as connection:
            row = connection.execute(select(APPROVAL).where(APPROVAL.c.digest == digest)).first()
        return None if row is None else _approval(row)

    def ask(self, mapping: str, digest: str, path: str, why: str) -> None:
        """Let a plan wait, in the place of an older one."""
        with self._database.write() as connection:
            self._end(connection, mapping, "passed over")
            row: dict[str, object] = {"mapping": mapping, "digest": digest, "path": path, "why": why, "by": ""}
            row |= {"fate": "waiting", "asked": moment(connection, self._clock)}
            put(connection, APPROVAL, [row], "path", "fate", "why", "by", "asked")

    def decide(self, digest: str, fate: Literal["approved", "rejected"], by: str) -> bool:
        """Approve or reject a plan that waits, or decide otherwise; whether it still could be."""
        with self._database.write() as connection:
            mine = APPROVAL.c.digest == digest, APPROVAL.c.fate.in_(_OPEN)
            there = connection.execute(select(APPROVAL.c.mapping, APPROVAL.c.why).where(*mine)).all()
            connection.execute(update(APPROVAL).where(*mine).values(fate=fate, by=by))
            note(connection, self._clock, [(by, fate, row.mapping, digest, row.why) for row in there])
            return len(there) == 1

    def carried_out(self, mapping: str) -> None:
        """A run of the approved plan begins."""
        with self._database.write() as connection:
            self._end(connection, mapping, "carried out")

    @staticmethod
    def _end(connection: Connection, mapping: str, fate: Fate) -> None:
        mine = update(APPROVAL).where(APPROVAL.c.mapping == mapping, APPROVAL.c.fate.in_(_OPEN))
        connection.execute(mine.values(fate=fate))


def _approval(row: Row[*tuple[object, ...]]) -> Approval:
    asked = datetime.fromtimestamp(row.asked, UTC)
    return Approval(row.mapping, row.digest, row.path, cast("Fate", row.fate), row.why, asked, row.by)
