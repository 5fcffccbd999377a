"""What somebody at a terminal sees first of a command, and after how long: for tests, and for ``bench/startup.py``."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isogloss.cli.overview import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

MOST = 0.3
"""Seconds within which something is to be seen."""
ENVIRONMENT = {**os.environ, "TERM": "xterm-256color", "ISOGLOSS_STATE": "none/state.db"}
_NEEDED = {
    **dict.fromkeys(("types", "demo"), ""),
    "schema": "mapping",
    "help": "sync",
    "completion": "zsh",
    "example": "two-way",
    "sandbox": "webflow --port 0",
    **dict.fromkeys(("init", "infer"), "--site none"),
}
"""What commands are given that want another word than the name of a file that is not there."""
EVERY = ["--help", "--version", "plan --help", *(f"{name} {_NEEDED.get(name, 'none')}".strip() for name in COMMANDS)]
"""Every command, as it is typed."""


@dataclass(frozen=True, slots=True)
class First:
    """What was seen first, and after how many seconds: by the clock, and of the processor."""

    said: bytes
    seconds: float
    spent: float


def first_seen(words: list[str], folder: Path) -> First:
    """Begin a program on a terminal and end it as soon as something is to be seen there.

    The processor's time is that of all it did until it was ended: the longest that the first sight can have taken.
    """
    ours, theirs = pty.openpty()
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, env=ENVIRONMENT, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    said = os.read(ours, 4096)
    seconds = time.perf_counter() - began
    process.kill()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    os.close(ours)
    return First(said, seconds, usage.ru_utime + usage.ru_stime)


def of_command(typed: str, folder: Path) -> First:
    """The first sight of a command of ours, in a folder where nothing is."""
    return first_seen([sys.executable, "-m", "isogloss", *typed.split()], folder)
