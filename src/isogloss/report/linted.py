"""What stands in the way of a launch, and what redirects lack: for a person at a terminal, as findings, as data."""

from collections.abc import Collection
from functools import partial
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from isogloss.answers import Flaw, Linted
from isogloss.report import words
from isogloss.report.drawing import Pen, content
from isogloss.report.finding import Finding, by_rule, headline, place
from isogloss.report.rules import LEVELS, RULES, Level
from isogloss.report.told import Told

_SHOWN: Final = 20
"""Findings of one rule that a terminal shows."""
_SENTENCE: Final = 400
_STYLES: Final[dict[Level, str]] = {"error": "red", "warning": "yellow", "note": "dim"}


def of_lint(linted: Linted) -> tuple[Finding, ...]:
    """What was found, in the order of the rules."""
    order = {id_: number for number, id_ in enumerate(RULES)}
    found = (by_rule(each.rule, f"{each.side} · {_place(each)}", each.found) for each in linted.flaws)
    return tuple(sorted(found, key=lambda each: order[each.id]))


def _place(flaw: Flaw) -> str:
    return flaw.of if flaw.at is None else place(flaw.at, flaw.label)


def told_of_lint(linted: Linted, file: str) -> Told:
    """What was found, as reports are given it."""
    return Told(f"Lint of {linted.mapping}", file, ("launch",), partial(of_lint, linted), data=linted_data(linted))


def linted_data(linted: Linted) -> dict[str, object]:
    """All of it as plain data."""
    return {
        "mapping": linted.mapping,
        "sides": list(linted.sides),
        "entries": linted.entries,
        "flaws": [_flaw_data(each) for each in linted.flaws],
    }


def _flaw_data(flaw: Flaw) -> dict[str, object]:
    """A flaw; its place is null where it is of a whole locale or kind, which ``of`` names then."""
    at = flaw.at
    return {
        "rule": flaw.rule,
        "level": RULES[flaw.rule].level,
        "side": flaw.side,
        "of": flaw.of,
        "kind": None if at is None else at.entry.kind,
        "entry": None if at is None else at.entry.shown,
        "locale": None if at is None else at.locale,
        "field": None if at is None else at.field,
        "label": flaw.label,
        "found": flaw.found,
    }


def render_lint(linted: Linted, console: Console, *, levels: Collection[Level] = LEVELS) -> None:
    """Show what was found, by rule, and what to do about it; of these levels alone."""
    pen, found = Pen(console), [each for each in of_lint(linted) if each.level in levels]
    pen.title(f"{content(linted.mapping)}: {headline(found)}")
    pen.line(f"{words.many(linted.entries, 'entry', 'entries')} on {content(' and '.join(linted.sides))}", style="dim")
    for id_, group in groupby(found, key=lambda each: each.id):
        several, rule = list(group), RULES[id_]
        pen.line()
        pen.line(Text(f"{rule.level}: {id_}, {rule.title}: {len(several):,}", style=_STYLES[rule.level]))
        for each in several[:_SHOWN]:
            pen.line(content(each.where, 200), 2)
            pen.line(content(each.message, _SENTENCE), 4)
        pen.more(len(several) - _SHOWN, "of them", "of them", 2)
        pen.line(content(rule.remedy, _SENTENCE), 2, style="dim")
