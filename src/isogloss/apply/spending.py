"""What a run spends: its requests, each counted for what it is for; and how much it may.

Decides when a run ends because it has spent what it was allowed: before a request, and never between a call and its
answer. A call that was begun is ended, with its repeats, so that nothing is left in doubt that need not be. Refuses to
know what is asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

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


@dataclass(slots=True)
class Spending:
    """The spending of one run.

    use: what the next request is for.
    """

    clock: Clock
    allowance: Allowance = field(default_factory=Allowance)
    use: Use = "reads"
    spent: Counter[tuple[Side, Use]] = field(default_factory=Counter)
    _began: float = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._began = self.clock.monotonic()

    def leaving(self, side: Side) -> None:
        """A request is about to leave to a side; may be called from several threads at once.

        Raises: Spent, unless it belongs to a call that was begun.
        """
        with self._lock:
            if self.use != "writes":
                self.still()
            self.spent[side, self.use] += 1

    def still(self) -> None:
        """Go on, if something is left of what may be spent.

        Raises: Spent.
        """
        requests, minutes = self.allowance.requests, self.allowance.minutes
        if requests is not None and self.spent.total() >= requests:
            raise Spent(f"{requests} requests were sent, as many as this run may (--max-requests).")
        if minutes is not None and self.seconds >= 60 * minutes:
            raise Spent(f"{minutes:g} minutes have passed, as many as this run may take (--max-minutes).")

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return self.clock.monotonic() - self._began

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
