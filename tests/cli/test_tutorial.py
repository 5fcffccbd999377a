"""The tutorial, as a reader follows it: its files are saved, its commands typed, and what it shows is what comes."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import forked
import programs
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"Save it as\s+`([\w.]+)`:\n\n```(?:json|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
PORTS = ("8701", "8702")

pytestmark = pytest.mark.network


@dataclass
class Reader:
    """Somebody at a terminal, in an empty folder.

    last: the id of the last run that was seen.
    """

    folder: Path
    environment: dict[str, str]
    ports: dict[str, str]
    last: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def type(self, line: str) -> str:
        """Type a line; what is seen then."""
        for port, free in self.ports.items():
            line = line.replace(port, free)
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
        self.last = next(iter(RUN.findall(done.stdout)[-1:]), self.last)
        return done.stdout

    def begin(self, words: list[str]) -> str:
        process = subprocess.Popen(
            words, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.running.append(process)
        assert process.stdout is not None
        said = process.stdout.readline().decode()
        port = int(said.strip().rpartition(":")[2])
        end = time.monotonic() + 30
        while True:
            with socket.socket() as asking:
                if not asking.connect_ex(("127.0.0.1", port)):
                    return said
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "isogloss").write_text(forked.script())
    (commands / "isogloss").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISOGLOSS_")}
    kept |= {forked.WHERE: os.environ[forked.WHERE]}
    environment = {**kept, "PATH": f"{commands}:{os.environ['PATH']}", "COLUMNS": "80"}
    (tmp_path / "work").mkdir()
    made = Reader(tmp_path / "work", environment, {port: free_port() for port in PORTS})
    yield made
    for process in made.running:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def free_port() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return str(held.getsockname()[1])


def steps() -> Iterator[tuple[str, list[str]]]:
    """Each line that is typed, and the lines that the page shows of what comes."""
    for kind, text in BLOCK.findall(PAGE):
        if kind != "console":
            continue
        for piece in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            typed, *shown = piece.splitlines()
            yield typed, shown


def test_every_file_that_the_page_has_is_saved_under_a_name() -> None:
    assert [name for name, _ in SAVED.findall(PAGE)] == ["webflow.json", "butter.json", "tea.yaml"]
    assert len(BLOCK.findall(PAGE)) == len(SAVED.findall(PAGE)) + sum(
        kind == "console" for kind, _ in BLOCK.findall(PAGE)
    )
    for name, text in SAVED.findall(PAGE):
        if name.endswith(".json"):
            json.loads(text)


def test_a_reader_sees_what_the_tutorial_shows(reader: Reader) -> None:
    programs.found("curl")
    for name, text in SAVED.findall(PAGE):
        for port, free in reader.ports.items():
            text = text.replace(port, free)  # noqa: PLW2901  # the reader's ports may be taken
        (reader.folder / name).write_text(text, encoding="utf-8")
    for typed, shown in steps():
        seen = reader.type(typed)
        at = 0
        for line in shown:
            wanted = line
            for port, free in reader.ports.items():
                wanted = wanted.replace(port, free)
            found = re.compile(re.escape(wanted).replace("…", ".*")).search(seen, at)
            assert found is not None, f"{typed}\n  shows no {line!r} in:\n{seen}"
            at = found.end()
        if not shown:
            assert seen == "", f"{typed}\n  says something that the page does not show:\n{seen}"
    assert (reader.folder / "plan.html").stat().st_size > 1000
