"""``python -m simulation SEEDS [--first K] [--kept FILE]``: many lives, over all cores, and what came of them.

Each life that is over is a line of FILE, so that a run that was stopped goes on; a life that failed is lived again with
less and less trouble, until none of it can be left out, and is told whole.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from pathlib import Path

from simulation.life import ROUNDS, Lived, lived
from simulation.trouble import SORTS

QUIET = {"confirmed", "normalized", "runs"}


def small(seed: int) -> tuple[int, tuple[str, ...]]:
    """How few rounds and which troubles are needed for a life to fail: rounds, and troubles left out."""
    without: tuple[str, ...] = ()
    for sort in SORTS:
        if lived(seed, without=(*without, sort)).wrong:
            without = (*without, sort)
    rounds = next((count for count in range(1, ROUNDS) if lived(seed, count, without).wrong), ROUNDS)
    return rounds, without


def told(made: Lived) -> str:
    """A life as a line."""
    return json.dumps({"seed": made.seed, "wrong": made.wrong, "did": made.did, "hours": made.hours})


def tell(seed: int) -> None:
    """A life that failed, as small as it gets, line by line."""
    rounds, without = small(seed)
    made = lived(seed, rounds, without)
    left_out = ", ".join(without) or "nothing"
    print(f"\nseed {seed}, {rounds} rounds, without {left_out}:", *made.wrong, "", *made.tale, sep="\n  ")


def main() -> int:
    """Live them all; 1 where any failed."""
    asked = argparse.ArgumentParser(prog="python -m simulation")
    asked.add_argument("seeds", type=int, help="how many lives")
    asked.add_argument("--first", type=int, default=1, help="the seed of the first one")
    asked.add_argument("--kept", type=Path, help="where each life that is over is kept, to go on from")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    wanted = range(given.first, given.first + given.seeds)
    kept = [] if given.kept is None or not given.kept.exists() else given.kept.read_text().splitlines()
    before = {each["seed"]: each for each in map(json.loads, kept) if each["seed"] in wanted}
    todo = [seed for seed in wanted if seed not in before]
    started, did, failed = time.monotonic(), Counter[str](), [seed for seed, each in before.items() if each["wrong"]]
    hours = 0.0
    with multiprocessing.get_context("spawn").Pool(given.jobs) as pool:
        for made in pool.imap_unordered(lived, todo, chunksize=4):
            did, hours = did + made.did, hours + made.hours
            if made.wrong:
                failed.append(made.seed)
                print(f"seed {made.seed}: {made.wrong[0]}", flush=True)
            if given.kept is not None:
                with given.kept.open("a", encoding="utf-8") as file:
                    file.write(told(made) + "\n")
    seconds = time.monotonic() - started
    if todo:
        print(f"{len(todo)} lives in {seconds:.0f} s: {60 * len(todo) / seconds:.0f} a minute,", end=" ")
        print(f"{hours / seconds:.1f} simulated hours a second; {len(before)} were lived before")
        print(", ".join(f"{name} {count}" for name, count in sorted(did.items())))
    for seed in sorted(failed)[:3]:
        tell(seed)
    print(f"{len(failed)} of {len(wanted)} failed" + (f": {sorted(failed)}" if failed else ""))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
