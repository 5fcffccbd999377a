"""What a person sees while long work goes on: entries, requests, rate, minutes left; plain lines off a terminal."""

import sys
import time
from threading import Lock
from typing import Self

import structlog

from isogloss.errors import RemoteError
from isogloss.events import PROGRESS, REQUEST_REPEATED, REQUEST_SENT
from isogloss.http.observe import Observer, Sent, Tally
from isogloss.http.request import Request

HEARTBEAT = 10.0
"""Seconds between lines where no terminal redraws them."""
REDRAW = 0.1
SHORT = 90.0
"""Seconds that are told as such; more are told in minutes."""


class Watching:
    """Counts what is done and tells it on stderr; also the port ``Progress``."""

    def __init__(self, what: str, total: int | None, *, quiet: bool, logged: bool = False) -> None:
        self.what, self.total, self.quiet, self.logged = what, total, quiet, logged
        self.requests = self.entries = self.ops = self.waits = 0
        self._terminal = sys.stderr.isatty() and not logged
        self._began = self._told = time.monotonic()
        self._lock = Lock()
        self._shown = 0

    def observer(self, tally: Tally) -> Observer:
        """An observer that counts for a tally and for this."""
        return _Both(tally, self)

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
        if self.total:
            parts.append(f"{self.ops} of {self.total} ops")
        elif self.entries:
            parts.append(f"{self.entries} entries")
        parts.append(f"{self.requests} requests, {self.requests / seconds:.1f}/s")
        if self.total and self.ops:
            left = seconds / self.ops * (self.total - self.ops)
            parts.append(f"about {left:.0f} s left" if left < SHORT else f"about {left / 60:.0f} min left")
        if self.waits:
            parts.append(f"waiting for {self.waits}")
        return " · ".join(parts)

    def _tell(self) -> None:
        now = time.monotonic()
        if self.quiet or now - self._told < (REDRAW if self._terminal else HEARTBEAT):
            return
        with self._lock:
            self._told = now
            if self.logged:
                facts = {"ops": self.ops, "of": self.total, "entries": self.entries, "requests": self.requests}
                structlog.get_logger().info(PROGRESS, doing=self.what, **facts, waiting=self.waits)
                return
            line = self.line()
            if self._terminal:
                sys.stderr.write("\r" + line[:79].ljust(self._shown))
                self._shown = len(line[:79])
            else:
                sys.stderr.write(line + "\n")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()


class _Both:
    """Tells a tally and the watcher."""

    def __init__(self, tally: Tally, watching: Watching) -> None:
        self._tally, self._watching = tally, watching
        self._log = structlog.get_logger()

    def sent(self, sent: Sent) -> None:
        self._tally.sent(sent)
        self._watching.sent()
        self._log.debug(
            REQUEST_SENT, method=sent.method, path=sent.path, status=sent.status, ms=int(sent.seconds * 1e3)
        )

    def repeats(self, request: Request, error: RemoteError, seconds: float) -> None:
        self._tally.repeats(request, error, seconds)
        self._log.info(REQUEST_REPEATED, request=request.name, because=str(error), wait=round(seconds, 2))
