"""What the report of 20,000 changed entries takes: to write it as HTML and as JSON, and to open and use the page.

The second needs playwright and a Chromium; where they are not there, that is said.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from figures import Figure, Skipped, tell

from isogloss.merge.change import Change
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar, digest
from isogloss.plan.data import read_plan, write_plan
from isogloss.plan.draft import Draft
from isogloss.plan.header import Header, PlanCounts
from isogloss.plan.making import make_op
from isogloss.plan.terms import Built
from isogloss.report.html import render_html
from isogloss.report.json import stream_json
from isogloss.report.limits import FEW, WHOLE
from isogloss.report.told import told_of_plan
from isogloss.report.whole import whole_of

ENTRIES = 20_000
OPEN, FILTER = 2_000, 100
"""Goals, in milliseconds."""
WORDS = ("green", "tea", "leaves", "water", "warm", "minute", "valley", "morning", "river", "stone", "paper", "market")
LOCALES = ("en", "de-DE", "fr-FR")

USED = """async () => {
  const box = document.getElementById("by-text"), took = [];
  for (const word of ["green", "green tea", "no such word", "a000", ""]) {
    box.value = word;
    const began = performance.now();
    box.dispatchEvent(new Event("input"));
    document.body.offsetHeight;
    took.push(performance.now() - began);
    await new Promise(requestAnimationFrame);
  }
  return took;
}"""

SOUGHT = """async () => {
  const box = document.getElementById("by-text"), found = document.getElementById("found"), took = [];
  for (const word of ["qqxx", "qqyy"]) {
    box.value = word;
    const began = performance.now();
    box.dispatchEvent(new Event("input"));
    while (!document.querySelector("progress").hidden) await new Promise((done) => setTimeout(done, 20));
    took.push([performance.now() - began, found.textContent]);
  }
  return took;
}"""
"""Words that no title has, looked for in all texts: the first time everything is unpacked."""


class Lines:
    """Where the lines of a plan wait."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def put(self, line: str) -> int:
        """Keep a line; its place."""
        self.kept.append(line)
        return len(self.kept) - 1

    def get(self, at: int) -> str:
        """The line at a place."""
        return self.kept[at]


def make_plan(path: Path, entries: int) -> None:
    """Write a plan: each entry has a title and four paragraphs, of which one changes, in one to three locales."""
    dice, draft = random.Random(1), Draft(Lines())  # noqa: S311  # words, and the same each time

    def said(count: int) -> str:
        return " ".join(dice.choice(WORDS) for _ in range(count))

    for n in range(entries):
        key, label = EntryKey("article" if n % 4 else "author", f"a{n:05}"), said(5)
        old = [f"<p>{said(40)}</p>" for _ in range(4)]
        new = [*old]
        new[n % 4] = f"<p>{said(40)}</p>"
        cells = []
        for locale in LOCALES[: 1 + n % 3]:
            title = said(6)
            cells.append(changed(key, locale, "title", Scalar("text", title), Scalar("text", f"{title} {said(1)}")))
            bodies = (Scalar("rich_text", "".join(each)) for each in (old, new))
            cells.append(changed(key, locale, "body", *bodies))
        live = changed(key, "en", STATUS, PUBLISHED, PUBLISHED)
        facing = Facing(key, label, Shown(), ABSENT, ABSENT)
        ops = [
            make_op(Side.RIGHT, verb, facing, part, (Locale("en"),))
            for verb, part in (("update", cells), ("publish", [live]))
        ]
        draft.add(facing, Built(ops=ops))
    arranged = draft.arrange(lambda *_: True, lambda *_: False)
    write_plan(path, arranged.lines(), lambda: header_of(dict(draft.tally.records)))


def header_of(records: dict[str, int]) -> Header:
    sides = {Side.LEFT: "webflow", Side.RIGHT: "butter"}
    return Header("0" * 32, "bench", "bench.yaml", "0" * 32, sides, "left to right", PlanCounts(records), {})


def changed(key: EntryKey, locale: str, name: str, before: Scalar, after: Scalar) -> Change:
    return Change(Cell(key, Locale(locale), name), before, after, digest(after))


def write(path: Path, plan: Path, name: str) -> None:
    """Write one report, and print what it took; in a process of its own, so that its memory is its own."""
    before, began, spent = memory(), time.perf_counter(), time.process_time()
    read = read_plan(plan)
    render: dict[str, Callable[[], Iterable[str]]] = {
        "html": lambda: render_html(whole_of(read)),
        "json": lambda: stream_json(whole_of(read, FEW, streamed=WHOLE), told_of_plan(read).findings),
    }
    with path.open("w", encoding="utf-8") as out:
        for piece in render[name]():
            out.write(piece)
    took, seconds, size = time.perf_counter() - began, time.process_time() - spent, path.stat().st_size / 1e6
    print(
        f"{name}: written in {took:.0f} s, {seconds:.0f} s of the processor, {size:.1f} MB on the disk "
        f"(plan: {plan.stat().st_size / 1e6:.1f} MB), {memory() - before:.0f} MB of memory beside {before:.0f} MB",
        flush=True,
    )
    tell(Figure(f"report as {name}, to write", seconds, "s CPU"))
    tell(Figure(f"report as {name}, its size", size, "MB"))


def memory() -> float:
    """The most memory that this process had, in MB; not that of the one that started it, which getrusage counts in."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found is not None, "Linux tells it"
    return int(found[1]) / 1024


def use(path: Path) -> bool:
    """Open a page and filter it; print what that took, and tell whether the goals are met."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return unopened("playwright is not installed (make check installs it)")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        return unopened("there is no Chromium (Debian: chromium)")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = []
        for _ in range(3):
            page = browser.new_page()
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready]", state="attached")
            opened.append(page.evaluate("Number(document.documentElement.dataset.ready)"))
        took = page.evaluate(USED)
        (first, _), (again, _) = page.evaluate(SOUGHT)
        browser.close()
    print(
        f"html: opened in {min(opened):.0f} ms at best of {len(opened)} (goal {OPEN}), filtered in at most "
        f"{max(took):.0f} ms (goal {FILTER}), all texts looked into in {first:.0f} ms, and again in {again:.0f} ms"
    )
    tell(Figure("page, all texts looked into", first, "ms"))
    return tell(Figure("page, to open", min(opened), "ms", OPEN)) & tell(
        Figure("page, to filter", max(took), "ms", FILTER)
    )


def unopened(why: str) -> bool:
    """Say why a page was not looked at; nothing is missed by that."""
    print(f"html: not opened, since {why}")
    return tell(Skipped("page, to open and filter", why))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--write", nargs=3, metavar=("PATH", "PLAN", "FORMAT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        path, plan, name = asked.write
        write(Path(path), Path(plan), name)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.jsonl"
        make_plan(plan, asked.entries)
        print(f"a plan that changes {asked.entries:,} entries:", flush=True)
        for name in ("html", "json"):
            words = [sys.executable, __file__, "--write", str(Path(folder) / f"plan.{name}"), str(plan), name]
            subprocess.run(words, check=True)
        return int(not use(Path(folder) / "plan.html"))


if __name__ == "__main__":
    sys.exit(main())
