"""Which mappings are run by the clock: those of a project file, or a single one without such a file.

Decides that a project calls each mapping by its own name: state, lease and reports go by that. Mapping files are looked
at without their secrets.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from isogloss.errors import IsoglossError, MappingError, Problem, UsageError
from isogloss.mapping.project.notifying import Receiver, by_command
from isogloss.mapping.project.reading import Said, is_mapping, read_file, read_project, timing_problems
from isogloss.run.loading import load
from isogloss.schedule.tick import Schedule

PROJECT: Final = "isogloss.yaml"
"""Where a project is looked for if nothing is said."""
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


def project(
    path: Path,
    cron: str | None = None,
    zone: str | None = None,
    notify: str | None = None,
    known: Collection[str] = (),
) -> tuple[Said, ...]:
    """What a project file, or a mapping file in its place, says of each mapping.

    cron, zone: when a single mapping is run; a project says so itself.
    notify: the command that tells of a single mapping; a project says so itself.
    known:  mappings of a project whose files may be broken, since they were run before: their next turn tells.
    Raises: ConfigError, MappingError where a file cannot be used; UsageError where something is said twice.
    """
    found = said_in(path, cron, zone, notify)
    if wrong := tuple(problem for said in found if said.name not in known for problem in problems_of(said)):
        raise MappingError(str(path), wrong)
    return found


def said_in(
    path: Path, cron: str | None = None, zone: str | None = None, notify: str | None = None
) -> tuple[Said, ...]:
    """The same of a project whose mapping files nobody has looked at yet; arguments as of ``project``."""
    text = read_file(path)
    if is_mapping(text):
        for problem in timing_problems(cron, zone):
            option = "--every" if problem.path == "schedule" else "--zone"
            raise UsageError(f"{option}: {problem.reason}")
        said = Said(load(path, resolve=False).name, path)
        told = () if notify is None else (_told_by(notify, path.parent),)
        return (replace(said, cron=cron or said.cron, zone=zone or said.zone, notify=told),)
    if cron is not None or zone is not None:
        raise UsageError(f"{path}: a project says itself when its mappings are run; leave out --every and --zone")
    if notify is not None:
        raise UsageError(f"{path}: a project says itself who is told; leave out --notify")
    return read_project(text, path)


def problems_of(said: Said) -> list[Problem]:
    """Why a mapping cannot be run under the name that its project gives it; nothing where it can."""
    at = f"mappings.{said.name}"
    try:
        name = load(said.file, resolve=False).name
    except IsoglossError as error:
        return [Problem(f"{at}.file", str(error))]
    return [] if name == said.name else [Problem(at, f"the mapping in {said.file} is called {name}; write that here")]


def schedule_of(said: Said) -> Schedule:
    """A mapping's schedule as it is before anybody has looked at a clock; its path holds wherever we are started."""
    return Schedule(said.name, str(said.file.absolute()), said.cron, said.zone, said.lane, None, _NEVER)


def _told_by(line: str, folder: Path) -> Receiver:
    try:
        return by_command(line, folder)
    except ValueError:
        raise UsageError("--notify: its words cannot be told apart; look at its quotes") from None
