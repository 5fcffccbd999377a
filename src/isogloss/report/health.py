"""How a mapping, its sides and its state are: for a person at a terminal, as findings, and as plain data."""

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from isogloss.answers import Checkup, Permit, Symptom
from isogloss.report import words
from isogloss.report.drawing import Pen, content
from isogloss.report.finding import Finding, by_rule, findings_data
from isogloss.report.rules import RULES
from isogloss.report.told import Told

_SENTENCE: Final = 400
_STYLES: Final = {"error": "red", "warning": "yellow", "note": "dim"}
_HELD: Final = {True: "yes", False: "no", None: "not told"}


def is_well(found: Iterable[Symptom]) -> bool:
    """Whether nothing is wrong: notes are to be known of alone."""
    return all(RULES[each.rule].level == "note" for each in found)


def render_checkup(checkup: Checkup, console: Console, *, brief: bool = False) -> None:
    """Show what was found, with its remedy; and what each token must be allowed to do.

    brief: what is wrong alone.
    """
    pen = Pen(console)
    findings = findings_of_checkup(checkup.symptoms)
    wrong = [each for each in findings if each.level != "note"]
    said = "nothing is wrong" if not wrong else f"{words.many(len(wrong), 'thing')} to see to"
    pen.title(f"{content(checkup.mapping)}: {said}")
    for line in () if brief else checkup.looked:
        pen.line(content(line, _SENTENCE), style="dim")
    rows = [_row(permit) for permits in checkup.permits.values() for permit in permits]
    if rows and not brief:
        pen.heading("What tokens must be allowed to do")
        pen.table(("token", "what", "held", "for"), rows)
    notes = [] if brief else [each for each in findings if each.level == "note"]
    for title, some in (("To see to", wrong), ("To know of", notes)):
        if some:
            pen.heading(f"{title}: {len(some):,}")
        for each in some:
            pen.line(Text.assemble(content(each.where, 200), f": {each.id}"), style=_STYLES[each.level])
            pen.line(content(each.message, _SENTENCE), 2)
            if each.level != "note":
                pen.line(content(each.remedy, _SENTENCE), 2, style="dim")


def _row(permit: Permit) -> tuple[str, ...]:
    return content(permit.setting), content(permit.may), _HELD[permit.held], ", ".join(permit.commands)


def findings_of_checkup(symptoms: Iterable[Symptom]) -> tuple[Finding, ...]:
    """What was found, what weighs most first."""
    order = {rule: number for number, rule in enumerate(RULES)}
    found = [by_rule(each.rule, each.where, each.text, each.remedy) for each in symptoms]
    weights = list(_STYLES)
    return tuple(sorted(found, key=lambda each: (weights.index(each.level), order[each.id], each.where, each.message)))


def checkup_data(checkup: Checkup) -> dict[str, object]:
    """What was found, as plain data."""
    return {
        "mapping": checkup.mapping,
        "well": is_well(checkup.symptoms),
        "permits": [
            {
                "side": side,
                "setting": permit.setting,
                "may": permit.may,
                "commands": list(permit.commands),
                "held": permit.held,
                "said": permit.said,
            }
            for side, permits in checkup.permits.items()
            for permit in permits
        ],
        "looked": list(checkup.looked),
        "findings": findings_data(findings_of_checkup(checkup.symptoms)),
    }


def told_of_checkup(checkup: Checkup, file: str) -> Told:
    """What reports are given of it."""
    data = {name: value for name, value in checkup_data(checkup).items() if name != "findings"}
    title = f"Health of {checkup.mapping}"
    return Told(title, file, ("health", "mapping"), lambda: findings_of_checkup(checkup.symptoms), data=data)
