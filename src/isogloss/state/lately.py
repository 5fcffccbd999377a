"""What a side did not take lately: slugs that something deleted still holds, fields that it would not empty.

Decides that such a thing is tried again after a day: nobody tells when it would be taken. Few rows, so they lie beside
the rest of what is known of a mapping. Refuses to know how it was found out.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from isogloss.model.address import Side
from isogloss.ports import Clock
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import META

FOR = timedelta(days=1)
_MARKED: Final = select(META.c.name, META.c.value).where(META.c.name.startswith(bindparam("begin")))


class Lately:
    """What was not taken of one mapping, of one sort.

    sort: what it is, in a word or two that no other sort begins with.
    """

    def __init__(self, sort: str, database: Database, mapping: str, clock: Clock) -> None:
        self._sort = sort
        self._database = database
        self._mapping = mapping
        self._clock = clock
        self._found: dict[Side, dict[str, datetime]] = {}
        database.undone.append(self._found.clear)

    def mark(self, side: Side, kind: str, what: str) -> None:
        """Remember, durably, what was not taken now."""
        row = {"name": self._name(side, kind, what), "value": self._clock.now().isoformat()}
        self._database.put(META, [row], "value")
        self._found.clear()

    def ever(self, side: Side, kind: str, what: str) -> bool:
        """Whether it was once not taken."""
        return self._name(side, kind, what) in self._rows(side)

    def now(self, side: Side, kind: str) -> frozenset[str]:
        """What is not to be tried now of a kind."""
        since = self._clock.now() - FOR
        found = ((*self._of(name), at) for name, at in self._rows(side).items())
        return frozenset(what for _, mine, what, at in found if mine == kind and at > since)

    def _rows(self, side: Side) -> dict[str, datetime]:
        """What was marked, read once: nobody else marks what is of this mapping while a command runs."""
        if side not in self._found:
            self._found[side] = self._read(side)
        return self._found[side]

    def _read(self, side: Side) -> dict[str, datetime]:
        begin = f"{self._sort}/{side.value}/"
        with self._database.read() as connection:
            rows = connection.execute(_MARKED, {"begin": begin}).all()
        mine = [(name, value) for name, value in rows if self._of(name)[0] == self._mapping]
        return {name: self._time(value) for name, value in mine}

    def _name(self, side: Side, kind: str, what: str) -> str:
        return f"{self._sort}/{side.value}/{dump_json([self._mapping, kind, what])}"

    def _of(self, name: str) -> tuple[str, str, str]:
        match load_json(name.split("/", 2)[2], self._database.where):
            case [str(mapping), str(kind), str(what)]:
                return mapping, kind, what
        raise damaged(self._database.where, f"a row of {self._sort} has another shape")

    def _time(self, value: str) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise damaged(self._database.where, f"a row of {self._sort} has another shape") from None
