"""Files through the package ``xliff`` of npm, which lays texts out in lines and drops what codes stand for, and others.

``make clients`` installs the first; without it these tests are skipped, as those of the vendors' clients are. OmegaT
and Weblate are run where they are installed; what they wrote is read everywhere (``tests/unit/exchange``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import programs  # noqa: F401  # it knows where scripts are
import pytest
import record_tools
from exchange_sample import sheet

from isogloss.exchange.formats import codec, read_file
from isogloss.exchange.judge import judge

FOLDER = os.environ.get("ISOGLOSS_NPM_CLIENTS")


@pytest.mark.skipif(FOLDER is None, reason="make clients installs what this needs")
def test_what_a_package_of_npm_opens_and_saves_says_nothing_new(tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node is not None
    files = {name: tmp_path / name for name in ("xliff12", "xliff2")}
    for name, file in files.items():
        file.write_text("".join(codec(name).write(sheet())), encoding="utf-8")
    script = Path(__file__).with_name("xliff.cjs")
    subprocess.run([node, str(script), str(FOLDER), *map(str, files.values())], check=True, timeout=60)
    for name, file in files.items():
        data = file.read_bytes()
        assert data != "".join(codec(name).write(sheet())).encode()
        judged = judge(sheet(), [read_file(name, data)])
        assert (judged.taken, judged.asides, judged.unchanged) == ({}, [], len(sheet().units))


@pytest.mark.skipif(FOLDER is None or not record_tools.tools(), reason="neither omegat (Debian) nor ISOGLOSS_WEBLATE")
def test_large_tools_write_what_was_recorded_of_them(tmp_path: Path) -> None:
    made = record_tools.record(tmp_path)
    assert made
    for name in made:
        assert (tmp_path / name).read_bytes() == (record_tools.RETURNED / name).read_bytes()
