"""What whoever runs mappings by the clock begins with: all of a project, also those that broke since they were run.

Decides that a mapping which the state knows, so that its file could be used once, keeps no other from being run where
its file is broken at a start: it is told, and its turns fail as they do where it breaks later. One that was never run
is refused, for whoever added it is there to mend it.
"""

from itertools import chain
from pathlib import Path

from isogloss.errors import MappingError
from isogloss.events import WARNED, Log
from isogloss.http.clock import SystemClock
from isogloss.jobs.project import problems_of, said_in
from isogloss.mapping.project.reading import Said
from isogloss.state.agenda import open_agenda


def starting(
    state: str, path: Path, log: Log, cron: str | None = None, zone: str | None = None, notify: str | None = None
) -> tuple[Said, ...]:
    """What a project says of each mapping, those that were run before and cannot be now among them; writes nothing.

    log:    is told of each of these, and why it cannot be run.
    cron, zone, notify: as of ``project``.
    Raises: as ``project``, with every problem, where a mapping that was never run is broken; StateError.
    """
    said = said_in(path, cron, zone, notify)
    wrong = {each.name: problems for each in said if (problems := problems_of(each))}
    if not wrong:
        return said
    with open_agenda(state, SystemClock(), read_only=True) as agenda:
        known = agenda.schedules()
    if not wrong.keys() <= known.keys():
        raise MappingError(str(path), chain.from_iterable(wrong.values()))
    for name, problems in wrong.items():
        for problem in problems:
            message = (
                f"{problem.path}: the mapping was run before, and cannot be run now. Others are; its turns fail until "
                f"it is mended: {problem.reason}"
            )
            log(WARNED, mapping=name, message=message)
    return said
