"""Which address a file has on each side, and which cells still wait to learn it.

A side may give a file a new address each time it is sent, and may give two files of equal content the same one. So the
pairs are many to many: of an identity the address learned last counts, of an address the identity learned first.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, delete, insert, select

from isogloss.model.address import Cell, Side
from isogloss.model.locale import Locale
from isogloss.model.value import digest_text
from isogloss.state.database import Database, insert_or
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.keys import Keys
from isogloss.state.tables import ASSET, AWAITED


class Assets:
    """The addresses of one mapping's files."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping

    def asset(self, side: Side, identity: str) -> str | None:
        """The address of a file on a side, or None where it was never sent there; of several, the latest."""
        query = (
            select(ASSET.c.remote)
            .where(*self._mine(side), ASSET.c.identity_digest == digest_text(identity))
            .order_by(ASSET.c.seq.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            return connection.scalar(query)

    def identities(self, side: Side) -> dict[str, str]:
        """Every known address of a side to its identity; of several identities at one address, the first."""
        query = select(ASSET.c.remote, ASSET.c.identity).where(*self._mine(side)).order_by(ASSET.c.seq.desc())
        with self._database.read() as connection:
            return {row.remote: row.identity for row in connection.execute(query)}

    def bind_many(self, side: Side, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember ``(identity, address on that side)``, durably, all or none; what is known already is fine."""
        rows = [
            {
                "mapping": self._mapping,
                "side": side.value,
                "identity": identity,
                "remote": remote,
                "identity_digest": digest_text(identity),
                "remote_digest": digest_text(remote),
            }
            for identity, remote in pairs
        ]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert_or(connection, ASSET).on_conflict_do_nothing(), rows)

    def _mine(self, side: Side) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return (ASSET.c.mapping == self._mapping, ASSET.c.side == side.value)


class Awaited:
    """Cells that were written with source addresses, whose addresses on the side itself are not known yet."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._mapping = mapping
        self._keys = Keys(database, AWAITED)

    def put(self, side: Side, cells: Mapping[Cell, Sequence[str]]) -> None:
        """Remember for each cell the identities of its files, in the order of the value; replaces what was there."""
        if not cells:
            return
        with self._database.write() as connection:
            for cell in cells:
                connection.execute(delete(AWAITED).where(*self._at(side, cell)))
            connection.execute(insert(AWAITED), [self._row(side, *item) for item in cells.items()])

    def pop(self, side: Side, cell: Cell) -> tuple[str, ...]:
        """The identities that a cell waits for, which are then no longer awaited; empty where it waits for none."""
        with self._database.write() as connection:
            found = connection.scalar(select(AWAITED.c.identities).where(*self._at(side, cell)))
            connection.execute(delete(AWAITED).where(*self._at(side, cell)))
        return self._loaded(found) if found is not None else ()

    def all(self, side: Side) -> dict[Cell, tuple[str, ...]]:
        """Every waiting cell of a side, sorted, with the identities it waits for."""
        names = (*self._keys.columns, AWAITED.c.locale, AWAITED.c.field)
        mine = (AWAITED.c.mapping == self._mapping, AWAITED.c.side == side.value)
        with self._database.read() as connection:
            rows = connection.execute(select(*names, AWAITED.c.identities).where(*mine).order_by(*names)).all()
        return {
            Cell(self._keys.read(*key), Locale(locale), field): self._loaded(identities)
            for *key, locale, field, identities in rows
        }

    def _loaded(self, identities: str) -> tuple[str, ...]:
        loaded = load_json(identities, self._database.where)
        if not isinstance(loaded, list):
            raise damaged(self._database.where, "awaited files are not a list")
        return tuple(str(identity) for identity in loaded)

    def _at(self, side: Side, cell: Cell) -> tuple[ColumnElement[bool], ...]:
        return tuple(AWAITED.c[column] == value for column, value in self._names(side, cell).items())

    def _row(self, side: Side, cell: Cell, identities: Sequence[str]) -> dict[str, str]:
        return {**self._names(side, cell), "identities": dump_json(list(identities))}

    def _names(self, side: Side, cell: Cell) -> dict[str, str]:
        assert cell.locale is not None, "only a cell waits for an address, not an entry"  # noqa: S101  # our own bug
        assert cell.field is not None, "only a cell waits for an address, not a variant"  # noqa: S101  # our own bug
        return {
            "mapping": self._mapping,
            "side": side.value,
            **self._keys.row(cell.entry),
            "locale": cell.locale,
            "field": cell.field,
        }
