"""What a long migration looks at before it writes over something, beside what it asks anyhow, on a virtual clock.

Entries in five languages cross from one sandbox to the other, which is empty, at the pace that each adapter keeps by
itself and at the default ``freshness``, while people edit on both sides. Printed are requests by what they were for,
what the plan said of the looks, and the share of looks in all else, of the side that is written to and of both; and
what became of the edits. ``python bench/freshness.py 10000 200`` takes its time: entries, and edits.
"""

import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from long_run import TO_BUTTER, TO_WEBFLOW, URLS, People, long_run

from isogloss import api

GOALS = {TO_WEBFLOW: 0.05, TO_BUTTER: 0.05}
"""The share that is kept; what either side permits at least: docs/minimum.md."""
CLOSE, FEW = 0.25, 10
"""The plan says how many looks there will be to within this share of them, or so many."""


def share(spent: Mapping[str, int]) -> tuple[int, float]:
    """How many looks, and how many for each other request."""
    looks = spent.get("looks", 0)
    return looks, looks / max(1, sum(spent.values()) - looks)


def measure(entries: int, edits: int, flow: str) -> bool:
    """Print the figures of one direction; tell whether the goal is met, as was priced, and no edit is lost."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder, long_run(Path(folder), entries, flow) as run:
        plan = api.plan(run.session(), Path(folder) / "plan.jsonl")
        priced = sum(cost.looks for cost in plan.header.cost.values())
        started, people = run.clock.passed, People(run)
        people.begin(flow, entries, edits, 60 * max(cost.minutes or 0 for cost in plan.header.cost.values()))
        applied = api.apply(run.session(), plan)
        hours = (run.clock.passed - started) / 3600
        for _ in range(2 if edits else 0):
            run.clock.sleep(3600)
            api.sync(run.session(), Path(folder) / "sync.jsonl")
        lost = people.lost()
        late = [edit for edit in lost if people.too_late(edit)]
    by_side = dict(zip(URLS, (applied.requests[side] for side in applied.requests), strict=True))
    both = {what: sum(spent.get(what, 0) for spent in by_side.values()) for spent in by_side.values() for what in spent}
    written = by_side[flow.rpartition(" ")[2]]
    looks, part = share(written)
    told = ", ".join(f"{count} {what}" for what, count in written.items() if what != "looks")
    print(
        f"freshness, {flow}, {entries} entries in 5 languages: {looks} looks ({priced} planned) beside {told}: "
        f"{part:.1%} (at most {GOALS[flow]:.0%}), {share(both)[1]:.1%} of both sides; {hours:.2f} hours of its "
        f"clock, {time.process_time() - began:.0f} s of processor",
        flush=True,
    )
    if edits:
        print(
            f"  of {edits} edits meanwhile, {len(people.done)} were made, {len(people.done) - len(lost)} survived, "
            f"{len(late)} came in the {run.bridge.freshness:g} s before a call that named their entry, "
            f"{len(lost) - len(late)} were lost",
            flush=True,
        )
    as_priced = abs(looks - priced) <= max(CLOSE * looks, FEW)
    return part <= GOALS[flow] and as_priced and len(lost) == len(late)


def main() -> int:
    entries, edits = (int(word) for word in (sys.argv[1:] + ["360", "0"][len(sys.argv) - 1 :])[:2])
    met = [measure(entries, edits, flow) for flow in (TO_BUTTER, TO_WEBFLOW)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
