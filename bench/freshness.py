"""What a long migration looks at before it writes over something, beside what it asks anyhow, on a virtual clock.

Entries in five languages cross from one sandbox to the other, which is empty, at the pace that each adapter keeps by
itself and at the default ``freshness``. Printed are requests by what they were for, what the plan said of the looks,
and the share of looks in all else. ``python bench/freshness.py 10000`` takes its time.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from long_run import TO_BUTTER, TO_WEBFLOW, long_run

from isogloss import api

GOAL = 0.05


def measure(entries: int, flow: str) -> bool:
    """Print the figures of one direction; tell whether the goal is met."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, long_run(Path(folder), entries, flow) as run:
        plan = api.plan(run.session(), Path(folder) / "plan.jsonl")
        priced = sum(cost.looks for cost in plan.header.cost.values())
        started = run.clock.passed
        applied = api.apply(run.session(), plan)
        hours = (run.clock.passed - started) / 3600
    spent: dict[str, int] = {}
    for side in applied.requests.values():
        for what, count in side.items():
            spent[what] = spent.get(what, 0) + count
    looks = spent.pop("looks", 0)
    share = looks / sum(spent.values())
    told = ", ".join(f"{count} {what}" for what, count in spent.items())
    print(
        f"freshness, {flow}, {entries} entries in 5 languages: {looks} looks ({priced} planned) beside {told}: "
        f"{share:.1%} (goal at most {GOAL:.0%}); {hours:.2f} hours of its clock, {time.perf_counter() - began:.0f} s",
        flush=True,
    )
    return share <= GOAL


def main() -> int:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    met = [measure(entries, flow) for flow in (TO_BUTTER, TO_WEBFLOW)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
