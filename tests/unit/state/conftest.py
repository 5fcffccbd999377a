"""A state to try things on: SQLite in a temporary folder, and PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from manual_clock import ManualClock

from isogloss.state.opened import State, open_state

Opener = Callable[..., AbstractContextManager[State]]

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="session")
def new_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state that nothing was written to yet: a copy of it is made sooner than a new one."""
    path = tmp_path_factory.mktemp("new") / "state.db"
    with open_state(str(path), "acme", ManualClock()):
        return path


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path, new_state: Path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_server")
    return str(shutil.copy(new_state, tmp_path / "state.db"))


@pytest.fixture
def reopen(address: str, clock: ManualClock, tmp_path: Path) -> Opener:
    """Open the state of this test, again if need be; its mapping is its own, so a shared database does no harm."""

    def opened(mapping: str = "acme", **options: bool) -> AbstractContextManager[State]:
        return open_state(address, f"{tmp_path}/{mapping}", clock, **options)

    return opened


@pytest.fixture
def state(reopen: Opener) -> Iterator[State]:
    with reopen() as opened:
        yield opened
