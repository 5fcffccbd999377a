"""A whole state into another place: a file into PostgreSQL, PostgreSQL into a file, one server into another.

Decides when that may be: nobody is at work on what is copied, and nothing was ever written to where it goes. What
arrived is read back and compared before it is kept, so that there is all of it or nothing. Refuses to know what the
rows mean; leases stay behind, as does who else is at work: they are of processes.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.sql.schema import Table

from isogloss.errors import Refused, StateError, UsageError
from isogloss.model.value import Digest
from isogloss.ports import Clock
from isogloss.state.agenda import SERVICE, refused
from isogloss.state.database import Database
from isogloss.state.lease import Lease, Leases
from isogloss.state.location import locate, open_for_reading, open_for_writing
from isogloss.state.tables import LEASE, META, METADATA, OF_PROCESSES
from isogloss.state.version import REVISIONS, bring_up_to_date, revision_of

TABLES: Final = tuple(each for each in METADATA.sorted_tables if each not in OF_PROCESSES)
_AT_A_TIME: Final = 500
_LEASE_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied.

    source, target: what messages call the two places.
    rows:           how many, by table; none that is empty.
    digest:         of all of them, the same in both places.
    """

    source: str
    target: str
    rows: Mapping[str, int]
    digest: Digest


def copy_state(source: str, target: str, clock: Clock, free: Callable[[Leases], None]) -> Copied:
    """Copy everything that a state remembers, of all mappings; the source stays as it is.

    source, target: addresses, as of a state that is opened.
    free:    takes a lease from a holder that will not come back.
    Raises: UsageError where both are one place, or the source is empty; Refused where somebody is at work on the
            source, or something was ever written to the target; StateError where either cannot be used, or the copy
            is not the same.
    """
    left, right = locate(source), locate(target)
    if (left.path and left.path.resolve(), left.url) == (right.path and right.path.resolve(), right.url):
        raise UsageError(f"{left.where}: a state cannot be copied onto itself. Name another place to copy it to.")
    with ExitStack() as stack:
        found = open_for_reading(left)
        if found is not None:
            stack.callback(found.close)
        if found is None or not revision_of(found):
            raise UsageError(f"{left.where}: there is no state there, so nothing was copied. Check the address.")
        if revision_of(found) != REVISIONS[-1]:
            raise StateError(
                f"{left.where}: the state is of an older version ({revision_of(found)}), and copying changes nothing "
                "of it. Run apply or sync once: it brings the state up to date. Then copy it."
            )
        holding = open_for_writing(left)
        stack.callback(holding.close)
        leases = stack.enter_context(_alone(holding, clock, free))
        into = open_for_writing(right)
        stack.callback(into.close)
        bring_up_to_date(into)
        rows, digest = _copied(found, into, _Kept(leases, clock))
    return Copied(left.where, right.where, rows, digest)


@contextmanager
def _alone(database: Database, clock: Clock, free: Callable[[Leases], None]) -> Iterator[list[Lease]]:
    """Hold the lease of whatever ever had one, mappings and services, so that nobody begins meanwhile."""
    with database.read() as connection:
        names = list(connection.scalars(select(LEASE.c.mapping).order_by(LEASE.c.mapping)))
    with ExitStack() as stack:
        held = []
        for name in names:
            leases = Leases(database, name, clock)
            free(leases)
            try:
                held.append(stack.enter_context(leases.acquire(_LEASE_SECONDS)))
            except Refused:
                if name == SERVICE:
                    raise refused(leases.show(), database.where) from None
                raise
        yield held


class _Kept:
    """Leases that are kept as long as the copying takes."""

    def __init__(self, leases: list[Lease], clock: Clock) -> None:
        self._leases, self._clock = leases, clock
        self._renewed = clock.monotonic()

    def keep(self) -> None:
        """Renew them, now and then.

        Raises: Refused where somebody broke one.
        """
        if self._clock.monotonic() - self._renewed >= _LEASE_SECONDS / 4:
            self.insist()

    def insist(self) -> None:
        """Look whether all are still ours.

        Raises: Refused where one is not.
        """
        for lease in self._leases:
            lease.renew()
        self._renewed = self._clock.monotonic()


def _copied(source: Database, target: Database, leases: _Kept) -> tuple[dict[str, int], Digest]:
    rows: dict[str, int] = {}
    read, arrived = (hashlib.blake2b(digest_size=16) for _ in range(2))
    with source.read() as reading, target.write() as writing:
        if not source.is_sqlite:  # SQLite shows one moment by itself
            reading.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        _insist_on_empty(writing, target.where)
        writing.execute(delete(META))
        for table in TABLES:
            count = 0
            for some in _rows(reading, table):
                leases.keep()
                writing.execute(insert(table), some)
                count += len(some)
                read.update(_told(table, some))
            for some in _rows(writing, table):
                leases.keep()
                arrived.update(_told(table, some))
            _go_on_counting(writing, table)
            if count:
                rows[table.name] = count
        leases.insist()
        if read.digest() != arrived.digest():
            raise StateError(
                f"{target.where}: what arrived is not what {source.where} holds, so nothing of it was kept. Check that "
                "its encoding is UTF-8 and that nobody else writes there; then copy again."
            )
    return rows, Digest(read.hexdigest())


def _insist_on_empty(connection: Connection, where: str) -> None:
    for table in TABLES:
        if table is not META and connection.scalar(select(func.count()).select_from(table)):
            raise Refused(
                f"{where}: there is a state already, so nothing was copied. Name a place that has none: a new file, or "
                "an empty database."
            )


def _rows(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    """All rows in the order of their keys, some at a time; names sort alike on both databases."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_A_TIME)
    for some in connection.execute(query).mappings().partitions():
        yield [dict(row) for row in some]


def _told(table: Table, rows: list[dict[str, object]]) -> bytes:
    return b"".join(repr([table.name, *row.values()]).encode() for row in rows)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let a server's numbers go on after those that came along; SQLite's do by themselves."""
    if connection.dialect.name == "postgresql" and "seq" in table.c:
        last = select(func.max(table.c.seq)).scalar_subquery()
        connection.execute(
            select(func.setval(func.pg_get_serial_sequence(table.name, "seq"), last)).where(last.is_not(None))
        )
