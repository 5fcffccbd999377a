"""What it costs to begin: whole commands over a tiny bundle, and the first that a person at a terminal sees of each.

As ratios to Python doing nothing: seconds of the processor, of which a busy machine takes no more than of the other;
runs alternate. What is by the clock is the least of some tries, since whatever else a machine does makes it longer.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from figures import Figure, spent, tell

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from first_seen import EVERY, MOST, First, first_seen, of_command  # it lies in a folder of the tests

RUNS = 11
TRIES = 5
GOALS = {"status": 20.0, "plan": 25.0}
HELP = 4.0
NOTHING = [sys.executable, "-c", "print('seen')"]
"""Python that shows something and does nothing else."""
BUNDLE = "bundle: 1\nkinds: {article: {fields: {title: {type: text}}}}\nlocales: [en]\nprimary: en\n"
MAPPING = """
isogloss: 1
name: tiny
sides: {one: {adapter: bundle, path: one}, two: {adapter: bundle, path: two}}
flow: both
locales: {en: {one: en, two: en, primary: true}}
kinds:
  article:
    one: {}
    two: {}
    match: [$slug]
    fields: {title: {type: text, one: title, two: title}}
"""


def timed(words: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def fill(folder: Path) -> None:
    """Make two bundles that agree."""
    for side in ("one", "two"):
        entry = folder / side / "article" / "tea"
        entry.mkdir(parents=True)
        (folder / side / "bundle.yaml").write_text(BUNDLE, encoding="utf-8")
        (entry / "shared.yaml").write_text("$slug: tea\n", encoding="utf-8")
        (entry / "en.yaml").write_text("$status: published\ntitle: Tea\n", encoding="utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")


def whole(folder: Path) -> bool:
    """Measure commands to their end; print the ratios, and tell whether the goals are met."""
    ours = [sys.executable, "-m", "isogloss"]
    nothing, nothing_by_clock, help_ = [], [], []
    took: dict[str, list[float]] = {command: [] for command in GOALS}
    fill(folder)
    spent([*ours, "sync", "mapping.yaml"], cwd=folder)
    for _ in range(RUNS):
        nothing.append(spent([sys.executable, "-c", "pass"])[0])
        nothing_by_clock.append(timed([sys.executable, "-c", "pass"]))
        help_.append(timed([*ours, "--help"]))
        for command, found in took.items():
            found.append(spent([*ours, command, "mapping.yaml"], cwd=folder)[0])
    base = statistics.median(nothing)
    by_clock = statistics.median(help_) / statistics.median(nothing_by_clock)
    met = tell(Figure("--help / python -c pass", by_clock, "", HELP))
    print(f"isogloss --help / python -c pass: {by_clock:.2f} (goal at most {HELP:g})", flush=True)
    for command, goal in GOALS.items():
        ratio = statistics.median(took[command]) / base
        print(
            f"isogloss {command}: {1000 * statistics.median(took[command]):.0f} ms of the processor, python -c pass: "
            f"{1000 * base:.0f} ms, ratio {ratio:.1f} (goal at most {goal:g}; medians of {RUNS} runs each)",
            flush=True,
        )
        met &= tell(Figure(f"{command} / python -c pass", ratio, "", goal))
    return met


@dataclass(slots=True)
class Least:
    """The least of some tries."""

    seconds: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    def add(self, first: First) -> None:
        assert first.said.strip(), "nothing was to be seen"
        self.seconds.append(first.seconds)
        self.spent.append(first.spent)

    @property
    def least(self) -> tuple[float, float]:
        return min(self.seconds), min(self.spent)


def first(folder: Path, commands: Iterable[str]) -> bool:
    """Measure when something is to be seen of each command; print that, and tell whether the goal is met."""
    nothing, found = Least(), {typed: Least() for typed in commands}
    for _ in range(TRIES):
        for typed, times in found.items():
            times.add(of_command(typed, folder))
        nothing.add(first_seen(NOTHING, folder))
    seconds, processor = nothing.least
    print(f"Python that shows a word: {1000 * seconds:.0f} ms, {1000 * processor:.0f} ms of the processor", flush=True)
    by_need = sorted(found.items(), key=lambda row: row[1].least, reverse=True)
    for typed, times in by_need:
        by_clock, of_processor = times.least
        print(
            f"isogloss {typed}: {1000 * by_clock:.0f} ms until something is to be seen, {by_clock / seconds:.1f} times "
            f"that; {1000 * of_processor:.0f} ms of the processor",
            flush=True,
        )
    slowest, (by_clock, of_processor) = by_need[0][0], by_need[0][1].least
    print(f"the last to be seen is isogloss {slowest} (goal at most {1000 * MOST:.0f} ms)", flush=True)
    tell(Figure("first sight of the slowest command / Python that shows a word", by_clock / seconds))
    tell(Figure("first sight of the slowest command, of the processor", 1000 * of_processor, "ms"))
    return tell(Figure("first sight of the slowest command", 1000 * by_clock, "ms", 1000 * MOST))


def measure() -> bool:
    """Print all of it; tell whether the goals are met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("tiny", "empty"):
            (folder / part).mkdir()
        met = whole(folder / "tiny")
        return first(folder / "empty", EVERY) and met


if __name__ == "__main__":
    sys.exit(not measure())
