"""Who is at work: one at a time, and nobody waits for a process that is gone."""

import os
import socket
from datetime import timedelta

import pytest
from manual_clock import ManualClock

from isogloss.errors import Interrupted, Refused
from isogloss.run.leasing import LEASE_SECONDS, free_if_dead, leased, seen_dead
from isogloss.state.lease import Holder
from isogloss.state.opened import open_state

NOBODY = 2**22 + 7
"""No process has such a number: Linux gives none above 2**22."""


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def state(tmp_path, clock):
    with open_state(str(tmp_path / "state.db"), "acme", clock) as opened:
        yield opened


def holder(pid, host=None):
    now = ManualClock().now()
    return Holder("1", "somebody", host or socket.gethostname(), pid, now, now + timedelta(seconds=60), expired=False)


@pytest.mark.parametrize(
    ("one", "dead"),
    [
        (holder(NOBODY), True),
        (holder(NOBODY, "another.example"), False),
        (holder(os.getpid()), False),
        (holder(os.getppid()), False),
    ],
    ids=["gone", "elsewhere", "this one", "alive"],
)
def test_only_a_process_of_this_machine_can_be_seen_to_be_dead(one, dead):
    assert seen_dead(one) is dead


def test_what_has_to_be_called_before_a_request_stops_where_a_person_asked(state):
    def stop():
        raise Interrupted("stopped")

    with leased(state, stop) as keep_going, pytest.raises(Interrupted):
        keep_going()


def test_going_on_keeps_the_lease(state, clock):
    with leased(state, lambda: None) as keep_going:
        for _ in range(4):
            clock.sleep(LEASE_SECONDS * 0.75)
            keep_going()
        assert not state.leases.show().expired
    assert state.leases.show() is None


def test_a_lease_of_somebody_alive_keeps_others_out(state):
    with state.leases.acquire(LEASE_SECONDS):
        free_if_dead(state.leases)
        assert state.leases.show() is not None
        with pytest.raises(Refused), leased(state, lambda: None):
            pytest.fail("two at once")
