"""Copy a whole state to another place, on this machine's clock. Decides nothing else."""

from isogloss.http.clock import SystemClock
from isogloss.ports import Clock
from isogloss.run.leasing import free_if_dead
from isogloss.state import copying


def copy_state(source: str, target: str, clock: Clock | None = None) -> copying.Copied:
    """Copy what is remembered of all mappings from one address to another; see ``state.copying``.

    Raises: as that does.
    """
    return copying.copy_state(source, target, clock or SystemClock(), free_if_dead)
