"""What docs/ says of the project, against the project."""

import ast
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from isogloss.sandbox.buttercms.switches import Switches as ButterSwitches
from isogloss.sandbox.webflow.switches import Switches as WebflowSwitches

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DESIGN = (DOCS / "design.md").read_text(encoding="utf-8")


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def invariants() -> dict[int, str]:
    return {int(number): line for number, line in re.findall(r"^\| (\d+) \|(.*)$", DESIGN, re.MULTILINE)}


def test_the_invariants_are_numbered_without_a_gap() -> None:
    assert sorted(invariants()) == list(range(1, max(11, len(invariants())) + 1))


@pytest.mark.parametrize("number", sorted(invariants()))
def test_an_invariant_names_tests_that_exist_and_code_that_exists(number: int) -> None:
    row = invariants()[number]
    proofs = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
    assert proofs
    for path, name in proofs:
        assert name in functions(ROOT / path), f"{path} has no {name}"
    for path in re.findall(r"`((?!tests/)[\w/*]+\.py)`", row):
        assert list((ROOT / "src" / "isogloss").glob(path)), f"there is no {path}"


def test_every_part_of_the_program_is_on_the_map() -> None:
    table = DESIGN.split("## The parts")[1].split("\n## ")[0]
    mapped = {
        name for cell in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) for name in re.findall("`(.*?)`", cell)
    }
    source = ROOT / "src" / "isogloss"
    there = {path.stem for path in source.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert there - {"__init__", "__main__"} <= mapped
    assert mapped <= there | {"demo"}


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_a_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:docs|tests|mappings|cassettes|src)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / name).exists(), name


@pytest.mark.parametrize(
    ("platform", "switches"), [("Webflow", WebflowSwitches), ("ButterCMS", ButterSwitches)], ids=["webflow", "butter"]
)
def test_every_switch_is_listed_with_its_default(platform: str, switches: type) -> None:
    page = (DOCS / "switches.md").read_text(encoding="utf-8")
    table = page.split(f"## {platform}\n")[1].split("\n## ")[0]
    listed = dict(re.findall(r"^\| `(\w+)` \| `(.*?)` \|", table, re.MULTILINE))
    there = {each.name: json.dumps(each.default) for each in fields(switches) if each.name != "scopes"}
    assert {name: default for name, default in listed.items() if name != "scopes"} == there


NOT_OURS = {"pylock.toml"}
"""A format that others made; decisions may speak of it."""


@pytest.mark.parametrize("record", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_says_why_and_what_would_change_it(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(record.name[:4])}. ")
    for part in ("Context", "Decision", "Consequences", "What would change our mind"):
        assert f"**{part}.**" in text


@pytest.mark.parametrize("record", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_names_files_modules_and_folders_that_exist(record: Path) -> None:
    for name in paths_named(record.read_text(encoding="utf-8")):
        there = [
            folder / ending for folder in (ROOT, ROOT / "src" / "isogloss", DOCS) for ending in (name, f"{name}.py")
        ]
        assert any(path.exists() for path in there) or name in NOT_OURS, name


def paths_named(text: str) -> list[str]:
    """What stands in backticks and reads like a path: a name with an ending, or parts between slashes."""
    quoted = re.findall(r"`([\w.-]+(?:/[\w.-]*)*)(?:::\w+)?`", text)
    return [name for name in quoted if "/" in name or re.fullmatch(r".+\.(?:py|md|yaml|toml|txt|j2)", name)]


def test_a_module_or_a_folder_in_backticks_is_read_as_a_path() -> None:
    text = "`canon/`, `merge/guard`, `a.py::b`, `x.toml`, but not `isogloss:kind/name`, `$slug`, `--report` or `limits`"
    assert paths_named(text) == ["canon/", "merge/guard", "a.py", "x.toml"]


CHANGING = (DOCS / "changing.md").read_text(encoding="utf-8")


def test_every_folder_has_its_line_in_the_layout() -> None:
    table = CHANGING.split("## What lies where")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `([\w/]+)` \|", table, re.MULTILINE)
    source = ROOT / "src" / "isogloss"
    there = sorted(
        str(path.relative_to(source)) for path in source.rglob("*") if path.is_dir() and any(path.glob("*.*"))
    )
    assert listed == [name for name in there if "__pycache__" not in name]


def test_a_file_that_the_page_for_changes_names_exists() -> None:
    named = re.findall(r"`([\w-]+(?:/[\w-]+)*(?:/|\.\w+|/[\w-]+))`", CHANGING)
    assert len(named) > 60
    for name in named:
        path = name if name.split("/")[0] in ("docs", "tests") or "/" not in name else f"src/isogloss/{name}"
        places = [ROOT / path, ROOT / "src" / "isogloss" / name]
        assert any(place.exists() for place in places) or name in ("mapping.py", "src/isogloss"), name
