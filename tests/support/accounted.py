"""Whether every time of a schedule was run, by itself or with another one, or is asked for; and none twice."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import takewhile
from operator import gt
from typing import TYPE_CHECKING

from isogloss.schedule.times import Times

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from isogloss.state.agenda import Agenda


def unaccounted(agenda: Agenda, mapping: str, cron: str, since: datetime | None = None) -> int:
    """How many times of a schedule were neither run, nor folded into one, nor are asked for; none was twice.

    since: a time of the schedule from which on they are counted; the first that was run, where nothing is said.
    """
    return unaccounted_of(agenda, [mapping], cron, since)[mapping]


def unaccounted_of(agenda: Agenda, mappings: Iterable[str], cron: str, since: datetime | None = None) -> dict[str, int]:
    """The same of several mappings with one schedule."""
    schedules, asked = agenda.schedules(), defaultdict(list)
    for each in agenda.waiting():
        asked[each.ask.mapping].append(each.ask)
    found = {}
    for mapping in mappings:
        turns, due = [*reversed(agenda.turns(mapping, 200)), *asked[mapping]], schedules[mapping].due
        assert due is not None
        held = [each.due for each in turns]
        # what was asked for while its mapping was at work is due when that ended, which is no time of the schedule
        times = [each for each in held if not each.microsecond]
        assert times == sorted(set(times)), held
        passed = takewhile(partial(gt, due), Times(cron, "UTC").after(since or held[0]))
        found[mapping] = 1 + len(list(passed)) - len(held) - sum(each.folded for each in turns)
    return found
