"""What the mapping looked like when the sides last agreed, and how what is remembered follows when it changes.

Decides that all of a change is written or none of it, and which rows name a kind, a field or a locale. Refuses to know
which change is meant: it is told. What only saves time (kept readings, marks of what rests) is forgotten with a change.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, inspect, select, update

from isogloss.model.value import Digest
from isogloss.state.database import Database, put
from isogloss.state.identity import Identity
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import (
    ADDRESS,
    AWAITED,
    BASE,
    CONFIRMED,
    GROUND,
    HELD,
    IDENTITY,
    IMAGE,
    KEPT,
    META,
    METADATA,
    OWNER,
    RELINK,
    RESOLUTION,
    REST,
    RUN,
    TOMBSTONE,
    WRITTEN,
)

_BY_KIND: Final = (IDENTITY, ADDRESS, AWAITED, BASE, CONFIRMED, OWNER, TOMBSTONE, RELINK, RESOLUTION)
_OF_RUNS: Final = (IMAGE, WRITTEN)
_TIME_SAVED: Final = (GROUND, KEPT, REST)
_OF_THE_SERVICE: Final = frozenset(
    f"isogloss_{name}" for name in ("schedule", "ask", "turn", "approval", "told", "notice", "key", "visit", "audit")
)
_LEFT_BEHIND: Final = _OF_THE_SERVICE | {"isogloss_intent", "isogloss_answer", "isogloss_outcome", "isogloss_lease"}
_DRAFTS, _LAID, _OUTRUN = "$drafts", "$laid", "$outrun"
_PART: Final = "#"
_AT_A_TIME: Final = 500


@dataclass(frozen=True, slots=True)
class Cells:
    """What becomes of the cells of one kind.

    fields:  old name to new; None where it is forgotten.
    options: by new name of the field, old digest to new.
    """

    fields: Mapping[str, str | None] = field(default_factory=dict)
    options: Mapping[str, Mapping[Digest, Digest]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transfer:
    """What becomes of what is remembered.

    kinds:     old kind to new; None where it is forgotten. They come first.
    cells:     by new kind.
    locales:   old tag to new, in every kind; None where it is forgotten.
    """

    kinds: Mapping[str, str | None] = field(default_factory=dict)
    cells: Mapping[str, Cells] = field(default_factory=dict)
    locales: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.kinds or self.cells or self.locales)


class Moving:
    """The layout of one mapping, and what follows it."""

    def __init__(self, database: Database, mapping: str, identity: Identity) -> None:
        self._database, self._mapping, self._identity = database, mapping, identity
        self._name = f"layout/{mapping}"

    def layout(self) -> object | None:
        """The layout as it was written down last; None where it never was."""
        with self._database.read() as connection:
            if META.name in self._database.lacking:
                return None
            text = connection.scalar(select(META.c.value).where(META.c.name == self._name))
        return None if text is None else load_json(text, self._database.where)

    def agreed_kinds(self) -> frozenset[str]:
        """The kinds of which the sides ever agreed on anything."""
        query = select(BASE.c.kind).where(BASE.c.mapping == self._mapping).distinct()
        with self._database.read() as connection:
            if BASE.name in self._database.lacking:
                return frozenset()
            return frozenset(connection.scalars(query))

    def carry(self, transfer: Transfer, layout: object) -> None:
        """Let everything that is remembered follow, and write the new layout down: all of it, durably, or nothing."""
        with self._database.write() as connection:
            if not transfer.empty:
                self._follow(connection, transfer)
            put(connection, META, [{"name": self._name, "value": dump_json(layout)}], "value")
        self._identity.reread()

    def _follow(self, connection: Connection, transfer: Transfer) -> None:
        for table in _TIME_SAVED:
            connection.execute(delete(table).where(table.c.mapping == self._mapping))
        runs = select(RUN.c.id).where(RUN.c.mapping == self._mapping)
        for old, new in _freed(transfer.kinds):
            for table in _BY_KIND:
                mine = (table.c.mapping == self._mapping, table.c.kind == old)
                gone = delete(table).where(*mine)
                connection.execute(gone if new is None else update(table).where(*mine).values(kind=new))
            for table in _OF_RUNS if new is not None else ():
                connection.execute(update(table).where(table.c.run.in_(runs), table.c.kind == old).values(kind=new))
        self._rewrite(connection, BASE, "cells", lambda kind, row: _recelled(row, transfer, transfer.cells.get(kind)))
        if transfer.locales:
            self._rewrite(connection, CONFIRMED, "variants", lambda _, row: _renamed(row, transfer.locales))
        self._columns(connection, transfer)
        self._told(connection, HELD, "held", "place", transfer)
        self._told(connection, RESOLUTION, "decision", "seq", transfer)

    def _rewrite(
        self, connection: Connection, table: Table, column: str, made: Callable[[str, dict[str, Any]], dict[str, Any]]
    ) -> None:
        """Rewrite the JSON of every row that changes; one that has nothing left goes."""
        key = list(table.primary_key)
        rows = connection.execute(select(*key, table.c[column]).where(table.c.mapping == self._mapping)).all()
        for *at, text in rows:
            row = load_json(text, self._database.where)
            if not isinstance(row, dict):
                raise damaged(self._database.where, f"a row of {table.name} has another shape")
            told = dict(zip([part.name for part in key], at, strict=True))
            after = made(told["kind"], row)
            where = [part == value for part, value in zip(key, at, strict=True)]
            if not after:
                connection.execute(delete(table).where(*where))
            elif after != row:
                connection.execute(update(table).where(*where).values({column: dump_json(after)}))

    def _columns(self, connection: Connection, transfer: Transfer) -> None:
        """Rows that name a field or a locale in a column of their own."""
        runs = select(RUN.c.id).where(RUN.c.mapping == self._mapping)
        for table in (ADDRESS, AWAITED, IMAGE, TOMBSTONE):
            mine = table.c.mapping == self._mapping if "mapping" in table.c else table.c.run.in_(runs)
            for old, new in _freed(transfer.locales):
                _set(connection, table, "locale", old, new, mine)
            for kind, cells in transfer.cells.items() if "field" in table.c else ():
                for was, now in _freed(cells.fields):
                    _set(connection, table, "field", was, now, mine, table.c.kind == kind)

    def _told(self, connection: Connection, table: Table, column: str, place: str, transfer: Transfer) -> None:
        """What is told of an address: what waits, and what people decided."""
        rows = connection.execute(select(table.c[place], table.c[column]).where(table.c.mapping == self._mapping)).all()
        for at, text in rows:
            told = load_json(text, self._database.where)
            after = _readdressed(told, transfer) if isinstance(told, dict) else told
            if after != told:
                mine = (table.c.mapping == self._mapping, table.c[place] == at)
                connection.execute(update(table).where(*mine).values({column: dump_json(after)}))

    def copy_to(self, other: Database, *, whole: bool = False) -> None:
        """Write all that a plan is made of into an empty database: dry commands move there, not here.

        whole: also what only saves time.
        """
        with self._database.read() as connection, other.write() as writing:
            there = set(inspect(connection).get_table_names())
            runs = select(RUN.c.id).where(RUN.c.mapping == self._mapping)
            for table in METADATA.sorted_tables:
                saved = table in _TIME_SAVED and not whole
                if table.name in _LEFT_BEHIND or saved or table.name not in there:
                    continue
                query = select(table)
                if "mapping" in table.c:
                    query = query.where(table.c.mapping == self._mapping)
                elif "run" in table.c:
                    query = query.where(table.c.run.in_(runs))
                elif table is META and connection.scalar(select(META.c.value).limit(1)) is not None:
                    writing.execute(delete(META))
                for rows in connection.execute(query).mappings().partitions(_AT_A_TIME):
                    writing.execute(insert(table), [dict(row) for row in rows])


def _freed(names: Mapping[str, str | None]) -> Iterator[tuple[str, str | None]]:
    """Names in an order in which no new one is still an old one."""
    left = dict(names)
    while left:
        old = next((name for name in left if left[name] not in left), next(iter(left)))
        yield old, left.pop(old)


def _set(
    connection: Connection, table: Table, column: str, old: str, new: str | None, *mine: ColumnElement[bool]
) -> None:
    """Give a name in a column another one; what is forgotten goes, but for what runs wrote."""
    at = (*mine, table.c[column] == old)
    if new is not None:
        connection.execute(update(table).where(*at).values({column: new}))
    elif table is not IMAGE:
        connection.execute(delete(table).where(*at))


def _recelled(row: dict[str, Any], transfer: Transfer, cells: Cells | None) -> dict[str, Any]:
    """The base of one entry, with its drafts, under the names of today; what waits to go live is found anew."""
    made = _renamed({at: inner for at, inner in row.items() if at not in (_DRAFTS, _LAID, _OUTRUN)}, transfer.locales)
    outrun = _renamed(row.get(_OUTRUN, {}), transfer.locales)
    drafts = {side: _renamed(lay, transfer.locales) for side, lay in row.get(_DRAFTS, {}).items()}
    if cells is not None:
        made = {at: kept for at, fields in made.items() if (kept := dict(_refielded(fields, cells)))}
        drafts = {
            side: {at: kept for at, fields in lay.items() if (kept := dict(_refielded(fields, cells)))}
            for side, lay in drafts.items()
        }
        outrun = {at: kept for at, fields in outrun.items() if (kept := dict(_refielded(fields, cells)))}
    beside = {_DRAFTS: {side: lay for side, lay in drafts.items() if lay}, _OUTRUN: outrun}
    return {**made, **{name: told for name, told in beside.items() if told}}


def _renamed(row: Mapping[str, Any], names: Mapping[str, str | None]) -> dict[str, Any]:
    told = {at: names.get(at, at) for at in row}
    return {told_as: row[at] for at, told_as in told.items() if told_as is not None}


def _refielded(fields: Mapping[str, Any], cells: Cells) -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        whole, mark, part = name.partition(_PART)
        now = cells.fields.get(whole, whole)
        if now is not None:
            options = cells.options.get(now, {})
            pair = [options.get(each, each) for each in value] if isinstance(value, list) else options.get(value, value)
            yield f"{now}{mark}{part}", pair


def _readdressed(told: dict[str, Any], transfer: Transfer) -> dict[str, Any]:
    entry = told.get("entry")
    if not isinstance(entry, list) or not entry:
        return told
    kind = transfer.kinds.get(entry[0], entry[0]) or entry[0]
    made = {**told, "entry": [kind, *entry[1:]]}
    if told.get("locale") in transfer.locales:
        made["locale"] = transfer.locales[told["locale"]] or told["locale"]
    fields = transfer.cells[kind].fields if kind in transfer.cells else {}
    if told.get("field") in fields:
        made["field"] = fields[told["field"]] or told["field"]
    return made
