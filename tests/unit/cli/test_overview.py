from click.testing import CliRunner

from isogloss.cli.app import app
from isogloss.cli.overview import COMMANDS, overview


def test_the_overview_is_what_the_group_says_of_itself():
    assert CliRunner().invoke(app, ["--help"]).output == overview()


def test_the_overview_names_every_command_and_keeps_to_the_width_of_a_terminal():
    lines = overview().splitlines()
    named = lines[lines.index("Commands:") + 1 :][: len(COMMANDS)]
    assert [line.split()[0] for line in named] == [*COMMANDS]
    assert max(map(len, lines)) <= 110
