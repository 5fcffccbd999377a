"""Both sandboxes, started once for each test process and made fresh for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sandboxes as support

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[support.Sandboxes]:
    with support.started() as started:
        yield started


@pytest.fixture
def sandboxes(sandbox_process: support.Sandboxes) -> support.Sandboxes:
    sandbox_process.fresh()
    return sandbox_process
