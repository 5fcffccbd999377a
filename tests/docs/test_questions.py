"""The pages of features and of open questions, held against the switches of the sandboxes and the tests they name."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from isogloss.sandbox.buttercms.switches import Switches as ButterSwitches
from isogloss.sandbox.webflow.switches import Switches as WebflowSwitches

ROOT = Path(__file__).parents[2]
SWITCHES = {
    platform: {each.name for each in fields(switches)}
    for platform, switches in (("Webflow", WebflowSwitches), ("ButterCMS", ButterSwitches))
}
NUMBERED = [*(f"Webflow {n}" for n in range(1, 21)), *(f"ButterCMS U{n}" for n in range(1, 26))]


def rows(page: str) -> list[list[str]]:
    """The cells of the table on a page."""
    lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return found[2:]


QUESTIONS = rows("questions.md")


@pytest.mark.parametrize("number", NUMBERED)
def test_every_open_question_of_a_platform_has_its_row(number: str) -> None:
    assert any(re.match(rf"{number}\b", question) for question, *_ in QUESTIONS)


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row[0])
def test_a_question_names_switches_that_are_there_and_tests_that_turn_them(row: list[str]) -> None:
    question, switches, tests = row
    named = re.findall("`(.*?)`", switches)
    assert set(named) <= SWITCHES[question.split(maxsplit=1)[0].rstrip(":")]
    assert named or "(" in question, "without a switch, it says why nothing of ours touches it"
    texts = [_with_helpers(ROOT / name) for name in re.findall("`(.*?)`", tests)]
    assert texts or not named
    for switch in named:
        assert any(re.search(rf"\b{switch}\b", text) for text in texts), switch


def _with_helpers(path: Path) -> str:
    """A test, and what it imports of the helpers."""
    text = path.read_text(encoding="utf-8")
    support = (
        ROOT / "tests" / "support" / f"{name}.py" for name in re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE)
    )
    return text + "".join(each.read_text(encoding="utf-8") for each in support if each.exists())


@pytest.mark.parametrize("page", ["questions.md", "features.md"])
def test_the_rows_of_a_page_are_sorted_and_none_is_twice(page: str) -> None:
    named = ["|".join(row) for row in rows(page)]
    assert len(named) == len(set(named))
    lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line.startswith("|")][2:]
    assert listed == sorted(listed)


@pytest.mark.parametrize("row", rows("features.md"), ids=lambda row: row[0])
def test_a_feature_names_its_tests(row: list[str]) -> None:
    assert [name for name in re.findall("`(.*?)`", row[-1]) if name.startswith("tests/")]
