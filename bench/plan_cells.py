"""Seconds and peak memory to plan many cells: both sides read, merged against their base, ordered and written.

``python bench/plan_cells.py CELLS SCENARIO`` measures one case in this process; without arguments every case is
measured in a process of its own. An entry has 30 fields in 8 locales. Scenarios: ``changed`` (a base of all cells, one
cell in a hundred edited since) and ``first`` (an empty target and no base, so that every cell is in the plan).
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from figures import Figure, tell

from isogloss.bridge import Bridge, ByKind, FieldBinding, KindBinding, KindScope, MemorySettings, SideBinding
from isogloss.http.clock import SystemClock
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import PUBLISHED, SLUG, STATUS, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities, Field, RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import Absent, Digest, Scalar
from isogloss.plan.limits import Limits
from isogloss.plan.op import Op
from isogloss.run.observe import Observed
from isogloss.run.planning import draft_plan, save_plan
from isogloss.state.agreed import Pairs
from isogloss.state.lines import LineStore
from isogloss.state.opened import open_state

LOCALES = [Locale(tag) for tag in ("en", "ar", "de", "es", "fr", "ja", "pt-BR", "zh-Hans")]
FIELDS = 30
PER_ENTRY = FIELDS * len(LOCALES)
AT_ONCE = 200
GOAL_CELLS, GOAL_SECONDS, GOAL_MEGABYTES = 1_000_000, 30, 300
TEXT = "Words that a person wrote and somebody translated, of the length that a field has. "


class Synthetic:
    """A reader that makes its entries up while it is read."""

    def __init__(self, entries: int, *, edited: bool) -> None:
        self.entries, self.edited = entries, edited

    def capabilities(self, kind: str) -> Capabilities:  # noqa: ARG002  # all kinds are alike here
        return Capabilities()

    def read(self) -> Iterator[Seen]:
        for number in range(self.entries):
            yield seen(number, edited=self.edited)

    def cost(self, ops: Sequence[Op]) -> int:
        return -(-len(ops) // 100)

    def look_cost(self, ops: Sequence[Op]) -> int:
        return self.cost(ops)


def seen(number: int, *, edited: bool) -> Seen:
    variants = {SHARED: {SLUG: Scalar("text", f"entry-{number}")}}
    for place, locale in enumerate(LOCALES):
        variant = {f"f{field:02}": Scalar("text", f"{TEXT}{number} {locale} {field}") for field in range(FIELDS - 1)}
        if edited and place == number % len(LOCALES):
            for field in range(PER_ENTRY // 100):
                variant[f"f{field:02}"] = Scalar("text", f"{TEXT}{number} edited {field}")
        variants[locale] = {**variant, STATUS: PUBLISHED}
    return Seen("article", remote(number), variants)


def remote(number: int) -> str:
    return f"id-{number:07}"


def bridge() -> Bridge:
    fields = {f"f{number:02}": Field(f"f{number:02}", "text") for number in range(FIELDS - 1)}

    def binding(side: Side, name: str) -> SideBinding:
        bound = {name: FieldBinding(field, name) for name, field in fields.items()}
        kinds = {"article": KindBinding("article", ByKind(), bound, None, (SLUG,), "f00")}
        return SideBinding(
            side, name, MemorySettings(""), {}, {locale: locale for locale in LOCALES}, LOCALES[0], kinds
        )

    return Bridge(
        "bench",
        "bench.yaml",
        Digest("bench"),
        binding(Side.LEFT, "left"),
        binding(Side.RIGHT, "right"),
        "left to right",
        tuple(LOCALES),
        LOCALES[0],
        {"article": KindScope("article", fields, slug=True, match=(SLUG,), label="f00", conflict={})},
        limits=Limits(change=1.0),
    )


def peak_memory() -> float:
    """Megabytes, of this program alone: ``getrusage`` would begin with the size of the process that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None, "this system does not tell the peak of a process's memory"
    return int(found[1]) / 1024


def measure(cells: int, scenario: str) -> bool:
    """Print one case; tell whether the goal, where there is one for so many cells, is met."""
    entries = -(-cells // PER_ENTRY)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if scenario != "first":
            subprocess.run([sys.executable, __file__, str(cells), "fill", folder], check=True)
        began, worked = time.perf_counter(), time.process_time()
        compiled = bridge()
        right = Synthetic(entries if scenario != "first" else 0, edited=False)
        readers = {Side.LEFT: Synthetic(entries, edited=scenario == "changed"), Side.RIGHT: right}
        with (
            open_state(f"{folder}/state.db", "bench", SystemClock(), read_only=True) as state,
            Observed(compiled, state, scratch) as observed,
        ):
            observed.read(readers)
            schemas = dict.fromkeys(Side, RemoteSchema())
            with LineStore(scratch) as store:
                arranged = draft_plan(observed, state, readers, schemas, store)
                plan = save_plan(scratch / "plan.jsonl", arranged, compiled, readers, {}, state, "plan")
        seconds, work = time.perf_counter() - began, time.process_time() - worked
        peak = peak_memory()
        ops = plan.header.counts.records
        size = (scratch / "plan.jsonl").stat().st_size / 1e6
        for name, value, unit in (("CPU", work, "s CPU"), ("peak memory", peak, "MB")):
            tell(Figure(f"plan {entries * PER_ENTRY:,} cells ({scenario}), {name}", value, unit))
        print(
            f"plan {entries * PER_ENTRY:>9,} cells ({scenario}): {seconds:6.1f} s ({work:.1f} s of a processor), "
            f"{peak:6.0f} MB peak, {entries * PER_ENTRY / seconds:>9,.0f} cells/s, plan {size:.1f} MB {ops}",
            flush=True,
        )
    return cells < GOAL_CELLS or (seconds <= GOAL_SECONDS and peak <= GOAL_MEGABYTES)


def fill(cells: int, folder: str) -> None:
    """Make the base of an earlier agreement, outside the measured process."""
    entries = -(-cells // PER_ENTRY)
    with open_state(f"{folder}/state.db", "bench", SystemClock()) as state:
        for start in range(0, entries, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, entries))
            keys = [EntryKey("article", f"entry-{number}") for number in numbers]
            state.base.advance_many((key, agreed(number)) for key, number in zip(keys, numbers, strict=True))
            for side in Side:
                state.identity.bind_many(
                    side, [(key, remote(number)) for key, number in zip(keys, numbers, strict=True)]
                )


def agreed(number: int) -> Pairs:
    """Both sides showed the same."""
    digests = digest_entry(seen(number, edited=False).variants)
    assert not isinstance(digests, Absent)
    return {locale: {name: (made, made) for name, made in row.items()} for locale, row in digests.items()}


def every_case() -> bool:
    """Each in a process of its own, so that its memory is its own."""
    met = True
    for cells in (200_000, GOAL_CELLS):
        for scenario in ("idle", "changed", "first"):
            met &= subprocess.run([sys.executable, __file__, str(cells), scenario], check=False).returncode == 0
    print(f"(goals for {GOAL_CELLS:,} cells: {GOAL_SECONDS} s and {GOAL_MEGABYTES} MB)", flush=True)
    return met


if __name__ == "__main__":
    match sys.argv[1:]:
        case [cells, "fill", folder]:
            fill(int(cells), folder)
        case [cells, scenario]:
            sys.exit(not measure(int(cells), scenario))
        case _:
            sys.exit(not every_case())
