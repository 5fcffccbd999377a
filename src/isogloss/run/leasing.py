"""Who is at work on a mapping: one run at a time, and nobody waits for a process that is gone."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from isogloss.apply.spending import Spending
from isogloss.model.address import Side
from isogloss.outcomes import Holder
from isogloss.run.session import Session
from isogloss.state.lease import Leases, is_left
from isogloss.state.opened import State

LEASE_SECONDS = 120.0
"""How long a holder that died keeps others out, unless it is seen to be dead."""


@contextmanager
def leased(session: Session, state: State) -> Iterator[Session]:
    """Hold the mapping's lease; yields a session each of whose requests renews it, and whose ``stop`` does so too.

    No request of it leaves that does not know at the last instant that the lease was ours a moment before.

    What it spends is counted, and it ends where it may spend no more.
    """
    free_if_dead(state.leases)
    with state.leases.acquire(LEASE_SECONDS) as lease:
        spending = Spending(session.clock, session.allowance)

        def keep_going() -> None:
            session.stop()
            spending.still()
            lease.renew()

        def leaving(side: Side) -> None:
            lease.renew()
            spending.leaving(side)

        yield replace(session, stop=keep_going, leaving=leaving, at_last=lease.insist, spending=spending)


def free_if_dead(leases: Leases) -> None:
    """A holder on this machine that is gone will not come back: take the lease from it at once.

    Its process has ended, or is this one and could not give it back, since the state was away when its run ended.
    """
    holder = leases.show()
    if holder is not None and not holder.expired and seen_dead(holder):
        leases.break_(holder.id)


def seen_dead(holder: Holder) -> bool:
    """Whether a holder worked on this machine and its process is gone, or is this one and has left it."""
    if holder.host != socket.gethostname():
        return False
    if holder.pid == os.getpid():
        return is_left(holder.id)
    try:
        os.kill(holder.pid, 0)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return False
