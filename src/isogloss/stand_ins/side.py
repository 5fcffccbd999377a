"""One side of a rehearsal: what hears the real one while it is read, and what stands in for it afterwards.

Decides that no request of a rehearsal can leave this process, and none carries a secret. A folder of files is stood in
for by a copy of it.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from isogloss.bridge import SideBinding
from isogloss.errors import ConfigError, UsageError
from isogloss.http.answer import Answer, dated_at
from isogloss.http.clock import Clock
from isogloss.http.inside import Inside
from isogloss.http.limiter import told_number
from isogloss.http.request import Request
from isogloss.model.settings import FolderSettings
from isogloss.stand_ins.declared import Json, Required
from isogloss.stand_ins.platforms import Learns, Switches, stand_in_of

if TYPE_CHECKING:
    from isogloss.sandbox.clock import SandboxClock

_WHOLE_SECONDS: Final = timedelta(seconds=2)
"""A side says its time in whole seconds, and an answer is on its way for a while."""


@dataclass
class Listening:
    """Hears a side while it is read.

    learner: None where a side answers no requests.
    clock:   ours.
    limit:   requests in one minute, as the side said last; None where it did not.
    ahead:   how far the side's clock is ahead of ours, as its answers say.
    """

    learner: Learns | None
    clock: Clock
    limit: int | None = None
    ahead: timedelta = timedelta()

    def heard(self, request: Request, answer: Answer) -> None:
        """Take in one answer."""
        told = told_number(answer.headers, "x-ratelimit-limit")
        self.limit = self.limit if told is None else told
        date = dated_at(answer.headers)
        if date is not None and abs(date - self.clock.now()) > _WHOLE_SECONDS:
            self.ahead = date - self.clock.now()
        if self.learner is not None and request.reads and isinstance(answer.json, dict):
            self.learner.hear(request.path, dict(request.query), answer.json)

    def side_clock(self, clock: Clock | None = None) -> "SandboxClock":
        """The time of a side: as its answers say, and never before what its content is dated with.

        clock: by which it goes on; ours, unless another is given.
        """
        from isogloss.sandbox.clock import SandboxClock

        by = clock or self.clock
        latest = None if self.learner is None else self.learner.latest()
        now = by.now() + self.ahead
        begun = now if latest is None else max(now, latest + timedelta(milliseconds=1))
        return SandboxClock(by.monotonic, begun.timestamp())


def listening_to(binding: SideBinding, clock: Clock, required: Required = frozenset()) -> Listening:
    """What hears a side.

    required: kind and name of fields that must be filled there.
    Raises:   UsageError where nothing can stand in for it.
    """
    platform = stand_in_of(binding)
    if platform is not None:
        return Listening(platform.learns(binding, required), clock)
    if isinstance(binding.settings, FolderSettings):
        return Listening(None, clock)
    raise UsageError(f"sides.{binding.name}: a side in memory cannot be rehearsed. Rehearse a mapping of real sides.")


@dataclass(frozen=True)
class StandIn:
    """What is used in place of a side.

    binding: the side, as the adapter is given it.
    carrier: what carries its requests; None where it has none.
    state:   what the sandbox holds now; None for a folder of files.
    """

    binding: SideBinding
    carrier: Inside | None = None
    state: Callable[[], Json] | None = None


def stand_in(
    binding: SideBinding, heard: Listening, clock: Clock, answers_in: float, turned: Switches, folder: Path
) -> StandIn:
    """Make what stands in for a side.

    answers_in: seconds that an answer takes.
    turned:     switches that a person turned, by name.
    folder:     for the copy of a folder.
    Raises:     UsageError for a switch that does not exist, or of a side that has none.
    """
    platform = stand_in_of(binding)
    if platform is None or heard.learner is None:
        if turned:
            raise UsageError(f"--switch {binding.name}.{next(iter(turned))}: a folder of files has no switches")
        copy = folder / binding.side.value
        there = binding.settings_as(FolderSettings)
        shutil.copytree(there.path, copy, symlinks=True)
        return StandIn(replace(binding, settings=replace(there, path=copy)))
    try:
        made = platform.stands(binding, heard.learner.state(), heard.side_clock(clock), heard.limit, turned)
    except ConfigError as error:
        raise UsageError(f"--switch {binding.name}: {error}") from None
    carrier = Inside(made.app, {"authorization": made.token}, lambda: clock.sleep(answers_in))
    return StandIn(binding, carrier, made.state)
