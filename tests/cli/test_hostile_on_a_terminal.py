"""Hostile content on a real terminal: tmux shows it as words, and nothing in it is obeyed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
import unicodedata
from typing import TYPE_CHECKING

import programs
import pytest
from hostile import SIGN, hostile_plan

from isogloss.report.write import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAIT = 120.0
COLUMNS, LINES = 80, 24


class Terminal:
    """One pane of a tmux server of its own, with a shell in it."""

    def __init__(self, folder: Path) -> None:
        self._words = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        self._folder, self._ran = folder, 0

    def tmux(self, *words: str) -> str:
        done = subprocess.run([*self._words, *words], capture_output=True, text=True, check=False)
        return done.stdout

    def start(self) -> None:
        size = ["-x", str(COLUMNS), "-y", str(LINES)]
        self.tmux("new-session", "-d", *size, "sh", ";", "set", "-g", "history-limit", "100000")
        self.tmux("set", "-g", "set-clipboard", "on", ";", "set", "-g", "allow-rename", "on")
        self.tmux("set", "-g", "automatic-rename", "off")
        self.tmux("new-window", "env", "PS1=$ ", "sh")
        self.wait(lambda: self.shown().strip() == "$")
        self.type("echo began")
        self.wait(lambda: "\nbegan" in self.shown())

    def type(self, line: str) -> None:
        self.tmux("send-keys", "-l", line)
        self.tmux("send-keys", "Enter")

    def run(self, *words: str) -> str:
        """All that a command left on the terminal, and in its history."""
        self._ran += 1
        done, end = self._folder / f"done-{self._ran}", f"THE END {self._ran}"
        self.type(f"{shlex.join(words)}; echo ended > {shlex.quote(str(done))}; echo {end[:3]}''{end[3:]}")
        self.wait(done.exists)
        self.wait(lambda: end in self.shown())  # what is typed has it in two parts
        return self.shown()

    def shown(self) -> str:
        return self.tmux("capture-pane", "-p", "-S", "-")

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT
        while not until():
            assert time.monotonic() < end, self.shown()
            time.sleep(0.05)

    def told(self, name: str) -> str:
        return self.tmux("display-message", "-p", f"#{{{name}}}").strip()

    def end(self) -> None:
        self.tmux("kill-server")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    programs.found("tmux")
    made = Terminal(tmp_path)
    made.start()
    yield made
    made.end()


FACTS = ("pane_title", "window_name", "alternate_on", "mouse_any_flag", "cursor_flag", "insert_flag", "keypad_flag")


def harmless(shown: str) -> None:
    """Nothing that steers is on a terminal."""
    for line in shown.splitlines():
        assert not [letter for letter in line if unicodedata.category(letter) == "Cc"]
        assert not re.search("[\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", line)


def test_what_was_hostile_is_words_on_a_terminal(terminal: Terminal, tmp_path: Path) -> None:
    plan = tmp_path / "plan.jsonl"
    hostile_plan(plan)
    files = {name: tmp_path / f"report.{name}" for name in FORMATS}
    reports = [word for name, path in files.items() for word in ("--report", f"{name}={path}")]
    before = {name: terminal.told(name) for name in FACTS}
    shown = terminal.run(sys.executable, "-m", "isogloss", "show", str(plan), *reports)
    assert shown.index("began") < shown.index("acme: webflow → butter") < shown.index("THE END 1"), "nothing was wiped"
    assert SIGN in shown
    harmless(shown)
    for name, path in files.items():  # as somebody looks into a file
        terminal.tmux("clear-history")
        shown = terminal.run("cat", str(path))
        assert name == "html" or SIGN in shown, name
        harmless(shown)
        assert {fact: terminal.told(fact) for fact in FACTS} == before, name
    assert SIGN not in terminal.tmux("show-buffer"), "the clipboard is left alone"
    terminal.type("echo and on")
    terminal.wait(lambda: re.search(r"(?m)^\$ echo and on\nand on$", terminal.shown()) is not None)


def test_the_terminal_of_this_test_does_obey_what_is_not_made_harmless(terminal: Terminal, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.write_text(f"\x1b]2;{SIGN}\x07\x1b]52;c;UFdORUQ=\x07", encoding="utf-8")
    terminal.run("cat", str(raw))
    assert terminal.told("pane_title") == SIGN
    assert terminal.tmux("show-buffer") == SIGN
