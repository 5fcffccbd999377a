"""What check found, for a person at a terminal or reading a log.

Decides what is worth a line of its own: what needs mending, and what does not arrive as it was. Everything that fares
well, or is the same for many, is said once.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from isogloss.outcomes import CapabilityRow, Checked, FieldRow, Grade, LocaleRow
from isogloss.report import words
from isogloss.report.drawing import Pen, content

_SENTENCE: Final = 400
_GRADES: Final[dict[Grade, str]] = {"exact": "green", "normalized": "green", "approximated": "yellow", "dropped": "red"}


def render_check(report: Checked, console: Console, *, brief: bool = False) -> None:
    """Show whether a mapping holds, and what each field, locale and policy will fare.

    brief: whether it holds, and what does not or is in doubt; nothing more.
    """
    pen = Pen(console)
    pen.title(f"{content(report.mapping)}: {words.verdict(report)}")
    for problem in report.problems:
        pen.line(Text.assemble((content(problem.path), "red"), f": {content(problem.reason, _SENTENCE)}"), 2)
    for doubt in report.doubts:
        pen.line(Text.assemble((content(doubt.path), "yellow"), f": {content(doubt.text, _SENTENCE)}"), 2)
    if brief:
        return
    _fields(report.rows, pen)
    _locales(report.locales, pen)
    _abilities(report.capabilities, pen)
    if report.notices:
        pen.heading("Good to know")
        for notice in report.notices:
            pen.line(f"{content(notice.path)}: {content(notice.text, _SENTENCE)}")


def _fields(rows: tuple[FieldRow, ...], pen: Pen) -> None:
    """The exact ones a line for each kind, the others a row for each way."""
    if not rows:
        return
    grades = Counter(row.grade for row in rows)
    pen.heading(f"Fields: {', '.join(f'{grades[grade]:,} {grade}' for grade in _GRADES if grades[grade])}")
    declared = dict.fromkeys(side for row in rows for side in row.declared)
    if declared:
        pen.line(f"As declared for {', '.join(content(side) for side in declared)}, which cannot tell what it holds.")
    lossy = {(row.kind, row.field) for row in rows if row.grade != "exact"}
    exact: dict[str, dict[str, None]] = {}
    for row in rows:
        if (row.kind, row.field) not in lossy:
            exact.setdefault(row.kind, {})[row.field] = None
    for kind, fields in exact.items():
        pen.line(Text.assemble(f"{content(kind)}: {', '.join(map(content, fields))}: ", ("exact", _GRADES["exact"])))
    if lossy:
        pen.table(("field", "way", "arrives", "why"), (_row(row) for row in rows if (row.kind, row.field) in lossy))


def _row(row: FieldRow) -> tuple[str, str, Text, str]:
    return (
        f"{content(row.kind)}.{content(row.field)}",
        f"{content(row.source)} → {content(row.target)}",
        Text(row.grade, style=_GRADES[row.grade]),
        content(row.reason, _SENTENCE),
    )


def _locales(rows: tuple[LocaleRow, ...], pen: Pen) -> None:
    """A line for each locale, with what each side says of it."""
    if not rows:
        return
    pen.heading("Locales")
    sides = list(dict.fromkeys(row.side for row in rows))
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        said = f"{content(row.code)} {row.state}"
        if row.proposal:
            said += f"; did you mean {content(row.proposal)}?"
        found.setdefault(content(row.locale or row.code), {})[row.side] = said
    lines = ((locale, *(said.get(side, "·") for side in sides)) for locale, said in found.items())
    pen.table(("locale", *map(content, sides)), lines)


def _abilities(rows: tuple[CapabilityRow, ...], pen: Pen) -> None:
    """Of each side what it cannot do, then what it can do with entries of every kind."""
    for side in dict.fromkeys(row.side for row in rows):
        mine = [row for row in rows if row.side == side]
        every = tuple(content(row.kind) for row in mine)
        pen.heading(f"{content(side)}: {', '.join(every)}")
        for kinds, said in _by_kinds((row.kind, row.limits) for row in mine).items():
            pen.line(f"- {'' if kinds == every else ', '.join(kinds) + ': '}{'; '.join(said)}")
        able = _by_kinds((row.kind, tuple(said for said in row.sentences if said not in row.limits)) for row in mine)
        if every in able:
            pen.line(f"+ {'; '.join(able[every])}", style="dim")


def _by_kinds(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[tuple[str, ...], list[str]]:
    """Sentences by the kinds of which they are true."""
    kinds: dict[str, list[str]] = {}
    for kind, sentences in rows:
        for sentence in sentences:
            kinds.setdefault(content(sentence, _SENTENCE), []).append(content(kind))
    found: dict[tuple[str, ...], list[str]] = {}
    for sentence, of in kinds.items():
        found.setdefault(tuple(of), []).append(sentence)
    return found
