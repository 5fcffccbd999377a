"""The journal of one run: what was about to be sent, what came back, what became of each op. Rows are only added.

Decides what a restarted run knows of its former self. Every method returns when its row is on disk: that is what makes
"intent first" (invariant 7) worth something. Holds no secrets: calls are named by method and path, errors speak
without them.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile
from typing import Final, Literal, TypeAlias, cast

from sqlalchemy import insert, select

from isogloss.errors import Limited, Unauthorized
from isogloss.model.address import EntryKey
from isogloss.model.value import Digest
from isogloss.ports import OPEN, Answered, Call, Clock, Outcome, Sent, Settled
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.tables import ANSWER, INTENT, OUTCOME, RUN

Fate = Literal["answered", "failed", "unknown"]
_Shown: TypeAlias = tuple[str, str]
"""The kind of an entry and its name as it is shown, which is all that the journal tells of it."""

# Made once: an op costs three of them, and to make one takes longer than to carry it out.
_INTEND: Final = insert(INTENT).returning(INTENT.c.seq)
_ANSWER: Final = insert(ANSWER)
_OUTCOME: Final = insert(OUTCOME)


class RunJournal:
    """The port ``Journal`` for one run."""

    def __init__(self, database: Database, run_id: str, clock: Clock) -> None:
        self._database = database
        self._run = run_id
        self._clock = clock

    def intend(self, call: Call) -> int:
        """Write down what is about to be sent; returns the number of the intent."""
        ops = [[op.id, op.on.value, op.verb, op.entry.kind, op.entry.shown] for op in call.ops]
        creates = [[entry.kind, entry.name] for entry in sorted(call.creates)]
        self._database.apart()  # invariant 7: it is on disk when this returns
        with self._database.write() as connection:
            row = {"run": self._run, "call": call.name, "ops": dump_json(ops), "creates": dump_json(creates)}
            number: int | None = connection.scalar(_INTEND, {**row, "at": self._now()})
        assert number is not None, "an insert returns its number"  # noqa: S101  # our own bug if not
        return number

    def answer(self, intent: int, answered: Answered) -> None:
        """Write down what came back."""
        kind, detail = _described(answered)
        row = {"intent": intent, "kind": kind, "detail": dump_json(detail), "at": self._now()}
        self._database.execute(_ANSWER, row)

    def record(self, settled: Settled) -> None:
        """Write down what became of an op; of several results the last counts."""
        told = {"op": settled.op, "outcome": settled.outcome, "detail": settled.detail}
        self._database.execute(_OUTCOME, {**told, "run": self._run, "at": self._now()})

    def settled(self) -> Mapping[Digest, Settled]:
        """The ops of this run that have a result already, whichever it is."""
        query = select(OUTCOME.c.op, OUTCOME.c.outcome, OUTCOME.c.detail).where(OUTCOME.c.run == self._run)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(OUTCOME.c.seq)).all()
        return {Digest(op): Settled(Digest(op), cast("Outcome", outcome), detail) for op, outcome, detail in rows}

    def ended(self) -> Mapping[Digest, tuple[Settled, datetime]]:
        """The result of each op of this run that has one, and when it had it."""
        query = select(OUTCOME.c.op, OUTCOME.c.outcome, OUTCOME.c.detail, OUTCOME.c.at).where(
            OUTCOME.c.run == self._run
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(OUTCOME.c.seq)).all()
        return {
            Digest(op): (Settled(Digest(op), cast("Outcome", outcome), detail), datetime.fromisoformat(at))
            for op, outcome, detail, at in rows
        }

    def intended(self) -> Mapping[Digest, Fate]:
        """The ops that have an intent: whether its last call was answered, refused, or left unknown.

        Those of this run; and of runs that were cut or left unsettled since the last one that finished, those that may
        still come true: whether a plan is applied again or made anew, what is landing is looked for before it is sent.
        An intent without an answer is unknown: the process died between the two. An op that a side refused one by one
        within an accepted call is failed. A call that a side did not even look into (its token, or its pace) is as if
        it had never been sent.
        """
        fates: dict[Digest, Fate] = {}
        for run in self._open_before():
            earlier = RunJournal(self._database, run, self._clock)
            settled = earlier.settled()
            fates |= {
                op: fate for op, fate in earlier._own().items() if op not in settled or settled[op].outcome in OPEN
            }
        return fates | self._own()

    def times(self) -> Mapping[Digest, tuple[datetime, datetime]]:
        """Of the same runs: when the first call of each op was about to leave, and the last word of any, by our clock.

        That is the answer, or where there is none, the intent.
        """
        runs = [*self._open_before(), self._run]
        query = (
            select(INTENT.c.ops, INTENT.c.at, ANSWER.c.at)
            .join(ANSWER, ANSWER.c.intent == INTENT.c.seq, isouter=True)
            .where(INTENT.c.run.in_(runs))
            .order_by(INTENT.c.seq, ANSWER.c.seq)
        )
        found: dict[Digest, tuple[datetime, datetime]] = {}
        with self._database.read() as connection:
            for ops, begun, answered in connection.execute(query):
                last = datetime.fromisoformat(answered or begun)
                for op, *_ in _rows(load_json(ops, self._database.where), 5, self._database.where):
                    first, _ = found.get(Digest(op), (datetime.fromisoformat(begun), last))
                    found[Digest(op)] = first, last
        return found

    def _open_before(self) -> list[str]:
        """The runs of the mapping just before this one, back to the last that finished, oldest first."""
        mine = select(RUN.c.seq, RUN.c.mapping).where(RUN.c.id == self._run).subquery()
        query = (
            select(RUN.c.id, RUN.c.state)
            .where(RUN.c.mapping == mine.c.mapping, RUN.c.seq < mine.c.seq)
            .order_by(RUN.c.seq.desc())
        )
        with self._database.read() as connection:
            before = connection.execute(query).all()
        return [run for run, _ in takewhile(lambda row: row.state != "finished", before)][::-1]

    def _own(self) -> dict[Digest, Fate]:
        fates: dict[Digest, Fate] = {}
        query = (
            select(INTENT.c.ops, ANSWER.c.kind, ANSWER.c.detail)
            .join(ANSWER, ANSWER.c.intent == INTENT.c.seq, isouter=True)
            .where(INTENT.c.run == self._run)
            .order_by(INTENT.c.seq, ANSWER.c.seq)
        )
        with self._database.read() as connection:
            for ops, kind, detail in connection.execute(query):
                self._add_fates(fates, ops, kind, detail)
        return fates

    def _add_fates(self, fates: dict[Digest, Fate], ops: str, kind: Fate | None, detail: str | None) -> None:
        if kind == "failed" and detail is not None and self._unheard(detail):
            return
        refused = self._refused(detail) if kind == "answered" and detail is not None else set()
        for op, _side, _verb, entry_kind, name in _rows(load_json(ops, self._database.where), 5, self._database.where):
            fates[Digest(op)] = "failed" if (entry_kind, name) in refused else kind or "unknown"

    def _unheard(self, detail: str) -> bool:
        """Whether a side turned a call away for who sent it, or how often, whatever was in it."""
        answer = load_json(detail, self._database.where)
        return isinstance(answer, dict) and answer.get("error") in (Unauthorized.__name__, Limited.__name__)

    def _refused(self, detail: str) -> set[_Shown]:
        """The entries that a side refused within a call that it accepted."""
        answer = load_json(detail, self._database.where)
        if not isinstance(answer, dict):
            raise damaged(self._database.where, "an answer in the journal has another shape")
        return {(kind, name) for kind, name, _ in _rows(answer.get("refused"), 3, self._database.where)}

    def _now(self) -> str:
        return self._clock.now().isoformat()


def _described(answered: Answered) -> tuple[Fate, object]:
    if isinstance(answered, Sent):
        files = {"assets": dict(answered.assets), "missed": dict(answered.missed)}
        known = {name: found for name, found in files.items() if found}
        return "answered", {"remotes": _listed(answered.remotes), "refused": _listed(answered.refused), **known}
    said = {"error": type(answered).__name__, "said": str(answered), "status": answered.status}
    return ("unknown" if answered.took_effect == "unknown" else "failed"), said


def _listed(entries: Mapping[EntryKey, str]) -> list[list[str]]:
    return [[entry.kind, entry.shown, said] for entry, said in sorted(entries.items())]


def _rows(loaded: object, width: int, where: str) -> list[list[str]]:
    if not isinstance(loaded, list) or any(not isinstance(row, list) or len(row) != width for row in loaded):
        raise damaged(where, "a list in the journal has another shape")
    return loaded
