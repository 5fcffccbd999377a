"""The rows of what is due, what is asked for and what came of it, and what changes in them together.

Decides what is one statement after another inside a transaction of somebody else's: one service of one machine, or any
of the workers of a cluster. Whoever changes several of these rows does so in one order (schedule, then what is asked
for), so that two processes wait for each other and never both at once. Refuses to know when a transaction begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import randbits
from typing import Final, cast

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from isogloss.schedule.tick import STEP, Ask, Reason, Schedule, tick
from isogloss.schedule.turn import Turn, TurnOutcome
from isogloss.state.database import put
from isogloss.state.tables import ASK, SCHEDULE, TURN

AT_ONCE: Final = 500
"""How many mappings one transaction asks for."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is asked for, as it was read.

    asked: a mark of the last asking, so that whoever has carried it out sees whether somebody asked again meanwhile.
    """

    ask: Ask
    priority: int
    asked: int


def tick_due(connection: Connection, now: datetime) -> int:
    """Look at the clock once: ask for all that is due; says for how many mappings."""
    wrong = (now + STEP).timestamp()
    due = or_(SCHEDULE.c.due <= now.timestamp(), SCHEDULE.c.seen > wrong)
    query = select(SCHEDULE).where(SCHEDULE.c.paused == 0, due).order_by(SCHEDULE.c.due).limit(AT_ONCE)
    looked = [tick(schedule_of(row), now) for row in connection.execute(query.with_for_update(skip_locked=True))]
    save(connection, [after for after, _ in looked])
    asks = [found for _, found in looked if found is not None]
    ask(connection, asks)
    return len(asks)


def end_turns(connection: Connection, ended: Sequence[tuple[Waiting, Turn]]) -> None:
    """Write down what became of some turns; they are asked for no more, unless somebody asked meanwhile."""
    taken = {turn.mapping: (each, turn) for each, turn in ended}
    connection.execute(select(SCHEDULE.c.mapping).where(SCHEDULE.c.mapping.in_(taken)).with_for_update())
    connection.execute(insert(TURN), [_row_of(turn) for _, turn in ended])
    rows = connection.execute(select(ASK).where(ASK.c.mapping.in_(taken)).with_for_update()).all()
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


def waiting_of(row: Row[*tuple[object, ...]]) -> Waiting:
    """What is asked for, as it was written down."""
    found = Ask(row.mapping, time_of(row.due), cast("Reason", row.reason), row.lane, row.folded)
    return Waiting(found, row.priority, row.asked)


def ask(connection: Connection, asks: Sequence[Ask]) -> None:
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


def save(connection: Connection, schedules: Iterable[Schedule]) -> None:
    """Write down when mappings are due."""
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


def schedule_of(row: Row[*tuple[object, ...]]) -> Schedule:
    """When a mapping is due, as it was written down."""
    due = None if row.due is None else time_of(row.due)
    told = row.mapping, row.path, row.cron, row.zone, row.lane
    return Schedule(*told, due, time_of(row.seen), bool(row.paused), row.folded)


def _row_of(turn: Turn) -> dict[str, object]:
    times = {name: getattr(turn, name).timestamp() for name in ("due", "started", "ended")}
    told = {name: getattr(turn, name) for name in ("mapping", "reason", "folded", "outcome", "code", "run", "said")}
    return {**told, **times}


def turn_of(row: Row[*tuple[object, ...]]) -> Turn:
    """What became of a turn, as it was written down."""
    return Turn(
        row.mapping,
        cast("Reason", row.reason),
        time_of(row.due),
        time_of(row.started),
        time_of(row.ended),
        row.folded,
        cast("TurnOutcome", row.outcome),
        row.code,
        row.run,
        row.said,
    )


def time_of(seconds: float) -> datetime:
    """A time as it was written down; aware UTC."""
    return datetime.fromtimestamp(seconds, UTC)
