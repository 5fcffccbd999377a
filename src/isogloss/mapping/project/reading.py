"""From the text of a project file to what it says of each mapping, with every problem in one error.

Decides what a schedule, a zone and a lane may be. Refuses to know whether the files hold those mappings; whoever loads
them does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from isogloss.decide.approving import ALWAYS, Bounds
from isogloss.errors import ConfigError, MappingError, Problem
from isogloss.mapping.file.shape import in_words
from isogloss.mapping.file.source import LARGEST, Source, read_source
from isogloss.mapping.file.words import read_amount
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.project import hooking
from isogloss.mapping.project.document import (
    DEFAULT_LANE,
    EVERY,
    PLACES_OF_UNIONS,
    Approve,
    ApproveEntry,
    DefaultsEntry,
    JobEntry,
    Project,
    WhenEntry,
)
from isogloss.mapping.project.hooking import NO_HOOKS, Hooks, HooksEntry, hook_problems, hooks_of
from isogloss.mapping.project.notifying import PARTS, Receiver, ReceiverEntry, notify_problems, receivers_of
from isogloss.schedule.times import problem_of, zone_of


@dataclass(frozen=True, slots=True)
class Said:
    """What a project says of one mapping.

    file: the mapping file.
    approve: what a plan may do without somebody's approval; None where it may do anything.
    notify: who is told of it.
    hooks:  who may hint that something changed.
    """

    name: str
    file: Path
    cron: str = EVERY
    zone: str = "UTC"
    lane: str = DEFAULT_LANE
    approve: Bounds | None = None
    notify: tuple[Receiver, ...] = ()
    hooks: Hooks = NO_HOOKS


def read_file(path: Path) -> str:
    """The text of a project or mapping file.

    Raises: ConfigError where it cannot be read.
    """
    try:
        with path.open("rb") as opened:
            return opened.read(4 * LARGEST + 1).decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(
            f"{path}: the project cannot be read ({error.strerror}); give the path of a project or of a mapping"
        ) from None
    except ValueError:
        raise ConfigError(f"{path}: the project is not a text in UTF-8; save it as such") from None


def is_mapping(text: str) -> bool:
    """Whether a text is that of one mapping, not of a project."""
    data = read_source(text).data
    return isinstance(data, dict) and "sides" in data and "mappings" not in data


def read_project(text: str, path: Path) -> tuple[Said, ...]:
    """What a project says of each mapping, in its order.

    Raises: MappingError with every problem found, each with its path and line.
    """
    source = read_source(text)
    project, problems = _shaped(source)
    if project is not None:
        problems = (*problems, *_problems(project))
    if problems:
        raise MappingError(str(path), tuple(p if p in source.problems else source.placed(p) for p in problems))
    assert project is not None, "without problems there is a project"  # noqa: S101  # our own bug if not
    receivers = receivers_of(project.notify, path.parent)
    return tuple(
        _said(name, entry, project.defaults, path.parent, receivers) for name, entry in project.mappings.items()
    )


def timing_problems(cron: str | None, zone: str | None, path: str = "") -> Iterator[Problem]:
    """What is wrong with a schedule and a zone."""
    at = f"{path}." if path else ""
    if cron is not None and (why := problem_of(cron)):
        yield Problem(f"{at}schedule", f"{cron} {why}" if len(cron) < 100 else why)  # noqa: PLR2004  # what can be read
    if zone is not None and zone_of(zone) is None:
        yield Problem(
            f"{at}zone",
            f"there is no time zone {zone} on this machine; write it as Europe/Berlin, and install tzdata where none "
            "but UTC is known",
        )


def _shaped(source: Source) -> tuple[Project | None, tuple[Problem, ...]]:
    if not isinstance(source.data, dict):
        return None, source.problems or (Problem("", "an empty file, or not keys with values; see docs/serve.md"),)
    try:
        return Project.model_validate(source.data), source.problems
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True)
    return None, (*source.problems, *(_in_words(details, source) for details in found))


def _in_words(details: ErrorDetails, source: Source) -> Problem:
    place = [str(part) for part in details["loc"] if part != "[key]" and part not in PLACES_OF_UNIONS]
    path = ".".join(place)
    if details["type"] == "extra_forbidden":
        known = (field.alias or name for name, field in _model_at(place).model_fields.items())
        return Problem(path, f"unknown key{nearest(place[-1], known)}")
    if details["type"] == "too_short":
        return Problem(path, "name at least one mapping")
    return in_words(details, path, source)


def _model_at(place: list[str]) -> type[BaseModel]:
    """The model of the part that has an unknown key."""
    if "approve" in place:
        return WhenEntry if "when" in place else ApproveEntry
    if place[0] == "notify" and len(place) > 2:  # noqa: PLR2004  # notify, a name, and a key
        return PARTS.get(place[2], ReceiverEntry) if len(place) > 3 else ReceiverEntry  # noqa: PLR2004  # its way
    if "hooks" in place[2:-1]:
        return hooking.PARTS.get(place[3], HooksEntry) if len(place) > 4 else HooksEntry  # noqa: PLR2004  # its side
    if place[0] == "defaults":
        return DefaultsEntry
    return Project if len(place) == 1 else JobEntry


def _problems(project: Project) -> Iterator[Problem]:
    yield from timing_problems(project.defaults.schedule, project.defaults.zone, "defaults")
    for name, entry in project.mappings.items():
        yield from timing_problems(entry.schedule, entry.zone, f"mappings.{name}")
    yield from notify_problems(project.notify)
    yield from hook_problems({name: entry.hooks for name, entry in project.mappings.items()})
    yield from _unknown(project.defaults.notify, "defaults", project)
    for name, entry in project.mappings.items():
        yield from _unknown(entry.notify, f"mappings.{name}", project)


def _unknown(names: list[str] | None, at: str, project: Project) -> Iterator[Problem]:
    for each in names or ():
        if each not in project.notify:
            yield Problem(f"{at}.notify", f"notify names no {each}{nearest(each, project.notify)}")


def _said(name: str, entry: JobEntry, defaults: DefaultsEntry, folder: Path, receivers: Mapping[str, Receiver]) -> Said:
    told = next((names for names in (entry.notify, defaults.notify) if names is not None), receivers)
    return Said(
        name,
        folder / entry.file,
        entry.schedule or defaults.schedule,
        entry.zone or defaults.zone,
        entry.lane or defaults.lane,
        _bounds(entry.approve or defaults.approve),
        tuple(receivers[each] for each in dict.fromkeys(told)),
        hooks_of(entry.hooks),
    )


def _bounds(said: Approve) -> Bounds | None:
    if not isinstance(said, ApproveEntry):
        return ALWAYS if said == "always" else None
    deletes, changes = (None if each is None else read_amount(each) for each in (said.when.deletes, said.when.changes))
    return Bounds(deletes, changes, said.when.losses, said.when.publishes)
