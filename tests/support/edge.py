"""Time that passes for the program and for both sandboxes at once, without anybody waiting for it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from manual_clock import ManualClock

from isogloss.http.clock import SystemClock

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Protocol

    from isogloss.http.clock import Clock

    class Passing(Protocol):
        """Sandboxes whose time can go on."""

        def advance(self, seconds: float) -> None: ...


@dataclass
class TandemClock:
    """The program's clock; when it sleeps, the sandboxes' clocks go on by as much.

    machine: what it goes by else.
    """

    sandboxes: Passing
    ahead: float = 0.0
    machine: Clock = field(default_factory=SystemClock)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        return self.machine.now() + timedelta(seconds=self.ahead)

    def monotonic(self) -> float:
        return self.machine.monotonic() + self.ahead

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.ahead += seconds
            self.sandboxes.advance(seconds)


def unhurried(sandboxes: Passing) -> TandemClock:
    """One that stands still while anybody works: how busy the machine is changes nothing that is asked."""
    return TandemClock(sandboxes, machine=ManualClock(SystemClock().now()))
