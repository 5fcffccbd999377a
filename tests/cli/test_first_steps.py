"""What needs neither side: files checked alone, completion, and help by name."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import forked
import programs
import pytest
import yaml
from command import isogloss
from jsonschema import Draft202012Validator

from isogloss.cli.completion import SHELLS
from isogloss.cli.overview import COMMANDS, overview

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MAPPINGS = sorted(ROOT.glob("mappings/*.yaml"))


def test_every_example_holds_alone() -> None:
    ran = isogloss("check", "--offline", *MAPPINGS)
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == len(MAPPINGS)
    quiet = isogloss("check", "--offline", "--quiet", *MAPPINGS)
    assert (quiet.code, quiet.out) == (0, "")


SCHEMA = "isogloss-mapping.schema.json"


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.name)
def test_every_example_names_the_schema_for_editors_and_is_of_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA}"
    document = yaml.safe_load(text)  # an editor reads plain YAML
    schema = json.loads((ROOT / "mappings" / SCHEMA).read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(document)) == []


def test_the_schema_beside_the_examples_is_the_one_that_is_printed() -> None:
    printed = isogloss("schema", "mapping").out
    same = (ROOT / "mappings" / SCHEMA).read_text(encoding="utf-8") == printed
    assert same, "isogloss schema mapping > mappings/isogloss-mapping.schema.json"


def _described(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every key that a part of the schema names, with its sentence."""
    if isinstance(part, dict):
        for name, inner in part.get("properties", {}).items():
            yield f"{path}.{name}", str(inner.get("description", ""))
        for name, inner in part.items():
            yield from _described(inner, f"{path}.{name}")
    if isinstance(part, list):
        for number, inner in enumerate(part):
            yield from _described(inner, f"{path}.{number}")


def test_each_key_of_the_schema_says_what_it_is_for() -> None:
    found = dict(_described(json.loads((ROOT / "mappings" / SCHEMA).read_text(encoding="utf-8"))))
    assert len(found) > 100
    assert [key for key, said in found.items() if not said.endswith((".", "?"))] == []


def test_types_of_one_type_are_those_from_and_to_it() -> None:
    ran = isogloss("types", "rich_text", "--json")
    told = ran.data["types"]
    assert set(told["rich_text"]) >= {"long_text", "text"}
    assert told["text"].keys() == {"rich_text"}
    shown = isogloss("types", "rich_text").out
    assert "rich_text" in shown
    assert "colour" not in shown
    wrong = isogloss("types", "richtext")
    assert (wrong.code, "did you mean rich_text?" in wrong.err) == (2, True)


def test_every_file_that_does_not_hold_is_told_and_the_others_too(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(MAPPINGS[0].read_text(encoding="utf-8").replace("flow:", "flwo:"), encoding="utf-8")
    ran = isogloss("check", "--offline", "--json", broken, tmp_path / "none.yaml", MAPPINGS[0])
    assert ran.code == 2
    assert list(ran.data["hold"]) == [str(MAPPINGS[0])]
    assert "flwo" in ran.err
    assert "none.yaml: the mapping cannot be read" in ran.err


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(MAPPINGS[0].read_text(encoding="utf-8").replace("flow:", "flwo:"), encoding="utf-8")
    return path


@pytest.mark.parametrize("words", [("--offline",), ()])
def test_reports_tell_what_is_wrong_with_a_file(broken: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = isogloss("check", *words, broken, "--report", "github=-", "--report", f"json={tmp_path / 'c.json'}")
    assert ran.code == 2
    assert "flwo" in ran.err
    line = broken.read_text(encoding="utf-8").splitlines().index("flwo: butter -> webflow") + 1
    assert ran.out.startswith(f"::error file={broken},line={line},title=the mapping does not hold::flwo: unknown key")
    data = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert data.get("offline", False) == bool(words)
    assert data.get("passed", False) is False
    found = data["findings"]
    assert {each["id"] for each in found} == {"mapping-problem"}
    assert found[0]["where"] == "flwo"


def test_reports_of_several_files_name_the_one_in_which_it_was_found(broken: Path, tmp_path: Path) -> None:
    names = ("html", "md", "json", "csv", "junit", "sarif")
    wanted = [word for name in names for word in ("--report", f"{name}={tmp_path / name}")]
    files = (MAPPINGS[0], broken, tmp_path / "none.yaml")
    ran = isogloss("check", "--offline", *files, *wanted, "--report", "github=-")
    assert ran.code == 2
    assert f"::error file={broken}," in ran.out
    assert f"::error file={tmp_path / 'none.yaml'}," in ran.out
    assert "holds" not in ran.out
    found = json.loads((tmp_path / "json").read_text(encoding="utf-8"))["findings"]
    assert found[0]["where"] == f"{broken}: flwo"
    results = json.loads((tmp_path / "sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results]
    assert {place.rpartition("/")[2] for place in places} == {"broken.yaml", "none.yaml"}
    lines = [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in results]
    assert lines[0] > 1
    assert lines[-1] == 1
    assert all("flwo" in (tmp_path / name).read_text(encoding="utf-8") for name in names)


def test_a_report_of_files_that_hold_says_so(tmp_path: Path) -> None:
    ran = isogloss("check", "--offline", *MAPPINGS, "--report", f"junit={tmp_path / 'c.xml'}")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == len(MAPPINGS)
    assert 'failures="0"' in (tmp_path / "c.xml").read_text(encoding="utf-8")


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
    subprocess.run([programs.found(shell), "-n", "/dev/stdin"], input=ran.out, text=True, check=True)


COMPLETED = {
    "bash": """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_isogloss_completion isogloss
printf '%s\\n' "${COMPREPLY[@]}"
""",
    "zsh": """
compdef() { : }
_describe() { print -rl -- "${(@P)3}" }
compadd() { print -rl -- "${(@P)argv[-1]}" }
source "$1"; shift
words=("$@"); CURRENT=$#
_isogloss_completion
""",
    "fish": """
source $argv[1]
complete --do-complete "$argv[2..]"
""",
}
"""What asks a shell what it would offer: the script that it was given, then the words that are typed.

Of zsh, what puts words into the line and lists them is stood in for: it is there only where somebody types.
"""
STARTS = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("isogloss ver", {"verify"}),
        ("isogloss plan --repo", {"--report", "--report-filter", "--report-images"}),
        ("isogloss schema f", {"findings"}),
    ],
)
def test_a_shell_completes_words_as_they_are_typed(shell: str, typed: str, offered: set[str], tmp_path: Path) -> None:
    script, commands = tmp_path / "script", tmp_path / "bin"
    script.write_text(isogloss("completion", shell).out, encoding="utf-8")
    commands.mkdir()
    (commands / "isogloss").write_text(forked.script(), encoding="utf-8")
    (commands / "isogloss").chmod(0o755)
    name = [] if shell == "fish" else ["completing"]  # what the other two call what they run
    done = subprocess.run(
        [programs.found(shell), *STARTS[shell], "-c", COMPLETED[shell], *name, script, *typed.split()],
        env={**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = {re.split(r"[:\t]", line)[0] for line in done.stdout.splitlines()} - {""}
    assert (found, done.stderr) == (offered, "")
