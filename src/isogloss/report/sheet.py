"""A plan as CSV for spreadsheets: a row for each cell that changes, all of them; else a row for each finding.

Decides what keeps a cell from being a formula: a sign before what a spreadsheet would take for one, on each line and
after each semicolon, since where a spreadsheet parts cells at these, a new one begins there.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain
from typing import Final

from isogloss.model.entry import STATUS
from isogloss.model.value import Absent, MaybeValue
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Op
from isogloss.report import words
from isogloss.report.chosen import Chosen
from isogloss.report.shown import in_words
from isogloss.report.told import Told
from isogloss.report.visible import visible

_FORMULA: Final = re.compile(
    "^(?=[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n])|(?<=[\n\r\t;])(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])"
)
"""Where what follows would be computed. Source: OWASP, CSV Injection."""

_CELLS: Final = ("side", "verb", "kind", "entry", "label", "locale", "field", "before", "after")
_FINDINGS: Final = ("id", "level", "where", "message", "remedy")


def render_sheet(told: Told) -> Iterator[str]:
    """Write a plan's cells, or findings where there is no plan, as CSV with a row of names first; line by line.

    Shape: RFC 4180, in UTF-8 without a mark at its beginning.
    """
    if told.plan is not None:
        rows: Iterable[tuple[str, ...]] = chain([_CELLS], _cells(told.plan, told.chosen))
    else:
        found = ((each.id, each.level, each.where, each.message, each.remedy) for each in told.findings)
        rows = chain([_FINDINGS], found)
    for row in rows:
        out = StringIO()
        csv.writer(out).writerow(as_row(row))
        yield out.getvalue()


def _cells(plan: PlanFile, chosen: Chosen) -> Iterator[tuple[str, ...]]:
    for op in plan.ops():
        part = chosen.part(op)
        if not isinstance(part, Op):
            continue
        for change in part.changes:
            if not change.touches or change.field == STATUS:
                where = words.locale_name(change.locale), words.field_name(change.field)
                named = plan.header.sides[op.on], op.verb, op.entry.kind, op.entry.shown, op.label
                yield (*named, *where, _said(change.before), _said(change.after))


def _said(value: MaybeValue) -> str:
    return "" if isinstance(value, Absent) else in_words(value)


def as_row(row: Iterable[str]) -> list[str]:
    """A row whose every cell is text to a spreadsheet, and steers nothing."""
    return [_FORMULA.sub("'", visible(text)) for text in row]
