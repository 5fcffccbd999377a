"""Commands as processes of their own, without what it takes to load them: each is a fork of one that has loaded all.

To load the whole program takes two seconds of a processor, which is more than most commands of a test take afterwards.
A fork is a process as any other: it has streams, a folder and an environment of its own, and is killed, stopped and
interrupted by its id. Only how a command begins is not what people meet: who tests that starts it by
``python -m isogloss``.

Run as a program, this is what is forked: it answers at a socket, and ends with its standard input. There is one for all
processes of a test run. What connects sends what is wanted and its three streams, and is told the id of the process
first, and how it ended last. Run with the words of a command instead, it is what a shell calls in place of it.
"""

from __future__ import annotations

import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Self

WHERE = "ISOGLOSS_TEST_FORKED"
"""The variable that tells where it answers."""
DOOR = "ISOGLOSS_TEST_DOOR"
"""The variable that tells it by which file it hears of who wants something."""
STREAMS = 3


def begin() -> Callable[[], None]:
    """Have it there for this process and those that it starts; gives what ends it. It loads nothing before it must."""
    import tempfile  # here and below: what stands in for a command in a shell is to be quick

    folder = tempfile.TemporaryDirectory(prefix="isogloss-forked-")
    os.environ[WHERE] = os.path.join(folder.name, "socket")  # noqa: PTH118 - pathlib is slow to load
    door = socket.socket(socket.AF_UNIX)
    door.bind(os.environ[WHERE])
    door.listen(100)
    with door:
        command = [sys.executable, "-P", __file__]
        told = {**os.environ, DOOR: str(door.fileno())}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=told, pass_fds=[door.fileno()])

    def end() -> None:
        process.stdin.close()
        process.wait(60)
        folder.cleanup()

    return end


def ask(words: list[str], environment: Mapping[str, str], folder: str, streams: list[int]) -> socket.socket:
    """Have a command begun; gives what tells its id and its end, a line each."""
    if WHERE not in os.environ:  # a script of bench: tests have it begun for all their processes
        import atexit

        atexit.register(begin())
    conn = socket.socket(socket.AF_UNIX)
    conn.connect(os.environ[WHERE])
    told = json.dumps([words, dict(environment), folder]).encode("utf-8", "surrogateescape")
    socket.send_fds(conn, [len(told).to_bytes(4, "big")], streams)
    conn.sendall(told)
    return conn


class Forked:
    """One command at work: of what ``subprocess.Popen`` has, what tests use."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path | str = ".",
        stdin: int = subprocess.DEVNULL,
        stdout: int | IO[Any] = 1,
        stderr: int | IO[Any] = 2,
    ) -> None:
        self.args, self.returncode = list(words), None
        with ExitStack() as given:
            self.stdout, out = _written(stdout, given)
            self.stderr, err = _written(stderr, given)
            streams = [_nothing(given) if stdin == subprocess.DEVNULL else stdin, out, err]
            self._told = ask(self.args, env, os.path.abspath(cwd), streams)  # noqa: PTH100 - pathlib is slow to load
        self._lines = self._told.makefile()
        self.pid = int(self._lines.readline())

    def poll(self) -> int | None:
        """How it ended, if it has."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it has."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = int(self._lines.readline())
            self._lines.close()
            self._told.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it, if it has not ended."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()
        for each in (self.stdout, self.stderr):
            if each is not None:
                each.close()


def _written(wanted: int | IO[Any], given: ExitStack) -> tuple[IO[str] | None, int]:
    """Where a command writes: our end, if there is one, and the file that it is given."""
    if wanted == subprocess.PIPE:
        ours, theirs = os.pipe()
        given.callback(os.close, theirs)
        return os.fdopen(ours, encoding="utf-8"), theirs
    if wanted == subprocess.DEVNULL:
        return None, _nothing(given)
    return None, wanted if isinstance(wanted, int) else wanted.fileno()


def _nothing(given: ExitStack) -> int:
    opened = os.open(os.devnull, os.O_RDWR)
    given.callback(os.close, opened)
    return opened


def load() -> None:
    """Import all that a command may import."""
    import gc
    import pkgutil
    import threading
    from importlib import import_module, util

    import isogloss

    for each in pkgutil.walk_packages(isogloss.__path__, "isogloss."):
        if not each.name.endswith(".__main__") and ".migrations" not in each.name:
            import_module(each.name)
    for name in ("structlog", "procrastinate", "psycopg", "uvicorn"):
        if util.find_spec(name):
            import_module(name)
    assert threading.active_count() == 1, "what has threads cannot be forked"
    gc.collect()
    gc.freeze()


def serve() -> list[str]:
    """Fork whatever is asked for; gives its words where this is the fork of a command. Ends with standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(os.environ[DOOR])) as door:
        loaded = False
        while door in select.select([door, 0], [], [])[0]:
            if not loaded:
                load()
                loaded = True
            conn, _ = door.accept()
            reap()
            if not os.fork():
                door.close()
                return watch(conn)
            conn.close()
    reap()
    os._exit(0)  # what was measured of it is with each fork


def reap() -> None:
    """Let go of what watched commands that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def watch(conn: socket.socket) -> list[str]:
    """Begin a command, and tell how it ends; gives its words where this is the command."""
    size, streams, *_ = socket.recv_fds(conn, 4, STREAMS)
    with conn.makefile("rb") as told:
        words, environment, folder = json.loads(told.read(int.from_bytes(size, "big")))
    if pid := os.fork():
        for each in streams:
            os.close(each)
        for number in range(STREAMS):
            os.close(number)
        try:
            conn.sendall(b"%d\n" % pid)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            conn.sendall(b"%d\n" % code)
        except BrokenPipeError:
            pass  # nobody waits for it any more
        os._exit(0)
    conn.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    return words


def script() -> str:
    """What a shell calls in place of ``isogloss``."""
    return f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -S -E {shlex.quote(__file__)} "$@"\n'


def stand_in() -> int:
    """Have a command do its work on our streams, and hear the signals that we get; gives its exit code."""
    with ask(sys.argv[1:], os.environ, os.getcwd(), list(range(STREAMS))) as conn, conn.makefile() as told:  # noqa: PTH109 - pathlib is slow to load
        pid = int(told.readline())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: os.kill(pid, number))
        code = int(told.readline())
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    if DOOR not in os.environ:
        sys.exit(stand_in())
    sys.argv = ["isogloss", *serve()]
    from isogloss.cli import main

    main()
