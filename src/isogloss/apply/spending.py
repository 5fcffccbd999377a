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
from typing import Final, Literal, get_args

from isogloss.errors import Spent
from isogloss.model.address import Side
from isogloss.ports import Clock

Purpose = Literal["reads", "looks", "writes", "settles"]
"""What a request is for, as in the cost of a plan: the reading of both sides; a look before something is written over;
a write; reading back what was written."""

PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)


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

    purpose: what the next request is for.
    """

    clock: Clock
    allowance: Allowance = field(default_factory=Allowance)
    purpose: Purpose = "reads"
    spent: Counter[tuple[Side, Purpose]] = field(default_factory=Counter)
    _began: float = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._began = self.clock.monotonic()

    def leaving(self, side: Side) -> None:
        """A request is about to leave to a side; may be called from several threads at once.

        Raises: Spent, unless it belongs to a call that was begun.
        """
        with self._lock:
            if self.purpose != "writes":
                self.still()
            self.spent[side, self.purpose] += 1

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
    def on(self, purpose: Purpose) -> Iterator[None]:
        """Spend on something else while inside."""
        before, self.purpose = self.purpose, purpose
        try:
            yield
        finally:
            self.purpose = before

    def by_side(self) -> Mapping[Side, Mapping[Purpose, int]]:
        """What was spent so far."""
        return {side: {what: self.spent[side, what] for what in PURPOSES if self.spent[side, what]} for side in Side}
