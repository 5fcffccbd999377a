"""What the page shows of each mapping, in words. Pure: from what is remembered to texts, which a template sets."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from isogloss.schedule.turn import Job, Turn
from isogloss.serve.texts import FATES, OUTCOMES, REASONS, STATES, TEXTS

SHOWN = 30
"""How many turns a strip shows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One turn in a strip.

    look: what it is called in the style.
    run:  the id of its run; empty where none was begun.
    """

    look: str
    sign: str
    told: str
    run: str


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping.

    look: what its state is called in the style.
    approval: the plan that waits for somebody, in words; empty where none does.
    digest: of that plan. paused: the clock passes it over.
    said: why its last turn did not end well; empty where it did.
    """

    name: str
    schedule: str
    look: str
    state: str
    next: str
    last: str
    conflicts: int
    strip: tuple[Mark, ...]
    approval: str
    digest: str
    paused: bool
    said: str


def rows(jobs: Iterable[Job], running: Collection[str]) -> list[Row]:
    """A row for each mapping."""
    return [_row(job, job.schedule.mapping in running) for job in jobs]


def _row(job: Job, running: bool) -> Row:  # noqa: FBT001  # one fact beside a job
    schedule, last = job.schedule, job.last
    look = "running" if running else "asked" if job.waiting else "paused" if schedule.paused else "rests"
    due = TEXTS["never"] if schedule.due is None else moment(schedule.due)
    return Row(
        name=schedule.mapping,
        schedule=f"{schedule.cron} {schedule.zone}",
        look=look,
        state=STATES[look],
        next=STATES["paused"] if schedule.paused else due,
        last=TEXTS["no_turns"] if last is None else f"{moment(last.ended)}, {OUTCOMES[last.outcome][1]}",
        conflicts=job.conflicts,
        strip=tuple(_mark(turn) for turn in reversed(job.turns[:SHOWN])),
        approval=_asked(job),
        digest="" if job.approval is None else job.approval.digest,
        paused=schedule.paused,
        said="" if last is None else last.said,
    )


def _asked(job: Job) -> str:
    if job.approval is None:
        return ""
    if job.approval.fate == "waiting":
        return TEXTS["approval"].format(job.approval.why)
    return TEXTS["approval_decided"].format(FATES[job.approval.fate], job.approval.by)


def _mark(turn: Turn) -> Mark:
    sign, told = OUTCOMES[turn.outcome]
    return Mark(turn.outcome, sign, f"{moment(turn.started)}: {told}, {REASONS[turn.reason]}", turn.run)


def moment(time: datetime) -> str:
    """A time of day, to the second, in UTC."""
    return f"{time:%Y-%m-%d %H:%M:%S}"
