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


@pytest.fixture(scope="session")
def near_sandboxes() -> Iterator[support.Sandboxes]:
    with support.near() as started:
        yield started


@pytest.fixture
def sandboxes(request: pytest.FixtureRequest) -> support.Sandboxes:
    """Both sandboxes in this process; in one of their own, over the network, for a test that is marked so."""
    far = request.node.get_closest_marker("network") is not None
    made: support.Sandboxes = request.getfixturevalue("sandbox_process" if far else "near_sandboxes")
    made.fresh()
    return made


@pytest.fixture(scope="session")
def crossings() -> Iterator[dict[tuple[str, str], Uncut]]:
    found: dict[tuple[str, str], Uncut] = {}
    yield found
    for made in found.values():
        made.close()


@pytest.fixture
def uncut(sandboxes: support.Sandboxes, crossings: dict[tuple[str, str], Uncut]) -> Callable[[str], Uncut]:
    """The small site, run across to its end once, and back at its start; for each direction."""

    def once(flow: str) -> Uncut:
        key = sandboxes.webflow.url, flow
        if key not in crossings:
            crossing = support.Crossing(sandboxes, quick_folder(), flow, patience=support.PROMPT)
            crossing.seed()
            crossings[key] = crossed(crossing)
        crossings[key].begin()
        return crossings[key]

    return once
