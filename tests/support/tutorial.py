"""Somebody who reads ``docs/tutorial.md`` and does what it says: for its test, and for who takes its pictures."""

from __future__ import annotations

import re
import shlex
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"Save it as\s+`([\w.]+)`:\n\n```(?:json|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATIENCE = 120
"""Seconds, on a machine with much else to do."""
_RUN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_PORTS = ("8701", "8702")


def free_port() -> str:
    """A port that nobody has."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return str(held.getsockname()[1])


@dataclass
class Reader:
    """Somebody at a terminal, in an empty folder.

    last: the id of the last run that was seen.
    """

    folder: Path
    environment: dict[str, str]
    ports: dict[str, str] = field(default_factory=lambda: {port: free_port() for port in _PORTS})
    last: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def own(self, text: str) -> str:
        """What the page says, with the reader's own ports: those of the page may be taken."""
        for port, free in self.ports.items():
            text = text.replace(port, free)
        return text

    def save(self) -> None:
        """Save every file that the page has."""
        for name, text in SAVED.findall(PAGE):
            (self.folder / name).write_text(self.own(text), encoding="utf-8")

    def end(self) -> None:
        """Stop what was begun."""
        for process in self.running:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)

    def type(self, line: str) -> str:
        """Type a line; what is seen then."""
        line = self.own(line)
        line = re.sub(r"\bRUN\b", self.last, line)
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            self.environment[name] = value
            return ""
        if line.endswith("&"):
            return self.begin(shlex.split(line[:-1]))
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.last = next(iter(_RUN.findall(done.stdout)[-1:]), self.last)
        return done.stdout

    def begin(self, words: list[str]) -> str:
        process = subprocess.Popen(
            words, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.running.append(process)
        assert process.stdout is not None
        said = process.stdout.readline().decode()
        port = int(said.strip().rpartition(":")[2])
        end = time.monotonic() + PATIENCE
        while True:
            with socket.socket() as asking:
                if not asking.connect_ex(("127.0.0.1", port)):
                    return said
            assert time.monotonic() < end
            time.sleep(0.05)


def steps() -> Iterator[tuple[str, list[str]]]:
    """Each line that is typed, and the lines that the page shows of what comes."""
    for kind, text in BLOCK.findall(PAGE):
        if kind != "console":
            continue
        for piece in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            typed, *shown = piece.splitlines()
            yield typed, shown
