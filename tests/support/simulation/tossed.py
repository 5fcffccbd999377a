"""Who sends in a life where several calls may be on their way: which arrives when is by chance, and the same each time.

Decides when a call that left has its effect, and in which order answers are taken in. Only one request is ever at work
at a time, so a life is a row of requests; but at any of them others may have had their effect and no answer on disk, or
an intent and no effect.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from isogloss.apply.crew import Done, Work


@dataclass
class Tossed:
    """The calls of one flight.

    most:     how many were on their way at once so far.
    _leaving: whether what arrives has only just left, so that others may still leave with it.
    _coming:  what somebody does next, if no other left.
    """

    random: Random
    most: int = 0
    _waiting: dict[int, Work] = field(default_factory=dict)
    _done: dict[int, Done] = field(default_factory=dict)
    _leaving: bool = False
    _coming: Callable[[], None] | None = None

    @property
    def flying(self) -> int:
        """How many calls have an intent, and no answer that was taken in."""
        return len(self._waiting) + len(self._done)

    def begin(self, number: int, work: Work) -> None:
        """A call leaves: it arrives at once, or some time before its answer is taken in."""
        self._waiting[number] = work
        self.most = max(self.most, self.flying)
        if self.random.random() < 0.5:
            self._leaving = True
            try:
                self._arrive(number)
            finally:
                self._leaving = False

    def next(self) -> tuple[int, Done]:
        """Some answer comes."""
        act, self._coming = self._coming, None
        if act is not None and self.flying == 1:
            act()
        number = self.random.choice(sorted(self._waiting.keys() | self._done.keys()))
        if number in self._waiting:
            self._arrive(number)
        return number, self._done.pop(number)

    def beside(self, act: Callable[[], None]) -> None:
        """Let somebody act once a call arrived that left by itself.

        Calls that leave together were looked at together, and an edit of that second is seen by nobody. Here the first
        may arrive before the next one leaves: whether there is a next one is known when an answer is awaited.
        """
        if self._leaving:
            self._coming = act
        else:
            act()

    def _arrive(self, number: int) -> None:
        self._done[number] = self._waiting[number]()
        del self._waiting[number]
