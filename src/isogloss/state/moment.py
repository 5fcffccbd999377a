"""What time it is for whoever shares a state.

Decides whose clock counts: the database's on PostgreSQL, where several machines meet; our own on SQLite, where all are
on one.
"""

from datetime import datetime

from sqlalchemy import Connection, func, select

from isogloss.ports import Clock


def moment(connection: Connection, clock: Clock) -> float:
    """Seconds since 1970, in UTC."""
    if connection.dialect.name == "sqlite":
        return clock.now().timestamp()
    now: datetime = connection.scalar(select(func.clock_timestamp()))  # type: ignore[assignment]  # never NULL
    return now.timestamp()
