"""Findings as annotations of GitHub Actions: one command a line, as a step's output has them.

Decides what is escaped, so that content never becomes a command of its own.
Source: GitHub, Workflow commands for GitHub Actions (``::error``, ``::warning``, ``::notice``).
"""

from typing import Final

from isogloss.report.rules import RULES, Level
from isogloss.report.told import Told
from isogloss.report.visible import visible

_COMMANDS: Final[dict[Level, str]] = {"error": "error", "warning": "warning", "note": "notice"}
_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: Final = {**_DATA, ":": "%3A", ",": "%2C"}


def render_annotations(told: Told) -> str:
    """Write findings as workflow commands, each on a line; nothing where there are none."""
    return "".join(
        f"::{_COMMANDS[each.level]} file={_escaped(each.file or told.file, _PROPERTY)},"
        f"{f'line={each.line},' if each.line else ''}"
        f"title={_escaped(RULES[each.id].title, _PROPERTY)}::"
        f"{_escaped(f'{each.where}: {each.message}' if each.where else each.message, _DATA)}\n"
        for each in told.findings
    )


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(letter, letter) for letter in visible(text))
