"""Who runs a command: whoever says so, or GitHub; never what a machine calls its user."""

import pytest

from isogloss.cli.who import who

IN_ACTIONS = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_ACTOR": "ann",
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_REPOSITORY": "acme/site",
    "GITHUB_RUN_ID": "17",
}


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, ""),
        ({"USER": "root", "LOGNAME": "root", "HOSTNAME": "build-7"}, ""),
        ({"ISOGLOSS_USER": " Ann "}, "Ann"),
        (IN_ACTIONS, "ann in GitHub Actions (https://github.example/acme/site/actions/runs/17)"),
        ({**IN_ACTIONS, "ISOGLOSS_USER": "Ann"}, "Ann"),
        ({"GITHUB_ACTIONS": "true"}, "somebody in GitHub Actions"),
        ({**IN_ACTIONS, "GITHUB_ACTIONS": "false"}, ""),
    ],
)
def test_who_runs_a_command_is_whoever_is_named(environ: dict[str, str], said: str) -> None:
    assert who(environ) == said
