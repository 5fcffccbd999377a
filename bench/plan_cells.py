"""Seconds and peak memory to plan many cells: both sides read, merged against their base, ordered and written.

``python bench/plan_cells.py CELLS SCENARIO`` measures one case in this process; without arguments every case is
measured in a process of its own. An entry has 30 fields in 8 locales. Scenarios: ``changed`` (a base of all cells, one
cell in a hundred edited since) and ``first`` (an empty target and no base, so that every cell is in the plan).
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from isogloss.http.clock import SystemClock
from isogloss.mapping.binding import Bridge, FieldBinding, KindBinding, KindScope, Limits, SideBinding
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import PUBLISHED, SLUG, STATUS, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities, Field, RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import Digest, Scalar
from isogloss.plan.op import Op
from isogloss.run.observe import Observed
from isogloss.run.planning import Spent, draft_plan, save_plan
from isogloss.state.lines import LineStore
from isogloss.state.opened import open_state

LOCALES = [Locale(tag) for tag in ("en", "ar", "de", "es", "fr", "ja", "pt-BR", "zh-Hans")]
FIELDS = 30
PER_ENTRY = FIELDS * len(LOCALES)
TEXT = "Words that a person wrote and somebody translated, of the length that a field has. "


class Synthetic:
    """A reader that makes its entries up while it is read."""

    def __init__(self, entries: int, *, edited: bool) -> None:
        self.entries, self.edited = entries, edited

    def capabilities(self, kind: str) -> Capabilities:
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
    return Seen("article", f"id-{number:07}", variants)


def bridge() -> Bridge:
    fields = {f"f{number:02}": Field(f"f{number:02}", "text") for number in range(FIELDS - 1)}

    def binding(side: Side, name: str) -> SideBinding:
        bound = {name: FieldBinding(field, name) for name, field in fields.items()}
        kinds = {"article": KindBinding("article", {}, bound, None, (SLUG,), "f00")}
        return SideBinding(side, name, "synthetic", {}, {}, {locale: locale for locale in LOCALES}, LOCALES[0], kinds)

    return Bridge(
        "bench",
        "bench.yaml",
        Digest("bench"),
        binding(Side.LEFT, "left"),
        binding(Side.RIGHT, "right"),
        "left to right",
        tuple(LOCALES),
        LOCALES[0],
        {"article": KindScope("article", fields, True, (SLUG,), "f00", {})},
        limits=Limits(change=1.0),
    )


def measure(cells: int, scenario: str) -> None:
    entries = -(-cells // PER_ENTRY)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if scenario == "changed":
            subprocess.run([sys.executable, __file__, str(cells), "fill", folder], check=True)
        began = time.perf_counter()
        compiled = bridge()
        right = Synthetic(entries if scenario == "changed" else 0, edited=False)
        readers = {Side.LEFT: Synthetic(entries, edited=scenario == "changed"), Side.RIGHT: right}
        with (
            open_state(f"{folder}/state.db", "bench", SystemClock(), read_only=True) as state,
            Observed(compiled, state, scratch) as observed,
        ):
            observed.read(readers)
            schemas = dict.fromkeys(Side, RemoteSchema())
            with LineStore(scratch) as store:
                arranged = draft_plan(observed, state, readers, schemas, store)
                plan = save_plan(scratch / "plan.jsonl", arranged, compiled, readers, Spent({}))
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        ops = plan.header.counts["records"]
        size = (scratch / "plan.jsonl").stat().st_size / 1e6
        print(
            f"plan {entries * PER_ENTRY:>9,} cells ({scenario}): {seconds:6.1f} s, {peak:6.0f} MB peak, "
            f"{entries * PER_ENTRY / seconds:>9,.0f} cells/s, plan {size:.1f} MB {ops}",
            flush=True,
        )


def fill(cells: int, folder: str) -> None:
    """Make the base of an earlier agreement, outside the measured process."""
    entries = -(-cells // PER_ENTRY)
    with open_state(f"{folder}/state.db", "bench", SystemClock()) as state:
        for number in range(entries):
            entry = seen(number, edited=False)
            key = EntryKey("article", f"entry-{number}")
            digests = digest_entry(entry.variants)
            state.base.advance_many(
                [(key, {locale: {n: (d, d) for n, d in row.items()} for locale, row in digests.items()})]
            ) if number % 200 == -1 else BATCH.append(
                (key, {locale: {n: (d, d) for n, d in row.items()} for locale, row in digests.items()})
            )
            if len(BATCH) == 200 or number == entries - 1:
                state.base.advance_many(BATCH)
                for side in Side:
                    state.identity.bind_many(side, [(k, f"id-{int(k.name[6:]):07}") for k, _ in BATCH])
                BATCH.clear()


BATCH: list = []

if __name__ == "__main__":
    match sys.argv[1:]:
        case [cells, "fill", folder]:
            fill(int(cells), folder)
        case [cells, scenario]:
            measure(int(cells), scenario)
        case _:
            for cells in (200_000, 1_000_000):
                for scenario in ("changed", "first"):
                    subprocess.run([sys.executable, __file__, str(cells), scenario], check=True)
