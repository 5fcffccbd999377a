"""Where the demo takes place: two sandboxes on free ports, a folder, and isogloss in processes of its own.

Decides how a command is run, killed and watched, and what is kept of it. Knows nothing of the story; every command is
a real process of the same interpreter, which reaches the sandboxes over HTTP only.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeVar, cast

import httpx

from isogloss.demo.show import Screen
from isogloss.demo.site import Json
from isogloss.events import SERVING
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.faults import Sandbox
from isogloss.sandbox.server import running

READS: Final = frozenset({"GET", "HEAD"})
LANDING: Final = 0.05
"""Seconds until a write shows in the ButterCMS sandbox: real enough to need waiting for, short enough to watch."""
_T = TypeVar("_T")
PATIENCE: Final = 300.0
"""Seconds within which half of a plan must have arrived."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One command that was run.

    sent: requests that reached a sandbox meanwhile: side name to method to how many.
    """

    words: tuple[str, ...]
    code: int
    sent: Mapping[str, Mapping[str, int]]

    @property
    def writes(self) -> int:
        """How many requests were more than reads."""
        return sum(n for methods in self.sent.values() for method, n in methods.items() if method not in READS)


@dataclass(slots=True)
class Stage:
    """Both sandboxes at work.

    addresses: side name to where its sandbox answers.
    ran:       every command so far, in order.
    """

    folder: Path
    screen: Screen
    sandboxes: Mapping[str, Sandbox]
    addresses: Mapping[str, str]
    environment: Mapping[str, str]
    ran: list[Ran] = field(default_factory=list)

    def seed(self, side: str, content: Json) -> None:
        """Give a sandbox its content, through its control plane."""
        self._control(side, "seed", content)

    def edit(self, side: str, change: Json) -> None:
        """Change something as an editor of that platform would."""
        self._control(side, "edit", change)

    def _control(self, side: str, what: str, body: Json) -> None:
        answer = httpx.post(f"{self.addresses[side]}/_sandbox/{what}", json=body, trust_env=False, timeout=PATIENCE)
        if answer.is_error:
            raise AssertionError(f"the sandbox of {side} refuses this {what}: {answer.text}")

    def isogloss(self, *words: str, expect: int) -> Ran:
        """Run a command to its end, with its output on the screen.

        expect: the exit code that the story needs; any other is our own bug and ends the demo.
        """
        before = self._logged()
        self.screen.command(("isogloss", *words))
        process = self._started(words)
        try:
            code = process.wait()
        finally:
            process.kill()  # where the demo itself is interrupted; what has ended does not feel it
            process.wait()
        ran = self._record(words, code, before)
        if code != expect:
            raise AssertionError(f"isogloss {' '.join(words)} ended with {code}; the demo needs {expect}.")
        self.screen.note(f"exit {code} · {_counted(ran.sent)}")
        return ran

    def killed(self, *words: str, after: int) -> Ran:
        """Run a command and kill it, with no chance to tidy up, as soon as so many of its writes have arrived."""
        before = self._logged()
        self.screen.command(("isogloss", *words))
        process = self._started(words)
        try:
            until = time.monotonic() + PATIENCE
            while (
                Ran(words, 0, self._since(before)).writes < after
                and process.poll() is None
                and time.monotonic() < until
            ):
                time.sleep(0.002)
        finally:
            process.kill()
            code = process.wait()
        if sys.stderr.isatty():
            sys.stderr.write("\n")  # it left its progress line unfinished
        ran = self._record(words, code, before)
        if code >= 0 or ran.writes < after:
            raise AssertionError(
                f"isogloss {' '.join(words)} was to be killed at write {after}; there were {ran.writes}."
            )
        return ran

    @contextmanager
    def serving(self, *words: str, log: str) -> Iterator[str]:
        """Run the service while inside; gives the address of its page. What it logs goes to a file of the folder."""
        before = self._logged()
        self.screen.command(("isogloss", *words))
        with (self.folder / log).open("wb") as said:
            process = self._started((*words, "--log", "json"), said)
            try:
                yield str(self.until(lambda: self._said(log, SERVING), "the service says where its page is")["address"])
                process.send_signal(signal.SIGTERM)
                code = process.wait(PATIENCE)
            finally:
                process.kill()
                process.wait()
        ran = self._record(words, code, before)
        if code != 0:
            raise AssertionError(f"isogloss {' '.join(words)} ended with {code}; the demo needs 0. Its log: {log}")
        self.screen.note(f"stopped: exit {code} · {_counted(ran.sent)}")

    def _said(self, log: str, event: str) -> Json | None:
        lines = (self.folder / log).read_text(encoding="utf-8").splitlines(keepends=True)
        told = (json.loads(line) for line in lines if line.endswith("\n"))
        return next((each for each in told if each["event"] == event), None)

    def shows(self, side: str, text: str) -> bool:
        """Whether a sandbox holds a text anywhere."""
        return text in json.dumps(self.sandboxes[side].state(), ensure_ascii=False)

    def until(self, told: Callable[[], _T | None], what: str) -> _T:
        """Wait for something, and give it."""
        last = time.monotonic() + PATIENCE
        while not (found := told()):
            if time.monotonic() > last:
                raise AssertionError(f"{what}: it never did, in {PATIENCE:.0f} seconds.")
            time.sleep(0.05)
        return found

    def save_logs(self) -> None:
        """Write down every request that reached a sandbox."""
        for side, sandbox in self.sandboxes.items():
            text = json.dumps(list(sandbox.log), ensure_ascii=False, indent=1)
            (self.folder / f"{side}-log.json").write_text(text, encoding="utf-8")

    def _started(self, words: tuple[str, ...], said: "IO[bytes] | None" = None) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603  # this very interpreter, and words of the demo's own
            [sys.executable, "-m", "isogloss", *words],
            cwd=self.folder,
            env={**os.environ, **self.environment, "COLUMNS": str(self.screen.width)},
            stdin=subprocess.DEVNULL,
            stderr=said,
        )

    def _logged(self) -> dict[str, int]:
        return {side: len(sandbox.log) for side, sandbox in self.sandboxes.items()}

    def _since(self, before: Mapping[str, int]) -> dict[str, Counter[str]]:
        return {
            side: Counter(str(each["method"]) for each in sandbox.log[before[side] :])
            for side, sandbox in self.sandboxes.items()
        }

    def _record(self, words: tuple[str, ...], code: int, before: Mapping[str, int]) -> Ran:
        self.ran.append(Ran(words, code, self._since(before)))
        return self.ran[-1]


@contextmanager
def built(folder: Path, screen: Screen) -> Iterator[Stage]:
    """Start both sandboxes; whatever happens, they are gone afterwards.

    Raises: ConfigError where no port can be had.
    """
    left = webflow.create(rate_limit=None)
    right = buttercms.create(land_seconds=LANDING)
    with running(left.app) as webflow_url, running(right.app) as butter_url:
        yield Stage(
            folder,
            screen,
            cast("Mapping[str, Sandbox]", {"webflow": left, "butter": right}),
            {"webflow": webflow_url, "butter": butter_url},
            {
                "WEBFLOW_URL": webflow_url,
                "WEBFLOW_TOKEN": left.switches.token,
                "BUTTERCMS_URL": butter_url,
                "BUTTERCMS_READ_TOKEN": right.switches.read_token,
                "BUTTERCMS_WRITE_TOKEN": right.switches.write_token,
                "ISOGLOSS_STATE": "state.db",
            },
        )


def _counted(sent: Mapping[str, Mapping[str, int]]) -> str:
    told = [
        f"{side} {', '.join(f'{n} {method}' for method, n in sorted(methods.items()))}"
        for side, methods in sent.items()
        if methods
    ]
    return f"requests: {' · '.join(told)}" if told else "no request"
