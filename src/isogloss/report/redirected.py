"""Redirects: how many there are, and which old addresses lead nowhere; for a person, as findings, and as plain data."""

from collections import Counter
from functools import partial
from typing import Final

from rich.console import Console

from isogloss.lint.redirects import Redirects, Unled
from isogloss.model.address import Cell
from isogloss.report import words
from isogloss.report.drawing import Pen, content
from isogloss.report.finding import Finding, by_rule, place
from isogloss.report.rules import RULES
from isogloss.report.told import Told

_SHOWN: Final = 20
_SENTENCE: Final = 400


def of_redirects(found: Redirects) -> tuple[Finding, ...]:
    """What leads nowhere, in the order of the rules."""
    order = {id_: number for number, id_ in enumerate(RULES)}
    made = (by_rule(each.why, _where(each), f"{each.old}: {each.said}") for each in found.unled)
    return tuple(sorted(made, key=lambda each: order[each.id]))


def _where(each: Unled) -> str:
    return each.old if each.key is None else place(Cell(each.key, each.locale))


def told_of_redirects(found: Redirects, mapping: str, file: str) -> Told:
    """What leads nowhere, as reports are given it."""
    return Told(
        f"Redirects of {mapping}", file, ("redirects",), partial(of_redirects, found), data=redirects_data(found)
    )


def redirects_data(found: Redirects) -> dict[str, object]:
    """How many there are, and which old addresses lead nowhere."""
    rules = Counter(each.why for each in found.unled)
    return {
        "led": len(found.led),
        "unled": [
            {
                "rule": each.why,
                "level": RULES[each.why].level,
                "from": each.old,
                "kind": None if each.key is None else each.key.kind,
                "entry": None if each.key is None else each.key.shown,
                "locale": each.locale,
                "found": each.said,
            }
            for each in found.unled
        ],
        "rules": dict(sorted(rules.items())),
    }


def render_redirects(found: Redirects, out: str, console: Console) -> None:
    """Say how many were written where, and what leads nowhere."""
    pen = Pen(console)
    pen.title(f"{content(out)}: {words.many(len(found.led), 'redirect')}")
    findings = of_redirects(found)
    if findings:
        pen.heading(f"Old addresses that lead nowhere: {len(findings):,}")
        for each in findings[:_SHOWN]:
            pen.line(f"{each.id}: {content(each.message, _SENTENCE)}")
        pen.more(len(findings) - _SHOWN, "of them", "of them")
