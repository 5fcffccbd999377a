"""What runs wrote, on a terminal and as plain data.

Decides what stands in a line: one cell, with what it held and what it was sent, or only that content is no longer kept.
"""

from collections.abc import Mapping
from typing import Final

from rich.console import Console
from rich.text import Text

from isogloss.answers import History, Past, Wrote
from isogloss.model.address import Side
from isogloss.model.value import Absent, MaybeValue, dump
from isogloss.report import words
from isogloss.report.drawing import Pen, both, content
from isogloss.report.drawing import value as quoted
from isogloss.report.parts import Limits
from isogloss.report.plain import run_data
from isogloss.report.shown import Quoter

_SENTENCE: Final = 400


def render_history(found: History, console: Console) -> None:
    """Show what each run wrote, the newest first."""
    pen = Pen(console)
    if not found.runs:
        pen.title(f"{content(found.mapping)}: nothing was written.")
    else:
        pen.title(f"{content(found.mapping)}: what runs wrote, the newest first")
    for past in found.runs:
        _run(pen, past, found.sides)


def _run(pen: Pen, past: Past, sides: Mapping[Side, str]) -> None:
    run = past.run
    when = f"{run.started:%Y-%m-%d %H:%M:%S} UTC"
    pen.heading(f"{content(run.id)} · {run.command} · {when} · {run.state} · {words.many(past.all, 'cell')}")
    for each in past.cells:
        _cell(pen, each, sides)
    pen.more(past.all - len(past.cells), "cell")


def _cell(pen: Pen, each: Wrote, sides: Mapping[Side, str]) -> None:
    at = each.at
    name = f"{content(each.label, 80)} ({content(str(at.entry), 120)})" if each.label else content(str(at.entry), 120)
    where = " · ".join((name, content(words.locale_name(at.locale)), content(words.field_name(at.field))))
    way = f"{content(sides[each.on.other])} -> {content(sides[each.on])}"
    good = each.outcome in ("confirmed", "normalized")
    what = f"{each.verb}, {way}" if each.verb else way
    pen.line(Text.assemble(f"{where} · {what}: ", (each.outcome or "cut", "green" if good else "red")))
    if each.decided is not None:
        pen.line(content(words.decided(each.decided), _SENTENCE), 2, style="dim")
    if each.detail and not good:
        pen.line(content(each.detail, _SENTENCE), 2)
    if each.before is None or each.after is None:
        pen.line(f"{_said(each.before)} -> {_said(each.after)}", 2)
        return
    quoter = Quoter(Limits())
    runs = quoter.runs(each.before, each.after)
    both(pen, ["before", "after"], (quoter.shown(each.before), quoter.shown(each.after)), runs, of_cell=True)


def _said(value: MaybeValue | None) -> str:
    return "(not kept)" if value is None else quoted(Quoter(Limits()).shown(value)).plain


def history_data(found: History) -> dict[str, object]:
    """What each run wrote."""
    runs = [
        {**run_data(past.run), "cells": [wrote_data(each, found.sides) for each in past.cells]} for past in found.runs
    ]
    return {"mapping": found.mapping, "runs": runs}


def wrote_data(each: Wrote, sides: Mapping[Side, str]) -> dict[str, object]:
    """One cell that a run wrote."""
    at, made = each.at, each.decided
    return {
        "kind": at.entry.kind,
        "entry": at.entry.shown,
        "locale": at.locale,
        "field": at.field,
        "label": each.label,
        "on": sides[each.on],
        "from": sides[each.on.other],
        "verb": each.verb,
        "before": None if each.before is None else dump(each.before, own=False),
        "before_kept": each.before is not None,
        "after": None if each.after is None else dump(each.after, own=False),
        "after_kept": each.after is not None,
        "digest": None if isinstance(each.digest, Absent) else each.digest,
        "outcome": each.outcome,
        "detail": each.detail,
        "at": None if each.when is None else each.when.isoformat(),
        "decided": None
        if made is None
        else {"conflict": made.conflict, "how": made.how, "by": made.by, "at": made.at.isoformat()},
    }
