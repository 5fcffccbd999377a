"""What CI runs installs what the tests go without elsewhere, and has them fail where it is not there after all."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDED = ("bash", "cat", "dirname", "grep", "mktemp", "rm", "tail", "tee")
NOTED = '#!/bin/sh\necho "$(basename "$0") $* $ISOGLOSS_TEST_POSTGRES $ISOGLOSS_TEST_CHROMIUM" >>"$NOTED"\n'


def test_ci_installs_a_postgresql_and_a_browser_and_fails_without_them(tmp_path):
    programs, noted = tmp_path / "bin", tmp_path / "noted"
    programs.mkdir()
    for name in (*NEEDED, "basename"):
        (programs / name).symlink_to(str(shutil.which(name)))
    for name in ("apt-get", "make"):
        (programs / name).write_text(f"{NOTED}echo '=== 3 passed in 1s ==='\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")  # a copy: it begins by removing the environment
    surroundings = {"PATH": str(programs), "NOTED": str(noted), "TMPDIR": str(tmp_path)}
    ran = subprocess.run([tmp_path / ".ci" / "run"], env=surroundings, capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("=== 3 passed in 1s ===\n")
    said = noted.read_text(encoding="utf-8").splitlines()
    installed = next(line for line in said if " install " in line).split()
    assert {"npm", "chromium"} <= set(installed)
    assert ("postgresql" in installed) is not any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert "make test required required" in said
