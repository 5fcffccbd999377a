"""Every address under which the public was seen to see an entry, by side and locale.

Decides that nothing of it is ever forgotten: links to an old address are out there for years. An address is kept once,
in the order in which it was first seen. Refuses to know where old ones lead now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import digest_text
from isogloss.state.database import Database, put
from isogloss.state.tables import ADDRESS, META


@dataclass(frozen=True, slots=True)
class Former:
    """An address that an entry had in a locale, or still has."""

    key: EntryKey
    locale: Locale
    address: str


class Addresses:
    """The addresses of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping

    def all(self, side: Side) -> list[Former]:
        """Every one of a side, in the order in which they were first seen."""
        mine = ADDRESS.c.mapping == self._mapping, ADDRESS.c.side == side.value
        query = select(ADDRESS.c.kind, ADDRESS.c.name, ADDRESS.c.locale, ADDRESS.c.address).where(*mine)
        with self._database.read() as connection:
            if ADDRESS.name in self._database.lacking:  # a state of an older version, opened for reading
                return []
            rows = connection.execute(query.order_by(ADDRESS.c.seq)).all()
        return [Former(EntryKey(kind, name), Locale(locale), address) for kind, name, locale, address in rows]

    def note(self, side: Side, shown: Mapping[EntryKey, Mapping[Locale, str]]) -> None:
        """Remember, durably, all or none, what the public sees now; what is known already is fine."""
        name, mark = f"addresses/{side.value}/{self._mapping}", sha256()
        for former in _sorted(shown):
            mark.update(f"{former.key}\n{former.locale}\n{former.address}\n".encode())
        if not shown or self._mark(name) == mark.hexdigest():  # as after nearly every reading
            return
        known = {(former.key, former.locale, former.address) for former in self.all(side)}
        new = [self._row(side, each) for each in _sorted(shown) if (each.key, each.locale, each.address) not in known]
        with self._database.write() as connection:
            if new:
                put(connection, ADDRESS, new)
            put(connection, META, [{"name": name, "value": mark.hexdigest()}], "value")

    def _row(self, side: Side, former: Former) -> dict[str, str]:
        return {
            "mapping": self._mapping,
            "side": side.value,
            "kind": former.key.kind,
            "name": former.key.name,
            "locale": former.locale,
            "digest": digest_text(former.address),
            "address": former.address,
        }

    def _mark(self, name: str) -> str | None:
        with self._database.read() as connection:
            return connection.scalar(select(META.c.value).where(META.c.name == name))


def _sorted(shown: Mapping[EntryKey, Mapping[Locale, str]]) -> Iterator[Former]:
    """What is seen, in one order; what another entry takes the place of has no address of its own."""
    for key in sorted(shown):
        if not key.was:
            yield from (Former(key, locale, address) for locale, address in sorted(shown[key].items()))
