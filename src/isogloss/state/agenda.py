"""What a service that runs mappings by the clock remembers: when each is due, what was asked for, what came of it.

Decides what is one transaction: a time that has come and what it asks for; the end of a turn and that it is asked for
no more. So no time is lost or run twice, whenever a process dies. There is one row of what is asked for each mapping:
whoever asks again while it waits is folded into it, and whoever asks while it runs gets one more run after that.
Refuses to know when something is due; ``schedule`` does.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, func, inspect, or_, select, update

from isogloss.errors import Refused, StateError
from isogloss.outcomes import Holder
from isogloss.ports import Clock
from isogloss.schedule.tick import CUT, STEP, Ask, Reason, Schedule, renewed
from isogloss.schedule.turn import Turn
from isogloss.state.approvals import Approvals
from isogloss.state.asking import Waiting, ask, end_turns, save, schedule_of, tick_due, time_of, turn_of, waiting_of
from isogloss.state.audit import Audit, Did, note
from isogloss.state.database import Database
from isogloss.state.lease import Lease, Leases
from isogloss.state.location import locate, open_empty, open_for_reading, open_for_writing
from isogloss.state.moment import moment
from isogloss.state.notices import Notices
from isogloss.state.tables import ASK, HELD, RUN, SCHEDULE, TURN
from isogloss.state.version import bring_up_to_date, is_readable
from isogloss.state.visits import Visits
from isogloss.state.workers import Workers

SERVICE: Final = "isogloss serve"
"""What the lease of the service is called, beside those of mappings."""
_TELLING: Final = "isogloss telling"
SERVICE_SECONDS: Final = 30.0
"""How long a service that died keeps others out, unless it is seen to be dead."""
KEPT_TURNS: Final = 200
"""How many turns of a mapping are remembered."""


class Agenda:
    """The schedule of every mapping that shares a state, what waits to be run, and the last turns."""

    def __init__(self, database: Database, clock: Clock, path: Path | None = None) -> None:
        self.where = database.where
        self._path, self._file = path, _file_at(path)
        self.leases = Leases(database, SERVICE, clock)
        self.approvals = Approvals(database, clock)
        self.notices = Notices(database, clock)
        self.audit = Audit(database, clock)
        self.visits = Visits(database, clock)
        self.workers = Workers(database, clock, self.leases)
        self._database = database
        self._clock = clock

    def insist(self) -> None:
        """Make sure that this still is the state that others find at its address.

        Raises: StateError where its file was taken away, or another one is in its place.
        """
        if self._file is not None and self._file != _file_at(self._path):
            raise StateError(
                f"{self.where}: the state was taken away, or another one put in its place, while it was in use. "
                "Nothing is run. Put it back as it was; or stop whoever uses it, and start anew with what is there."
            )

    def now(self) -> datetime:
        """The time that counts for whoever shares the state; aware UTC."""
        with self._database.read() as connection:
            return self._now(connection)

    def schedules(self) -> dict[str, Schedule]:
        """All of them, by the name of the mapping, in order of names."""
        with self._database.read() as connection:
            rows = connection.execute(select(SCHEDULE).order_by(SCHEDULE.c.mapping)).all()
        return {row.mapping: schedule_of(row) for row in rows}

    def register(self, said: Iterable[Schedule], *, alone: bool = False) -> None:
        """Take over what a project says; what is remembered of each mapping stays.

        alone: other mappings are not run any more.
        """
        with self._database.write() as connection:
            now = self._now(connection)
            rows = connection.execute(select(SCHEDULE).with_for_update())  # not while another process ticks
            before = {row.mapping: schedule_of(row) for row in rows}
            after = [renewed(before.get(each.mapping), each, now) for each in said]
            save(connection, after)
            if alone:
                gone = before.keys() - {each.mapping for each in after}
                for table in (SCHEDULE, ASK):
                    connection.execute(delete(table).where(table.c.mapping.in_(gone)))

    def pause(self, mapping: str, by: str = "") -> bool:
        """Ask for a mapping no more, and drop what waits; whether there is such a mapping.

        by: the person who wants it, of whom that is told.
        """
        with self._database.write() as connection:
            done = connection.execute(update(SCHEDULE).where(SCHEDULE.c.mapping == mapping).values(paused=1))
            connection.execute(delete(ASK).where(ASK.c.mapping == mapping))
            if done.rowcount == 1:
                self._note(connection, by, "paused", mapping)
            return done.rowcount == 1

    def resume(self, mapping: str, by: str = "") -> bool:
        """Ask for a mapping again, at its next time; whether there is such a mapping; ``by`` as of ``pause``."""
        with self._database.write() as connection:
            mine = select(SCHEDULE).where(SCHEDULE.c.mapping == mapping).with_for_update()  # the whole row is written
            row = connection.execute(mine).first()
            if row is None:
                return False
            now, old = self._now(connection), schedule_of(row)
            if old.paused:
                save(connection, [renewed(None, replace(old, paused=False), now)])
            self._note(connection, by, "resumed", mapping)
            return True

    def tick(self) -> int:
        """Look at the clock once: ask for all that is due; says for how many mappings."""
        with self._database.write() as connection:
            return tick_due(connection, self._now(connection))

    def any_due(self) -> bool:
        """Whether a tick would ask for anything; locks nothing."""
        with self._database.read() as connection:
            now = self._now(connection)
            due = or_(SCHEDULE.c.due <= now.timestamp(), SCHEDULE.c.seen > (now + STEP).timestamp())
            return (
                connection.execute(select(SCHEDULE.c.mapping).where(SCHEDULE.c.paused == 0, due).limit(1)).first()
                is not None
            )

    def next_due(self) -> datetime | None:
        """When the next mapping is due by the clock; None where none ever is."""
        with self._database.read() as connection:
            found = connection.scalar(select(func.min(SCHEDULE.c.due)).where(SCHEDULE.c.paused == 0))
        return None if found is None else time_of(found)

    def ask(self, mapping: str, reason: Reason, by: str = "") -> bool:
        """Ask for a run now; whether there is such a mapping. A hint does not wake one that is paused.

        by: as of ``pause``.
        """
        with self._database.write() as connection:
            mine = select(SCHEDULE).where(SCHEDULE.c.mapping == mapping).with_for_update()
            row = connection.execute(mine).first()
            if row is not None and not (reason == "webhook" and row.paused):
                ask(connection, [Ask(mapping, self._now(connection), reason, row.lane)])
                self._note(connection, by, "asked for a run", mapping)
            return row is not None

    def waiting(self) -> list[Waiting]:
        """What is asked for and may begin now, first what goes first."""
        order = (ASK.c.priority.desc(), ASK.c.due, ASK.c.mapping)
        with self._database.read() as connection:
            now = self._now(connection).timestamp()
            rows = connection.execute(select(ASK).where(ASK.c.later <= now).order_by(*order)).all()
        return [waiting_of(row) for row in rows]

    def asked(self) -> frozenset[str]:
        """The mappings of which a run is asked for and has not ended."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(select(ASK.c.mapping)))

    def first(self, mappings: Iterable[str]) -> None:
        """Let what waits of these mappings go before all else."""
        mappings = list(mappings)
        if not mappings:
            return
        with self._database.write() as connection:
            connection.execute(update(ASK).where(ASK.c.mapping.in_(mappings)).values(priority=CUT, later=0.0))

    def cut(self) -> frozenset[str]:
        """The mappings whose last run was not ended."""
        last = select(func.max(RUN.c.seq)).group_by(RUN.c.mapping)
        with self._database.read() as connection:
            query = select(RUN.c.mapping).where(RUN.c.seq.in_(last), RUN.c.state.in_(("running", "interrupted")))
            return frozenset(connection.scalars(query))

    def end(self, ended: Sequence[tuple[Waiting, Turn]]) -> None:
        """Write down what became of some turns; they are asked for no more, unless somebody asked meanwhile."""
        if not ended:
            return
        with self._database.write() as connection:
            end_turns(connection, ended)

    def put_off(self, mapping: str, seconds: float) -> None:
        """Let what is asked for begin later."""
        with self._database.write() as connection:
            later = self._now(connection).timestamp() + seconds
            connection.execute(update(ASK).where(ASK.c.mapping == mapping).values(later=later))

    def turns(self, mapping: str, limit: int = 30) -> tuple[Turn, ...]:
        """The last turns of a mapping, the newest first."""
        query = select(TURN).where(TURN.c.mapping == mapping).order_by(TURN.c.seq.desc()).limit(limit)
        with self._database.read() as connection:
            return tuple(turn_of(row) for row in connection.execute(query))

    def last_ended(self) -> dict[str, datetime]:
        """When the last turn of each mapping ended, where it had one."""
        query = select(TURN.c.mapping, func.max(TURN.c.ended)).group_by(TURN.c.mapping)
        with self._database.read() as connection:
            return {row[0]: time_of(row[1]) for row in connection.execute(query)}

    def prune(self) -> None:
        """Forget turns that are older than the newest ones of their mapping."""
        many = select(TURN.c.mapping).group_by(TURN.c.mapping).having(func.count() > KEPT_TURNS)
        with self._database.write() as connection:
            for mapping in connection.scalars(many).all():
                mine = TURN.c.mapping == mapping
                newest = select(TURN.c.seq).where(mine).order_by(TURN.c.seq.desc()).offset(KEPT_TURNS).limit(1)
                connection.execute(delete(TURN).where(mine, TURN.c.seq <= newest.scalar_subquery()))

    def conflicts(self) -> dict[str, int]:
        """How many conflicts the last run of each mapping left, where there are any."""
        with self._database.read() as connection:
            found = select(HELD.c.mapping, func.count()).where(HELD.c.held.like('%"record":"conflict"%'))
            rows = connection.execute(found.group_by(HELD.c.mapping))
            return {row[0]: row[1] for row in rows}

    def holder(self) -> Holder | None:
        """The service that is at work, if any."""
        return self.leases.show()

    @contextmanager
    def telling(self) -> Iterator[Lease]:
        """Be the one that tells people, of several that share this state, while inside.

        Raises: Refused where another one is.
        """
        with Leases(self._database, _TELLING, self._clock).acquire(SERVICE_SECONDS) as lease:
            yield lease

    @contextmanager
    def serving(self) -> Iterator[Lease]:
        """Be the one service of this state while inside.

        Raises: Refused where another one is, or workers are, with who that is.
        """
        if (worker := self.workers.holder()) is not None:
            raise Refused(
                f"{self.where}: isogloss worker is at work on this state already: {worker.owner} on {worker.host} "
                f"(process {worker.pid}). Stop all workers first, or have the page alone: isogloss web."
            )
        with ExitStack() as stack:
            try:
                lease = stack.enter_context(self.leases.acquire(SERVICE_SECONDS))
            except Refused:
                raise refused(self.holder(), self.where) from None
            yield lease

    def _note(self, connection: Connection, by: str, did: Did, mapping: str) -> None:
        if by:
            note(connection, self._clock, [(by, did, mapping, "", "")])

    def _now(self, connection: Connection) -> datetime:
        return time_of(moment(connection, self._clock))


@contextmanager
def open_agenda(address: str, clock: Clock, *, read_only: bool = False) -> Iterator[Agenda]:
    """Open the agenda in a state; one that is missing is made, or, where it is only read, is empty.

    Raises: as ``open_state``.
    """
    location = locate(address)
    if not read_only:
        database = open_for_writing(location)
        try:
            bring_up_to_date(database)
            yield Agenda(database, clock, location.path)
        finally:
            database.close()
        return
    found = open_for_reading(location)
    database = found or open_empty(location)
    try:
        if found is not None and not (is_readable(found) and _has_agenda(found)):
            found.close()
            database = open_empty(location)
        yield Agenda(database, clock)
    finally:
        database.close()


def _file_at(path: Path | None) -> tuple[int, int] | None:
    """What tells a file from any other that may come to lie there; nothing where there is none."""
    try:
        found = None if path is None else path.stat()
    except OSError:
        return None
    return None if found is None else (found.st_dev, found.st_ino)


def _has_agenda(database: Database) -> bool:
    with database.read() as connection:
        return inspect(connection).has_table(SCHEDULE.name)  # a state of an older version has none


def refused(holder: Holder | None, where: str) -> Refused:
    """What is told to whoever needs the state alone while a service is at work on it."""
    who = "another one" if holder is None else f"{holder.owner} on {holder.host} (process {holder.pid})"
    return Refused(
        f"{where}: isogloss serve is at work on this state already: {who}. Stop that one first. If it is surely dead, "
        f"try again in {SERVICE_SECONDS:.0f} seconds."
    )
