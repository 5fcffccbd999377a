"""Before-images: what each touched cell held before a run touched it, so that the run can be undone.

The first image of a cell in a run is the one that counts: a run that goes on after a cut must not take its own writing
for the original.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from isogloss.model.address import Cell, Side
from isogloss.model.locale import Locale
from isogloss.model.value import Digest, MaybeValue, dump, load
from isogloss.plan.op import Change, Op
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.rows import Rows
from isogloss.state.tables import IMAGE

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Image:
    """What one cell of one side held before an op."""

    op: Digest
    on: Side
    at: Cell
    before: MaybeValue


class Images:
    """The images of one run."""

    def __init__(self, database: Database, run_id: str) -> None:
        self._database = database
        self._rows = Rows(database, IMAGE, {"run": run_id})

    def save(self, ops: Iterable[Op]) -> None:
        """Keep what the cells of these ops held, durably; a cell that has an image in this run keeps it."""
        self._database.put(IMAGE, [self._row(op, change) for op in ops for change in op.changes])

    def all(self) -> Iterator[Image]:
        """Every image of the run, in the order in which they were taken."""
        shown = (IMAGE.c.op, IMAGE.c.side, *self._rows.key, IMAGE.c.locale, IMAGE.c.field, IMAGE.c.before)
        query = select(*shown).where(*self._rows.at()).order_by(IMAGE.c.seq)
        with self._database.read() as connection:
            streaming = connection.execution_options(stream_results=True, yield_per=_AT_A_TIME)
            with streaming.execute(query) as rows:
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
