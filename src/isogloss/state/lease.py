"""The lease: at most one process works on a mapping at a time.

A row with an expiry, because a lock held by a connection is lost behind a pooler and a lock file is left behind by a
crash. Times come from the database's clock on PostgreSQL, where several machines meet, and from our own clock on
SQLite, where all are on one machine. The holder renews it before each request; one who dies is waited out.

It has a fence: a holder that was stopped past its expiry and wakes finds that out at the last instant before each
request and inside its next write to the state, so that it ends the requests it was in at most (one in each thread that
sends), and what it had in mind is not written over what its successor wrote. An answer of the state's does not hold for
long: the holder may be stopped between that and the socket. So how old it is counts at the last instant, by two clocks
of this machine: the steady one runs on while a process is stopped, and stands while the machine sleeps; the time of day
goes on then. A virtual machine may be halted with both of its clocks; a state on a server still tells, unless it is
halted just between the answer and the socket.
"""

import getpass
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, null, select, true, update

from isogloss.errors import Refused
from isogloss.outcomes import Holder
from isogloss.ports import Clock
from isogloss.state.database import Database, open_to_all, put
from isogloss.state.moment import moment
from isogloss.state.runs import mark_cut_runs
from isogloss.state.tables import LEASE

_FREE = ""
_A_MOMENT = 1 / 24
"""The share of a lease for which an answer about it is good enough to send a request: five seconds of two minutes, less
than anybody needs to break a lease, read both sides and write."""

_LEFT: set[str] = set()
"""Leases that nobody in this process goes by any more, and of which the state could not be told."""


def is_left(lease_id: str) -> bool:
    """Whether this process had a lease and wanted to give it back, while the state was away."""
    return lease_id in _LEFT


class Lease:
    """A lease that we hold.

    acquired: when we took it, by the clock that leases go by.
    """

    def __init__(self, leases: "Leases", lease_id: str, acquired: datetime, ttl: float, clock: Clock) -> None:
        self.id = lease_id
        self.acquired = acquired
        self._leases = leases
        self._ttl = ttl
        self._clock = clock
        self._lock = threading.Lock()
        self._known = self._instant()

    def renew(self) -> None:
        """Go on holding it; to be called before every request. Writes only once a third of the time has passed.

        Raises: Refused where somebody broke it or, after it expired, took it over: stop at once.
        """
        self._leases.apart()
        with self._lock:
            asked = self._instant()
            # Who broke it may be at work already: not one more request, however fresh the last renewal is.
            if self._leases.left(self) <= self._ttl * 2 / 3:
                self._leases.extend(self.id, self._ttl)
            self._known = asked

    def insist(self) -> None:
        """Know that it was ours a moment ago; to be called when nothing but the socket is between a request and a side.

        Asks the state only where the last answer is older than that, as after this process was stopped.

        Raises: as ``renew``.
        """
        enough = self._ttl * _A_MOMENT
        while self._age() > enough:
            self.renew()
            enough = min(2 * enough, self._ttl / 2)  # a state that is slow to answer is asked in vain for ever else

    def _age(self) -> float:
        """Seconds since the state was asked that last said that it is ours."""
        steady, of_day = self._known
        now, today = self._instant()
        return max(now - steady, today - of_day)

    def _instant(self) -> tuple[float, float]:
        """By the steady clock, and by the time of day."""
        return self._clock.monotonic(), self._clock.now().timestamp()


class Leases:
    """The lease of one mapping."""

    def __init__(self, database: Database, mapping: str, clock: Clock) -> None:
        self._database = database
        self._mapping = mapping
        self._clock = clock
        self._ours = select(LEASE.c.id).where(self._mine())  # built once, for every request and every write looks
        now = null() if database.is_sqlite else func.clock_timestamp()
        self._standing = select(LEASE.c.id, LEASE.c.expires, now.label("now")).where(self._mine())

    @contextmanager
    def acquire(self, ttl: float, owner: str | None = None) -> Iterator[Lease]:
        """Hold the lease while inside; runs that were cut are marked as interrupted on the way.

        Units:  ttl in seconds: how long a dead holder keeps others out.
        Raises: Refused where somebody else holds it.
        """
        lease_id = secrets.token_hex(4)
        lease = Lease(self, lease_id, self._take(lease_id, ttl, owner or current_user()), ttl, self._clock)
        self._database.fence = partial(self._still, lease, self._firmly(ttl))
        try:
            yield lease
        finally:
            self._database.fence = open_to_all
            _LEFT.add(lease_id)  # first, for a state that is away hears nothing of it
            ours = update(LEASE).where(self._mine(), LEASE.c.id == lease_id)
            self._database.execute(ours.values(id=_FREE, expires=0.0))
            _LEFT.discard(lease_id)

    def show(self) -> Holder | None:
        """Who holds the lease, or held it last without giving it back; None where it is free."""
        with self._database.read() as connection:
            return self._holder(connection)

    def break_(self, lease_id: str) -> Holder:
        """Take the lease from its holder, who stops at the next renewal; returns whose it was.

        Raises: Refused where the id is not that of the holder: it may have changed since somebody looked.
        """
        with self._database.write() as connection:
            holder = self._holder(connection)
            mine = update(LEASE).where(self._mine(), LEASE.c.id == lease_id, LEASE.c.id != _FREE)
            done = connection.execute(mine.values(id=_FREE, expires=0.0))
            if holder is None or done.rowcount != 1:
                held = "nobody holds it" if holder is None else f"it is {holder.id}, held by {_described(holder)}"
                raise Refused(
                    f"{self._mapping}: the lease is not {lease_id}: {held}. Nothing was broken; look again with "
                    f"`isogloss lock` and the path of the mapping."
                )
            return holder

    def apart(self) -> None:
        """Make sure that a request may leave; see ``Database.apart``."""
        self._database.apart()

    def extend(self, lease_id: str, ttl: float) -> None:
        """Move the expiry of a lease that is still ours, expired or not; see :meth:`Lease.renew`."""
        with self._database.write() as connection:
            ours = update(LEASE).where(self._mine(), LEASE.c.id == lease_id)
            connection.execute(ours.values(expires=self._now(connection) + ttl))

    def left(self, lease: Lease) -> float:
        """Look whether a lease is still ours: for how many seconds, below zero where it expired and nobody took it.

        Raises: Refused where it is not.
        """
        with self._database.read() as connection:
            row = connection.execute(self._standing).first()
            if row is None or row.id != lease.id:
                raise self._lost(lease, self._last(connection))
            now = self._clock.now().timestamp() if row.now is None else row.now.timestamp()
            return float(row.expires - now)

    def _firmly(self, ttl: float) -> Select[*tuple[Any, ...]]:
        """What a write looks at the lease by, so that nobody takes it over before the write has ended.

        PostgreSQL ends the transaction of a holder that is stopped inside it for as long as a lease lasts, or it would
        be in the way of whoever takes over. SQLite ends nobody's: others wait there, and say so after a while.
        """
        if self._database.is_sqlite:
            return self._ours
        limit = func.set_config("idle_in_transaction_session_timeout", f"{ttl * 1000:.0f}", true())
        return self._ours.add_columns(limit).with_for_update(read=True)

    def _still(self, lease: Lease, ours: Select[*tuple[Any, ...]], connection: Connection) -> None:
        if connection.scalar(ours) != lease.id:
            raise self._lost(lease, self._last(connection))

    def _take(self, lease_id: str, ttl: float, owner: str) -> datetime:
        with self._database.write() as connection:
            now = self._now(connection)
            blank = {"id": _FREE, "owner": "", "host": "", "pid": 0, "acquired": 0.0, "expires": 0.0}
            put(connection, LEASE, [{"mapping": self._mapping, **blank}])
            # One statement looks and takes, so that of two who ask at once one gets it, on either database.
            done = connection.execute(
                update(LEASE)
                .where(self._mine(), LEASE.c.expires <= now)
                .values(
                    id=lease_id,
                    owner=owner,
                    host=socket.gethostname(),
                    pid=os.getpid(),
                    acquired=now,
                    expires=now + ttl,
                )
            )
            if done.rowcount != 1:
                raise self._refusal(self._holder(connection))
            mark_cut_runs(connection, self._mapping)
            return datetime.fromtimestamp(now, UTC)

    def _lost(self, lease: Lease, last: Holder | None) -> Refused:
        now = "nobody holds it now"
        if last is not None and last.id != _FREE:
            now = f"it is held by {_described(last)} now"
        elif last is not None and last.acquired != lease.acquired:
            now += f", after {_who(last)}"
        return Refused(
            f"{self._mapping}: our lease {lease.id} was broken or taken over; {now}. Stopped; what was done is "
            "recorded, and running again goes on from there."
        )

    def _refusal(self, holder: Holder | None) -> Refused:
        if holder is None:
            raise AssertionError("a lease that nobody holds was not given out")
        return Refused(
            f"{self._mapping}: somebody else is at work: {_described(holder)}. Wait until they are done. If they are "
            f"surely dead, break it with `isogloss lock MAPPING --break {holder.id}`, naming the mapping's file.",
            busy=True,
        )

    def _holder(self, connection: Connection) -> Holder | None:
        last = self._last(connection)
        return None if last is None or last.id == _FREE else last

    def _last(self, connection: Connection) -> Holder | None:
        """Who holds the lease, or, with no id, who gave it back last."""
        now = self._now(connection)  # before the look: one that is renewed in between has not expired
        row = connection.execute(select(LEASE).where(self._mine())).first()
        if row is None:
            return None
        return Holder(
            id=row.id,
            owner=row.owner,
            host=row.host,
            pid=row.pid,
            acquired=datetime.fromtimestamp(row.acquired, UTC),
            expires=datetime.fromtimestamp(row.expires, UTC),
            expired=row.expires <= now,
        )

    def _now(self, connection: Connection) -> float:
        return moment(connection, self._clock)

    def _mine(self) -> ColumnElement[bool]:
        return LEASE.c.mapping == self._mapping


def _who(holder: Holder) -> str:
    return f"{holder.owner} on {holder.host} (process {holder.pid}) since {holder.acquired:%Y-%m-%d %H:%M:%S} UTC"


def _described(holder: Holder) -> str:
    return f"{_who(holder)}, until {holder.expires:%H:%M:%S} UTC unless renewed"


def current_user(name: Callable[[], str] = getpass.getuser) -> str:
    """What to call whoever runs this process."""
    try:
        return name()
    except (KeyError, OSError):  # a container may run as a number without a name
        return f"user {os.getuid()}"
