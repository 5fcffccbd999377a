"""Which address a file has on each side, and which cells still wait to learn it.

A side may give a file a new address each time it is sent, and may give two files of equal content the same one. So the
pairs are many to many: of an identity the address learned last counts, of an address the identity learned first.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import insert, select

from isogloss.model.address import Cell, Side
from isogloss.model.locale import Locale
from isogloss.model.value import digest_text
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.rows import Rows
from isogloss.state.tables import ASSET, AWAITED


class Assets:
    """The addresses of one mapping's files."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, ASSET, {"mapping": mapping})

    def asset(self, side: Side, identity: str) -> str | None:
        """The address of a file on a side, or None where it was never sent there; of several, the latest."""
        query = (
            select(ASSET.c.remote)
            .where(*self._rows.at(side=side.value, identity_digest=digest_text(identity)))
            .order_by(ASSET.c.seq.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            return connection.scalar(query)

    def identities(self, side: Side) -> dict[str, str]:
        """Every known address of a side to its identity; of several identities at one address, the first."""
        mine = self._rows.at(side=side.value)
        query = select(ASSET.c.remote, ASSET.c.identity).where(*mine).order_by(ASSET.c.seq.desc())
        with self._database.read() as connection:
            return {row.remote: row.identity for row in connection.execute(query)}

    def bind_many(self, side: Side, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember ``(identity, address on that side)``, durably, all or none; what is known already is fine."""
        rows = [
            {
                **self._rows.of,
                "side": side.value,
                "identity": identity,
                "remote": remote,
                "identity_digest": digest_text(identity),
                "remote_digest": digest_text(remote),
            }
            for identity, remote in pairs
        ]
        self._database.put(ASSET, rows)


class Awaited:
    """Cells that were written with source addresses, whose addresses on the side itself are not known yet."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, AWAITED, {"mapping": mapping})

    def put(self, side: Side, cells: Mapping[Cell, Sequence[str]]) -> None:
        """Remember for each cell the identities of its files, in the order of the value; replaces what was there."""
        if not cells:
            return
        with self._database.write() as connection:
            for cell in cells:
                self._rows.drop_in(connection, cell.entry, **_place(side, cell))
            rows = [
                self._rows.row(cell.entry, **_place(side, cell), identities=dump_json(list(identities)))
                for cell, identities in cells.items()
            ]
            connection.execute(insert(AWAITED), rows)

    def pop(self, side: Side, cell: Cell) -> tuple[str, ...]:
        """The identities that a cell waits for, which are then no longer awaited; empty where it waits for none."""
        here = _place(side, cell)
        with self._database.write() as connection:
            found = self._rows.value(connection, "identities", cell.entry, **here)
            self._rows.drop_in(connection, cell.entry, **here)
        return self._loaded(found) if found is not None else ()

    def all(self, side: Side) -> dict[Cell, tuple[str, ...]]:
        """Every waiting cell of a side, sorted, with the identities it waits for."""
        names = (*self._rows.key, AWAITED.c.locale, AWAITED.c.field)
        mine = self._rows.at(side=side.value)
        with self._database.read() as connection:
            rows = connection.execute(select(*names, AWAITED.c.identities).where(*mine).order_by(*names)).all()
        return {
            Cell(self._rows.read(*key), Locale(locale), field): self._loaded(identities)
            for *key, locale, field, identities in rows
        }

    def _loaded(self, identities: str) -> tuple[str, ...]:
        loaded = load_json(identities, self._database.where)
        if not isinstance(loaded, list):
            raise damaged(self._database.where, "awaited files are not a list")
        return tuple(str(identity) for identity in loaded)


def _place(side: Side, cell: Cell) -> dict[str, str]:
    assert cell.locale is not None, "only a cell waits for an address, not an entry"  # noqa: S101  # our own bug
    assert cell.field is not None, "only a cell waits for an address, not a variant"  # noqa: S101  # our own bug
    return {"side": side.value, "locale": cell.locale, "field": cell.field}
