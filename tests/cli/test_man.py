"""Manual pages: each says what its command's help says, and groff has nothing to object to."""

from __future__ import annotations

import re
import subprocess

import programs
import pytest
from command import isogloss

from isogloss.cli.man import page, pages
from isogloss.cli.overview import COMMANDS


def test_there_is_a_page_for_the_program_and_for_each_command() -> None:
    assert set(pages()) == {"isogloss.1", *(f"isogloss-{name}.1" for name in COMMANDS)}
    whole = pages()["isogloss.1"].replace("\\-", "-")
    for name in COMMANDS:
        assert f"isogloss-{name} (1)" in whole
    assert {"0", "1", "2", "3", "4", "5", "10", "70", "130", "141"} == set(re.findall(r"\.B (\d+)\n", whole))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_has_every_option_and_example_of_the_help(name: str) -> None:
    made = isogloss("help", name, "--man").out
    assert made == page(name)
    plain = made.replace("\\-", "-").replace("\\(aq", "'").replace("\\(ga", "`").replace("\\e", "\\")
    said = isogloss(name, "--help").out
    for option in re.findall(r"^  (--?[a-z][\w-]*)", said, re.MULTILINE):
        assert re.search(rf"^\.B .*{option}\b", plain, re.MULTILINE), option
    for example in re.findall(rf"^  (isogloss {name}.*)$", said, re.MULTILINE):
        assert example in plain
    assert "\b" not in made


def test_groff_formats_every_page_without_a_warning() -> None:
    text = "".join(pages().values())
    words = [programs.found("groff"), "-man", "-Tutf8", "-Kutf8", "-ww"]
    done = subprocess.run(words, input=text, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    shown = re.sub("\x1b\\[[0-9;]*m", "", done.stdout)
    assert "isogloss plan mappings/acme.yaml --report html=plan.html" in shown
