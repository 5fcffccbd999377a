"""Before-images: what each touched cell held before a run touched it, so that the run can be undone.

The first image of a cell in a run is the one that counts: a run that goes on after a cut must not take its own writing
for the original. Beside them, what each op was about to write, by digest: what it says is in the plan, which goes one
day, and the digest tells whether what is found later is that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import select

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, digest, dump, load
from isogloss.plan.op import Change, Op, Verb
from isogloss.state.database import Database, put, streamed
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.rows import Rows
from isogloss.state.tables import IMAGE, WRITTEN

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Image:
    """What one cell of one side held before an op."""

    op: Digest
    on: Side
    at: Cell
    before: MaybeValue


@dataclass(frozen=True, slots=True)
class WrittenOp:
    """What an op was about to write: the digest of each cell, or that it is emptied; None where that is not known."""

    op: Digest
    on: Side
    entry: EntryKey
    verb: Verb | Literal[""]
    label: str
    cells: tuple[tuple[Cell, Digest | Absent | None], ...]


class Images:
    """The images of one run."""

    def __init__(self, database: Database, run_id: str) -> None:
        self._database = database
        self._rows = Rows(database, IMAGE, {"run": run_id})
        self._written = Rows(database, WRITTEN, {"run": run_id})

    def save(self, ops: Iterable[Op], writing: Iterable[Op] = ()) -> None:
        """Keep what the cells of these ops held, durably; a cell that has an image in this run keeps it.

        writing: what is about to be written, of the same entries.
        """
        images = [self._row(op, change) for op in ops for change in op.changes]
        written = [self._written.row(op.entry, **_told(op)) for op in writing]
        if images or written:
            with self._database.write() as connection:
                for table, rows in ((IMAGE, images), (WRITTEN, written)):
                    if rows:
                        put(connection, table, rows)

    def written(self, entry: EntryKey | None = None) -> Iterator[WrittenOp]:
        """What the run was about to write, of an entry or of all; nothing for runs of before that was kept."""
        shown = (WRITTEN.c.op, WRITTEN.c.side, WRITTEN.c.verb, WRITTEN.c.label, WRITTEN.c.cells, *self._written.key)
        query = select(*shown).where(*self._written.at(entry)).order_by(WRITTEN.c.kind, WRITTEN.c.name, WRITTEN.c.op)
        with self._database.read() as connection:
            if WRITTEN.name in self._database.lacking:  # a state of an older version, opened for reading
                return
            for op, side, verb, label, cells, *key in connection.execute(query):
                at = self._written.read(*key)
                yield WrittenOp(Digest(op), Side(side), at, cast("Verb", verb), label, self._cells(at, cells))

    def _cells(self, entry: EntryKey, told: str) -> tuple[tuple[Cell, Digest | Absent], ...]:
        match load_json(told, self._database.where):
            case list(rows) if all(isinstance(row, list) and len(row) == 3 for row in rows):  # noqa: PLR2004  # a cell
                return tuple(
                    (Cell(entry, Locale(locale), name), ABSENT if made is None else Digest(made))
                    for locale, name, made in rows
                )
        raise damaged(self._database.where, "what an op wrote has another shape")

    def all(self, entry: EntryKey | None = None) -> Iterator[Image]:
        """Every image of the run, or those of an entry, in the order in which they were taken."""
        shown = (IMAGE.c.op, IMAGE.c.side, *self._rows.key, IMAGE.c.locale, IMAGE.c.field, IMAGE.c.before)
        query = select(*shown).where(*self._rows.at(entry)).order_by(IMAGE.c.seq)
        with self._database.read() as connection, streamed(connection, query, _AT_A_TIME) as rows:
            for op, side, *key, locale, field, before in rows:
                at = Cell(self._rows.read(*key), Locale(locale), field)
                yield Image(Digest(op), Side(side), at, self._value(before))

    def _value(self, before: str) -> MaybeValue:
        try:
            return load(load_json(before, self._database.where))
        except ValueError as error:
            raise damaged(self._database.where, str(error)) from None

    def _row(self, op: Op, change: Change) -> dict[str, str]:
        told = {"op": op.id, "side": op.on.value, "locale": change.locale, "field": change.field}
        return self._rows.row(op.entry, **told, before=dump_json(dump(change.before)))


def _told(op: Op) -> dict[str, str]:
    cells = [[change.locale, change.field, _digest(change.after)] for change in op.changes if not change.touches]
    return {"op": op.id, "side": op.on.value, "verb": op.verb, "label": op.label, "cells": dump_json(cells)}


def _digest(value: MaybeValue) -> str | None:
    made = digest(value)
    return None if isinstance(made, Absent) else made
