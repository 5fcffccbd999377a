"""README against the program: what it shows can be typed, and what it promises is there."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from isogloss.cli.app import COMMANDS, app
from isogloss.run.loading import load

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
TYPED = [line.removeprefix("$ ") for block in BLOCKS for line in block.splitlines()]
COMMAND_LINES = [line for line in TYPED if "isogloss" in line]
MAKE_LINES = [line for line in TYPED if line.startswith("make")]
PIP_LINES = [line for line in TYPED if line.startswith("pip install ") or line == "pip check"]
QUICK = ["--help", "--version", "schema mapping", "status mappings/two-way.yaml", "lock mappings/two-way.yaml"]


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_every_line_that_is_shown_is_a_command_of_ours() -> None:
    assert len(COMMAND_LINES) + len(MAKE_LINES) + len(PIP_LINES) == len(TYPED)
    assert MAKE_LINES[:2] == ["make demo", "make test"]


def test_the_first_screen_shows_both() -> None:
    assert {"$ make demo", "$ make test"} <= set(README.splitlines()[:24])


@pytest.mark.parametrize("name", sorted({*re.findall(r"make ([a-z]+)", README)} - {"and"}))
def test_every_target_that_is_named_exists(name: str) -> None:
    assert name in targets()


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_a_command_that_is_shown_can_be_parsed(line: str) -> None:
    _, *words = shlex.split(line)
    if words[0].startswith("-"):
        return
    command = app.get_command(click.Context(app), words[0])
    assert command is not None
    context = command.make_context(words[0], words[1:])
    for name, value in context.params.items():
        if name == "mapping":
            assert (ROOT / value).exists()


@pytest.mark.parametrize("typed", QUICK)
def test_a_command_that_asks_nobody_runs(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("ISOGLOSS_STATE", str(tmp_path / "state.db"))
    done = CliRunner().invoke(app, typed.split())
    assert done.exit_code == 0, done.output
    assert done.output


def test_every_command_is_shown_or_named() -> None:
    for name in COMMANDS:
        assert re.search(rf"isogloss {name}|make {name}|`{name}`", README), name


def test_every_exit_code_of_the_errors_page_is_here() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    there = set(re.findall(r"^\| `(\d+)` \|", page, re.MULTILINE))
    assert set(re.findall(r"^\| (\d+) \|", README, re.MULTILINE)) == there


def test_lines_fit_a_narrow_screen() -> None:
    assert [line for line in README.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", re.findall(r"`((?:docs|mappings|cassettes)/[\w./-]*)`", README))
def test_a_file_that_is_named_exists(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("path", ["webflow-to-butter", "butter-to-webflow", "two-way"])
def test_an_example_mapping_is_a_mapping(path: str) -> None:
    names = ["WEBFLOW_SITE", "WEBFLOW_TOKEN", "BUTTERCMS_READ_TOKEN", "BUTTERCMS_WRITE_TOKEN"]
    bridge = load(ROOT / "mappings" / f"{path}.yaml", environ={name: f"value-of-{name}" for name in names})
    assert bridge.kinds


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"\bmake \w+", re.sub(r"#.*", "", script)) == [
        "make format",
        "make types",
        "make site",
        "make clients",
        "make test",
    ]
    dry = subprocess.run(["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - make is what is tested
    assert "pytest" in dry.stdout
