"""What a person sees while long work goes on: entries, requests, rate, minutes left; plain lines off a terminal."""

import sys
import time
from threading import Lock
from typing import Literal, Self, TypeAlias

from isogloss.cli.first import wipe
from isogloss.cli.logs import log
from isogloss.errors import RemoteError
from isogloss.events import PROGRESS, REQUEST_REPEATED, REQUEST_SENT
from isogloss.http.observe import Observer, Sent, Tally
from isogloss.http.request import Request

HEARTBEAT = 10.0
"""Seconds between lines where no terminal redraws them."""
REDRAW = 0.1
Doing: TypeAlias = Literal["reading", "comparing", "applying"]
SHORT = 90.0
"""Seconds that are told as such; more are told in minutes."""


class Watching:
    """Counts what is done and tells it on stderr; also the port ``Progress``."""

    def __init__(self, what: str, total: int | None, *, quiet: bool, logged: bool = False) -> None:
        self.what, self.total, self.quiet, self.logged = what, total, quiet, logged
        self.requests = self.entries = self.ops = self.waits = 0
        self.doing: Doing | None = "applying" if total else None
        self._before = 0
        self._terminal = sys.stderr.isatty() and not logged
        self._began = self._told = self._stage = time.monotonic()
        self._lock = Lock()
        self._shown = 0

    def observer(self, tally: Tally) -> Observer:
        """An observer that counts for a tally and for this."""
        return _Both(tally, self)

    def stage(self, doing: Doing, total: int | None) -> None:
        """Another stage begins, whose pace is its own."""
        self.doing, self.total, self._before, self.ops = doing, total, self.requests, 0
        self._stage = time.monotonic()
        self._tell()

    def merged(self, done: int) -> None:
        """So many entries were compared."""
        self.entries = done
        self._tell()

    def op_done(self) -> None:
        """An op has its outcome."""
        self.ops += 1
        self.waits = 0
        self._tell()

    def request_done(self) -> None:
        """A write was answered or given up."""
        self._tell()

    def waiting(self, ops: int) -> None:
        """So many ops were accepted and are not visible yet."""
        self.waits = ops
        self._tell()

    def sent(self) -> None:
        """A request was sent."""
        self.requests += 1
        self._tell()

    def line(self) -> str:
        """What is going on, in one line."""
        seconds = max(time.monotonic() - self._began, 0.001)
        parts = [self.what]
        _, said = self._done()
        if said:
            parts.append(said)
        noun = "request" if self.requests == 1 else "requests"
        parts.append(f"{self.requests} {noun}, {self.requests / seconds:.1f}/s")
        left = self.left()
        if left is not None:
            parts.append(f"about {left:.0f} s left" if left < SHORT else f"about {left / 60:.0f} min left")
        if self.waits:
            parts.append(f"waiting for {self.waits}")
        return " · ".join(parts)

    def left(self) -> float | None:
        """Seconds until this stage is done, at its pace so far; None where nobody can tell."""
        done, _ = self._done()
        if not (self.total and done) or (done >= self.total and self.doing == "reading"):
            return None  # what is read may have grown since it was counted
        return max(time.monotonic() - self._stage, 0.001) / done * (self.total - done)

    def _done(self) -> tuple[int, str]:
        """How much of this stage is done, and in words: requests while sides are read, then entries, then ops."""
        match self.doing:
            case "reading":
                read = self.requests - self._before
                return read, f"reading, {read} of about {self.total}" if self.total else "reading"
            case "applying" if self.total:
                return self.ops, f"{self.ops} of {self.total} ops"
            case _ if self.entries:
                return (
                    self.entries,
                    f"{self.entries} of {self.total} entries" if self.total else f"{self.entries} entries",
                )
            case _:
                return 0, ""

    def _tell(self) -> None:
        now = time.monotonic()
        if self.quiet or now - self._told < (REDRAW if self._terminal else HEARTBEAT):
            return
        with self._lock:
            self._told = now
            if self.logged:
                left = self.left()
                log(
                    "info",
                    PROGRESS,
                    doing=self.what,
                    ops=self.ops,
                    of=self.total if self.doing == "applying" else None,
                    entries=self.entries,
                    requests=self.requests,
                    waiting=self.waits,
                    stage=self.doing,
                    left=None if left is None else round(left),
                )
                return
            if self._terminal:
                self._draw()
            else:
                sys.stderr.write(self.line() + "\n")
                sys.stderr.flush()

    def _draw(self) -> None:
        line = self.line()[:79]
        sys.stderr.write("\r" + line.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(line)

    def __enter__(self) -> Self:
        wipe()
        if self._terminal and not self.quiet:
            self._draw()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()


class _Both:
    """Tells a tally and the watcher."""

    def __init__(self, tally: Tally, watching: Watching) -> None:
        self._tally, self._watching = tally, watching

    def sent(self, sent: Sent) -> None:
        self._tally.sent(sent)
        self._watching.sent()
        log("debug", REQUEST_SENT, method=sent.method, path=sent.path, status=sent.status, ms=int(sent.seconds * 1e3))

    def repeats(self, request: Request, error: RemoteError, seconds: float) -> None:
        self._tally.repeats(request, error, seconds)
        log("info", REQUEST_REPEATED, request=request.name, because=str(error), wait=round(seconds, 2))
