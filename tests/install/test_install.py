"""What was locked on one day installs on every later day: the Makefile's own recipes against an index that moved on.

The index is a folder of tiny wheels. It holds a newer release of a package that another one requires with an extra,
which a pip before 23.3 prefers to the locked one and then refuses, for it has no hash. The pip is the one that comes
with this Python, or the wheel of another one that ``ISOGLOSS_TEST_PIP`` names.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from once import once
from tiny_wheels import BACKEND, PROJECT, Index
from whole import of

ROOT = Path(__file__).parents[2]
RESOLVED_RIGHT_SINCE = (23, 3)
OTHER_PIP = os.environ.get("ISOGLOSS_TEST_PIP")
RECIPES = {"install": "requirements.txt", ".venv/ready-dev": "requirements-dev.txt"}
TRIED = list(RECIPES) if OTHER_PIP else of(RECIPES, lambda _, target: target != "install")
"""Both recipes say the same; the other one is also tried on a clone that has no environment yet."""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


@dataclass
class Place:
    """A clone and an index.

    empty: a virtual environment with nothing but pip in it, to copy.
    """

    folder: Path
    index: Index
    empty: Path

    def make(self, target: str) -> subprocess.CompletedProcess[str]:
        if not (self.folder / ".venv").exists():
            self.bare()
        return self.make_all(target)

    def make_all(self, target: str) -> subprocess.CompletedProcess[str]:
        """Make a target, the virtual environment too where there is none."""
        return self._run("make", target, f"PYTHON={sys.executable}")

    def bare(self) -> None:
        shutil.copytree(self.empty, self.folder / ".venv", symlinks=True)
        if OTHER_PIP:
            changed = self.pip("install", "--no-index", "--force-reinstall", OTHER_PIP)
            assert changed.returncode == 0, changed.stderr

    def pip(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run(".venv/bin/python", "-m", "pip", *words)

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=self.folder, env=self.index.alone(), capture_output=True, text=True, check=False, timeout=600
        )

    def holds(self) -> set[str]:
        """What is installed there; a pip in a process would say the same."""
        there = self.folder.glob(".venv/lib/python*/site-packages/*.dist-info")
        return {"==".join(path.stem.split("-")) for path in there}

    def pip_is(self) -> tuple[int, ...]:
        (said,) = (found for each in self.holds() if (found := re.match(r"pip==(\d+)\.(\d+)", each)))
        return int(said[1]), int(said[2])


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", folder / ".venv"], check=True, timeout=600)

    return once(tmp_path_factory, "empty", make) / ".venv"


@pytest.fixture
def place(tmp_path: Path, empty: Path) -> Place:
    folder, wheels = tmp_path / "clone", tmp_path / "index"
    folder.mkdir()
    wheels.mkdir()
    index = Index(wheels)
    index.add("backend", "1.0", modules={"tiny_backend.py": BACKEND})
    index.add("asks", "1.0", needs=("leaf[more]>=1",))
    index.add("leaf", "1.0", extras=("more",))
    index.add("leaf", "2.0", extras=("more",))  # released since
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    for lock in RECIPES.values():
        (folder / lock).write_text(index.lock("asks==1.0", "backend==1.0", "leaf==1.0"), encoding="utf-8")
    return Place(folder, index, empty)


@pytest.mark.slow
@pytest.mark.skipif(OTHER_PIP is not None, reason="makes its environment with the pip of this Python")
def test_a_clone_without_an_environment_is_given_one_and_what_is_locked(place: Place) -> None:
    made = place.make_all("install")
    assert made.returncode == 0, made.stderr
    assert {"asks==1.0", "leaf==1.0", "backend==1.0"} <= place.holds()


@pytest.mark.slow
@pytest.mark.parametrize("target", TRIED)
def test_a_lock_installs_where_a_newer_release_of_what_an_extra_asks_for_is_out(place: Place, target: str) -> None:
    made = place.make(target)
    assert made.returncode == 0, made.stderr
    assert {"asks==1.0", "leaf==1.0", "backend==1.0"} <= place.holds()


@pytest.mark.slow
def test_with_resolution_the_same_lock_is_refused_by_a_pip_before_23_3(place: Place) -> None:
    place.bare()
    resolved = place.pip("install", "--require-hashes", "-r", "requirements.txt")
    if place.pip_is() < RESOLVED_RIGHT_SINCE:
        assert resolved.returncode == 1
        assert "all requirements must have their versions pinned with ==" in resolved.stderr
    else:
        assert resolved.returncode == 0, resolved.stderr


@pytest.mark.slow
@pytest.mark.parametrize("target", TRIED)
def test_a_lock_that_lacks_a_package_ends_the_install_with_its_name(place: Place, target: str) -> None:
    for lock in RECIPES.values():
        (place.folder / lock).write_text(place.index.lock("asks==1.0", "backend==1.0"), encoding="utf-8")
    made = place.make(target)
    assert made.returncode != 0
    assert "leaf" in made.stdout + made.stderr
    assert not (place.folder / ".venv" / "ready-run").exists()


@pytest.mark.slow
def test_a_package_that_is_not_the_locked_one_is_refused(place: Place) -> None:
    place.index.add("leaf", "1.0", extras=("more",), modules={"leaf.py": "changed = True\n"})
    made = place.make("install")
    assert made.returncode != 0
    assert "hash" in made.stderr.lower()


@pytest.mark.slow
def test_the_lines_of_the_readme_install_what_is_locked_without_make(place: Place) -> None:
    lines = re.findall(r"^\$ pip (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == 3
    place.bare()
    for line in lines:
        done = place.pip(*line.split())
        assert done.returncode == 0, done.stdout + done.stderr
    assert {"asks==1.0", "leaf==1.0", "tiny==1.0"} <= place.holds()


@pytest.mark.slow
def test_without_the_locks_the_newest_releases_come_and_the_build_fetches_its_own(place: Place) -> None:
    place.bare()
    done = place.pip("install", ".")
    assert done.returncode == 0, done.stderr
    assert {"asks==1.0", "leaf==2.0", "tiny==1.0"} <= place.holds()
    assert "backend==1.0" not in place.holds()


def test_nothing_installs_a_lock_with_resolution() -> None:
    found = []
    for path in (ROOT / "Makefile", ROOT / "README.md", *(ROOT / ".ci").iterdir(), *(ROOT / "scripts").rglob("*.py")):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        found += [line for line in text.splitlines() if "--require-hashes" in line and "--no-deps" not in line]
    assert found == []


def test_ci_begins_with_a_new_virtual_environment() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    begins = next(number for number, line in enumerate(lines) if re.match(r"\s*rm -rf \.venv\b", line))
    assert begins < next(number for number, line in enumerate(lines) if re.match(r"\s*make\b", line))
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
