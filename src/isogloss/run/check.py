"""Check a mapping against both live sides."""

from collections.abc import Mapping

from isogloss.bridge import Bridge
from isogloss.errors import MappingError
from isogloss.mapping.check.check import check as check_bridge
from isogloss.model.address import Side
from isogloss.outcomes import Checked
from isogloss.ports import Reader
from isogloss.run.session import Session
from isogloss.run.sides import open_readers


def check(session: Session) -> Checked:
    """Check a mapping against both live sides; sends reads only."""
    with open_readers(session.bridge, session.reach) as readers:
        return check_bridge(session.bridge, readers)


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
