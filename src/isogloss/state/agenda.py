"""What a service that runs mappings by the clock remembers: when each is due, what was asked for, what came of it.

Decides what is one transaction: a time that has come and what it asks for; the end of a turn and that it is asked for
no more. So no time is lost or run twice, whenever a process dies. There is one row of what is asked for each mapping:
whoever asks again while it waits is folded into it, and whoever asks while it runs gets one more run after that.
Refuses to know when something is due; ``schedule`` does.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from secrets import randbits
from typing import Final, cast

from sqlalchemy import Connection, Row, delete, func, insert, inspect, or_, select, update

from isogloss.errors import Refused
from isogloss.outcomes import Holder
from isogloss.ports import Clock
from isogloss.schedule.tick import CUT, STEP, Ask, Reason, Schedule, renewed, tick
from isogloss.schedule.turn import Turn, TurnOutcome
from isogloss.state.approvals import Approvals
from isogloss.state.audit import Audit
from isogloss.state.database import Database, put
from isogloss.state.lease import Lease, Leases
from isogloss.state.location import locate, open_empty, open_for_reading, open_for_writing
from isogloss.state.moment import moment
from isogloss.state.notices import Notices
from isogloss.state.tables import ASK, HELD, RUN, SCHEDULE, TURN
from isogloss.state.version import bring_up_to_date, is_readable
from isogloss.state.visits import Visits

SERVICE: Final = "isogloss serve"
"""What the lease of the service is called, beside those of mappings."""
SERVICE_SECONDS: Final = 30.0
"""How long a service that died keeps others out, unless it is seen to be dead."""
KEPT_TURNS: Final = 200
"""How many turns of a mapping are remembered."""
_AT_ONCE: Final = 500
"""How many mappings one transaction asks for."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is asked for, as it was read.

    asked: a mark of the last asking, so that whoever has carried it out sees whether somebody asked again meanwhile.
    """

    ask: Ask
    priority: int
    asked: int


class Agenda:
    """The schedule of every mapping that shares a state, what waits to be run, and the last turns."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.where = database.where
        self.leases = Leases(database, SERVICE, clock)
        self.approvals = Approvals(database, clock)
        self.notices = Notices(database, clock)
        self.audit = Audit(database, clock)
        self.visits = Visits(database, clock)
        self._database = database
        self._clock = clock

    def now(self) -> datetime:
        """The time that counts for whoever shares the state; aware UTC."""
        with self._database.read() as connection:
            return self._now(connection)

    def schedules(self) -> dict[str, Schedule]:
        """All of them, by the name of the mapping, in order of names."""
        with self._database.read() as connection:
            rows = connection.execute(select(SCHEDULE).order_by(SCHEDULE.c.mapping)).all()
        return {row.mapping: _schedule(row) for row in rows}

    def register(self, said: Iterable[Schedule], *, alone: bool = False) -> None:
        """Take over what a project says; what is remembered of each mapping stays.

        alone: other mappings are not run any more.
        """
        with self._database.write() as connection:
            now = self._now(connection)
            before = {row.mapping: _schedule(row) for row in connection.execute(select(SCHEDULE))}
            after = [renewed(before.get(each.mapping), each, now) for each in said]
            _save(connection, after)
            if alone:
                gone = before.keys() - {each.mapping for each in after}
                for table in (SCHEDULE, ASK):
                    connection.execute(delete(table).where(table.c.mapping.in_(gone)))

    def pause(self, mapping: str) -> bool:
        """Ask for a mapping no more, and drop what waits; whether there is such a mapping."""
        with self._database.write() as connection:
            connection.execute(delete(ASK).where(ASK.c.mapping == mapping))
            done = connection.execute(update(SCHEDULE).where(SCHEDULE.c.mapping == mapping).values(paused=1))
            return done.rowcount == 1

    def resume(self, mapping: str) -> bool:
        """Ask for a mapping again, at its next time; whether there is such a mapping."""
        with self._database.write() as connection:
            row = connection.execute(select(SCHEDULE).where(SCHEDULE.c.mapping == mapping)).first()
            if row is None:
                return False
            now, old = self._now(connection), _schedule(row)
            if old.paused:
                _save(connection, [renewed(None, replace(old, paused=False), now)])
            return True

    def tick(self) -> int:
        """Look at the clock once: ask for all that is due; says for how many mappings."""
        with self._database.write() as connection:
            now = self._now(connection)
            wrong = (now + STEP).timestamp()
            due = or_(SCHEDULE.c.due <= now.timestamp(), SCHEDULE.c.seen > wrong)
            query = select(SCHEDULE).where(SCHEDULE.c.paused == 0, due).order_by(SCHEDULE.c.due).limit(_AT_ONCE)
            looked = [tick(_schedule(row), now) for row in connection.execute(query.with_for_update(skip_locked=True))]
            _save(connection, [after for after, _ in looked])
            asks = [ask for _, ask in looked if ask is not None]
            _ask(connection, asks)
            return len(asks)

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
        return None if found is None else _time(found)

    def ask(self, mapping: str, reason: Reason) -> bool:
        """Ask for a run now; whether there is such a mapping. A hint does not wake one that is paused."""
        with self._database.write() as connection:
            mine = select(SCHEDULE).where(SCHEDULE.c.mapping == mapping).with_for_update()
            row = connection.execute(mine).first()
            if row is not None and not (reason == "webhook" and row.paused):
                _ask(connection, [Ask(mapping, self._now(connection), reason, row.lane)])
            return row is not None

    def waiting(self) -> list[Waiting]:
        """What is asked for and may begin now, first what goes first."""
        order = (ASK.c.priority.desc(), ASK.c.due, ASK.c.mapping)
        with self._database.read() as connection:
            now = self._now(connection).timestamp()
            rows = connection.execute(select(ASK).where(ASK.c.later <= now).order_by(*order)).all()
        return [
            Waiting(
                Ask(row.mapping, _time(row.due), cast("Reason", row.reason), row.lane, row.folded),
                row.priority,
                row.asked,
            )
            for row in rows
        ]

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
            connection.execute(insert(TURN), [_row_of(turn) for _, turn in ended])
            taken = {turn.mapping: (each, turn) for each, turn in ended}
            ours = ASK.c.mapping.in_(taken)
            rows = connection.execute(select(ASK).where(ours).with_for_update()).all()
            done = [row.mapping for row in rows if row.asked == taken[row.mapping][0].asked]
            connection.execute(delete(ASK).where(ASK.c.mapping.in_(done)))
            for row in rows:
                each, turn = taken[row.mapping]
                if row.asked != each.asked:
                    # Whoever asked while it ran is in the row, too: what is left of it is one more run.
                    left = {"folded": max(row.folded - each.ask.folded - 1, 0), "due": turn.ended.timestamp()}
                    connection.execute(update(ASK).where(ASK.c.mapping == row.mapping).values(left))
            for _, turn in ended:
                if turn.folded:
                    of = SCHEDULE.c.mapping == turn.mapping
                    connection.execute(update(SCHEDULE).where(of).values(folded=SCHEDULE.c.folded + turn.folded))

    def put_off(self, mapping: str, seconds: float) -> None:
        """Let what is asked for begin later."""
        with self._database.write() as connection:
            later = self._now(connection).timestamp() + seconds
            connection.execute(update(ASK).where(ASK.c.mapping == mapping).values(later=later))

    def turns(self, mapping: str, limit: int = 30) -> tuple[Turn, ...]:
        """The last turns of a mapping, the newest first."""
        query = select(TURN).where(TURN.c.mapping == mapping).order_by(TURN.c.seq.desc()).limit(limit)
        with self._database.read() as connection:
            return tuple(_turn(row) for row in connection.execute(query))

    def last_ended(self) -> dict[str, datetime]:
        """When the last turn of each mapping ended, where it had one."""
        query = select(TURN.c.mapping, func.max(TURN.c.ended)).group_by(TURN.c.mapping)
        with self._database.read() as connection:
            return {row[0]: _time(row[1]) for row in connection.execute(query)}

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
    def serving(self) -> Iterator[Lease]:
        """Be the one service of this state while inside.

        Raises: Refused where another one is, with who that is.
        """
        with ExitStack() as stack:
            try:
                lease = stack.enter_context(self.leases.acquire(SERVICE_SECONDS))
            except Refused:
                raise _refused(self.holder(), self.where) from None
            yield lease

    def _now(self, connection: Connection) -> datetime:
        return _time(moment(connection, self._clock))


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
            yield Agenda(database, clock)
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


def _has_agenda(database: Database) -> bool:
    with database.read() as connection:
        return inspect(connection).has_table(SCHEDULE.name)  # a state of an older version has none


def _refused(holder: Holder | None, where: str) -> Refused:
    """What a second service is told."""
    who = "another one" if holder is None else f"{holder.owner} on {holder.host} (process {holder.pid})"
    return Refused(
        f"{where}: isogloss serve is at work on this state already: {who}. Stop that one first. If it is surely dead, "
        f"try again in {SERVICE_SECONDS:.0f} seconds."
    )


def _ask(connection: Connection, asks: Sequence[Ask]) -> None:
    """Write down what is asked for, under the locks of its schedules; what waits already is folded into that."""
    if not asks:
        return
    wanted = select(ASK.c.mapping).where(ASK.c.mapping.in_([ask.mapping for ask in asks]))
    there = set(connection.scalars(wanted))
    made = [
        {
            "mapping": ask.mapping,
            "lane": ask.lane,
            "reason": ask.reason,
            "priority": ask.priority,
            "due": ask.due.timestamp(),
            "later": 0.0,
            "asked": randbits(31),
            "folded": ask.folded,
        }
        for ask in asks
        if ask.mapping not in there
    ]
    if made:
        connection.execute(insert(ASK), made)
    for ask in asks:
        if ask.mapping in there:
            mine = ASK.c.mapping == ask.mapping
            again = {"asked": randbits(31), "folded": ASK.c.folded + ask.folded + 1}
            connection.execute(update(ASK).where(mine).values(again))
            first = update(ASK).where(mine, ASK.c.priority < ask.priority)
            connection.execute(first.values(priority=ask.priority, reason=ask.reason, later=0.0))


def _save(connection: Connection, schedules: Iterable[Schedule]) -> None:
    rows = [
        {
            "mapping": each.mapping,
            "path": each.path,
            "cron": each.cron,
            "zone": each.zone,
            "lane": each.lane,
            "due": None if each.due is None else each.due.timestamp(),
            "seen": each.seen.timestamp(),
            "paused": int(each.paused),
            "folded": each.folded,
        }
        for each in schedules
    ]
    if rows:
        put(connection, SCHEDULE, rows, "path", "cron", "zone", "lane", "due", "seen", "paused", "folded")


def _schedule(row: Row[*tuple[object, ...]]) -> Schedule:
    due = None if row.due is None else _time(row.due)
    told = row.mapping, row.path, row.cron, row.zone, row.lane
    return Schedule(*told, due, _time(row.seen), bool(row.paused), row.folded)


def _row_of(turn: Turn) -> dict[str, object]:
    times = {name: getattr(turn, name).timestamp() for name in ("due", "started", "ended")}
    told = {name: getattr(turn, name) for name in ("mapping", "reason", "folded", "outcome", "code", "run", "said")}
    return {**told, **times}


def _turn(row: Row[*tuple[object, ...]]) -> Turn:
    return Turn(
        row.mapping,
        cast("Reason", row.reason),
        _time(row.due),
        _time(row.started),
        _time(row.ended),
        row.folded,
        cast("TurnOutcome", row.outcome),
        row.code,
        row.run,
        row.said,
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
