"""Content as somebody hostile writes it: ten classes, each with some inputs, and a plan that has them in every place.

Whatever shows content (a format of report, a browser, a terminal) must show these as text and obey none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isogloss.merge.change import Change, Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Digest, Scalar, digest
from isogloss.plan.data import PlanFile, read_plan, write_plan
from isogloss.plan.draft import Draft
from isogloss.plan.header import Cost, Header, PlanCounts
from isogloss.plan.making import make_op
from isogloss.plan.op import Loss, Remark, Step
from isogloss.plan.terms import Built

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGN = "PWNED"
"""What a payload shows or says where it is obeyed: in a title, an alert, a link, a file's name."""

HUGE = 20_000
"""Letters of the longest word."""

CLASSES: dict[str, tuple[str, ...]] = {
    "script": (
        f"<script>document.title='{SIGN}'</script>",
        f"</script><script>document.title='{SIGN}'</script><!--",
        f"</template></pre></details><ScRiPt src=data:text/javascript,document.title='{SIGN}'></ScRiPt>",
        f"<!--<script>--><script type=module>document.title='{SIGN}'</script>]]>",
    ),
    "event handlers": (
        f"<img src=x onerror=\"document.title='{SIGN}'\">",
        f"\" onmouseover=\"document.title='{SIGN}'\" autofocus onfocus=\"document.title='{SIGN}'",
        f"' autofocus tabindex=1 onfocus=document.title='{SIGN}' x='",
        f"<details open ontoggle=document.title='{SIGN}'><input autofocus onfocus=document.title='{SIGN}'>",
    ),
    "javascript links": (
        f"<a href=\"javascript:document.title='{SIGN}'\">click</a>",
        f"[click](javascript:document.title='{SIGN}') <javascript:{SIGN}> ![x](https://tracker.example/{SIGN}.png)",
        f"java\tscript:document.title='{SIGN}'",
        f'<form action="javascript:{SIGN}"><button formaction="javascript:{SIGN}">go</button></form>',
    ),
    "svg": (
        f"<svg onload=\"document.title='{SIGN}'\"><script>document.title='{SIGN}'</script></svg>",
        f"<svg><a xlink:href=\"javascript:document.title='{SIGN}'\"><text y=20>click</text></a></svg>",
        f"<math><mtext><style><img src=x onerror=document.title='{SIGN}'></style></mtext></math>",
    ),
    "css": (
        f"<style>body{{display:none}} @import 'https://tracker.example/{SIGN}.css';</style>",
        f'<p style="position:fixed;inset:0;background:url(https://tracker.example/{SIGN})">over all</p>',
        f'<link rel=stylesheet href="https://tracker.example/{SIGN}.css"></style><style>*{{color:#fff}}',
    ),
    "iframes": (
        f"<iframe srcdoc=\"<script>parent.document.title='{SIGN}'</script>\"></iframe>",
        f'<iframe src="https://tracker.example/{SIGN}"></iframe><object data="x"></object><embed src="x">',
        f'<meta http-equiv=refresh content="0;url=https://tracker.example/{SIGN}"><base href="https://tracker.example/">',
    ),
    "bidi overrides": (
        f"{SIGN}\u202egnp.exe\u202c",
        f"\u2066{SIGN}\u2067\u2068\u2069 \u200f\u200e \u061c",
        f"{SIGN}\u2028::error::{SIGN}\u2029",
        "tags \U000e0050\U000e0057\U000e004e hidden",
    ),
    "terminal escapes": (
        f"\x1b]0;{SIGN}\x07",
        f"\x1b]52;c;UFdORUQ=\x07\x1b]8;;https://tracker.example/{SIGN}\x1b\\click\x1b]8;;\x1b\\",
        f"\x1b[2J\x1b[1;1H\x1b[31m{SIGN}\x1b[?1049h\x1b[6n\x1bP+q544e\x1b\\\x1bk{SIGN}\x1b\\",
        f"\x9b2J\x9d0;{SIGN}\x9c\x90\x98\x07\x08\x08\x08\x7f\r{SIGN}\x0c\x0b\x00",
    ),
    "formula cells": (
        f'=HYPERLINK("https://tracker.example/{SIGN}","click")',
        f"+cmd|' /C {SIGN}'!A0",
        f"-2+3+cmd|' /C {SIGN}'!A0",
        f"@SUM(1+1)*cmd|' /C {SIGN}'!A0",
        f"\t=1+1 {SIGN}",
        f"\r\n=1+1 {SIGN}",
        f'x"\n=1+1,{SIGN}',
    ),
    "huge words": (
        "W" * HUGE,
        "w\u0301" * 2_000 + "\u0301" * 3_000,
        "\u200b".join("zw" * 2_000),
        "﷽" * 2_000,
    ),
}  # fmt: skip
"""Class to inputs, each of which would be obeyed by something that takes content for its own words."""

FORGED = (
    "\n::error file=x::forged",
    "%0A::error::forged",
    "@everyone closes #1 | pipe | `code` **bold** </details> <!-- ",
    "]]></failure><failure>",
)
"""What would be a command, a mention or markup in formats of text alone."""

PAYLOADS: tuple[tuple[str, str], ...] = tuple(
    (name, payload) for name, payloads in {**CLASSES, "forged": FORGED}.items() for payload in payloads
)
"""Class and input of each."""


def hostile_plan(path: Path) -> PlanFile:
    """Write a plan that has each input as name, label, text, rich text, picture, detail, step and remark."""
    draft = Draft(_Lines())
    for facing, built in _entries():
        draft.add(facing, built)
    arranged = draft.arrange(lambda *_: True, lambda *_: False)
    cost = {"butter": Cost("butter", 14, 6, 3, 21, 1.4, 0.0031), "webflow": Cost("webflow", 0, 0, 0, 12, 0.2, None)}
    sides = {Side.LEFT: "webflow", Side.RIGHT: "butter"}

    def header() -> Header:
        counts = PlanCounts(dict(draft.tally.records))
        return Header(Digest(""), "acme", "mappings/acme.yaml", Digest("0" * 32), sides, "left to right", counts, cost)

    write_plan(path, arranged.lines(), header)
    return read_plan(path)


def _entries() -> Iterator[tuple[Facing, Built]]:
    for number, (name, payload) in enumerate(PAYLOADS):
        plain = "".join(letter for letter in payload if letter != "\x00")
        key = EntryKey("article", f"{number:02} {plain[:200]}")
        at = Cell(key, Locale("en"), "title")
        here, there = Scalar("text", payload), Scalar("text", f"{name} {payload}")
        changes = (
            _change(at, ABSENT, here),
            _change(Cell(key, Locale("en"), "lead"), Scalar("text", f"as it was {name}"), there),
            _change(Cell(key, Locale("en"), "body"), ABSENT, Scalar("rich_text", f"<p>{payload}</p>")),
            _change(Cell(key, Locale("en"), "raw"), here, Scalar("opaque", payload)),
            _change(Cell(key, Locale("en"), "cover"), ABSENT, Asset("image", f"https://cdn.example/{number}", payload)),
            _change(Cell(key, Locale("en"), STATUS), ABSENT, DRAFT),
        )
        seen = Facing(key, payload, Shown(), ABSENT, ABSENT)
        update = make_op(Side.RIGHT, "update", seen, changes, (Locale("en"),))
        live = (_change(Cell(key, Locale("en"), STATUS), DRAFT, PUBLISHED),)
        yield (
            seen,
            Built(
                ops=[update, make_op(Side.RIGHT, "publish", seen, live, (Locale("en"),))],
                conflicts=[
                    Conflict(Cell(key, Locale("en"), "note"), "both sides changed", here, there, payload, payload)
                ],
                losses=[Loss(Side.RIGHT, Cell(key, Locale("en"), "raw"), "cannot be expressed", here, payload)],
                steps=[Step(Side.RIGHT, Cell(key, Locale("en")), f"add en to {payload}", f"finds {payload}")],
                remarks=[Remark(Cell(key), "back after its deletion", payload, payload)],
                drifts=[Drifted(Cell(key, Locale("en"), "subtitle"), here, there, kept=True, label=payload)],
            ),
        )


def _change(at: Cell, before: object, after: object) -> Change:
    return Change(at, before, after, digest(after))  # type: ignore[arg-type]  # a test's own words


class _Lines:
    """Where the bodies of records wait: a list."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def put(self, line: str) -> int:
        self.kept.append(line)
        return len(self.kept) - 1

    def get(self, at: int) -> str:
        return self.kept[at]
