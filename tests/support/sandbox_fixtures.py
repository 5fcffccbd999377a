"""Fixtures: both sandboxes, started once for each test process and made fresh for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sandboxes as support
from uncut import Uncut, crossed, quick_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[support.Sandboxes]:
    with support.started() as started:
        yield started


@pytest.fixture
def sandboxes(sandbox_process: support.Sandboxes) -> support.Sandboxes:
    sandbox_process.fresh()
    return sandbox_process


@pytest.fixture(scope="session")
def crossings() -> Iterator[dict[str, Uncut]]:
    found: dict[str, Uncut] = {}
    yield found
    for made in found.values():
        made.close()


@pytest.fixture
def uncut(sandboxes: support.Sandboxes, crossings: dict[str, Uncut]) -> Callable[[str], Uncut]:
    """The small site, run across to its end once, and back at its start; for each direction."""

    def once(flow: str) -> Uncut:
        if flow not in crossings:
            crossing = support.Crossing(sandboxes, quick_folder(), flow, patience=support.PROMPT)
            crossing.seed()
            crossings[flow] = crossed(crossing)
        crossings[flow].begin()
        return crossings[flow]

    return once
