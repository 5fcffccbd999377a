"""The script that records what real editors save, where it cannot."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "record_editors.py"
EDITORS = SCRIPT.parent / "editors"


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("record_editors", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_says_what_is_missing_and_ends_with_an_error(tmp_path):
    (tmp_path / "node").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "node").chmod(0o755)
    out = tmp_path / "saved.json"
    ran = subprocess.run(
        [sys.executable, SCRIPT, "--out", out], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "missing here: npm, Chromium." in ran.stderr
    assert not out.exists()


def test_it_tells_what_is_not_as_it_was_recorded(script):
    before = {"a": {"version": "1", "saved": {"x": {"one": "x"}, "y": {"one": "y"}}}}
    now = {
        "a": {"version": "2", "saved": {"x": {"one": "z"}, "y": {"one": "y"}}},
        "b": {"version": "1", "saved": {"x": {"one": "x"}}},
    }
    told = ["a: version 1 -> 2", "a: 1 saved otherwise: x", "b: version None -> 1"]
    assert list(script.differences(before, now)) == told
    assert list(script.differences(now, now)) == []


@pytest.mark.parametrize("folder", [EDITORS, EDITORS / "tiptap2"], ids=lambda folder: folder.name)
def test_every_editor_is_pinned(folder):
    named = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(version.removeprefix("npm:tinymce@").replace(".", "").isdigit() for version in named.values())
