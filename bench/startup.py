"""What it costs to begin: commands over a tiny bundle, as ratios to Python doing nothing; medians of many runs.

Seconds of the processor, of which a busy machine takes no more than of the other; runs alternate. ``help`` is by the
clock, since nothing there waits for anything else.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import Figure, spent, tell

RUNS = 11
GOALS = {"status": 20.0, "plan": 25.0}
HELP = 4.0
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


def measure() -> bool:
    """Print the ratios; tell whether the goals are met."""
    ours = [sys.executable, "-m", "isogloss"]
    nothing, nothing_by_clock, help_ = [], [], []
    took: dict[str, list[float]] = {command: [] for command in GOALS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
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


if __name__ == "__main__":
    sys.exit(not measure())
