"""The mappings that are run by the clock, for a person at a terminal and as plain data."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console

from isogloss.outcomes import Holder
from isogloss.report.drawing import Pen, content
from isogloss.report.plain import holder_data
from isogloss.schedule.tick import Schedule
from isogloss.schedule.turn import Approval, Job, Turn

WORDS = {
    "done": "done, nothing left",
    "waits": "done, something waits for a person or the next run",
    "failed": "failed",
    "refused": "refused",
}
"""What became of a turn, in words."""


def render_jobs(jobs: Sequence[Job], holder: Holder | None, console: Console) -> None:
    """Show when each mapping is run next, what became of its last turn, and what waits for a person."""
    pen = Pen(console)
    if not jobs:
        pen.line("No mapping is run by the clock yet: write isogloss.yaml, or begin with isogloss serve and a mapping.")
        return
    rows = [
        (
            content(job.schedule.mapping),
            content(f"{job.schedule.cron} {job.schedule.zone}"),
            _next(job),
            "-" if job.last is None else f"{job.last.outcome} {job.last.ended:%Y-%m-%d %H:%M:%S}",
            f"{job.conflicts:,}",
            f"{job.schedule.folded:,}",
        )
        for job in jobs
    ]
    pen.table(("mapping", "schedule", "next (UTC)", "last (UTC)", "conflicts", "folded"), rows, numbers=[4, 5])
    for job in jobs:
        if job.approval is not None and job.approval.fate == "waiting":
            approval = job.approval
            pen.line(
                f"{content(job.schedule.mapping)}: plan {content(approval.short)} needs approval "
                f"({content(approval.why, 400)}). Look at it with isogloss show {content(approval.path, 400)}, then "
                f"say isogloss approve {content(approval.short)}, or the same with --reject.",
                style="yellow",
            )
        elif job.last is not None and job.last.said:
            pen.line(f"{content(job.schedule.mapping)}: {content(job.last.said, 400)}", style="yellow")
    if holder is None:
        pen.line("Nobody serves this state now: isogloss serve runs what is due.")
    else:
        at = f"{content(holder.owner)} on {content(holder.host)} (process {holder.pid})"
        pen.line(f"Served by {at}.")


def _next(job: Job) -> str:
    if job.schedule.paused:
        return "paused" if not job.waiting else "paused, asked for"
    if job.waiting:
        return "asked for"
    return "never" if job.schedule.due is None else f"{job.schedule.due:%Y-%m-%d %H:%M:%S}"


def jobs_data(jobs: Sequence[Job], holder: Holder | None) -> dict[str, object]:
    """All of it; times are UTC, as ISO 8601 has them."""
    return {
        "jobs": [job_data(job) for job in jobs],
        "holder": None if holder is None else holder_data(holder),
    }


def job_data(job: Job) -> dict[str, object]:
    """One mapping that is run by the clock, with its last turns, the newest first."""
    return {
        **schedule_data(job.schedule),
        "waiting": job.waiting,
        "conflicts": job.conflicts,
        "approval": None if job.approval is None else approval_data(job.approval),
        "turns": [turn_data(turn) for turn in job.turns],
    }


def approval_data(approval: Approval) -> dict[str, object]:
    """A plan that needs approval."""
    return {
        "mapping": approval.mapping,
        "digest": approval.digest,
        "plan": approval.path,
        "fate": approval.fate,
        "why": approval.why,
        "asked": _iso(approval.asked),
        "by": approval.by or None,
    }


def schedule_data(schedule: Schedule) -> dict[str, object]:
    """When one mapping is run."""
    return {
        "mapping": schedule.mapping,
        "file": schedule.path,
        "schedule": schedule.cron,
        "zone": schedule.zone,
        "lane": schedule.lane,
        "next": None if schedule.paused else _iso(schedule.due),
        "paused": schedule.paused,
        "folded": schedule.folded,
    }


def turn_data(turn: Turn) -> dict[str, object]:
    """What became of one turn."""
    return {
        "reason": turn.reason,
        "due": _iso(turn.due),
        "started": _iso(turn.started),
        "ended": _iso(turn.ended),
        "folded": turn.folded,
        "outcome": turn.outcome,
        "exit": turn.code,
        "run": turn.run or None,
        "said": turn.said,
    }


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
