"""What is remembered of a mapping: runs, what is left, who is at work. Asks neither side."""

from collections.abc import Mapping
from dataclasses import dataclass

from isogloss.model.address import Side
from isogloss.run.beginning import cut_run
from isogloss.run.leasing import seen_dead
from isogloss.run.session import Session
from isogloss.state.lease import Holder
from isogloss.state.opened import open_state
from isogloss.state.runs import Run


@dataclass(frozen=True, slots=True)
class Status:
    """What the state remembers of a mapping; nobody was asked.

    cut:     the last run was cut half-way and can be finished by applying its plan again.
    held:    what the last run left for a person: records as plain data.
    drift:   what only the target of a one-way flow changed and keeps, likewise; nobody has to do anything.
    entries: entries known on each side, by side name.
    holder:  who is at work; nobody, where the process that held the lease is seen to be gone.
    """

    where: str
    runs: tuple[Run, ...]
    cut: Run | None
    held: tuple[Mapping[str, object], ...]
    drift: tuple[Mapping[str, object], ...]
    entries: Mapping[str, int]
    holder: Holder | None


def status(session: Session, runs: int = 5) -> Status:
    """Look at the state; sends nothing."""
    bridge = session.bridge
    with open_state(session.state, bridge.name, session.clock, read_only=True) as state:
        holder = state.leases.show()
        left = state.held.rows()
        return Status(
            where=session.state,
            runs=tuple(state.runs.all(limit=runs)),
            cut=cut_run(state),
            held=tuple(row for row in left if row.get("record") != "drift"),
            drift=tuple(row for row in left if row.get("record") == "drift"),
            entries={bridge.side(side).name: sum(1 for _ in state.identity.all_keys(side)) for side in Side},
            holder=None if holder is None or seen_dead(holder) else holder,
        )
