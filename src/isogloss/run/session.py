"""What every command is given, and what each begins with."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from isogloss.apply.crew import Crew, Threads
from isogloss.apply.patience import Patience
from isogloss.apply.spending import Allowance, Spending
from isogloss.bridge import Bridge
from isogloss.events import Log
from isogloss.events import unheard as unlogged
from isogloss.http.clock import SystemClock
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Heard, Observer, Tally, unheard
from isogloss.http.reach import Reach, Transport
from isogloss.model.address import Side
from isogloss.plan.limits import MaxLoss
from isogloss.ports import Clock, Progress
from isogloss.state.location import locate

DEFAULT_STATE = ".isogloss/state.db"


def at_liberty(side: Side) -> None:
    """Let every request leave."""
    del side


class Silent:
    """Tells nobody."""

    def stage(self, doing: Literal["reading", "comparing", "applying"], total: int | None) -> None:
        """Say nothing."""

    def op_done(self) -> None:
        """Say nothing."""

    def request_done(self) -> None:
        """Say nothing."""

    def waiting(self, ops: int) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Session:
    """What every command is given.

    state:   where the state is: a path or a URL.
    scratch: a folder for what lies on disk while a command runs.
    tallies: counts each side's requests.
    tick:    called with the number of entries merged so far.
    full:    read both sides whole, whatever earlier readings left behind.
    max_loss: how much a plan may lose before it is refused; None for no bound.
    stop:    raises Interrupted where a person asked to stop; called between requests.
    leaving: called before each request leaves, with the side that it goes to; raises where it must not.
    at_last: called when nothing but the socket is between a request and a side; raises where it must not leave.
    allowance: how much a run may spend.
    log:      hears what a run does.
    runs:     a folder in which what is told of each run is kept; None where nothing is.
    spending: what the run that is at work has spent; None where no run is.
    transport: what carries the requests of both sides; None is the network.
    carriers:  what carries those of each side, where each has one of its own.
    heard:     called with each good answer of a side, and what it answers.
    by:        who runs the command, where that is told.
    crew:      makes who sends where a side permits several calls at once.
    limiters:  those of all mappings that this process runs, where two may use one token; None is its own.
    """

    bridge: Bridge
    state: str
    scratch: Path
    clock: Clock
    tallies: Mapping[Side, Tally] = field(default_factory=lambda: {side: Tally() for side in Side})
    observers: Mapping[Side, Observer] | None = None
    progress: Progress = field(default_factory=Silent)
    tick: Callable[[int], None] | None = None
    stop: Callable[[], None] = lambda: None
    leaving: Callable[[Side], None] = at_liberty
    at_last: Callable[[], None] = lambda: None
    patience: Patience = field(default_factory=Patience)
    max_loss: MaxLoss | None = None
    full: bool = False
    transport: Transport | None = None
    carriers: Mapping[Side, Transport] = field(default_factory=dict)
    heard: Mapping[Side, Heard] = field(default_factory=dict)
    allowance: Allowance = field(default_factory=Allowance)
    log: Log = unlogged
    runs: Path | None = None
    spending: Spending | None = None
    by: str = ""
    crew: Callable[[], Crew] = Threads
    limiters: Limiters | None = None

    def reach(self, side: Side) -> Reach:
        """How a side is reached; the tallies watch its requests, unless somebody else was named."""
        observer = (self.observers or self.tallies)[side]
        leaving = partial(self.leaving, side)
        return {
            "clock": self.clock,
            "observer": observer,
            "leaving": leaving,
            "at_last": self.at_last,
            "heard": self.heard.get(side, unheard),
            "limiters": self.limiters,
            "transport": self.carriers.get(side, self.transport),
        }

    def sent(self, before: Mapping[Side, int] | None = None) -> dict[Side, int]:
        """How many requests each side was sent so far; since there were so many, if that is told."""
        return {side: tally.total - (before or {}).get(side, 0) for side, tally in self.tallies.items()}


@contextmanager
def session(
    bridge: Bridge, state: str = DEFAULT_STATE, clock: Clock | None = None, runs: Path | None = None
) -> Iterator[Session]:
    """Open a session on this machine's clock, with a folder for what lies on disk that is gone when it ends.

    Everything else of a session has a default; ``dataclasses.replace`` gives it another.

    state: where the state is: a path, which is made where it is not there, or a URL.
    runs:  where what is told of each run is kept; else in a folder ``runs`` beside the state, or, where that is a
           server's, beside where it would be if nothing were said.
    """
    with tempfile.TemporaryDirectory(prefix="isogloss-") as scratch:
        yield Session(bridge, state, Path(scratch), clock or SystemClock(), runs=runs or runs_beside(state))


def runs_beside(state: str) -> Path:
    """The folder of runs beside a state; where that is a server's, beside where it would be if nothing were said."""
    return (locate(state).path or Path(DEFAULT_STATE)).parent / "runs"
