"""Everything that can go wrong, grouped by who can mend it.

::

    IsoglossError
    ├── UsageError          the person can fix it                                  exit 2
    │   ├── ConfigError       a missing or unreadable setting
    │   └── MappingError      every problem of a mapping, each with its path
    ├── RemoteError         a side said no, or said nothing                        exit 3
    │   ├── Unauthorized      the token is wrong or lacks a scope
    │   ├── Missing           the entry is not there
    │   ├── Stale             it changed since we planned
    │   ├── Rejected          the side refuses the content; field paths attached
    │   ├── Limited           asked too fast; ``retry_after`` in seconds
    │   ├── Unavailable       connection, timeout or server fault
    │   ├── Overdue           not sent: what it was made from would have been too old by then
    │   └── Drift             the answer is not the shape we know; path attached
    ├── Refused             too dangerous, stale, already applied; the lease is held   exit 4
    ├── StateError          the base or the journal is unreadable                  exit 5
    ├── Spent               a run used up what it may spend before it could write  exit 1
    └── Interrupted         stopped between two requests, as asked; run it again   exit 130

Every message says what happened, where, and what to do. Conflicts are data, not errors. Our own bugs are plain
``AssertionError``s with a sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

Effect = Literal["no", "unknown"]
"""Did the failed request take effect? ``"no"``: it may be repeated. ``"unknown"``: look before repeating."""


class IsoglossError(Exception):
    """The root of every error that is not our own bug."""

    exit_code: ClassVar[int] = 2


class UsageError(IsoglossError):
    """The person can fix it: a wrong word, a wrong file, a wrong setting."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file a person wrote.

    path:   where, as ``kinds.article.fields.body.type``; empty for the whole document.
    reason: what is wrong and what to do, one sentence.
    """

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class MappingError(UsageError):
    """Every problem of a mapping at once, so that it is mended in one go."""

    def __init__(self, where: str, problems: Iterable[Problem]) -> None:
        self.where = where
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        one = len(self.problems) == 1
        found, it = ("1 problem", "it") if one else (f"{len(self.problems):,} problems", "them")
        super().__init__(f"{where}: {found} found; mend {it} and run again.\n{lines}")


class RemoteError(IsoglossError):
    """A side said no, or said nothing.

    request:     method and path, never a secret or a query string that could hold one.
    transient:   may the same request succeed later, unchanged?
    took_effect: ``"no"`` if the side certainly did nothing, ``"unknown"`` if it may have.
    status:      the HTTP status, or None where there was no answer.
    """

    exit_code = 3
    transient: bool = False

    def __init__(
        self,
        message: str,
        *,
        request: str = "",
        took_effect: Effect = "no",
        status: int | None = None,
        transient: bool | None = None,
    ) -> None:
        self.request = request
        self.took_effect: Effect = took_effect
        self.status = status
        if transient is not None:
            self.transient = transient
        super().__init__(f"{request}: {message}" if request else message)


class Unauthorized(RemoteError):
    """The token is wrong or lacks a scope."""


class Missing(RemoteError):
    """The entry, or the place it should be in, is not there.

    made: when the side said so, where a cache kept that since; None where it said so just now, as far as is told.
    """

    def __init__(
        self,
        message: str,
        *,
        request: str = "",
        took_effect: Effect = "no",
        status: int | None = None,
        made: datetime | None = None,
    ) -> None:
        self.made = made
        super().__init__(message, request=request, took_effect=took_effect, status=status)


class Stale(RemoteError):
    """It changed since we planned."""


class Rejected(RemoteError):
    """The side refuses the content.

    fields: the side's own field path to its reason, as far as the answer named any.
    """

    def __init__(
        self,
        message: str,
        *,
        fields: dict[str, str] | None = None,
        request: str = "",
        took_effect: Effect = "no",
        status: int | None = None,
    ) -> None:
        self.fields = dict(fields or {})
        super().__init__(message, request=request, took_effect=took_effect, status=status)


class Full(Rejected):
    """The side's plan takes no more entries: nothing that waiting or another try would change."""


class Limited(RemoteError):
    """Asked too fast.

    retry_after: seconds the side asked us to wait, or None where it did not say.
    """

    transient = True

    def __init__(
        self, message: str, *, retry_after: float | None = None, request: str = "", status: int | None = 429
    ) -> None:
        self.retry_after = retry_after
        super().__init__(message, request=request, took_effect="no", status=status)


class Unavailable(RemoteError):
    """No connection, a timeout, or a fault of the server."""

    transient = True


class Overdue(RemoteError):
    """Not sent, or not again: when it could leave, what it was made from would be too old. Look, then send."""


class Drift(RemoteError):
    """The answer is not of the shape we know.

    path: where in the answer, as ``items[3].fieldData``.
    """

    def __init__(
        self, message: str, *, path: str = "", request: str = "", took_effect: Effect = "no", status: int | None = None
    ) -> None:
        self.path = path
        super().__init__(
            f"{message} (at {path})" if path else message, request=request, took_effect=took_effect, status=status
        )


class Refused(IsoglossError):
    """Too dangerous, stale or already applied, or somebody else holds the lease. Nothing was written.

    plan: the plan that was made all the same, marked as refused, to be looked at; None where there is none.
    busy: somebody else is at work on the mapping: the same may be done later, unchanged.
    """

    exit_code = 4

    def __init__(self, message: str, *, plan: Path | None = None, busy: bool = False) -> None:
        self.plan = plan
        self.busy = busy
        super().__init__(message)


class StateError(IsoglossError):
    """The base or the journal cannot be read or is not ours."""

    exit_code = 5


class Spent(IsoglossError):
    """Stopped between two requests because the run has spent what it may; everything done is recorded."""

    exit_code = 1


class Interrupted(IsoglossError):
    """Stopped between two requests because a person asked; everything done is recorded."""

    exit_code = 130
