"""Whether every time of a schedule was run, by itself or with another one, or is asked for; and none twice."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from isogloss.schedule.times import Times

if TYPE_CHECKING:
    from datetime import datetime

    from isogloss.state.agenda import Agenda


def unaccounted(agenda: Agenda, mapping: str, cron: str, since: datetime | None = None) -> int:
    """How many times of a schedule were neither run, nor folded into one, nor are asked for; none was twice.

    since: a time of the schedule from which on they are counted; the first that was run, where nothing is said.
    """
    turns = list(reversed(agenda.turns(mapping, 200)))
    waiting = [each.ask for each in agenda.waiting() if each.ask.mapping == mapping]
    due = agenda.schedules()[mapping].due
    assert due is not None
    held = [each.due for each in (*turns, *waiting)]
    assert held == sorted(set(held)), held
    passed = takewhile(lambda each: each < due, Times(cron, "UTC").after(since or held[0]))
    return 1 + len(list(passed)) - len(held) - sum(each.folded for each in (*turns, *waiting))
