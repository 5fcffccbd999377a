"""Plans that wait for somebody's approval, and what became of them.

Decides that the newest plan of a mapping counts: an older one that still waits is passed over. What was decided is
looked at in the transaction that writes, so of two at one instant the second finds what the first did. Refuses to know
when a plan needs approval; ``decide.approving`` does.
"""

from collections.abc import Callable
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

    def ask(self, mapping: str, digest: str, path: str, why: str, over: Approval | None = None) -> bool:
        """Let a plan wait, in the place of an older one; whether it does.

        over: the older one as it was when that was found; where somebody decided about it since, nothing is written.
        """
        with self._database.write() as connection:
            mine = select(APPROVAL).where(APPROVAL.c.mapping == mapping, APPROVAL.c.fate.in_(_OPEN))
            there = [_approval(row) for row in connection.execute(mine.with_for_update())]
            if over is not None and over not in there:
                return False
            self._end(connection, mapping, "passed over")
            row: dict[str, object] = {"mapping": mapping, "digest": digest, "path": path, "why": why, "by": ""}
            row |= {"fate": "waiting", "asked": moment(connection, self._clock)}
            put(connection, APPROVAL, [row], "path", "fate", "why", "by", "asked")
            return True

    def decide(
        self,
        digest: str,
        fate: Literal["approved", "rejected"],
        by: str,
        look: Callable[[Approval], None] = lambda there: None,  # noqa: ARG005  # who takes whatever is there
    ) -> Approval | None:
        """Approve or reject a plan that waits, or decide otherwise; gives it as it was, or None where it waits no more.

        look: at what was decided just before it is replaced, when nobody else can decide any more; raises where nothing
              is to be written.
        """
        with self._database.write() as connection:
            mine = APPROVAL.c.digest == digest, APPROVAL.c.fate.in_(_OPEN)
            row = connection.execute(select(APPROVAL).where(*mine).with_for_update()).first()
            if row is None:
                return None
            there = _approval(row)
            look(there)
            connection.execute(update(APPROVAL).where(*mine).values(fate=fate, by=by))
            note(connection, self._clock, [(by, fate, there.mapping, digest, there.why)])
            return there

    def carried_out(self, approval: Approval) -> bool:
        """A run of an approved plan begins; False where somebody decided otherwise by then."""
        one = APPROVAL.c.mapping == approval.mapping, APPROVAL.c.digest == approval.digest
        with self._database.write() as connection:
            mine = update(APPROVAL).where(*one, APPROVAL.c.fate == "approved")
            return connection.execute(mine.values(fate="carried out")).rowcount == 1

    @staticmethod
    def _end(connection: Connection, mapping: str, fate: Fate) -> None:
        mine = update(APPROVAL).where(APPROVAL.c.mapping == mapping, APPROVAL.c.fate.in_(_OPEN))
        connection.execute(mine.values(fate=fate))


def _approval(row: Row[*tuple[object, ...]]) -> Approval:
    asked = datetime.fromtimestamp(row.asked, UTC)
    return Approval(row.mapping, row.digest, row.path, cast("Fate", row.fate), row.why, asked, row.by)
