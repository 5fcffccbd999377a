"""The answers that the switches of a sandbox can give, as it tells them itself; and the tables that ask for them."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.sandbox.buttercms.switches import Switches as ButterSwitches
from isogloss.sandbox.webflow.switches import Switches as WebflowSwitches

if TYPE_CHECKING:
    from dataclasses import Field

ROOT = Path(__file__).parents[2]
PLATFORMS = {"Webflow": WebflowSwitches, "ButterCMS": ButterSwitches}
SWITCHES: dict[str, dict[str, Field[Any]]] = {
    platform: {each.name: each for each in fields(switches)} for platform, switches in PLATFORMS.items()
}


def rows(page: str) -> list[list[str]]:
    """The cells of the table on a page."""
    lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return found[2:]


def platform_of(question: str) -> str:
    """The platform that a question is about."""
    return question.split(maxsplit=1)[0].rstrip(":")


def answers(platform: str, name: str) -> list[dict[str, Any]]:
    """Every answer but the likelier one, as switches to turn; none of a number, of which no answer is told."""
    each = SWITCHES[platform][name]
    if isinstance(each.default, bool):
        return [{name: not each.default}]
    return [{name: choice} for choice in each.metadata["choices"] if choice != each.default]


def asked_in(test: str) -> list[tuple[str, dict[str, Any]]]:
    """Platform and switches to turn, of every question that names a test as one that is run under its answers."""
    found: list[tuple[str, dict[str, Any]]] = []
    for question, switches, tests in rows("questions.md"):
        if f"`{test}`" in tests:
            platform = platform_of(question)
            found += [(platform, each) for name in re.findall("`(.*?)`", switches) for each in answers(platform, name)]
    return found
