"""Who is at work: one at a time, and nobody waits for a process that is gone."""

import os
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from manual_clock import ManualClock

from isogloss.errors import Interrupted, Refused, StateError
from isogloss.model.address import Side
from isogloss.outcomes import Holder
from isogloss.run.leasing import LEASE_SECONDS, free_if_dead, leased, seen_dead
from isogloss.run.session import Session
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


def session(clock, **options):
    return Session(None, "", Path(), clock, **options)  # whoever holds a lease looks at no mapping


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


def test_what_has_to_be_called_before_a_request_stops_where_a_person_asked(state, clock):
    def stop():
        raise Interrupted("stopped")

    with leased(session(clock, stop=stop), state) as held, pytest.raises(Interrupted):
        held.stop()


def test_going_on_keeps_the_lease(state, clock):
    with leased(session(clock), state) as held:
        for keep in (held.stop, held.reach(Side.LEFT)["leaving"]) * 2:
            clock.sleep(LEASE_SECONDS * 0.75)
            keep()
        assert not state.leases.show().expired
    assert state.leases.show() is None


def test_a_lease_of_somebody_alive_keeps_others_out(state, clock):
    with state.leases.acquire(LEASE_SECONDS):
        free_if_dead(state.leases)
        assert state.leases.show() is not None
        with pytest.raises(Refused), leased(session(clock), state):
            pytest.fail("two at once")


def test_a_lease_that_could_not_be_given_back_is_not_waited_for_by_its_own_process(state, clock, monkeypatch):
    """A service goes on for weeks: a state that was away when a run ended must not keep it from its own mapping."""

    def away(statement):
        raise StateError("the state is away")

    def cut():
        with monkeypatch.context() as broken, leased(session(clock), state):
            broken.setattr(type(state.leases._database), "execute", lambda self, statement: away(statement))

    with pytest.raises(StateError):
        cut()
    left = state.leases.show()
    assert left is not None
    assert (left.expired, seen_dead(left)) == (False, True)
    with leased(session(clock), state):
        held = state.leases.show()
        assert (held.id != left.id, seen_dead(held)) == (True, False)
    assert state.leases.show() is None
