"""Ids of which it is open whose they are, and those of which a person said that they are nobody else's.

Decides that the last relinking counts: what it leaves open takes the place of what was open before. Refuses to know
what is held meanwhile; ``run.reborn`` does.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, cast

from sqlalchemy import delete, insert, select

from isogloss.model.address import Side
from isogloss.state.database import Database
from isogloss.state.tables import RELINK

Said = Literal["open", "apart"]
"""open: a person has to decide whose it is. apart: it is an entry of its own."""

Told: TypeAlias = tuple[Side, str, str]
"""Side, kind and remote id."""

_SIDES: Final = {side.value: side for side in Side}


class Relinks:
    """What the last relinking of one mapping left."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping

    def all(self) -> Mapping[Told, Said]:
        """Everything that was left, and what was said of it."""
        columns = RELINK.c.side, RELINK.c.kind, RELINK.c.remote, RELINK.c.said
        with self._database.read() as connection:
            if RELINK.name in self._database.lacking:  # a state of an older version, opened for reading
                return {}
            rows = connection.execute(select(*columns).where(RELINK.c.mapping == self._mapping))
            return {(_SIDES[side], kind, remote): cast("Said", said) for side, kind, remote, said in rows}

    def renew(self, left: Iterable[tuple[Told, Said]]) -> None:
        """Put this, durably, in the place of what was left before."""
        rows = [
            {"mapping": self._mapping, "side": side.value, "kind": kind, "remote": remote, "said": said}
            for (side, kind, remote), said in sorted(left, key=lambda each: (each[0][0].value, *each[0][1:]))
        ]
        with self._database.write() as connection:
            connection.execute(delete(RELINK).where(RELINK.c.mapping == self._mapping))
            if rows:
                connection.execute(insert(RELINK), rows)
