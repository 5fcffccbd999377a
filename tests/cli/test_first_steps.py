"""What needs neither side: files checked alone, completion, and help by name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command import isogloss

from isogloss.cli.completion import SHELLS
from isogloss.cli.overview import COMMANDS, overview

ROOT = Path(__file__).parents[2]
MAPPINGS = sorted(ROOT.glob("mappings/*.yaml"))


def test_every_example_holds_alone() -> None:
    ran = isogloss("check", "--offline", *MAPPINGS)
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == len(MAPPINGS)
    quiet = isogloss("check", "--offline", "--quiet", *MAPPINGS)
    assert (quiet.code, quiet.out) == (0, "")


def test_every_file_that_does_not_hold_is_told_and_the_others_too(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(MAPPINGS[0].read_text(encoding="utf-8").replace("flow:", "flwo:"), encoding="utf-8")
    ran = isogloss("check", "--offline", "--json", broken, tmp_path / "none.yaml", MAPPINGS[0])
    assert ran.code == 2
    assert list(ran.data["hold"]) == [str(MAPPINGS[0])]
    assert "flwo" in ran.err
    assert "none.yaml: the mapping cannot be read" in ran.err


def test_sides_are_asked_about_one_mapping_at_a_time() -> None:
    ran = isogloss("check", *MAPPINGS[:2])
    assert ran.code == 2
    assert "one mapping at a time" in ran.err


def test_the_hook_of_pre_commit_is_a_command_that_holds() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *words = hook["entry"].split()
    assert program == "isogloss"
    named = [path for path in MAPPINGS if re.search(hook["files"], path.relative_to(ROOT).as_posix())]
    assert named == MAPPINGS
    assert isogloss(*words, *named).code == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_help_by_name_is_that_of_the_command(name: str) -> None:
    assert isogloss("help", name).out == isogloss(name, "--help").out


def test_help_without_a_name_is_that_of_the_program() -> None:
    assert isogloss("help").out.rstrip() == overview().rstrip()
    unknown = isogloss("help", "aply")
    assert (unknown.code, "Did you mean apply?" in unknown.err) == (2, True)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_is_told_how_to_complete(shell: str) -> None:
    ran = isogloss("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert "_ISOGLOSS_COMPLETE" in ran.out
    if shutil.which(shell):
        subprocess.run([shell, "-n", "/dev/stdin"], input=ran.out, text=True, check=True)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("isogloss ver", {"verify"}), ("isogloss plan --repo", {"--report", "--report-filter"})],
)
def test_words_are_completed_as_they_are_typed(typed: str, offered: set[str]) -> None:
    asked = {"_ISOGLOSS_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    program = "from isogloss.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **asked}, capture_output=True, text=True, check=True
    )
    assert {line.partition(",")[2] for line in done.stdout.splitlines()} == offered
