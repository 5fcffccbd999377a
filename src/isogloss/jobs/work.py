"""One turn of one mapping: loaded anew, synced as ``isogloss sync`` does, and what came of it.

Decides what a turn's end means for the service: it is done, whatever its exit code; somebody else is at work, so it is
asked again later; or it was stopped, so it begins again with the next service. Nothing that goes wrong in one turn ends
the service. Refuses to know when and beside which others it runs.
"""

import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, Protocol

from isogloss.decide.approving import Bounds
from isogloss.errors import ConfigError, Interrupted, IsoglossError, Refused, RemoteError
from isogloss.events import FAILED, REQUEST_REPEATED, REQUEST_SENT, RUN_BEGUN, WARNED, Log
from isogloss.http.clock import Clock
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Observer, Sent, Tally
from isogloss.http.redact import Redactor
from isogloss.http.request import Request
from isogloss.jobs.approving import Gate, Unapproved
from isogloss.model.address import Side
from isogloss.ports import Progress
from isogloss.report.summary import exit_code
from isogloss.run.filing import folder_of
from isogloss.run.loading import load
from isogloss.run.session import Session, Silent, session
from isogloss.run.sync import sync, unasked

OUR_BUG: Final = 70
_FOR_A_PERSON: Final = 1
_NEXT: Final = "next.jsonl"
"""The plan of the turn that is at work, beside the folders of its mapping's runs."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a turn.

    ended: ended, or busy (somebody else is at work on the mapping) or stopped (as asked).
    code:  the exit code that ``sync`` would have ended with.
    run:   the last run that was begun; empty where none was.
    said:  why it did not end well.
    """

    ended: Literal["ended", "busy", "stopped"] = "ended"
    code: int = 0
    run: str = ""
    said: str = ""


Work = Callable[[str, Path], Came]
"""Runs a mapping, by its name and its file."""


class StoppableClock:
    """A clock on which nobody sleeps on once all are to stop."""

    def __init__(self, clock: Clock, stop: threading.Event) -> None:
        self._clock, self._stop = clock, stop

    def now(self) -> datetime:
        """Say the time of day in UTC."""
        return self._clock.now()

    def monotonic(self) -> float:
        """Say the seconds of the steady clock."""
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises: Interrupted where all are to stop.
        """
        if seconds > 0 and self._stop.wait(seconds):
            stopped()


def stopped() -> None:
    """Stop here, between two requests.

    Raises: Interrupted.
    """
    raise Interrupted("the service stops; everything done is recorded, and the next one goes on")


class Told:
    """Tells a log what happens to a mapping, always with the mapping and the run."""

    def __init__(self, log: Log, mapping: str) -> None:
        self.run = ""
        self._log, self._mapping = log, mapping

    def __call__(self, event: str, **facts: object) -> None:
        """Tell of one event."""
        if event == RUN_BEGUN:
            self.run = str(facts.get("run", ""))
        of = {"mapping": self._mapping, **({"run": self.run} if self.run else {})}
        self._log(event, **{**of, **facts})


class Measuring(Protocol):
    """Is told what is worth a figure; from several threads at once, and it must not raise."""

    def sent(self, mapping: str, side: str, sent: Sent) -> None:
        """A request left for a side, by the side's name."""
        ...

    def busy(self, mapping: str) -> None:
        """Somebody else was at work on a mapping."""
        ...


class Unmeasured:
    """Counts nothing."""

    def sent(self, mapping: str, side: str, sent: Sent) -> None:
        """Let it pass."""

    def busy(self, mapping: str) -> None:
        """Let it pass."""


class Traced(Protocol):
    """Is told of one turn; from several threads at once, and it must not raise."""

    def sent(self, side: str, sent: Sent) -> None:
        """A request left for a side, by the side's name, and came to its end just now."""
        ...

    def ended(self, came: Came) -> None:
        """It came to its end."""
        ...


class Tracing(Protocol):
    """Is told of turns; it must not raise."""

    def turn(self, mapping: str) -> Traced:
        """One begins."""
        ...


class Untraced:
    """Tells nobody of turns."""

    def turn(self, mapping: str) -> Traced:
        """Let it begin."""
        del mapping
        return self

    def sent(self, side: str, sent: Sent) -> None:
        """Let it pass."""

    def ended(self, came: Came) -> None:
        """Let it end."""


@dataclass(frozen=True, slots=True)
class _Watch:
    """Counts requests of one side, and tells of each."""

    mapping: str
    side: str
    tally: Tally
    told: Told
    measuring: Measuring
    traced: Traced

    def sent(self, sent: Sent) -> None:
        self.tally.sent(sent)
        self.measuring.sent(self.mapping, self.side, sent)
        self.traced.sent(self.side, sent)
        facts = {"method": sent.method, "path": sent.path, "status": sent.status, "ms": int(sent.seconds * 1e3)}
        self.told(REQUEST_SENT, side=self.side, **facts)

    def repeats(self, request: Request, error: RemoteError, seconds: float) -> None:
        self.tally.repeats(request, error, seconds)
        facts = {"request": request.name, "because": str(error), "wait": round(seconds, 2)}
        self.told(REQUEST_REPEATED, side=self.side, **facts)


@dataclass(frozen=True, slots=True)
class Syncing:
    """Runs a mapping as ``isogloss sync`` does.

    state, runs: as for a session.
    clock:    one on which nobody sleeps on once all are to stop.
    limiters: of all mappings: several may use one token, and the next turn of one begins within the minute of its last.
    stop:     set when all are to stop.
    redactor: is taught every secret that is loaded; what is said passes through it.
    ready:    what becomes of a session before it is used.
    bounds:   of mappings whose plans may need somebody's approval, what does not.
    progress: whom each run tells how far it is, by the name of its mapping.
    measuring: is told what is worth a figure.
    tracing: is told of turns and their requests.
    """

    state: str
    runs: Path | None
    clock: StoppableClock
    limiters: Limiters
    stop: threading.Event
    redactor: Redactor
    log: Log
    ready: Callable[[Session], Session] = lambda opened: opened
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    progress: Callable[[str], Progress] = lambda _: Silent()
    measuring: Measuring = field(default_factory=Unmeasured)
    tracing: Tracing = field(default_factory=Untraced)

    def __call__(self, mapping: str, path: Path) -> Came:
        """Run it once, to its end or until all are to stop."""
        traced = self.tracing.turn(mapping)
        came = self._came(mapping, path, traced)
        traced.ended(came)
        return came

    def _came(self, mapping: str, path: Path, traced: Traced) -> Came:
        told = Told(self.log, mapping)
        try:
            return self._synced(mapping, path, told, traced)
        except Interrupted:
            return Came("stopped", run=told.run)
        except Unapproved as error:
            said = self.redactor.text(str(error))
            told(WARNED, message=said)
            return Came(code=_FOR_A_PERSON, run=told.run, said=said)
        except IsoglossError as error:
            if isinstance(error, Refused) and error.busy:
                self.measuring.busy(mapping)
                return Came("busy", code=error.exit_code, said=self.redactor.text(str(error)))
            said = self.redactor.text(str(error))
            told(FAILED, error=type(error).__name__, message=said, exit=error.exit_code)
            return Came(code=error.exit_code, run=told.run, said=said)
        except Exception:  # noqa: BLE001  # our own bug must not end the service, which has other mappings to run
            trace = self.redactor.text(traceback.format_exc())
            told(FAILED, error="bug", message=f"this is a bug of ours; please report this: {trace}", exit=OUR_BUG)
            why = "a bug of ours stopped it; the log of the service has what to report"
            return Came(code=OUR_BUG, run=told.run, said=why)

    def _synced(self, mapping: str, path: Path, told: Told, traced: Traced) -> Came:
        bridge = load(path)
        for side in Side:
            for secret in bridge.side(side).secrets.values():
                self.redactor.learn(secret)
        if bridge.name != mapping:
            raise ConfigError(
                f"{path}: the mapping is called {bridge.name} by now, and {mapping} in the project; write the one name "
                "in both, and start the service again"
            )
        with session(bridge, self.state, self.clock, self.runs) as opened:
            watches: dict[Side, Observer] = {
                side: _Watch(mapping, bridge.side(side).name, tally, told, self.measuring, traced)
                for side, tally in opened.tallies.items()
            }
            here = replace(opened, observers=watches, stop=self._still, log=told, limiters=self.limiters)
            ours = self.ready(replace(here, progress=self.progress(mapping)))
            through = Gate(ours, self.bounds[mapping]) if mapping in self.bounds else unasked
            applied = sync(ours, self._plan_of(ours), through)
        code = exit_code(applied)
        return Came(code=code, run=told.run or applied.run, said=applied.unkept)

    def _still(self) -> None:
        if self.stop.is_set():
            stopped()

    @staticmethod
    def _plan_of(ours: Session) -> Path:
        assert ours.runs is not None, "a session keeps its runs"  # noqa: S101  # our own bug if not
        return folder_of(ours.runs, ours.bridge.name) / _NEXT
