"""The times that a cron expression means in a time zone, spread a little, so that not all mappings begin at once.

Decides that a time which does not exist where clocks go forward is the next one that does, and that one which is there
twice where they go back is the first. Refuses to know what is due at them.

Source: cronsim computes as Debian's cron does. It gives the first of two equal times even where it is asked from
between them, which is then no later than what was asked (2.8, seen 2026-11); such a time is passed over.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

SPREAD: Final = 60
"""Seconds over which mappings of one schedule are spread."""
_WITH_SECONDS: Final = 6
"""Fields of an expression that names seconds: whoever does so means them."""
_UTC: Final = frozenset({"UTC", "Etc/UTC", "Z"})
_LONGEST: Final = 200


def zone_of(name: str) -> tzinfo | None:
    """The zone of that name; None where this machine knows none."""
    if name in _UTC:
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such name, no name at all, or a folder of zones
        return None


def problem_of(cron: str) -> str:
    """Why an expression means no times; empty where it means some."""
    said = "write five fields, as */15 * * * *: minute, hour, day of the month, month, day of the week"
    if len(cron) > _LONGEST:
        return f"is longer than any schedule; {said}"
    try:
        found = next(CronSim(cron, datetime(2026, 1, 1, tzinfo=UTC)), None)
    except CronSimError as error:
        field = str(error).removeprefix("Bad ")
        where = "it has not five fields" if field.startswith("Wrong") else f"its field for the {field} cannot be read"
        return f"is no schedule: {where}; {said}"
    return "" if found is not None else f"is a schedule that never comes; {said}"


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one mapping, later than its expression says by ``offset`` seconds.

    cron: five fields, or six with seconds first.
    zone: the name of the zone in which they are meant; one that is not known here is taken for UTC.
    """

    cron: str
    zone: str
    offset: int = 0

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Every time later than a moment, in order; aware UTC."""
        shift = timedelta(seconds=self.offset)
        begin = moment.astimezone(UTC) - shift
        first = _first(self.cron, self.zone, begin)
        if first is None:
            return
        yield first + shift
        for each in _times(self.cron, self.zone, begin):
            if each > first:
                yield each + shift


def _times(cron: str, zone: str, moment: datetime) -> Iterator[datetime]:
    """Every time later than a moment, in order; all aware UTC."""
    last = moment
    for each in CronSim(cron, moment.astimezone(zone_of(zone) or UTC)):
        found = each.astimezone(UTC)
        if found > last:
            yield found
            last = found


@lru_cache(maxsize=1024)
def _first(cron: str, zone: str, moment: datetime) -> datetime | None:
    """The first of them. Mappings of one schedule all ask for the same, spread or not, and mostly for nothing more.

    In UTC: two moments of one zone are alike where clocks go back, whichever of them is meant.
    """
    return next(_times(cron, zone, moment), None)


def offset_of(mapping: str, cron: str) -> int:
    """How many seconds after its schedule a mapping is due, ever the same: less than a minute."""
    if len(cron.split()) == _WITH_SECONDS:
        return 0
    return int.from_bytes(hashlib.blake2b(mapping.encode(), digest_size=4).digest(), "big") % SPREAD
