"""Check a mapping against both live sides."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from isogloss.bridge import Bridge
from isogloss.errors import MappingError, Problem, RemoteError
from isogloss.mapping.check.check import check as check_bridge
from isogloss.model.address import Side
from isogloss.outcomes import Checked, Notice
from isogloss.ports import Reader
from isogloss.run.left_out import with_counts
from isogloss.run.reminding import idle_locks
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.state.opened import open_state


def check(session: Session) -> Checked:
    """Check a mapping against both live sides; sends reads only."""
    with open_readers(session.bridge, session.reach) as readers:
        checked = check_bridge(session.bridge, readers)
        try:
            checked = with_counts(checked, session.bridge, readers)
        except RemoteError as error:  # as where a side cannot be asked at all: the rest is told all the same
            problem = Problem("sides", f"what is left out could not be counted: {error}")
            checked = replace(checked, problems=(*checked.problems, problem))
    return replace(checked, notices=(*checked.notices, *_idle_locks(session)))


def _idle_locks(session: Session) -> Iterator[Notice]:
    """Locks that match none of the entries that are remembered; before the first run, nobody knows."""
    bridge = session.bridge
    if not any(bridge.flows(kind).locks for kind in bridge.kinds):
        return
    with open_state(session.state, bridge.name, session.clock, read_only=True) as state:
        known = {key for side in Side for _, key in state.identity.all_keys(side)}
    for _, lock in idle_locks(bridge, known) if known else ():
        yield Notice("locks", f"{lock.said} matches no entry that is known; plan tells whether there is a new one")


def passed(bridge: Bridge, readers: Mapping[Side, Reader], *, probe: bool = True) -> Checked:
    """Check, and go on only if it passed.

    probe:  as for ``Reader.inspect``.
    Raises: MappingError with every problem; where a side could not be asked at all, its own error.
    """
    report = check_bridge(bridge, readers, probe=probe)
    for error in report.failures.values():
        raise error
    if not report.passed:
        raise MappingError(bridge.path, report.problems)
    return report
