import subprocess
import sys

import pytest
from click.testing import CliRunner

from isogloss.cli.app import app
from isogloss.cli.overview import COMMANDS, overview

HEAVY = {"click", "httpx", "pydantic", "sqlalchemy", "rich", "selectolax"}


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_imports_nothing_that_takes_time(flag):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "isogloss", flag], capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "isogloss" in imported
    assert not imported & HEAVY
    assert done.stdout == overview()


def test_the_overview_is_what_the_group_says_of_itself():
    assert CliRunner().invoke(app, ["--help"]).output == overview()


def test_the_overview_names_every_command_and_keeps_to_the_width_of_a_terminal():
    lines = overview().splitlines()
    named = lines[lines.index("Commands:") + 1 :][: len(COMMANDS)]
    assert [line.split()[0] for line in named] == [*COMMANDS]
    assert max(map(len, lines)) <= 110
