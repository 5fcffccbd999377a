"""What a run spends: its requests, each counted for what it is for; and how much it may.

Decides when a run ends because it has spent what it was allowed: before a request, and never between a call and its
answer. A call that was begun is ended, with its repeats, so that nothing is left in doubt that need not be. Refuses to
know what is asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, local

from isogloss.errors import Spent
from isogloss.model.address import Side
from isogloss.plan.header import USES, Use
from isogloss.ports import Clock


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a run may spend; None for no bound.

    requests: of both sides together, reads and repeats too.
    minutes:  since it began.
    """

    requests: int | None = None
    minutes: float | None = None


class _Writing(local):
    """What a thread is at: whether it sends a call, and whether the first request of that is still to leave."""

    writes = False
    first = False


@dataclass(slots=True)
class Spending:
    """The spending of one run.

    use: what the next request is for, but for those of calls that are on their way.
    """

    clock: Clock
    allowance: Allowance = field(default_factory=Allowance)
    use: Use = "reads"
    spent: Counter[tuple[Side, Use]] = field(default_factory=Counter)
    _began: float = field(init=False)
    _begun: int = 0
    _lock: Lock = field(default_factory=Lock)
    _here: _Writing = field(default_factory=_Writing)

    def __post_init__(self) -> None:
        self._began = self.clock.monotonic()

    def leaving(self, side: Side) -> None:
        """A request is about to leave to a side; may be called from several threads at once.

        Raises: Spent, unless it belongs to a call that was begun.
        """
        with self._lock:
            use: Use = "writes" if self._here.writes else self.use
            if use != "writes":
                self.still()
            if self._here.first:
                self._here.first = False
                self._begun -= 1
            self.spent[side, use] += 1

    def still(self) -> None:
        """Go on, if something is left of what may be spent, and of that to which calls that were begun have a right.

        Raises: Spent.
        """
        requests, minutes = self.allowance.requests, self.allowance.minutes
        if requests is not None and self.spent.total() + self._begun >= requests:
            raise Spent(f"{requests} requests were sent, as many as this run may (--max-requests).")
        if minutes is not None and self.seconds >= 60 * minutes:
            raise Spent(f"{minutes:g} minutes have passed, as many as this run may take (--max-minutes).")

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return self.clock.monotonic() - self._began

    def begin(self) -> None:
        """A call is begun: a request is spoken for until it has left."""
        with self._lock:
            self._begun += 1

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Send a call that was begun, in any thread: what leaves inside is a write, whatever others are at."""
        self._here.writes = self._here.first = True
        try:
            yield
        finally:
            with self._lock:
                self._begun -= self._here.first  # a call may need no request at all
            self._here.writes = self._here.first = False

    @contextmanager
    def on(self, use: Use) -> Iterator[None]:
        """Spend on something else while inside."""
        before, self.use = self.use, use
        try:
            yield
        finally:
            self.use = before

    def by_side(self) -> Mapping[Side, Mapping[Use, int]]:
        """What was spent so far."""
        return {side: {what: self.spent[side, what] for what in USES if self.spent[side, what]} for side in Side}
