"""From what was typed to what a command needs: the mapping loaded, its secrets known to the redactor, time, folders."""

import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import FrameType

from isogloss import api
from isogloss.api import Allowance, MaxLoss, Session
from isogloss.bridge import Bridge
from isogloss.cli.invocation import Invocation
from isogloss.cli.logs import configure, tell
from isogloss.cli.output import warn
from isogloss.cli.watching import Watching
from isogloss.cli.who import who
from isogloss.errors import Interrupted, UsageError
from isogloss.mapping.names.nearest import nearest
from isogloss.model.address import Side
from isogloss.plan.limits import Raise, raised


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
def opened(
    invocation: Invocation,
    mapping: str,
    *,
    what: str,
    resolve: bool = True,
    writes: bool = True,
    total: int | None = None,
    confirm_within: float = 120.0,
    max_loss: MaxLoss | None = None,
    allowance: Allowance | None = None,
    full: bool = False,
    limits: Iterable[Raise] = (),
) -> Iterator[Session]:
    """Load a mapping, and give what a command needs; signals stop it between two requests while inside.

    what:  what is being done, for the progress line.
    resolve, writes: as for ``api.load``.
    total: ops, where they are known.
    limits: hold for this run in place of those of the mapping.
    """
    invocation.keep({})  # before any work: that it can be
    bridge = with_limits(api.load(mapping, resolve=resolve, writes=writes), limits)
    invocation.fetching = bridge.left.fetch  # that of the mapping, like the right one's
    for side in Side:
        for secret in bridge.side(side).secrets.values():
            invocation.redactor.learn(secret)
    logged = invocation.log == "json"
    keep = None if invocation.log_file is None else partial(keep_log, invocation)
    configure(invocation.verbose, invocation.redactor, as_json=logged, quiet=invocation.quiet, keep=keep)
    stop = Stop()
    before = signal.signal(signal.SIGINT, stop.hear)
    term = signal.signal(signal.SIGTERM, stop.hear)
    silent = invocation.quiet or (invocation.as_json and not logged)
    watching = Watching(what, total, quiet=silent, logged=logged)
    runs = None if invocation.runs is None else Path(invocation.runs)
    with api.session(bridge, invocation.state, runs=runs) as session, watching:
        try:
            yield replace(
                session,
                observers={side: watching.observer(tally) for side, tally in session.tallies.items()},
                progress=watching,
                tick=watching.merged,
                stop=stop,
                log=tell,
                patience=patience_of(confirm_within),
                max_loss=max_loss,
                allowance=allowance or Allowance(),
                full=full,
                by=who(os.environ),
            )
        finally:
            signal.signal(signal.SIGINT, before)
            signal.signal(signal.SIGTERM, term)


def keep_log(invocation: Invocation, said: Mapping[str, object]) -> None:
    """Add an event to the file of the log; where that fails half-way, a run goes on, and nothing more is kept."""
    try:
        invocation.keep(said)
    except UsageError as error:
        warn(str(error), invocation)


def with_limits(bridge: Bridge, limits: Iterable[Raise]) -> Bridge:
    """A mapping whose limits are raised for this run.

    Raises: UsageError where one names no limit, kind or locale.
    """
    try:
        made = replace(bridge, limits=raised(bridge.limits, limits))
    except ValueError as error:
        raise UsageError(f"--limit: {error}") from None
    for what, named, known in (
        ("kind", made.limits.kinds, bridge.kinds),
        ("locale", made.limits.locales, bridge.locales),
    ):
        for name in named:
            if name not in known:
                raise UsageError(f"--limit: there is no {what} {name}{nearest(name, known) or '.'}")
    return made


def patience_of(confirm: float) -> api.Patience:
    """How long to wait: looks begin after a second, or sooner where little time is given."""
    return api.Patience(first=min(1.0, max(confirm / 20, 0.02)), confirm=confirm, unsure=min(30.0, confirm))
