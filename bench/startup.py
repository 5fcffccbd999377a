"""How long ``isogloss --help`` takes, as a ratio to how long Python takes to do nothing: the median of many runs."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 21
GOAL = 4.0


def timed(words: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def measure() -> bool:
    """Print the ratio; tell whether the goal is met. Runs alternate, so that a busy moment hits both."""
    command = str(Path(sys.executable).with_name("isogloss"))
    nothing, help_ = [], []
    for _ in range(RUNS):
        nothing.append(timed([sys.executable, "-c", "pass"]))
        help_.append(timed([command, "--help"]))
    base, ours = statistics.median(nothing), statistics.median(help_)
    print(
        f"isogloss --help: {1000 * ours:.0f} ms, python -c pass: {1000 * base:.0f} ms, "
        f"ratio {ours / base:.2f} (goal at most {GOAL:g}; medians of {RUNS} runs each)",
        flush=True,
    )
    return ours / base <= GOAL


if __name__ == "__main__":
    sys.exit(not measure())
