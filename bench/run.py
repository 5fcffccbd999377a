"""Print the figures: each script in words, then all figures as one table; name missed goals, and exit with 1.

``python bench/run.py [PART …]``: these parts, or all. The table is also written to ``bench-out/bench.json``.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from figures import WHERE, Figure, Skipped, gathered

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "bench-out"
PARTS = {
    "start-up": ["startup.py"],
    "rate": ["rate.py"],
    "slow answers": ["latency.py"],
    "planning": ["plan_cells.py"],
    "peers": ["peers.py"],
    "export": ["export.py"],
    "exchange": ["exchange.py"],
    "links": ["../scripts/linked.py"],
    "idle cycle": ["idle.py"],
    "freshness": ["freshness.py"],
    "hooks": ["hooks.py"],
    "due": ["due.py"],
    "kills": ["kills.py"],
    "report": ["report.py"],
}


def measured(words: list[str], path: str = "") -> tuple[bool, list[Figure | Skipped]]:
    """Run a script: whether it met its goals, and its figures.

    path: where Isogloss is imported from, where that is not this checkout.
    """
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "figures.jsonl"
        environ = {**os.environ, WHERE: str(lines), "PYTHONPATH": os.pathsep.join(filter(None, (path, str(HERE))))}
        done = subprocess.run([sys.executable, str(HERE / words[0]), *words[1:]], check=False, env=environ)
        return done.returncode == 0, gathered(lines)


def load() -> str:
    """How busy this machine is: what others take shows in seconds, and less in ratios of one run."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def shown(value: float) -> str:
    """Three digits, and all before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # of three digits


def table(found: list[Figure | Skipped]) -> str:
    """Every figure on a line, with its goal and whether it is met."""
    rows = [("", "figure", "value", "goal")]
    for each in found:
        if isinstance(each, Skipped):
            rows.append(("-", each.what, "skipped", each.why))
        else:
            rows.append(
                ("" if each.met else "missed", each.what, f"{shown(each.value)} {each.unit}".strip(), each.wanted)
            )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def main(asked: list[str]) -> int:
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        print(f"bench: there is no part {unknown[0]}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    before = load()
    print(f"load of this machine: {before}", flush=True)
    missed: list[str] = []
    found: list[Figure | Skipped] = []
    for name, words in PARTS.items():
        if asked and name not in asked:
            continue
        print(f"\n== {name} ==", flush=True)
        met, told = measured(words)
        found += told
        if not met:
            missed.append(name)
    print(f"\n{table(found)}\n")
    OUT.mkdir(exist_ok=True)
    told_all = {
        "python": platform.python_version(),
        "load": [before, load()],
        "missed": missed,
        "figures": [{**asdict(each), "met": getattr(each, "met", None)} for each in found],
    }
    (OUT / "bench.json").write_text(json.dumps(told_all, indent=2) + "\n", encoding="utf-8")
    print(f"goals missed: {', '.join(missed)}" if missed else "every goal is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
