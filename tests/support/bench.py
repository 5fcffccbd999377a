"""The bench that whole runs stand on: a mapping, a state and a clock, with each command of the program as a method.

A test says what its sides and its mapping are; how a session is made, where the state is and what plans are called is
said here, once.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plan_lines import lines_of

from isogloss import api
from isogloss.apply.crew import InTurn, Threads
from isogloss.apply.patience import Patience
from isogloss.http.clock import SystemClock
from isogloss.run.session import Session
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    import httpx

    from isogloss.api import Applied, PlanFile, Verified
    from isogloss.bridge import Bridge
    from isogloss.http.clock import Clock

Json = dict[str, Any]


class Bench:
    """One mapping and its state, in a folder; each command is one method.

    folder: where the state and the plans are.
    prefix: what their names begin with, where several benches share a folder.
    made:   how many plans were written so far.
    transport: what carries the requests; None is the network.
    bridge: the mapping as it is now; whoever stands on the bench says which.
    """

    folder: Path
    clock: Clock
    bridge: Bridge
    patience: Patience = Patience()
    prefix: str = ""
    made: int = 0
    transport: httpx.BaseTransport | None = None

    @property
    def state(self) -> Path:
        return self.folder / f"{self.prefix}state.db"

    def session(self) -> Session:
        # in this process the order of requests is the same each time; by sockets they go on beside each other
        crew = Threads if self.transport is None else InTurn
        return Session(
            self.bridge,
            str(self.state),
            self.folder,
            self.clock,
            patience=self.patience,
            transport=self.transport,
            crew=crew,
        )

    def out(self, command: str) -> Path:
        """A name for the plan that a command writes, used once."""
        path = self.folder / f"{self.prefix}{command}-{self.made}.jsonl"
        self.made += 1
        return path

    def plan(self) -> PlanFile:
        return api.plan(self.session(), self.out("plan"))

    def apply(self, plan: PlanFile, session: Session | None = None) -> Applied:
        """Apply a plan as it is in its file."""
        begin(self.state)
        return api.apply(session or self.session(), api.read_plan(plan.path))

    def sync(self) -> Applied:
        begin(self.state)
        return api.sync(self.session(), self.out("sync"))

    def verify(self) -> Verified:
        return api.verify(self.session())

    def ops(self) -> list[Json]:
        """What a plan made now would do."""
        return list(lines_of(self.plan(), "op"))


def begin(state: Path) -> None:
    """Put an empty state there, if there is none: what the first run would make, without its migrations each time."""
    if not state.exists():
        state.touch(mode=0o600)
        state.write_bytes(_empty())


@functools.cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "state.db"
        with open_state(str(made), "nobody's", SystemClock()):
            pass
        return made.read_bytes()
