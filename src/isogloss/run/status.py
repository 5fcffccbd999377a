"""What is remembered of a mapping: runs, what is left, who is at work. Asks neither side."""

from isogloss.model.address import Side
from isogloss.outcomes import Status
from isogloss.plan.op import Drifted
from isogloss.run.beginning import cut_run
from isogloss.run.leasing import seen_dead
from isogloss.run.outlived import kept_elsewhere, outlived
from isogloss.run.session import Session
from isogloss.state.opened import open_state


def status(session: Session, runs: int = 5) -> Status:
    """Look at the state; sends nothing."""
    bridge = session.bridge
    with open_state(session.state, bridge.name, session.clock, read_only=True) as state:
        holder = state.leases.show()
        left, older = state.held.all(), outlived(session, state)
        return Status(
            where=session.state,
            runs=tuple(state.runs.all(limit=runs)),
            cut=cut_run(session, state),
            held=tuple(each for each in left if not isinstance(each, Drifted)),
            drift=tuple(each for each in left if isinstance(each, Drifted)),
            entries={bridge.side(side).name: sum(1 for _ in state.identity.all_keys(side)) for side in Side},
            unknown=() if older is None else older.runs,
            elsewhere=tuple(str(folder) for folder in kept_elsewhere(session, state)),
            holder=None if holder is None or seen_dead(holder) else holder,
        )
