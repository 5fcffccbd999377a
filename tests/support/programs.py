"""Programs of others that tests ask for: tmux, groff, curl, git, the shells that are told how to complete.

Where one is not installed the tests with it are skipped, and fail with ``ISOGLOSS_TEST_PROGRAMS=required``.
"""

from __future__ import annotations

import os
import shutil

import pytest

REQUIRED = "required"
DEBIAN = {
    "tmux": "tmux",
    "groff": "groff-base",
    "curl": "curl",
    "git": "git",
    "bash": "bash",
    "zsh": "zsh",
    "fish": "fish",
}
"""Each program that tests ask for, and the package of Debian that brings it."""


def found(name: str) -> str:
    """Where a program of ``DEBIAN`` is; where it is not, the test is skipped, or fails."""
    if path := shutil.which(name):
        return path
    why = _lacks(name)
    if os.environ.get("ISOGLOSS_TEST_PROGRAMS") == REQUIRED:
        pytest.fail(why)
    pytest.skip(why)


def told() -> str:
    """Which of them are not there, for the head of a report of tests."""
    lacking = [name for name in DEBIAN if shutil.which(name) is None]
    return f"Programs: {'; '.join(map(_lacks, lacking)) or 'all that tests ask for are here'}"


def _lacks(name: str) -> str:
    return f"no {name} here: install one (Debian: {DEBIAN[name]})"
