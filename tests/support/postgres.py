"""A PostgreSQL for tests: the server that ISOGLOSS_TEST_POSTGRES names, or one of our own as long as they run.

Our own is made of the programs that are installed, as an ordinary user, and listens on a socket in a folder of its own
and nowhere else. Where there are none its tests are skipped, and fail with ``ISOGLOSS_TEST_POSTGRES=required``.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url

REQUIRED = "required"
GIVEN = os.environ.get("ISOGLOSS_TEST_POSTGRES", "")
USER = "postgres"
"""Who the server runs as where the tests are root's: it refuses to run as root."""

_SERVE = '"$0" -c listen_addresses= -c fsync=off "$@" </dev/null & cat; kill -QUIT $!; wait'
"""Serves until its standard input ends, so that no server outlives the tests that are killed."""


def found() -> Path | None:
    """Where the programs of the newest server here are."""
    known = shutil.which("pg_ctl")
    folders = [Path(known).resolve().parent] if known else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def lacking() -> str:
    """Why there is no server to be had; nothing where there is."""
    if find_spec("psycopg") is None:
        return "no driver for PostgreSQL: install psycopg"
    if GIVEN not in ("", REQUIRED):
        return ""
    if found() is None:
        return "no PostgreSQL here: install a server (Debian: postgresql), or name one by ISOGLOSS_TEST_POSTGRES"
    if os.getuid() == 0 and not _known(USER):
        return f"PostgreSQL does not run as root, and there is no user {USER}"
    return ""


def told() -> str:
    """What the tests of PostgreSQL will do, for the head of their report."""
    return f"PostgreSQL: its tests are skipped ({lacking()})" if lacking() else "PostgreSQL: its tests run"


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


@contextmanager
def serving() -> Iterator[str]:
    """The address of a database on a server where others can be made."""
    if GIVEN not in ("", REQUIRED):
        yield GIVEN
        return
    with restartable() as server:
        yield server.address


class Server:
    """A server of our own, in a folder, that can be stopped and started."""

    def __init__(self, folder: str) -> None:
        self.address = f"postgresql://isogloss@/postgres?host={folder}"
        self._folder, self._user = folder, USER if os.getuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        programs = found()
        assert programs is not None
        self._programs = programs
        if self._user is not None:
            shutil.chown(folder, self._user)
        making = [programs / "initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "isogloss"]
        making += ["--locale=C.UTF-8", "--no-sync"]
        subprocess.run(making, user=self._user, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=60)

    def start(self) -> None:
        serve = ["sh", "-c", _SERVE, self._programs / "postgres", "-D", f"{self._folder}/data", "-k", self._folder]
        with Path(self._folder, "log").open("ab") as log:
            self._process = subprocess.Popen(
                serve, user=self._user, cwd=self._folder, stdin=subprocess.PIPE, stderr=log
            )
        _wait_until_it_answers(self._programs / "pg_isready", self._folder)

    def stop(self) -> None:
        """End it at once, with every connection."""
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait(60)


@contextmanager
def restartable() -> Iterator[Server]:
    """A server of our own that runs."""
    with tempfile.TemporaryDirectory(prefix="isogloss-postgres-") as folder:
        server = Server(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _wait_until_it_answers(asks: Path, folder: str) -> None:
    last = time.monotonic() + 60
    while subprocess.run([asks, "-q", "-h", folder], check=False).returncode != 0:
        assert time.monotonic() < last, Path(folder, "log").read_text(encoding="utf-8")
        time.sleep(0.05)


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """A database of its own, gone afterwards, whose own order of names is not that of code points."""
    import psycopg  # the tests that need none run without the driver

    name = f"isogloss_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE "en-US"')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a database that may be written, shared by the tests of one process."""
    if reason := lacking():
        if GIVEN == REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    with serving() as address:
        yield address


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """A new database for one test."""
    with new_database(postgres_server) as address:
        yield address
