"""How long to wait for what a side accepted."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what was accepted, in seconds.

    first:   before the first look at an asynchronous side.
    confirm: until an accepted write counts as unconfirmed.
    unsure:  until a create whose answer was lost counts as never done, on an asynchronous side.
    """

    first: float = 1.0
    confirm: float = 120.0
    unsure: float = 30.0

    def waits(self, limit: float, *, asynchronous: bool) -> Iterator[float]:
        """Seconds before each look, until the limit is used up. A synchronous side may still answer from a cache."""
        wait, spent = (self.first, 0.0) if asynchronous else (0.0, 0.0)
        limit = limit if asynchronous else min(limit, 7 * self.first)
        while True:
            yield wait
            spent += wait
            if spent >= limit:
                return
            wait = min(max(2 * wait, self.first), 15 * self.first, limit - spent)
