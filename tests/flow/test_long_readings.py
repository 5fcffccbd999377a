"""A run that reads for hours before its first write is still the one at work: each request renews its lease."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest
from manual_clock import ManualClock
from sandboxes import Crossing

from isogloss import api
from isogloss.errors import Interrupted
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.run.session import Session


class Slow(httpx.BaseTransport):
    """Each request takes most of a minute; whether the lease had expired when it arrived."""

    def __init__(self, crossing: Crossing, clock: ManualClock) -> None:
        self.crossing, self.clock = crossing, clock
        self.expired: list[bool] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.clock.sleep(50)
        with open_state(str(self.crossing.state), "pots", self.clock, read_only=True) as state:
            self.expired.append(state.leases.show().expired)
        return self.crossing.transport.handle_request(request)


def applied(crossing: Crossing) -> Callable[[Session], object]:
    plan = crossing.plan()
    return lambda session: api.apply(session, plan)


def synced(crossing: Crossing) -> Callable[[Session], object]:
    return lambda session: api.sync(session, crossing.out("sync"))


@pytest.mark.parametrize("command", [applied, synced])
def test_a_long_reading_keeps_the_lease(
    sandboxes: Sandboxes, tmp_path: Path, command: Callable[[Crossing], Callable[[Session], object]]
) -> None:
    def stop() -> None:
        raise Interrupted("here the first write would be")

    crossing, clock = Crossing(sandboxes, tmp_path), ManualClock()
    crossing.seed()
    carry_out, slow = command(crossing), Slow(crossing, clock)
    with pytest.raises(Interrupted):
        carry_out(replace(crossing.session(), clock=clock, transport=slow, stop=stop))
    assert clock.monotonic() > 500
    assert not any(slow.expired)
