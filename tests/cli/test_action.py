"""The GitHub Action: its steps are run as a runner runs them, with a program in place of GitHub's own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import forked
import pytest
import yaml
from command import environment_of, isogloss
from sandboxes import PROMPT, Crossing

if TYPE_CHECKING:
    from sandboxes import Sandboxes

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
GH = """#!{python}
import json, pathlib, sys
kept = pathlib.Path({comments!r})
comments = json.loads(kept.read_text())
words = sys.argv[1:]
assert words[0] == "api", words
fields = dict(word.split("=", 1) for word in words if word.startswith("body="))
if "--method" not in words:
    assert "--jq" in words and "repos/acme/site/issues/7/comments" in words, words
    for each in comments:
        mark = words[words.index("--jq") + 1].split('startswith("')[1].split('")')[0]
        if each["user"] == "github-actions[bot]" and each["body"].startswith(mark):
            print(each["id"])
else:
    body = pathlib.Path(fields["body"][1:]).read_text()
    method, path = words[words.index("--method") + 1], next(word for word in words if word.startswith("repos/"))
    if method == "POST":
        assert path == "repos/acme/site/issues/7/comments", path
        comments.append({{"id": 100 + len(comments), "user": "github-actions[bot]", "body": body}})
    else:
        (found,) = [each for each in comments if path == f"repos/acme/site/issues/comments/{{each['id']}}"]
        found["body"] = body
    kept.write_text(json.dumps(comments))
"""


class Runner:
    """A machine that runs the steps of the action for pull request 7."""

    def __init__(self, crossing: Crossing, folder: Path) -> None:
        self.crossing, self.folder = crossing, folder
        self.comments = folder / "comments.json"
        others = [{"id": 1, "user": "mallory", "body": "<!-- isogloss 0 -->"}]
        self.comments.write_text(json.dumps(others), encoding="utf-8")
        program = folder / "isogloss" / "bin" / "isogloss"
        self._program(program, forked.script())
        self._program(folder / "bin" / "gh", GH.format(python=sys.executable, comments=str(self.comments)))

    def _program(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def run(self, **inputs: str) -> tuple[int, str]:
        """Run the steps after the installation; the code of the last, and what was said."""
        given = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()} | inputs
        outputs, said, code = self.folder / "outputs", "", 0
        outputs.write_text("", encoding="utf-8")
        for step in list(STEPS.values())[1:]:
            known = dict(line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines())
            done = subprocess.run(
                ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                env={**self._environment(outputs), **self._filled(step.get("env", {}), given, known)},
                capture_output=True,
                text=True,
                check=False,
            )
            said, code = said + done.stdout + done.stderr, done.returncode
            if code:
                break
        return code, said

    def _environment(self, outputs: Path) -> dict[str, str]:
        return {
            **os.environ,
            **environment_of(self.crossing),
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_REPOSITORY": "acme/site",
        }

    def _filled(self, said: dict[str, str], inputs: dict[str, str], outputs: dict[str, str]) -> dict[str, str]:
        values = {f"inputs.{name}": value for name, value in inputs.items()}
        values |= {f"steps.plan.outputs.{name}": value for name, value in outputs.items()}
        values |= {"github.event.pull_request.number": "7"}
        return {name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda at: values[at[1]], text) for name, text in said.items()}

    def said(self) -> list[str]:
        return [each["body"] for each in json.loads(self.comments.read_text(encoding="utf-8"))]


PYTHON = """#!/bin/sh
test "$1 $2" = "-m venv" || exit 9
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$PWD $*" >> "$NOTED"\\n' > "$3/bin/pip"
chmod +x "$3/bin/pip"
"""


def test_the_program_is_installed_from_the_folder_of_the_action_as_its_lock_says(tmp_path: Path) -> None:
    programs, noted = tmp_path / "bin", tmp_path / "noted"
    programs.mkdir()
    (programs / "python3").write_text(PYTHON, encoding="utf-8")
    (programs / "python3").chmod(0o755)
    given = {"PATH": f"{programs}:{os.environ['PATH']}", "NOTED": str(noted), "RUNNER_TEMP": str(tmp_path / "a runner")}
    (tmp_path / "a runner").mkdir()
    subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["install"]["run"]],
        env={**given, "GITHUB_ACTION_PATH": str(ROOT)},
        check=True,
    )
    locked, own = noted.read_text(encoding="utf-8").splitlines()
    assert locked == f"{ROOT} install --quiet --no-deps --require-hashes -r requirements.txt"
    assert own == f"{ROOT} install --quiet --no-deps --no-build-isolation ."
    for words in (locked, own):  # these are the words of the README, which the tests of installing hold to be enough
        said = words.removeprefix(f"{ROOT} ").replace("--quiet ", "")
        assert f"pip {said}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def runner(sandboxes: Sandboxes, tmp_path: Path) -> Runner:
    for name in ("site", "runner"):
        (tmp_path / name).mkdir()
    crossing = Crossing(sandboxes, tmp_path / "site", patience=PROMPT)
    crossing.seed({"article": {"tea": {"all": {}, "en": {"title": "Tea @everyone"}}}})
    return Runner(crossing, tmp_path / "runner")


@pytest.mark.network
def test_a_plan_is_commented_once_and_the_comment_renewed(runner: Runner) -> None:
    code, said = runner.run(mapping=str(runner.crossing.mapping))
    assert code == 0, said
    first, comment = runner.said()
    assert first == "<!-- isogloss 0 -->", "the comment of somebody else is left alone"
    assert "## Plan for pots: webflow → butter" in comment
    assert "@everyone" not in comment
    assert len(comment) <= 65_536
    assert "## Plan for pots" in (runner.folder / "summary.md").read_text(encoding="utf-8")
    change = {"action": "update", "publish": True, "collection": "posts", "item": "tea"}
    runner.crossing.source.edit(**change, fields={"name": "Green tea"})
    assert runner.run(mapping=str(runner.crossing.mapping))[0] == 0
    _, comment = runner.said()
    assert "Green tea" in comment


@pytest.mark.network
def test_what_the_plan_ends_with_the_action_ends_with(runner: Runner) -> None:
    assert runner.run(mapping=str(runner.crossing.mapping), options="--exit-code")[0] == 10
    code, said = runner.run(mapping=f"none.yaml; touch {runner.folder}/never")
    assert code == 2
    assert "the mapping cannot be read" in said
    assert "No plan could be made: isogloss plan ended with 2." in runner.said()[-1]
    assert not (runner.folder / "never").exists()


def test_no_word_of_others_is_read_by_a_shell() -> None:
    for step in STEPS.values():
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_it_is_installed_as_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in STEPS["install"]["run"].splitlines():
        if "pip" in line:
            assert line.partition("pip")[2].strip('" ').replace(" --quiet", "") in readme, line


def test_the_recipe_gives_what_the_action_takes() -> None:
    recipe = yaml.safe_load((ROOT / "docs" / "recipes" / "pull-request.yml").read_text(encoding="utf-8"))
    job = recipe["jobs"]["plan"]
    (step,) = [step for step in job["steps"] if "isogloss" in step.get("uses", "")]
    assert step["with"].keys() <= ACTION["inputs"].keys()
    assert recipe["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert "pull_request_target" not in recipe[True], "a stranger's mapping never meets our tokens"
    assert isogloss("help", "plan").code == 0
