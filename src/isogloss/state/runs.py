"""Runs: one application of one plan, from its start to its end, and the history of them.

Decides how a run is named and what became of it. A run that was cut never said so itself: whoever takes the lease next
knows that nobody else is alive, and marks it (``lease``).
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal, cast

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from isogloss.errors import UsageError
from isogloss.model.value import Digest
from isogloss.outcomes import Run, RunState
from isogloss.ports import Clock
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import OUTCOME, RUN

RunEnd = Literal["finished", "interrupted", "failed", "unsettled", "partial"]
"""How a run can end by its own account."""


class Runs:
    """The runs of one mapping."""

    def __init__(self, database: Database, mapping: str, clock: Clock) -> None:
        self._database = database
        self._mapping = mapping
        self._clock = clock

    def begin(
        self,
        *,
        plan_digest: Digest,
        plan_path: str,
        mapping_digest: Digest,
        command: str,
        ops_total: int,
        asked: Mapping[str, object] | None = None,
    ) -> Run:
        """Write down, durably, that a plan is being applied. Whether it may be is the caller's question.

        asked: what to know of it should it be cut, which is its summary until it ends.
        """
        now = self._clock.now()
        with self._database.write() as connection:
            run_id = _free_id(connection, f"{now:%Y%m%d-%H%M%S}-{plan_digest[:4]}")
            connection.execute(
                insert(RUN).values(
                    id=run_id,
                    mapping=self._mapping,
                    plan_digest=plan_digest,
                    plan_path=plan_path,
                    mapping_digest=mapping_digest,
                    command=command,
                    ops_total=ops_total,
                    state="running",
                    started=now.isoformat(),
                    summary=dump_json(dict(asked)) if asked else None,
                )
            )
        return Run(
            run_id, plan_digest, plan_path, mapping_digest, command, ops_total, "running", now, summary=asked or {}
        )

    def resume(self, run_id: str, asked: Mapping[str, object] | None = None) -> Run:
        """Go on with a run that was cut or failed; with what is asked for now, as ``begin`` takes it."""
        self._set(run_id, state="running", ended=None, summary=dump_json(dict(asked)) if asked else None)
        return self.get(run_id)

    def finish(
        self,
        run_id: str,
        summary: Mapping[str, object],
        state: RunEnd = "finished",
    ) -> Run:
        """Write down, durably, how a run ended."""
        self._set(run_id, state=state, ended=self._clock.now().isoformat(), summary=dump_json(dict(summary)))
        return self.get(run_id)

    def get(self, run_id: str) -> Run:
        """One run.

        Raises: UsageError where there is no such run.
        """
        found = self._runs(id=run_id)
        if not found:
            raise UsageError(
                f"{self._database.where}: there is no run {run_id} of mapping {self._mapping}. "
                "isogloss status MAPPING lists the runs there are."
            )
        return found[0]

    def find(self, plan_digest: Digest) -> Run | None:
        """The latest run of a plan, or None where it was never applied."""
        return next(iter(self._runs(limit=1, plan_digest=plan_digest)), None)

    def all(self, limit: int | None = None) -> list[Run]:
        """The runs, newest first."""
        return self._runs(limit=limit)

    def _runs(self, *, limit: int | None = None, **told: str) -> list[Run]:
        runs, counts = _asking(tuple(told), limit)
        told["mapping"] = self._mapping
        outcomes: dict[str, dict[str, int]] = {}
        with self._database.read() as connection:
            rows = connection.execute(runs, told).all()
            for run, outcome, ops in connection.execute(counts, told):
                outcomes.setdefault(run, {})[outcome] = ops
        return [self._run(row, outcomes.get(row.id, {})) for row in rows]

    def _run(self, row: Row[*tuple[object, ...]], outcomes: Mapping[str, int]) -> Run:
        summary = {} if row.summary is None else load_json(row.summary, self._database.where)
        if not isinstance(summary, dict):
            raise damaged(self._database.where, "the summary of a run has another shape")
        return Run(
            id=row.id,
            plan_digest=Digest(row.plan_digest),
            plan_path=row.plan_path,
            mapping_digest=Digest(row.mapping_digest),
            command=row.command,
            ops_total=row.ops_total,
            state=cast("RunState", row.state),
            started=datetime.fromisoformat(row.started),
            ended=None if row.ended is None else datetime.fromisoformat(row.ended),
            outcomes=outcomes,
            summary=summary,
        )

    def _set(self, run_id: str, **columns: str | None) -> None:
        mine = update(RUN).where(RUN.c.mapping == self._mapping, RUN.c.id == run_id)
        self._database.execute(mine.values(**columns))


def mark_cut_runs(connection: Connection, mapping: str) -> None:
    """Mark the runs of a mapping that still say they are running; only the new holder of the lease may."""
    connection.execute(
        update(RUN).where(RUN.c.mapping == mapping, RUN.c.state == "running").values(state="interrupted")
    )


def _free_id(connection: Connection, wanted: str) -> str:
    # Two plans may begin in one second, and two mappings may share a database.
    taken = set(connection.scalars(select(RUN.c.id).where(RUN.c.id.startswith(wanted, autoescape=True))))
    free, number = wanted, 2
    while free in taken:
        free, number = f"{wanted}-{number:02}", number + 1
    return free


@cache
def _asking(told: tuple[str, ...], limit: int | None) -> tuple[Select[*tuple[Any, ...]], Select[str, str, int]]:
    """How to ask for the runs of a mapping with something in some columns, newest first; and what their ops came to.

    The last result of an op counts.
    """
    mine = (RUN.c[column] == bindparam(column) for column in ("mapping", *told))
    runs = select(RUN).where(*mine).order_by(RUN.c.seq.desc()).limit(limit)
    latest = (
        select(func.max(OUTCOME.c.seq))
        .where(OUTCOME.c.run.in_(runs.with_only_columns(RUN.c.id)))
        .group_by(OUTCOME.c.run, OUTCOME.c.op)
    )
    counts = (
        select(OUTCOME.c.run, OUTCOME.c.outcome, func.count())
        .where(OUTCOME.c.seq.in_(latest))
        .group_by(OUTCOME.c.run, OUTCOME.c.outcome)
        .order_by(OUTCOME.c.run, OUTCOME.c.outcome)
    )
    return runs, counts
