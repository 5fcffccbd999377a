"""The command in a process that stops itself while it sends: at an instant, and with as many threads, as it is told.

ISOGLOSS_TEST_LEASE is how many seconds a lease lasts there, where that is not two minutes. ISOGLOSS_TEST_STOP is an
instant in the sending of a call, and how many threads stand there when the process stops, as in ``asked:3``: whoever
comes there waits for the others, and whoever comes last stops them all. So no test needs luck to stop a process between
two instructions.
"""

import os
import signal
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

PATIENT = 60.0
"""Seconds; whoever waits longer for the others goes on, and the test fails."""


class Meeting:
    """Where so many threads that send come together."""

    def __init__(self, threads: int) -> None:
        self._missing, self._lock, self._whole = threads, threading.Lock(), threading.Event()

    def come(self) -> None:
        if self._whole.is_set() or not threading.current_thread().name.startswith("send-"):
            return
        with self._lock:
            self._missing -= 1
            last = self._missing == 0
        if last:
            os.kill(os.getpid(), signal.SIGSTOP)
            self._whole.set()
        self._whole.wait(PATIENT)


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


def meet(instant: str, come: Callable[[], None]) -> None:
    """Have threads come together at an instant."""

    def whole(_stream: object, sent: bytes, *_: object) -> None:
        if not sent.startswith((b"POST ", b"PATCH ")):  # the body, with which a request is whole
            come()

    match instant:
        case "before the limiter":
            around(Limiter, "enter", lambda *_: come(), before=True)
        case "after the limiter":
            around(Limiter, "enter", lambda *_: come())
        case "asked":
            around(Lease, "renew", lambda *_: come())
        case "connected":
            around(HTTP11Connection, "handle_request", lambda *_: come(), before=True)  # a new one, or a kept one
        case "past the last question":
            around(SyncStream, "write", whole, before=True)
        case "gone":
            around(SyncStream, "write", whole)
        case _:
            raise AssertionError(instant)


leasing.LEASE_SECONDS = float(os.environ.get("ISOGLOSS_TEST_LEASE", leasing.LEASE_SECONDS))
if told := os.environ.get("ISOGLOSS_TEST_STOP"):
    where, _, threads = told.partition(":")
    meet(where, Meeting(int(threads)).come)
main()
