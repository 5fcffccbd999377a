"""From what was typed to what a command needs: the mapping loaded, its secrets known to the redactor, time, folders."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from isogloss.api import Patience, Session, load
from isogloss.bridge import Bridge
from isogloss.cli.logs import configure
from isogloss.cli.options import Asked
from isogloss.cli.watching import Watching
from isogloss.errors import Interrupted
from isogloss.http.clock import SystemClock
from isogloss.http.observe import Tally
from isogloss.http.redact import Redactor
from isogloss.model.address import Side

REDACTOR = Redactor()
"""Knows every secret of this process; what is shown to a person passes through it."""


def load_mapping(path: str, *, resolve: bool = True, writes: bool = True) -> Bridge:
    """Load a mapping; its secrets are masked in everything shown from now on."""
    bridge = load(path, resolve=resolve, writes=writes)
    for side in Side:
        for secret in bridge.side(side).secrets.values():
            REDACTOR.learn(secret)
    return bridge


@dataclass(slots=True)
class Stop:
    """Remembers that a person asked to stop; a second time stops at once."""

    asked: bool = False

    def __call__(self) -> None:
        """Stop here, between two requests, if asked to.

        Raises: Interrupted.
        """
        if self.asked:
            raise Interrupted("stopped as asked; everything done is recorded. Run the same command again to go on.")

    def hear(self, number: int, frame: FrameType | None) -> None:
        """The signal handler."""
        del number, frame
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def opened(bridge: Bridge, asked: Asked, *, what: str, total: int | None = None) -> Iterator[Session]:
    """Everything a command needs; signals stop it between two requests while inside.

    what:  what is being done, for the progress line.
    total: ops, where they are known.
    """
    configure(asked.verbose, REDACTOR)
    stop = Stop()
    before = signal.signal(signal.SIGINT, stop.hear)
    term = signal.signal(signal.SIGTERM, stop.hear)
    tallies = {side: Tally() for side in Side}
    watching = Watching(what, total, quiet=asked.quiet or asked.as_json)
    with tempfile.TemporaryDirectory(prefix="isogloss-") as scratch, watching:
        try:
            yield Session(
                bridge,
                asked.state,
                Path(scratch),
                SystemClock(),
                tallies=tallies,
                observers={side: watching.observer(tallies[side]) for side in Side},
                progress=watching,
                tick=watching.merged,
                stop=stop,
                patience=_patience(asked.confirm_within),
                max_loss=asked.max_loss,
            )
        finally:
            signal.signal(signal.SIGINT, before)
            signal.signal(signal.SIGTERM, term)


def _patience(confirm: float) -> Patience:
    """Looks begin after a second, or sooner where little time is given."""
    return Patience(first=min(1.0, max(confirm / 20, 0.02)), confirm=confirm, unsure=min(30.0, confirm))
