"""A state in which two mappings are to be run by the clock, and never are."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from isogloss.schedule.tick import Schedule
from isogloss.state.agenda import Agenda, open_agenda

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from manual_clock import ManualClock

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@contextmanager
def two_jobs(folder: Path, clock: ManualClock, cron: str = "0 0 1 1 *") -> Iterator[Agenda]:
    """Open it; the mappings are called a and b."""
    with open_agenda(str(folder / "state.db"), clock) as agenda:
        agenda.register([Schedule(name, f"{name}.yaml", cron, "UTC", "default", None, NEVER) for name in ("a", "b")])
        yield agenda
