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
from isogloss.state.database import Database, insert_or
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.keys import Keys
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
        self._run = run_id
        self._keys = Keys(database, IMAGE)

    def save(self, ops: Iterable[Op]) -> None:
        """Keep what the cells of these ops held, durably; a cell that has an image in this run keeps it."""
        rows = [self._row(op, change) for op in ops for change in op.changes]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert_or(connection, IMAGE).on_conflict_do_nothing(), rows)

    def all(self) -> Iterator[Image]:
        """Every image of the run, in the order in which they were taken."""
        shown = (IMAGE.c.op, IMAGE.c.side, *self._keys.columns, IMAGE.c.locale, IMAGE.c.field, IMAGE.c.before)
        query = select(*shown).where(IMAGE.c.run == self._run).order_by(IMAGE.c.seq)
        with self._database.read() as connection:
            streaming = connection.execution_options(stream_results=True, yield_per=_AT_A_TIME)
            with streaming.execute(query) as rows:
                for op, side, *key, locale, field, before in rows:
                    at = Cell(self._keys.read(*key), Locale(locale), field)
                    yield Image(Digest(op), Side(side), at, self._value(before))

    def _value(self, before: str) -> MaybeValue:
        try:
            return load(load_json(before, self._database.where))
        except ValueError as error:
            raise damaged(self._database.where, str(error)) from None

    def _row(self, op: Op, change: Change) -> dict[str, str]:
        return {
            "run": self._run,
            "op": op.id,
            "side": op.on.value,
            **self._keys.row(op.entry),
            "locale": change.locale,
            "field": change.field,
            "before": dump_json(dump(change.before)),
        }
