"""What the workers of a cluster share: who is there, who is at work on what, and what the engine is to hand out.

Decides what is one transaction. A look at the clock, what it asks for and the tickets for that are one; so are the end
of a turn, that it is asked for no more, and that nobody is at work on it. The truth is in our rows: a ticket of the
engine only says that somebody should look at a mapping, and one too many or too few costs a moment. Whoever is not seen
for a while is taken for dead: what it was at work on is asked for anew, and its leases end, so that whatever it still
has in mind is refused when it wakes. Refuses to know how tickets are made.

Whoever changes several rows of a mapping does so in this order: schedule, taken, asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Connection, Row, Select, delete, exists, func, inspect, not_, select, text, true, update

from isogloss.errors import Refused
from isogloss.outcomes import Holder
from isogloss.ports import Clock
from isogloss.schedule.tick import CUT
from isogloss.schedule.turn import Turn
from isogloss.state.asking import AT_ONCE, Waiting, end_turns, tick_due, time_of, waiting_of
from isogloss.state.database import Database, put
from isogloss.state.lease import Leases
from isogloss.state.moment import moment
from isogloss.state.tables import ASK, LEASE, META, SCHEDULE, TAKEN, WORKER

TASK: Final = "isogloss.turn"
"""What the engine calls a turn."""
LOST: Final = 8.0
"""Seconds after which a worker that is not seen any more is taken for dead."""
AHEAD: Final = 5
"""So many tickets wait for each slot that serves a lane. What is asked for beyond that waits in our rows, where lanes
take turns; more of them would keep another lane waiting, fewer would keep slots idle between two looks."""
_STOPPED: Final = 5.0
"""Seconds after which PostgreSQL ends a transaction whose process was stopped inside it."""
_LOOKING: Final = 0x150610_68
_PREPARING: Final = 0x150610_69
_ENGINE: Final = "cluster engine"

_TORN: Final = text(
    "DELETE FROM procrastinate_jobs WHERE task_name = :task AND status = 'doing' AND lock = ANY(:mappings)"
)
_ORPHANED: Final = text(
    "DELETE FROM procrastinate_jobs AS job WHERE task_name = :task AND status = 'doing'"
    " AND NOT EXISTS (SELECT FROM isogloss_taken WHERE mapping = job.lock)"
    " AND NOT EXISTS (SELECT FROM procrastinate_workers AS worker JOIN procrastinate_events AS event"
    " ON event.job_id = job.id AND event.type = 'started'"
    " WHERE worker.id = job.worker_id AND clock_timestamp() - make_interval(secs => :lost)"
    " < LEAST(worker.last_heartbeat, event.at))"
)
"""Tickets of turns that nobody has taken, where whoever drew them is dead, or drew them a while ago.

Procrastinate 3.10 gives a ticket back once: where the database restarts just then, and is there again before the
engine's worker notices, that lives on, and the ticket stays drawn (seen 2026-11).
"""
_RAISED: Final = text(
    "UPDATE procrastinate_jobs AS job SET priority = ask.priority FROM isogloss_ask AS ask"
    " WHERE job.task_name = :task AND job.status = 'todo' AND job.queueing_lock = ask.mapping"
    " AND job.priority < ask.priority"
)
_TICKETS: Final = text(
    "SELECT queueing_lock AS mapping, status::text = 'todo' AS waits FROM procrastinate_jobs"
    " WHERE task_name = :task AND status IN ('todo', 'doing')"
)


@dataclass(frozen=True, slots=True)
class Worker:
    """One process that takes turns.

    lanes: those that it serves; all where none is named.
    slots: how many turns it takes at once.
    """

    name: str
    owner: str
    host: str
    pid: int
    lanes: tuple[str, ...] = ()
    slots: int = 1

    def serves(self, lane: str) -> bool:
        """Whether it takes turns of a lane."""
        return not self.lanes or lane in self.lanes


@dataclass(frozen=True, slots=True)
class Ticket:
    """Somebody should look at a mapping."""

    mapping: str
    lane: str
    priority: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn that one worker has begun.

    claim: a mark of that, so that it sees whether it still is the one.
    since: when, by the clock that all share.
    """

    waiting: Waiting
    claim: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look did.

    asked:    for how many mappings their time had come.
    over:     mappings whose worker is dead.
    unserved: lanes of which something waits, and which nobody serves.
    """

    asked: int = 0
    over: tuple[str, ...] = ()
    unserved: tuple[str, ...] = ()


Offer = Callable[[object, Sequence[Ticket]], None]
"""Makes tickets in the transaction of a connection of the driver."""
Apply = Callable[[object, str], str]
"""Brings the engine's tables up to date, from the version that is there ("" for none); says which one is there now."""


class Workers:
    """The workers that share a state on PostgreSQL."""

    def __init__(self, database: Database, clock: Clock, service: Leases) -> None:
        self._database, self._clock, self._service = database, clock, service

    @property
    def possible(self) -> bool:
        """Whether several workers can share this state."""
        return not self._database.is_sqlite

    def prepare(self, apply: Apply) -> str:
        """Make or renew the tables of the engine, in one transaction; says of which version they are.

        Raises: Refused where there are some that we did not make.
        """
        with self._database.write() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(_PREPARING)))
            there, ours = _has_engine(connection), _engine_of(connection)
            if there and not ours:
                raise Refused(
                    f"{self._database.where}: there are tables of Procrastinate here that Isogloss did not make. Give "
                    "the state a database, or a schema (search_path), of its own."
                )
            now = apply(_driver(connection), ours if there else "")
            put(connection, META, [{"name": _ENGINE, "value": now}], "value")
            return now

    def prepared(self) -> str:
        """The version of the engine's tables; "" where there are none."""
        with self._database.read() as connection:
            return _engine_of(connection) if _has_engine(connection) else ""

    def beat(self, me: Worker) -> None:
        """Be seen.

        Raises: Refused where somebody else serves this state alone, or copies it.
        """
        holder = self._service.show()
        if holder is not None and not holder.expired:
            raise Refused(
                f"{self._database.where}: {holder.owner} on {holder.host} (process {holder.pid}) is at work on this "
                "state alone, by isogloss serve or isogloss state copy. Stop that first; then start workers."
            )
        with self._briefly() as connection:
            row = {
                "name": me.name,
                "owner": me.owner,
                "host": me.host,
                "pid": me.pid,
                "lanes": "\n".join(me.lanes),
                "slots": me.slots,
                "seen": moment(connection, self._clock),
            }
            put(connection, WORKER, [row], "seen")

    def leave(self, me: Worker) -> None:
        """Be here no more; what it was still at work on is asked for anew."""
        with self._database.write() as connection:
            connection.execute(delete(TAKEN).where(TAKEN.c.worker == me.name))
            connection.execute(delete(WORKER).where(WORKER.c.name == me.name))

    def present(self) -> tuple[Worker, ...]:
        """Those that were seen a moment ago."""
        with self._database.read() as connection:
            return self._present(connection)

    def holder(self) -> Holder | None:
        """One of them, as whoever serves the state; None where there is none."""
        with self._database.read() as connection:
            if not self.possible or not inspect(connection).has_table(WORKER.name):  # a state of an older version
                return None
            present = self._present(connection)
        for each in present:
            now = self._clock.now()
            return Holder(each.name, each.owner, each.host, each.pid, now, now, expired=False)
        return None

    def running(self) -> frozenset[str]:
        """The mappings that are at work."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(select(TAKEN.c.mapping)))

    def look(self, offer: Offer, *, bury: bool) -> Looked | None:
        """Look at the clock once, and see to it that there is a ticket for what may begin; None where another looks.

        bury: take what workers that are dead were at work on.
        """
        with self._briefly() as connection:
            if not connection.scalar(select(func.pg_try_advisory_xact_lock(_LOOKING))):
                return None
            now = moment(connection, self._clock)
            asked = tick_due(connection, time_of(now))
            over = self._buried(connection, now) if bury else ()
            return Looked(asked, over, self._offered(connection, now, offer))

    def take(self, me: Worker, mapping: str, claim: int) -> Taken | None:
        """Begin a turn; None where nothing is asked for, or somebody is at work on it. Said twice, it is done once."""
        with self._briefly() as connection:
            row = {"mapping": mapping, "worker": me.name, "host": me.host, "pid": me.pid, "claim": claim}
            put(connection, TAKEN, [row])
            mine = select(TAKEN.c.claim).where(TAKEN.c.mapping == mapping).with_for_update()
            if connection.scalar(mine) != claim:
                return None
            now = moment(connection, self._clock)
            wanted = select(ASK).where(ASK.c.mapping == mapping, ASK.c.later <= now).with_for_update()
            found = connection.execute(wanted).first()
            if found is None:
                connection.execute(delete(TAKEN).where(TAKEN.c.mapping == mapping))
                return None
            # A lease that a worker could not give back, as the database was away: none of them is at work on it.
            worker = exists().where(WORKER.c.host == LEASE.c.host, WORKER.c.pid == LEASE.c.pid)
            left = update(LEASE).where(LEASE.c.mapping == mapping, LEASE.c.id != "", worker)
            connection.execute(left.values(id="", expires=0.0))
            return Taken(waiting_of(found), claim, time_of(now))

    def end(self, taken: Taken, turn: Turn) -> bool:
        """Write down what became of a turn; False, and nothing is, where somebody took it over."""
        with self._briefly() as connection:
            ours = self._let_go(connection, taken)
            if ours:
                end_turns(connection, [(taken.waiting, turn)])
            return ours

    def put_off(self, taken: Taken, seconds: float) -> bool:
        """Let what is asked for begin later; where that is at once, before all else."""
        with self._briefly() as connection:
            ours = self._let_go(connection, taken)
            if ours:
                later = moment(connection, self._clock) + seconds if seconds else 0.0
                values = {"later": later} if seconds else {"later": later, "priority": CUT}
                asked = update(ASK).where(ASK.c.mapping == taken.waiting.ask.mapping)
                connection.execute(asked.values(values))
            return ours

    @contextmanager
    def _briefly(self) -> Iterator[Connection]:
        """A transaction that PostgreSQL ends where its process is stopped inside it: all others would wait for it."""
        with self._database.write() as connection:
            limit = f"{_STOPPED * 1000:.0f}"
            connection.execute(select(func.set_config("idle_in_transaction_session_timeout", limit, true())))
            yield connection

    def _let_go(self, connection: Connection, taken: Taken) -> bool:
        mapping = taken.waiting.ask.mapping
        connection.execute(select(SCHEDULE.c.mapping).where(SCHEDULE.c.mapping == mapping).with_for_update())
        ours = delete(TAKEN).where(TAKEN.c.mapping == mapping, TAKEN.c.claim == taken.claim)
        return connection.execute(ours).rowcount == 1

    def _present(self, connection: Connection) -> tuple[Worker, ...]:
        seen = moment(connection, self._clock) - LOST
        rows = connection.execute(select(WORKER).where(WORKER.c.seen >= seen).order_by(WORKER.c.name))
        return tuple(
            Worker(row.name, row.owner, row.host, row.pid, tuple(row.lanes.split("\n") if row.lanes else ()), row.slots)
            for row in rows
        )

    def _buried(self, connection: Connection, now: float) -> tuple[str, ...]:
        """Take what the dead were at work on: their leases end, and it is asked for before all else."""
        alive = exists().where(WORKER.c.name == TAKEN.c.worker, WORKER.c.seen >= now - LOST)
        lost = connection.execute(select(TAKEN).where(not_(alive)).with_for_update(skip_locked=True)).all()
        over = [row.mapping for row in lost if _freed(connection, row)]
        if over:
            connection.execute(delete(TAKEN).where(TAKEN.c.mapping.in_(over)))
            connection.execute(update(ASK).where(ASK.c.mapping.in_(over)).values(priority=CUT, later=0.0))
            connection.execute(_TORN, {"task": TASK, "mappings": over})
        connection.execute(_ORPHANED, {"task": TASK, "lost": LOST})
        connection.execute(delete(WORKER).where(WORKER.c.seen < now - 10 * LOST))
        return tuple(over)

    def _offered(self, connection: Connection, now: float, offer: Offer) -> tuple[str, ...]:
        """Make tickets for what may begin, lane by lane in turn; says which lanes nobody serves."""
        connection.execute(_RAISED, {"task": TASK})
        tickets = {row.mapping: row.waits for row in connection.execute(_TICKETS, {"task": TASK})}
        present = self._present(connection)
        held = Counter(row.lane for row in connection.execute(_lanes_of(tickets, waits=True)))
        chosen: list[Ticket] = []
        unserved: set[str] = set()
        for row in connection.execute(_in_turn(now)):
            if row.mapping in tickets:
                continue
            room = AHEAD * sum(each.slots for each in present if each.serves(row.lane))
            if not room:
                unserved.add(row.lane)
            elif held[row.lane] < room and len(chosen) < AT_ONCE:
                held[row.lane] += 1
                chosen.append(Ticket(row.mapping, row.lane, row.priority))
        if chosen:
            offer(_driver(connection), chosen)
        return tuple(sorted(unserved))


def _freed(connection: Connection, taken: Row[*tuple[Any, ...]]) -> bool:
    """End the lease of somebody dead; False where it was stopped inside a write, which PostgreSQL ends before long."""
    mine = LEASE.c.mapping == taken.mapping
    if connection.scalar(select(LEASE.c.id).where(mine)) is None:
        return True
    held = connection.execute(select(LEASE).where(mine).with_for_update(skip_locked=True)).first()
    if held is not None and (held.host, held.pid) == (taken.host, taken.pid):
        connection.execute(update(LEASE).where(mine).values(id="", expires=0.0))
    return held is not None


def _lanes_of(tickets: dict[str, bool], *, waits: bool) -> Select[tuple[str]]:
    """The lanes of the tickets that wait."""
    return select(ASK.c.lane).where(ASK.c.mapping.in_([each for each, here in tickets.items() if here is waits]))


def _in_turn(now: float) -> Select[*tuple[Any, ...]]:
    """What may begin: first what goes first; of that, the first of each lane, then the second of each."""
    order = (ASK.c.priority.desc(), ASK.c.due, ASK.c.mapping)
    place = func.row_number().over(partition_by=ASK.c.lane, order_by=order)
    free = not_(exists().where(TAKEN.c.mapping == ASK.c.mapping))
    query = select(ASK.c.mapping, ASK.c.lane, ASK.c.priority).where(ASK.c.later <= now, free)
    return query.order_by(ASK.c.priority.desc(), place, ASK.c.due, ASK.c.mapping)


def _has_engine(connection: Connection) -> bool:
    return inspect(connection).has_table("procrastinate_jobs")


def _engine_of(connection: Connection) -> str:
    return connection.scalar(select(META.c.value).where(META.c.name == _ENGINE)) or ""


def _driver(connection: Connection) -> object:
    return cast("object", connection.connection.driver_connection)
