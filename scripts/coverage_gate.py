"""Refuse branches that no test takes: none at all in the pure middle, one in twenty elsewhere.

coverage.py knows one threshold for everything, so it is asked twice. Run by ``make check`` after the tests.
"""

import subprocess
import sys
from pathlib import Path

GATES = (
    ("model, merge and plan", 100, ["--include=*/isogloss/model/*,*/isogloss/merge/*,*/isogloss/plan/*"]),
    ("everything else", 95, ["--omit=*/isogloss/model/*,*/isogloss/merge/*,*/isogloss/plan/*"]),
)


def main() -> int:
    """Say for each part whether its threshold is kept; 1 where one is not."""
    coverage = [sys.executable, "-m", "coverage"]
    if any(Path().glob(".coverage.*")):
        subprocess.run([*coverage, "combine", "--quiet"], check=True)
    kept = True
    for name, threshold, options in GATES:
        print(f"coverage of {name}, at least {threshold} %:", flush=True)
        done = subprocess.run([*coverage, "report", f"--fail-under={threshold}", *options], check=False)
        kept = kept and not done.returncode
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
