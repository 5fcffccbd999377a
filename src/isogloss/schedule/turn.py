"""What became of a mapping when it was its turn, and what a service knows of each mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from isogloss.schedule.tick import Reason, Schedule

TurnOutcome = Literal["done", "waits", "failed", "refused"]
"""done: nothing is left. waits: done, and something needs a person or the next turn. failed: a platform, the state, the
mapping or we ourselves. refused: nothing was written, for its size or its place."""

_OF_CODES: Final[Mapping[int, TurnOutcome]] = {0: "done", 1: "waits", 4: "refused"}


def outcome_of(code: int) -> TurnOutcome:
    """The outcome that an exit code of ``sync`` means."""
    return _OF_CODES.get(code, "failed")


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a mapping was run by a service. Times are aware UTC.

    due:    when it was to begin; started, ended: when it did.
    folded: how many times more were run with it.
    code:   the exit code that ``sync`` would have ended with.
    run:    the id of its run; empty where none was begun.
    said:   why it did not end well; empty where it did.
    """

    mapping: str
    reason: Reason
    due: datetime
    started: datetime
    ended: datetime
    folded: int
    outcome: TurnOutcome
    code: int
    run: str = ""
    said: str = ""


Fate = Literal["waiting", "approved", "rejected", "passed over", "carried out"]
"""passed over: another plan was made meanwhile. carried out: it was approved, and a run of it was begun."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One plan that needs somebody's approval. Times are aware UTC.

    digest: of the plan. path: where it is kept.
    why:    what it does beyond its bounds; and, where one was approved that went stale, what differs from that.
    by:     who decided; empty where nobody did.
    """

    mapping: str
    digest: str
    path: str
    fate: Fate
    why: str
    asked: datetime
    by: str = ""

    @property
    def short(self) -> str:
        """As much of the digest as people are shown."""
        return self.digest[:8]


@dataclass(frozen=True, slots=True)
class Job:
    """One mapping that a service runs by the clock.

    waiting:   a run is asked for, and has not ended.
    turns:     the last ones, the newest first.
    conflicts: how many wait for a person since the last run.
    approval:  the plan that waits for approval, or was decided and not carried out yet.
    """

    schedule: Schedule
    waiting: bool = False
    turns: tuple[Turn, ...] = ()
    conflicts: int = 0
    approval: Approval | None = None

    @property
    def last(self) -> Turn | None:
        """The newest turn."""
        return self.turns[0] if self.turns else None
