"""What CI runs installs what the tests go without elsewhere, and has them fail where it is not there after all."""

import shutil
import subprocess
from pathlib import Path

import programs
import pytest
from corpus import packages

ROOT = Path(__file__).parents[2]
NEEDED = ("bash", "cat", "dirname", "grep", "mktemp", "rm", "tail", "tee")
REQUIRED = "$ISOGLOSS_TEST_POSTGRES $ISOGLOSS_TEST_CHROMIUM $ISOGLOSS_TEST_PROGRAMS"
NOTED = f"""#!/bin/sh
echo "$(basename "$0") $* {REQUIRED}" >>"$NOTED"
case "$*" in "$FAILS"*) exit 1;; esac
echo '=== 3 passed in 1s ==='
"""


def ci(tmp_path: Path, fails: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run a copy of it, whose every program only says that it was called; how it ended, and what they said.

    fails: how the words begin of the call that fails.
    """
    folder, noted = tmp_path / "bin", tmp_path / "noted"
    folder.mkdir()
    for name in (*NEEDED, "basename"):
        (folder / name).symlink_to(str(shutil.which(name)))
    for name in ("apt-get", "make"):
        (folder / name).write_text(NOTED, encoding="utf-8")
        (folder / name).chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")  # a copy: it begins by removing the environment
    script = tmp_path / ".ci" / "run"
    script.write_text(script.read_text(encoding="utf-8").replace("=/usr/share/doc/", f"={tmp_path}/"), encoding="utf-8")
    surroundings = {"PATH": str(folder), "NOTED": str(noted), "TMPDIR": str(tmp_path), "FAILS": fails}
    ran = subprocess.run([tmp_path / ".ci" / "run"], env=surroundings, capture_output=True, text=True, check=False)
    return ran, noted.read_text(encoding="utf-8").splitlines()


def test_ci_installs_what_tests_are_skipped_without_and_fails_where_it_is_not_there(tmp_path):
    ran, said = ci(tmp_path, fails="nothing")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "=== 3 passed in 1s ===")
    (installs,) = (line for line in said if " install " in line)
    installed = installs.split()
    assert {"npm", "chromium", *programs.DEBIAN.values(), *packages.LANGUAGES.values()} - {"bash"} <= set(installed)
    assert ("postgresql" in installed) is not any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert "make test required required required" in said
    assert said.index(installs) < said.index("make clients required required required"), "they need npm"


@pytest.mark.parametrize("fails", ["update", "install", "format", "types", "site", "clients", "test"])
def test_ci_fails_where_anything_fails_whether_it_goes_on_beside_or_not(tmp_path, fails):
    ran, said = ci(tmp_path, fails)
    assert ran.returncode != 0
    assert ("make test required required required" in said) == (fails == "test"), "nothing is tested of what is wrong"


def test_a_program_that_is_not_there_skips_a_test_and_fails_it_where_it_is_required(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("ISOGLOSS_TEST_PROGRAMS", raising=False)
    assert all(name in programs.told() for name in programs.DEBIAN)
    with pytest.raises(pytest.skip.Exception, match="no groff here"):
        programs.found("groff")
    monkeypatch.setenv("ISOGLOSS_TEST_PROGRAMS", "required")
    with pytest.raises(pytest.fail.Exception, match="Debian: groff-base"):
        programs.found("groff")


def test_a_book_that_is_not_there_skips_a_test_and_fails_it_where_it_is_required(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "HOME", tmp_path)
    monkeypatch.delenv("ISOGLOSS_TEST_PROGRAMS", raising=False)
    assert "install debian-faq debian-faq-de" in programs.told()
    with pytest.raises(pytest.skip.Exception, match="debian-faq-ja"):
        programs.faq()
    monkeypatch.setenv("ISOGLOSS_TEST_PROGRAMS", "required")
    with pytest.raises(pytest.fail.Exception, match="debian-faq-ja"):
        programs.faq()
