"""What a wheel has beside its modules: what the commands read, manual pages, examples that hold; and who it is for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from command import isogloss

from isogloss.cli.example import NAMES
from isogloss.cli.overview import COMMANDS

ROOT = Path(__file__).parents[2]
_BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel of these sources, built without a network."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("src", "mappings"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(folder / done.stdout.splitlines()[-1])


def test_a_wheel_has_manual_pages_and_examples(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    there = {name.rpartition("/")[2] for name in names if ".data/data/share/man/man1/" in name}
    assert there == {"isogloss.1", *(f"isogloss-{name}.1" for name in COMMANDS)}
    assert {name for name in names if name.startswith("isogloss/examples/")} == {
        f"isogloss/examples/{name}.yaml" for name in NAMES
    }
    for name in ("isogloss/py.typed", "isogloss/demo/mapping.yaml"):
        assert name in names


def test_a_wheel_says_for_which_pythons_it_is(wheel: zipfile.ZipFile) -> None:
    (path,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    said = Parser().parsestr(wheel.read(path).decode())
    assert said["Requires-Python"] == ">=3.11"
    assert "Programming Language :: Python :: 3.11" in said.get_all("Classifier")
    assert said["License-Expression"] == "MIT"


def test_every_example_that_the_readme_names_is_in_the_wheel() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\* `mappings/([\w-]+)\.yaml`: ", readme, re.MULTILINE) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_that_is_printed_holds(name: str) -> None:
    ran = isogloss("example", name)
    assert (ran.code, ran.err) == (0, "")
    assert isogloss("check", "--offline", "-", stdin=ran.out).code == 0
