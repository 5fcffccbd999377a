"""What a fault is: which requests it aims at, and whether it makes sense. Playing it is for ``faults``.

Decides that a fault which could never match is refused: a test that arms one would prove nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from isogloss.errors import ConfigError
from isogloss.sandbox.switches import nearest

KINDS = (
    *("drop_before", "drop_after", "status", "status_after", "delay", "truncate", "html"),
    *("stale", "partial", "ignore", "never_lands"),
)
READS = ("GET", "HEAD", "OPTIONS")
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
_WRITES_ONLY = ("partial", "ignore", "never_lands")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that will go wrong. ``faults`` says what each field means."""

    kind: str
    method: str | None = None
    path: str | None = None
    after: int = 0
    times: int | None = 1
    status: int = 500
    retry_after: float | None = None
    html: bool = False
    seconds: float = 0.0

    @classmethod
    def parse(cls, wanted: Mapping[str, object]) -> "Fault":
        """Read a fault as a person wrote it.

        Raises:  ConfigError for an unknown kind or key, or a value of the wrong type.
        """
        known = {each.name: each for each in fields(cls)}
        for key in wanted:
            if key not in known:
                raise ConfigError(f"A fault has no {key!r}; did you mean {nearest(key, known)!r}?")
        kind = wanted.get("kind")
        if kind not in KINDS:
            raise ConfigError(f"There is no fault {kind!r}; there are {', '.join(KINDS)}.")
        fault = cls(**cast("dict[str, Any]", wanted))
        if not _well_typed(fault):
            raise ConfigError(f"A fault cannot be {dict(wanted)!r}: one of its values is of the wrong type.")
        if why := _never(fault):
            raise ConfigError(f"A fault that is {dict(wanted)!r} would never hit anything: {why}.")
        return fault

    def aims_at(self, method: str, path: str, *, bulk: bool, stale: bool) -> bool:
        """Say whether this request is one the fault counts."""
        if self.method is not None and self.method.upper() != method:
            return False
        if self.path is not None and not re.search(self.path, path):
            return False
        if self.kind == "stale":
            return method in READS and stale
        if self.kind == "partial" and not bulk:
            return False
        return self.kind not in _WRITES_ONLY or method not in READS


def _well_typed(fault: Fault) -> bool:
    try:
        re.compile(fault.path or "")
    except (re.error, TypeError):
        return False
    numbers = (fault.after, fault.status, fault.seconds, fault.times or 0, fault.retry_after or 0)
    return isinstance(fault.method, str | None) and all(isinstance(number, int | float) for number in numbers)


def _never(fault: Fault) -> str:
    """Why a fault can match no request; empty where it can."""
    method = None if fault.method is None else fault.method.upper()
    if method is not None and method not in _METHODS:
        return f"method is one of {', '.join(_METHODS)}; leave it out for any, or arm a fault for each"
    if method in READS and fault.kind in _WRITES_ONLY:
        return f"{fault.kind} happens to writes, and {method} is a read"
    if method is not None and method not in READS and fault.kind == "stale":
        return f"stale happens to reads, and {method} is a write"
    if fault.times is not None and fault.times < 1:
        return "times counts from 1; leave it out, or give null for every request"
    return "" if fault.after >= 0 else "after counts from 0"
