"""Slugs that could not be used again, as something that was deleted still holds them.

Decides that such a slug is tried again after a day: nobody tells when it is free. Few rows, so they lie beside the rest
of what is known of a mapping. Refuses to know how it was found out.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from isogloss.model.address import Side
from isogloss.ports import Clock
from isogloss.state.database import Database, insert_or
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import META

FOR = timedelta(days=1)


class TakenSlugs:
    """The slugs of one mapping that stay taken."""

    def __init__(self, database: Database, mapping: str, clock: Clock) -> None:
        self._database = database
        self._mapping = mapping
        self._clock = clock

    def mark(self, side: Side, kind: str, slug: str) -> None:
        """Remember, durably, that a slug cannot be used now."""
        with self._database.write() as connection:
            row = {"name": self._name(side, kind, slug), "value": self._clock.now().isoformat()}
            statement = insert_or(connection, META)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value}),
                [row],
            )

    def ever(self, side: Side, kind: str, slug: str) -> bool:
        """Whether a slug was once found to be taken."""
        return self._name(side, kind, slug) in self._rows(side)

    def now(self, side: Side, kind: str) -> frozenset[str]:
        """The slugs of a kind that are not to be tried now."""
        since = self._clock.now() - FOR
        found = {self._parts(name): at for name, at in self._rows(side).items()}
        return frozenset(slug for (mine, slug), at in found.items() if mine == kind and at > since)

    def _rows(self, side: Side) -> dict[str, datetime]:
        begin = f"slug taken/{side.value}/"
        with self._database.read() as connection:
            rows = connection.execute(select(META.c.name, META.c.value).where(META.c.name.startswith(begin))).all()
        mine = [(name, value) for name, value in rows if self._of(name)[0] == self._mapping]
        return {name: self._time(value) for name, value in mine}

    def _name(self, side: Side, kind: str, slug: str) -> str:
        return f"slug taken/{side.value}/{dump_json([self._mapping, kind, slug])}"

    def _of(self, name: str) -> tuple[str, str, str]:
        match load_json(name.split("/", 2)[2], self._database.where):
            case [str(mapping), str(kind), str(slug)]:
                return mapping, kind, slug
        raise damaged(self._database.where, "a slug that is taken has another shape")

    def _parts(self, name: str) -> tuple[str, str]:
        _, kind, slug = self._of(name)
        return kind, slug

    def _time(self, value: str) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise damaged(self._database.where, "a slug that is taken has another shape") from None
