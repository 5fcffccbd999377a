"""Print the figures: start-up, pace, planning, idle cycles, looks, reports; name missed goals, and exit with 1."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS = {
    "start-up": ["startup.py"],
    "rate": ["rate.py"],
    "slow answers": ["latency.py"],
    "planning": ["plan_cells.py"],
    "idle cycle": ["idle.py"],
    "freshness": ["freshness.py"],
    "report": ["report.py"],
}


def main() -> int:
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    missed = [
        name
        for name, words in PARTS.items()
        if subprocess.run([sys.executable, str(HERE / words[0]), *words[1:]], check=False).returncode
    ]
    print(f"goals missed: {', '.join(missed)}" if missed else "every goal is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
