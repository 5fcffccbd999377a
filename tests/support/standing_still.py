"""The command in a process that stops itself while it sends: at an instant, and with as many threads, as it is told.

ISOGLOSS_TEST_LEASE is how many seconds a lease lasts there, where that is not two minutes. ISOGLOSS_TEST_STOP is an
instant in the sending of a call, and how many threads stand there when the process stops, as in ``asked:3``: whoever
comes there waits for the others, and whoever comes last stops them all. So no test needs luck to stop a process between
two instructions. Where not so many come, the process says how many did, and ends.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from httpcore._backends.sync import SyncStream
from httpcore._sync.http11 import HTTP11Connection

from isogloss.cli import main
from isogloss.http.limiter import Limiter
from isogloss.run import leasing
from isogloss.state.lease import Lease

PATIENT = 100.0
"""Seconds; whoever waits longer for the others ends the process, which is less than a test waits for it to stop."""
ALONE = 70
"""What it ends with then, which the command never does."""


class Meeting:
    """Where so many threads that send come together."""

    def __init__(self, instant: str, threads: int) -> None:
        self._instant, self._threads, self._came = instant, threads, 0
        self._lock, self._over = threading.Lock(), threading.Event()

    def come(self) -> None:
        if self._over.is_set():
            return
        with self._lock:
            self._came += 1
            last = self._came == self._threads
        if last:
            # told to this thread, which so goes no step further; a signal to the process stops some other one first
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
            self._over.set()
        elif not self._over.wait(PATIENT):
            self._end_alone()

    def _end_alone(self) -> None:
        with self._lock:
            came = self._came
        if came < self._threads:  # else it was stopped for so long
            sys.stderr.write(f"{came} of {self._threads} threads came to {self._instant!r} in {PATIENT:.0f} s\n")
            sys.stderr.flush()
            os._exit(ALONE)


def around(owner: type, name: str, told: Callable[..., None], *, before: bool = False) -> None:
    """Tell of each call of a method, with what it was called with."""
    method = getattr(owner, name)

    @wraps(method)
    def telling(*given: Any, **named: Any) -> Any:
        if before:
            told(*given)
            return method(*given, **named)
        result = method(*given, **named)
        told(*given)
        return result

    setattr(owner, name, telling)


AT = {
    "before the limiter": (Limiter, "enter", True),
    "after the limiter": (Limiter, "enter", False),
    "asked": (Lease, "renew", False),
    "connected": (HTTP11Connection, "handle_request", True),  # a new one, or a kept one
    "past the last question": (SyncStream, "write", True),
    "gone": (SyncStream, "write", False),
    "reading back": (SyncStream, "write", False),
}
"""The method of each instant, and whether that is before it or after it."""
WRITES = (b"POST ", b"PATCH ")


def meet(instant: str, arrive: Callable[[], None]) -> None:
    """Have threads come together at an instant of their sending, or any one at its first look after a write."""
    owner, name, before = AT[instant]
    written = threading.Event()

    def come(*_: object) -> None:
        if threading.current_thread().name.startswith("send-"):
            arrive()

    def whole(_stream: object, sent: bytes, *_: object) -> None:
        if not sent.startswith(WRITES):  # the body, with which a request is whole
            come()

    def looked(_stream: object, sent: bytes, *_: object) -> None:
        if sent.startswith(WRITES):
            written.set()
        elif sent.startswith(b"GET ") and written.is_set():
            arrive()

    told = {"past the last question": whole, "gone": whole, "reading back": looked}.get(instant, come)
    around(owner, name, told, before=before)


leasing.LEASE_SECONDS = float(os.environ.get("ISOGLOSS_TEST_LEASE", leasing.LEASE_SECONDS))
if told := os.environ.get("ISOGLOSS_TEST_STOP"):
    where, _, threads = told.partition(":")
    meet(where, Meeting(where, int(threads)).come)
main()
