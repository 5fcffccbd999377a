"""What people decided about conflicts, and what became of it.

Decides that a decision is written once and never changed: a newer one about the same conflict takes the place of an
open one, and both are kept, for whoever asks later why a value is what it is. What is open is looked at in the
transaction that writes, and people decide one at a time: so of two who decide at one instant the second finds what the
first did. Refuses to know what a decision means, and who may replace which.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from sqlalchemy import Connection, Select, func, select, update

from isogloss.decide.resolution import Resolution, dump_resolution, load_resolution
from isogloss.model.address import EntryKey, Side
from isogloss.ports import Clock
from isogloss.state.audit import note
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.rows import Rows
from isogloss.state.tables import RESOLUTION

Status = Literal["open", "done", "lapsed", "withdrawn", "replaced"]
"""open: the next run follows it. done: a run did. lapsed: it no longer fitted. withdrawn: a person took it back.
replaced: a newer decision took its place."""

_STATUSES: Final[tuple[Status, ...]] = get_args(Status)
_DECIDING: Final = 0x150610_70

Look: TypeAlias = Callable[[str, Resolution | None], None]
"""Is shown a conflict and the decision that is open about it, if any; raises where nothing is to be written."""


def unseen(_conflict: str, _open: Resolution | None) -> None:
    """The look of who takes whatever is open."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One decision and what became of it.

    run:   the run that followed it, or found that it lapsed; else empty.
    ended: when that was; None while it is open.
    why:   a sentence, where there is one.
    """

    resolution: Resolution
    status: Status
    run: str = ""
    ended: datetime | None = None
    why: str = ""


class Resolutions:
    """The decisions of one mapping."""

    def __init__(self, database: Database, mapping: str, clock: Clock) -> None:
        self._database = database
        self._rows = Rows(database, RESOLUTION, {"mapping": mapping})
        self._mapping = mapping
        self._clock = clock

    def record(
        self, made: Iterable[Resolution], names: Mapping[Side, str] | None = None, look: Look = unseen
    ) -> tuple[Resolution, ...]:
        """Write decisions down, durably and all of them or none; returns them, each with the open one it replaces.

        names: of the sides, as whoever looks later is told.
        look:  at what is open just before it is replaced, when nobody else can decide any more.
        """
        recorded: list[Resolution] = []
        sides = names or {side: side.value for side in Side}
        with self._database.write() as connection:
            _let_nobody_else_decide(connection)
            for each in made:
                there = self._open(connection, each.conflict)
                last = next(reversed(there.values()), None)
                look(each.conflict, last)
                self._end(connection, there, "replaced")
                recorded.append(replace(each, replaces=last))
                row = self._rows.row(each.cell.entry, conflict=each.conflict, status="open")
                row |= {"decision": dump_json(dump_resolution(each)), "run": "", "ended": "", "why": ""}
                connection.execute(RESOLUTION.insert().values(row))
                note(connection, self._clock, [(each.by, "decided", self._mapping, each.conflict, _said(each, sides))])
        return tuple(recorded)

    def withdraw(self, conflicts: Iterable[str], by: str = "", look: Look = unseen) -> list[str]:
        """Take open decisions back, all of them or none; returns the ids of those that were open.

        by:   who does.
        look: as of ``record``.
        """
        withdrawn: list[str] = []
        with self._database.write() as connection:
            _let_nobody_else_decide(connection)
            for conflict in conflicts:
                there = self._open(connection, conflict)
                look(conflict, next(reversed(there.values()), None))
                self._end(connection, there, "withdrawn")
                for each in there.values():
                    withdrawn.append(conflict)
                    note(connection, self._clock, [(by, "took back", self._mapping, conflict, str(each.cell))])
        return list(dict.fromkeys(withdrawn))

    def end(self, conflict: str, status: Literal["done", "lapsed"], made: datetime, run: str, why: str = "") -> None:
        """Write down what became of an open decision; one that was made later than that is left alone."""
        with self._database.write() as connection:
            there = {seq: each for seq, each in self._open(connection, conflict).items() if each.at == made}
            self._end(connection, there, status, run, why)

    def open(self) -> list[Resolution]:
        """The decisions that the next run follows, in the order in which they were made."""
        return [kept.resolution for kept in self._kept(self._mine().where(*self._rows.at(status="open")))]

    def of(self, entry: EntryKey) -> list[Kept]:
        """Every decision about an entry, the oldest first."""
        return self._kept(self._mine().where(*self._rows.at(entry)))

    def all(self) -> list[Kept]:
        """Every decision there ever was, the oldest first."""
        return self._kept(self._mine().where(*self._rows.at()))

    def _mine(self) -> Select[str, str, str, str, str]:
        shown = RESOLUTION.c.decision, RESOLUTION.c.status, RESOLUTION.c.run, RESOLUTION.c.ended, RESOLUTION.c.why
        return select(*shown).order_by(RESOLUTION.c.seq)

    def _kept(self, query: Select[str, str, str, str, str]) -> list[Kept]:
        with self._database.read() as connection:
            if RESOLUTION.name in self._database.lacking:  # a state of an older version, opened for reading
                return []
            found = connection.execute(query).all()
        return [self._loaded(decision, status, run, ended, why) for decision, status, run, ended, why in found]

    def _loaded(self, decision: str, status: str, run: str, ended: str, why: str) -> Kept:
        try:
            resolution = load_resolution(load_json(decision, self._database.where))
            when = datetime.fromisoformat(ended) if ended else None
            return Kept(resolution, next(each for each in _STATUSES if each == status), run, when, why)
        except (ValueError, StopIteration) as error:
            raise damaged(self._database.where, f"a decision has another shape: {error}") from None

    def _open(self, connection: Connection, conflict: str) -> dict[int, Resolution]:
        """What is open about a conflict, by its number, the oldest first; nobody else ends it meanwhile."""
        mine = select(RESOLUTION.c.seq, RESOLUTION.c.decision).where(*self._rows.at(conflict=conflict, status="open"))
        return {
            seq: load_resolution(load_json(decision, self._database.where))
            for seq, decision in connection.execute(mine.order_by(RESOLUTION.c.seq).with_for_update()).all()
        }

    def _end(self, connection: Connection, ended: Iterable[int], status: Status, run: str = "", why: str = "") -> None:
        """Write down what became of some that are open."""
        told = {"status": status, "run": run, "why": why, "ended": self._clock.now().isoformat()}
        connection.execute(update(RESOLUTION).where(RESOLUTION.c.seq.in_(list(ended))).values(told))


def _let_nobody_else_decide(connection: Connection) -> None:
    """Wait for whoever decides; two first decisions about a conflict have no row by which one could wait for the other.

    What somebody wrote who was waited for is seen by the next statement.
    """
    if connection.dialect.name == "postgresql":  # SQLite has BEGIN IMMEDIATE
        connection.execute(select(func.pg_advisory_xact_lock(_DECIDING)))


def _said(made: Resolution, sides: Mapping[Side, str]) -> str:
    """What was decided about what, and why, in words."""
    why = f" ({made.note})" if made.note else ""
    return f"{made.cell}: {made.decided(sides).how}{why}"
