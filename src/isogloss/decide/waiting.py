"""What waits for a decision, as it is listed: the conflict, its id, since when, and what was decided. Data only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from isogloss.decide.naming import can_be_decided
from isogloss.decide.resolution import How, Resolution, dump_resolution
from isogloss.merge.change import Conflict, Drifted
from isogloss.model.address import Side
from isogloss.model.value import Absent, MaybeValue, digest_text

Bases: TypeAlias = tuple[MaybeValue | None, MaybeValue | None]


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits.

    since: when a run saw it first, aware UTC; None where no run did yet.
    decided: what a person decided, and no run has followed yet.
    base:  what each side showed when they last agreed, left first; None for what is not known any more.
    merges: both edits can be right, since they do not touch.
    """

    id: str
    waiting: Conflict | Drifted
    since: datetime | None = None
    decided: Resolution | None = None
    base: Bases = (None, None)
    merges: bool = False

    @property
    def mark(self) -> str:
        """Tells what both sides show here, showed when they agreed, and what was decided of it, from anything else."""
        traces = self.waiting.traces
        shown = () if traces is None else (*traces.marks, *traces.base)
        decided = () if self.decided is None else (json.dumps(dump_resolution(self.decided)),)
        return digest_text("\n".join("" if isinstance(each, Absent) else each for each in (*shown, *decided)))

    def was_seen(self, mark: str, by: str) -> bool:
        """Whether a person of that name looked at this, by the mark of it; what they decided since they know."""
        mine = self.decided is not None and self.decided.by == by
        return mark == self.mark or (mine and mark == replace(self, decided=None).mark)

    @property
    def can_be_decided(self) -> bool:
        """Whether a decision alone settles it."""
        return can_be_decided(self.waiting)

    @property
    def open(self) -> bool:
        """Whether a person is waited for: kept drift waits for nobody, and what is decided waits for the next run."""
        return isinstance(self.waiting, Conflict) and self.decided is None


@dataclass(frozen=True, slots=True)
class Which:
    """Which of them are meant: those of these ids, or those that fit all the rest; names may hold ``*`` and ``?``.

    older_than: seconds for which they wait at least.
    drift:      also what only the target of a one-way flow changed and keeps.
    """

    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    older_than: float | None = None
    drift: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What waits for a decision.

    sides: what they are called.
    found: those that were asked for; ``all`` is how many there are.
    run:   the run that left them; empty where both sides were looked at now.
    at:    when that was, aware UTC; None before the first run.
    now:   the time of day, for how long each waits.
    """

    mapping: str
    sides: Mapping[Side, str]
    found: tuple[Waits, ...] = field(default=())
    all: int = 0
    run: str = ""
    at: datetime | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class TakeSide:
    """What one side shows is right; the side by its name."""

    side: str


@dataclass(frozen=True, slots=True)
class TakeValue:
    """A value is right, as it stands in a file: a text as it is, anything else as YAML.

    how: ``value``, or ``edit`` where a person wrote it by hand.
    """

    text: str
    how: How = "value"


@dataclass(frozen=True, slots=True)
class TakeBoth:
    """Both edits are right, merged over what the sides agreed on."""


Choice: TypeAlias = TakeSide | TakeValue | TakeBoth
