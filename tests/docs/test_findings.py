"""The scripts of findings/ and their page: each is listed with what it installs, and explains itself."""

import re
from pathlib import Path

import pytest

FINDINGS = Path(__file__).parents[2] / "findings"
SCRIPTS = sorted(FINDINGS.glob("*.sh"))
LISTED = dict(
    re.findall(r"^\| `([\w.-]+\.sh)` \| ([^|]+) \|", (FINDINGS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
)


def test_the_page_lists_each_script_once_in_order() -> None:
    assert list(LISTED) == [path.name for path in SCRIPTS]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_finding_says_what_was_guessed_seen_and_means(path: Path) -> None:
    head = re.split(r"^(?!#)", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
    assert re.findall(r"^# (Guess|Seen|Source|For users)\b", head, re.MULTILINE) == [
        "Guess",
        "Seen",
        "Source",
        "For users",
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_finding_installs_exact_versions_into_a_folder_that_it_removes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert 'set -euo pipefail\nfolder=$(mktemp -d)\ntrap \'rm -rf "$folder"\' EXIT\ncd "$folder"\n' in text
    installed = [
        word
        for line in re.findall(r"^(?:venv/bin/pip|npm) install (.*)$", text, re.MULTILINE)
        for word in line.split()
        if not word.startswith("--")
    ]
    assert installed
    for word in installed:
        assert re.fullmatch(r"@?[\w./-]+(==|@)\d[\d.]*", word), word
    for package in LISTED[path.name].split(", "):
        name, _, version = package.partition(" ")
        assert {f"{name}=={version}".lower(), f"{name}@{version}".lower()} & {word.lower() for word in installed}, (
            package
        )
