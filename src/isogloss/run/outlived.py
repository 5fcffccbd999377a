"""Whether the state is older than what was done with it: runs are kept in files beside it that it knows nothing of.

Decides which runs count: those of the mapping that began after the newest that the state knows. Refuses to know what
follows; ``decide.older`` says what of the base can still be trusted. Also looks whether runs of the mapping are kept
elsewhere: then this state is not the one that they were made with.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from isogloss.decide.older import Outlived
from isogloss.run.filing import folder_of
from isogloss.run.session import DEFAULT_STATE, Session, runs_beside
from isogloss.state.opened import State

_SECOND = len("20261129-153000")
_RUN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}(-\d{2})?")


def outlived(session: Session, state: State) -> Outlived | None:
    """The runs that a state knows nothing of; None where it is as new as can be told."""
    if session.runs is None:
        return None
    folder = folder_of(session.runs, session.bridge.name)
    there = _kept(folder)
    if not there:
        return None
    known = {run.id for run in state.runs.all()}
    newest = max(known, default="")[:_SECOND]  # two runs may begin in one second
    lost = [name for name in there if name[:_SECOND] >= newest and name not in known]
    if not lost:
        return None
    return Outlived(tuple(lost), _until(folder / lost[-1], session.clock.now()))


def kept_elsewhere(session: Session, state: State) -> tuple[Path, ...]:
    """The other folders in which newer runs of the mapping are kept than the state knows: here, and above its file."""
    newest = max((run.id for run in state.runs.all(limit=1)), default="")
    ours = None if session.runs is None else session.runs.resolve()
    above = Path(session.bridge.path).resolve().parents
    found: dict[Path, None] = {}
    for folder in (Path.cwd(), *above):
        runs = runs_beside(str(folder.resolve() / DEFAULT_STATE))
        there = _kept(folder_of(runs, session.bridge.name))
        if runs != ours and there and there[-1][:_SECOND] > newest[:_SECOND]:
            found[runs] = None
    return tuple(found)


def _kept(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if _RUN.fullmatch(each.name))
    except OSError:
        return []


def _until(folder: Path, now: datetime) -> datetime:
    """When a run may have written last; never later than now."""
    try:
        last = max(each.stat().st_mtime for each in (folder, *folder.iterdir()))
    except OSError:
        return now
    return min(now, datetime.fromtimestamp(last, UTC))
