"""Seconds of a processor and peak memory to give many texts to translators, and to plan what they give back.

``python bench/exchange.py UNITS``: both sides are in memory, so what is measured is our own work: reading, cutting,
writing the file; then reading all again, judging each answer, merging, ordering and writing the plan. Every tenth text
comes back in other words.
"""

import re
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from figures import Figure, tell
from plan_cells import peak_memory

from isogloss import api
from isogloss.adapters.memory import World
from isogloss.bridge import Bridge, ByKind, FieldBinding, KindBinding, KindScope, MemorySettings, SideBinding
from isogloss.exchange.unit import Format
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Field
from isogloss.model.value import Digest, Scalar
from isogloss.plan.limits import Limits

EN, FR = Locale("en"), Locale("fr")
UNITS, BLOCKS = 20_000, 9
GOALS = {"export": 10.0, "import": 20.0}
MEGABYTES = 300
FIELDS = {"title": Field("title", "text"), "body": Field("body", "rich_text")}
WORDS = 'of what a person wrote, with <strong>stress</strong> and a <a href="https://a.example/{0}">link</a> in it'


def body(number: int, word: str) -> Scalar:
    blocks = "".join(
        f"<p>{word} {block} {WORDS.format(number)}, as long as paragraphs are.</p>" for block in range(BLOCKS)
    )
    return Scalar("rich_text", blocks)


def world(entries: int) -> World:
    made = World()
    for number in range(entries):
        variants = {
            locale: {"title": Scalar("text", f"{word} {number}"), "body": body(number, word), STATUS: PUBLISHED}
            for locale, word in ((EN, "Part"), (FR, "Morceau"))
        }
        made.put("article", f"id-{number:06}", variants, slug=f"entry-{number}")
    return made


def bridge(entries: int) -> Bridge:
    bound = {name: FieldBinding(field, name) for name, field in FIELDS.items()}

    def side(which: Side) -> SideBinding:
        kinds = {"article": KindBinding("article", ByKind(), bound, None, (SLUG,), "title")}
        return SideBinding(which, which.value, MemorySettings(world(entries)), {}, {EN: "en", FR: "fr"}, EN, kinds)

    scope = KindScope("article", FIELDS, slug=True, match=(SLUG,), label="title", conflict={})
    digest, locales = Digest("bench"), (EN, FR)
    made = Bridge(
        "bench", "bench.yaml", digest, side(Side.LEFT), side(Side.RIGHT), "both", locales, EN, {"article": scope}
    )
    return replace(made, limits=Limits(change=1.0))


def measure(what: str, units: int, format_: Format, file: str) -> bool:
    """Print one case, in a process of its own; tell whether its goals are met."""
    entries = -(-units // (BLOCKS + 1))
    compiled = bridge(entries)
    before = peak_memory()
    with tempfile.TemporaryDirectory() as folder, api.session(compiled, f"{folder}/state.db") as session:
        began, worked = time.perf_counter(), time.process_time()
        if what == "export":
            sent = api.export_texts(session, api.WhichTexts(FR), Path(file), format_)
            told = f"{sum(sent.units.values()):,} texts"
        else:
            received = api.import_texts(session, [file], Path(folder, "plan.jsonl"))
            assert not received.asides
            told = f"{received.taken:,} taken, {received.unchanged:,} unchanged"
        work, seconds = time.process_time() - worked, time.perf_counter() - began
    size, peak = Path(file).stat().st_size / 1e6, peak_memory()
    print(
        f"exchange {what} {format_}: {told}, {size:.1f} MB in {work:.1f} s of a processor ({seconds:.1f} s), "
        f"{peak:.0f} MB peak, of which {before:.0f} are both sides and the program",
        flush=True,
    )
    ours = peak - before
    met = tell(Figure(f"exchange {what} {units:,} ({format_})", work, "s CPU", GOALS[what] * units / UNITS))
    return tell(Figure(f"exchange {what} {units:,} ({format_}), memory of its own", ours, "MB", MEGABYTES)) and met


def every_case(units: int) -> bool:
    met = True
    for format_ in ("xliff2", "po"):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "fr")
            for what in ("export", "import"):
                words = [sys.executable, __file__, what, str(units), format_, str(file)]
                met &= subprocess.run(words, check=False).returncode == 0
                if what == "export":
                    answer(file)
    return met


def answer(file: Path) -> None:
    """Give back every tenth block in other words."""
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"Morceau 3 of what", "Autre 3 de ce que", text), encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [what, units, ("xliff2" | "po") as format_, file]:
            sys.exit(not measure(what, int(units), format_, file))
        case words:
            sys.exit(not every_case(int(words[0]) if words else UNITS))
