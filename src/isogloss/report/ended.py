"""What became of a plan, as reports tell it: from a run that has just ended, or from what was kept of one.

Decides what of a run's result a report needs. A kept result is a file, so its shape is checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from isogloss.outcomes import Applied, Stopped
from isogloss.plan.op import Verb
from isogloss.ports import Outcome
from isogloss.report.plain import applied_data

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class NotDone:
    """An op that needs a person: what it was, what became of it, and why."""

    op: str
    on: str
    verb: Verb
    kind: str
    entry: str
    label: str
    locales: tuple[str, ...]
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A file that could not be brought."""

    kind: str
    entry: str
    locale: str | None
    field: str | None
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a plan.

    run:      its id.
    outcomes: how many ops ended how.
    requests: by side, by what they were for.
    seconds:  how long it took.
    again:    what became of what moved meanwhile, which was planned again.
    by:       who ran it, where that was told.
    """

    run: str
    outcomes: Mapping[Outcome, int]
    problems: tuple[NotDone, ...] = ()
    files_left_behind: tuple[LeftBehind, ...] = ()
    stopped: Stopped | None = None
    requests: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    seconds: float = 0.0
    resumed: bool = False
    again: "Ended | None" = None
    by: str = ""


def ended_of(applied: Applied) -> Ended:
    """What became of the plan of a run that has just ended."""
    return ended_from(applied_data(applied))


def ended_from(data: object) -> Ended:
    """What became of a plan, from the result of a run as plain data.

    Raises: ValueError where the data is not of that shape.
    """
    return _adapter().validate_python(data)


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Ended]":
    from pydantic import TypeAdapter

    return TypeAdapter(Ended)
