"""``isogloss serve`` as a process of its own, and whoever looks at its page."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from command import isogloss
from forked import Forked
from sandboxes import until

from bench import begin
from isogloss.http.clock import SystemClock
from isogloss.report.jobs import turn_data
from isogloss.state.agenda import Agenda, open_agenda

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


LONG = 120.0
"""Seconds that a process may take to begin, or a turn to end, on a machine that has much else to do."""


@dataclass
class Served:
    """A service that is at work.

    said: every event of its log so far.
    shown: a file with all that it put on standard output.
    """

    process: Forked
    environment: Mapping[str, str]
    said: list[dict[str, Any]] = field(default_factory=list)
    shown: Path = Path()
    opened: ExitStack = field(default_factory=ExitStack)

    def hear(self) -> None:
        for line in self.process.stderr or ():
            self.said.append(json.loads(line))

    def events(self, name: str) -> list[dict[str, Any]]:
        return [each for each in self.said if each.get("event") == name]

    @property
    def address(self) -> str:
        return str(self.events("serving")[0]["address"])

    def get(self, path: str = "/", **headers: str) -> httpx.Response:
        with httpx.Client(trust_env=False, timeout=30) as http:
            return http.get(self.address + path, headers=headers)

    def jobs(self) -> dict[str, dict[str, Any]]:
        ran = isogloss("jobs", "--json", **self.environment)
        assert ran.code == 0, ran.err
        return {job["mapping"]: job for job in ran.data["jobs"]}

    @cached_property
    def agenda(self) -> Agenda:
        """What the state remembers; looked at often, so it is opened once, and by no command."""
        return self.opened.enter_context(open_agenda(self.environment["ISOGLOSS_STATE"], SystemClock(), read_only=True))

    def turns(self, mapping: str = "pots") -> list[dict[str, Any]]:
        """What came of its turns, the oldest first, as ``isogloss jobs --json`` tells them."""
        return [turn_data(each) for each in reversed(self.agenda.turns(mapping))]

    def rests(self, mapping: str = "pots") -> bool:
        """Whether nothing is asked for."""
        return mapping not in self.agenda.asked()

    def ask(self, mapping: str = "pots") -> None:
        """A person wants it run, and waits until it was."""
        before = len(self.turns(mapping))
        assert isogloss("jobs", "run", mapping, **self.environment).code == 0
        until(lambda: len(self.turns(mapping)) > before, LONG)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LONG)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(LONG)


@contextmanager
def served(
    folder: Path, environment: Mapping[str, str], *words: object, patience: float | None = None
) -> Iterator[Served]:
    """Start it, and wait until it serves or has ended.

    patience: seconds after which it is not waited for any more, whatever it does.
    """
    command = ["serve", *map(str, words), "--port", "0", "--log", "json", "--confirm-within", "1"]
    begin(Path(environment["ISOGLOSS_STATE"]))
    shown, given = folder / "shown.txt", {**os.environ, **environment}
    with shown.open("w") as out, Forked(command, env=given, cwd=folder, stdout=out, stderr=subprocess.PIPE) as process:
        made = Served(process, environment, shown=shown)
        ear = threading.Thread(target=made.hear, daemon=True)
        ear.start()
        try:
            begun = time.monotonic()

            def waits_no_more() -> bool:
                enough = patience is not None and time.monotonic() - begun >= patience
                return enough or bool(made.events("serving")) or process.poll() is not None

            until(waits_no_more, LONG)
            with made.opened:
                yield made
        finally:
            process.kill()
            ear.join(10)
