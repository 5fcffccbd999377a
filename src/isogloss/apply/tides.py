"""What time it was at least by a side's own clock, told from what it showed.

Decides how a time of our steady clock is put into a side's own. Whatever a side dated while we were at work was there
when its answer was here; so its clock had come as far by then, and as far from there as has passed for us since, but
for a margin. Refuses to believe dates of before: a side's clock may have been set back since.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from isogloss.model.address import Side

MARGIN = timedelta(seconds=2)
"""How much two steady clocks may drift apart in the time that one of them is led from the other."""


@dataclass(slots=True)
class Tides:
    """What was learned in one run: by side, the newest change, and when its answer was here, by the steady clock."""

    _seen: dict[Side, tuple[datetime, float]] = field(default_factory=dict)

    def saw(self, side: Side, changed: datetime, now: float) -> None:
        """A side showed something that it dated while we were at work."""
        before = self._seen.get(side)
        if before is None or changed > before[0]:
            self._seen[side] = (changed, now)

    def at_least(self, side: Side, moment: float) -> datetime | None:
        """What a side's clock said, at least, at a time of the steady clock; None where nothing is known of it."""
        seen = self._seen.get(side)
        if seen is None:
            return None
        changed, at = seen
        return changed + timedelta(seconds=moment - at) - MARGIN
