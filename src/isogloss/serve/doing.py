"""What each mapping that is at work is doing just now: written by its run, read by whoever looks."""

from dataclasses import dataclass, field
from typing import Literal

from isogloss.serve.texts import STAGES, TEXTS

Stage = Literal["reading", "comparing", "applying"]


@dataclass(slots=True)
class Doing:
    """What one mapping is doing; written by its run, read by whoever looks."""

    doing: Stage = "reading"
    total: int | None = None
    done: int = 0

    def stage(self, doing: Stage, total: int | None) -> None:
        """Another stage begins."""
        self.doing, self.total, self.done = doing, total, 0

    def op_done(self) -> None:
        """One more is done."""
        self.done += 1

    def request_done(self) -> None:
        """Tell nothing of it."""

    def waiting(self, ops: int) -> None:
        """Tell nothing of it."""

    @property
    def told(self) -> str:
        """In words."""
        said = STAGES[self.doing]
        return said if self.total is None or self.doing != "applying" else f"{said} {self.done} / {self.total}"


@dataclass(slots=True)
class Live:
    """What every mapping is doing."""

    _of: dict[str, Doing] = field(default_factory=dict)

    def begin(self, mapping: str) -> Doing:
        """A run of a mapping begins; it tells here."""
        made = self._of[mapping] = Doing()
        return made

    def now(self, running: frozenset[str]) -> dict[str, str]:
        """What each mapping that is at work is doing, in words."""
        return {name: self._of[name].told if name in self._of else TEXTS["at_work"] for name in sorted(running)}
