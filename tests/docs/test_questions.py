"""The pages of features and of open questions, held against the switches of the sandboxes and the tests they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from answers import ROOT, SWITCHES, answers, platform_of, rows

EVERY = "tests/flow/test_every_switch.py"
"""Asks the sandbox itself which answers there are."""
NUMBERED = [*(f"Webflow {n}" for n in range(1, 21)), *(f"ButterCMS U{n}" for n in range(1, 26))]


QUESTIONS = rows("questions.md")


@pytest.mark.parametrize("number", NUMBERED)
def test_every_open_question_of_a_platform_has_its_row(number: str) -> None:
    assert any(re.match(rf"{number}\b", question) for question, *_ in QUESTIONS)


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row[0])
def test_a_question_names_switches_that_are_there_and_tests_that_turn_them(row: list[str]) -> None:
    question, switches, tests = row
    named = re.findall("`(.*?)`", switches)
    assert set(named) <= SWITCHES[platform_of(question)].keys()
    assert named or "(" in question, "without a switch, it says why nothing of ours touches it"
    texts = [_with_helpers(ROOT / name) for name in re.findall("`(.*?)`", tests)]
    assert texts or not named
    for switch in named if f"`{EVERY}`" not in tests else ():
        assert any(re.search(rf"\b{switch}\b", text) for text in texts), switch


NO_QUESTION = {
    "Webflow": {
        "token": "what the test chooses",
        "app_token": "what the test chooses",
        "scopes": "what the test chooses",
        "rate_limit": "documented; tests ask faster",
        "minute_seconds": "how long a minute is in a test",
        "localization": "a property of the site, read from it",
        "image_rehost": "documented; off it shows addresses as they were sent",
        "files_base": "where a test looks for files",
        "paging_shift": "what others do meanwhile",
    },
    "ButterCMS": {
        "read_token": "what the test chooses",
        "write_token": "what the test chooses",
        "write_enabled": "a property of the account",
        "localization": "a property of the account",
        "slash_redirect": "documented; each path has its slash",
        "quota": "documented; a property of the account",
        "quota_retry_after": "a property of an answer; both are read",
        "minute_seconds": "how long a minute is in a test",
        "max_response_bytes": "documented",
        "item_limit": "a property of the account",
        "land_seconds": "documented as some time",
        "land_jitter": "documented as some time",
        "land_reads": "documented as some time",
        "land_never": "a fault",
        "type_mismatch": "what the plan never sends",
        "bad_reference": "what the plan never sends",
        "media_fetch_fails": "a fault",
        "media_failure": "what becomes of a fault",
        "media_delay": "documented as some time",
        "media_rehost": "documented; off it shows addresses as they were sent",
        "media_new_id_each_write": "asked in rows of rich text and files",
        "name_key": "documented for some pages",
        "timestamp_zone": "a property of the account",
        "html_trim": "asked beside `html_rewrite`",
        "unpublished_reference": "documented in three ways",
        "cache_404_seconds": "how long a test waits",
        "cache_seconds": "how long a test waits",
        "cache_by_token": "one token reads",
    },
}
"""Switches that ask nothing open, and why."""


@pytest.mark.parametrize("platform", SWITCHES)
def test_every_switch_of_a_sandbox_has_its_row_unless_it_asks_nothing(platform: str) -> None:
    asked = {name for row in QUESTIONS if platform_of(row[0]) == platform for name in re.findall("`(.*?)`", row[1])}
    lacking = SWITCHES[platform].keys() - asked - NO_QUESTION[platform].keys()
    assert not lacking, "add a row to docs/questions.md that names tests under every answer"
    assert NO_QUESTION[platform].keys() <= SWITCHES[platform].keys()


CHOICES = [
    (platform, name)
    for platform, switches in SWITCHES.items()
    for name in switches
    if name not in NO_QUESTION[platform]
]


@pytest.mark.parametrize(("platform", "name"), CHOICES)
def test_every_answer_of_a_switch_is_turned_by_a_test_of_its_rows(platform: str, name: str) -> None:
    named = [row[2] for row in QUESTIONS if platform_of(row[0]) == platform and f"`{name}`" in row[1]]
    tests = {found for cell in named for found in re.findall("`(.*?)`", cell)}
    if EVERY in tests and answers(platform, name):
        return
    texts = "".join(_with_helpers(ROOT / test) for test in tests)
    for answer in answers(platform, name):
        assert re.search(_turning(name, answer[name]), texts), answer


def _turning(name: str, value: object) -> str:
    """How a test spells that it turns a switch; a switch that is on or off may be turned by what a test is given."""
    if isinstance(value, str):
        return f'"{re.escape(value)}"'
    return rf"\b{name}\W{{1,4}}({value}|[a-z]\w*)"


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
