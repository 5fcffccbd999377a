"""What others bring and tests ask for: tmux, groff, curl, git, the shells that are told how to complete, Debian's FAQ.

Where one is not installed the tests with it are skipped, and fail with ``ISOGLOSS_TEST_PROGRAMS=required``.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

_SCRIPTS = str(Path(__file__).parents[2] / "scripts")
if _SCRIPTS not in sys.path:
    sys.path.append(_SCRIPTS)
from corpus.packages import missing  # noqa: E402  # it lies among the scripts, not among the tests

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
    path = shutil.which(name)
    if path is None:
        refuse(_lacks(name))
    return path


def faq() -> None:
    """Make ready for reading Debian's FAQ by ``corpus.chapters``; else the test is skipped, or fails."""
    if why := _lacks_faq():
        refuse(why)


def refuse(why: str) -> NoReturn:
    """Skip a test for want of what others bring; it fails where that is required."""
    if os.environ.get("ISOGLOSS_TEST_PROGRAMS") == REQUIRED:
        pytest.fail(why)
    pytest.skip(why)


def told() -> str:
    """Which of them are not there, for the head of a report of tests."""
    lacking = [_lacks(name) for name in DEBIAN if shutil.which(name) is None]
    return f"Programs: {'; '.join([*lacking, *filter(None, [_lacks_faq()])]) or 'all that tests ask for are here'}"


def _lacks(name: str) -> str:
    return f"no {name} here: install one (Debian: {DEBIAN[name]})"


def _lacks_faq() -> str:
    lacking = missing()
    return f"Debian's FAQ is not here in all its languages: install {' '.join(lacking)}" if lacking else ""
