"""Figures of the benchmarks: what one is, and how a script hands its own to whoever gathers them all.

A script prints what it measured in words. Beside that it adds each figure, a line of JSON, to the file that the
environment names; ``run.py`` makes the table of them, and ``compare.py`` holds those of two builds side by side.
"""

import json
import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

WHERE = "ISOGLOSS_FIGURES"
"""The variable that names the file; where it is not there, nobody gathers."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    goal:  None where there is none: then the figure is there to be compared.
    least: whether the goal is the least that will do, and not the most.
    """

    what: str
    value: float
    unit: str = ""
    goal: float | None = None
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is met, if there is one."""
        return self.goal is None or (self.value >= self.goal if self.least else self.value <= self.goal)

    @property
    def wanted(self) -> str:
        """The goal, in words."""
        return "" if self.goal is None else f"{'at least' if self.least else 'at most'} {self.goal:g}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that cannot be had here, and why."""

    what: str
    why: str


def tell(figure: Figure | Skipped) -> bool:
    """Hand a figure on; tells whether its goal is met."""
    where = os.environ.get(WHERE)
    if where:
        with Path(where).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(figure)) + "\n")
    return isinstance(figure, Skipped) or figure.met


def gathered(path: Path) -> list[Figure | Skipped]:
    """What scripts handed on, in order."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [Skipped(**made) if "why" in made else Figure(**made) for made in map(json.loads, lines)]


def spent(words: list[str], *, quiet: bool = True, cwd: Path | None = None) -> tuple[float, float]:
    """Run a command to its end: seconds of the processor, and megabytes at most, of it and of all that it began.

    Raises: CalledProcessError where it failed.
    """
    to = subprocess.DEVNULL if quiet else None
    process = subprocess.Popen(words, stdout=to, stderr=to, cwd=cwd)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
