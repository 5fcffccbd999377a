"""One look at the clock: whether a mapping is due, and when it is due next.

Decides three things. Times that passed while nobody looked fold into one, and are counted. A clock that is set back a
little brings no time again: what is due next stays. One that is set back a lot was wrong before, so all is reckoned
anew from it: a mapping must not wait for a year that was never there. Pure: the caller writes down what comes of it, in
one transaction with what it asks for.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from isogloss.schedule.times import Times, offset_of

Reason = Literal["schedule", "webhook", "person", "retry"]
"""Why a run was asked for: its time has come, a side hinted, a person wants it, or it could not be done before."""

PRIORITY: Final[dict[Reason, int]] = {"retry": 0, "schedule": 0, "webhook": 10, "person": 20}
"""Higher goes first."""
CUT: Final = 30
"""The priority of what was cut: it goes before all else."""
STEP: Final = timedelta(hours=1)
"""How far a clock may be set back, and still be taken for one that was right before."""
COUNTED: Final = 100
"""Missed times are counted up to here; more are as good as these."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one mapping is due. Times are aware UTC.

    path:   its file.
    cron, zone: as in a project.
    lane:   whose turns are fair against those of other lanes.
    due:    when next; None where never again.
    seen:   what the clock said when that was reckoned.
    paused: it is not asked for by the clock.
    folded: how many times were not run for themselves, but with another one.
    """

    mapping: str
    path: str
    cron: str
    zone: str
    lane: str
    due: datetime | None
    seen: datetime
    paused: bool = False
    folded: int = 0

    @property
    def times(self) -> Times:
        """All times at which it is due."""
        return Times(self.cron, self.zone, offset_of(self.mapping, self.cron))


@dataclass(frozen=True, slots=True)
class Ask:
    """A run is wanted.

    due:    the time that came, or when a person asked.
    folded: how many times are in it beside that.
    """

    mapping: str
    due: datetime
    reason: Reason
    lane: str = "default"
    folded: int = 0

    @property
    def priority(self) -> int:
        """Higher goes first."""
        return PRIORITY[self.reason]


def planned(schedule: Schedule, now: datetime) -> Schedule:
    """The same, due at its first time from now on."""
    return replace(schedule, due=next(schedule.times.after(now), None), seen=now)


def renewed(old: Schedule | None, new: Schedule, now: datetime) -> Schedule:
    """What a project says now, with what is remembered of before; a time that has come already stays due."""
    if old is None:
        return planned(new, now)
    kept = replace(new, due=old.due, seen=old.seen, paused=old.paused, folded=old.folded)
    came = old.due is not None and old.due <= now and not old.paused
    return kept if came or (old.cron, old.zone) == (new.cron, new.zone) else planned(kept, now)


def tick(schedule: Schedule, now: datetime) -> tuple[Schedule, Ask | None]:
    """Look at the clock: the schedule as it is from now on, and what it asks for."""
    if schedule.paused:
        return schedule, None
    if now < schedule.seen - STEP:
        return planned(schedule, now), None
    if schedule.due is None or now < schedule.due:
        return schedule, None
    ask = Ask(schedule.mapping, schedule.due, "schedule", schedule.lane)
    folded = 0
    for time in schedule.times.after(schedule.due):
        if time > now:  # where nothing was missed, the next one is known without asking again
            return replace(schedule, due=time, seen=now), replace(ask, folded=folded)
        folded += 1
        if folded == COUNTED:
            break
    return planned(schedule, now), replace(ask, folded=folded)
