"""Which whole sites are still to be published: something was written there, and publishing has not been confirmed.

On disk before the first write, so that neither a crash nor a run that failed in part makes it forgotten.
"""

from sqlalchemy import delete, select

from isogloss.model.address import Side
from isogloss.state.database import Database
from isogloss.state.tables import META


class Due:
    """The sites of one mapping that wait to be published."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping

    def sides(self) -> frozenset[Side]:
        """The sides whose site waits."""
        names = {self._name(side): side for side in Side}
        with self._database.read() as connection:
            found = connection.scalars(select(META.c.name).where(META.c.name.in_(names))).all()
        return frozenset(names[name] for name in found)

    def mark(self, side: Side) -> None:
        """Remember, durably, that a site has to be published."""
        self._database.put(META, [{"name": self._name(side), "value": "due"}])

    def clear(self, side: Side) -> None:
        """It was published."""
        self._database.execute(delete(META).where(META.c.name == self._name(side)))

    def _name(self, side: Side) -> str:
        return f"site due/{side.value}/{self._mapping}"
