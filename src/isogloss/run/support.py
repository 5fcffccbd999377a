"""``support``: a bundle that can be given away: mapping, plan, runs, log, versions and both sides, filled.

Decides what is in it and what of the mapping stays: names of kinds, fields and locales, since they are the structure;
no secret, no address of an account, no comment, and no word of content. ``replayed`` makes of a bundle what
``rehearse`` is given: the two sides are sandboxes then, and nothing is remembered.
"""

import json
import platform
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

import yaml

from isogloss import __version__
from isogloss.bridge import BlogPosts, Bridge, FieldBinding
from isogloss.errors import IsoglossError, UsageError
from isogloss.files import whole
from isogloss.http.clock import SystemClock, VirtualClock
from isogloss.http.inside import Inside
from isogloss.model.address import Side
from isogloss.plan.data import read_plan
from isogloss.plan.record import dump_record
from isogloss.report.plain import status_data
from isogloss.run.filing import LOG, RESULT, folder_of
from isogloss.run.loading import load_text, text_of
from isogloss.run.plan import plan as make_plan
from isogloss.run.session import Session, session
from isogloss.run.status import status
from isogloss.stand_ins.filler import Filler
from isogloss.stand_ins.platforms import stand_in_of
from isogloss.stand_ins.scrub import scrubbed_state, told, words_of
from isogloss.stand_ins.side import listening_to
from isogloss.state.health import library_version
from isogloss.state.opened import open_state

MAPPING: Final = "mapping.yaml"
SIDES: Final = {Side.LEFT: "sides/left.json", Side.RIGHT: "sides/right.json"}
_README: Final = """\
A support bundle of Isogloss. Every text of content is replaced by filler of the same shape, script and length; numbers
and days are others, too. Names of kinds, fields and locales are those of the mapping. There is no token in it, and no
address of an account. isogloss rehearse FILE.zip replays it.

mapping.yaml         the mapping, without comments, addresses and names of secrets
sides/left.json      what the left side shows, as a state of its sandbox
sides/right.json     the same of the right side
plan.jsonl           the records of the plan that would be made now
status.json          what is remembered of runs and of what is held
journal.jsonl        what the last runs were about to send, and what came back
runs/                log and result of the last runs
versions.json        versions of Isogloss, Python and what it stands on
"""
_RUNS: Final = 3
_ANSWER: Final = 0.2
"""Seconds that an answer of a side in a bundle takes."""
_SECRET: Final = re.compile(r"\$\{[^}]*\}")
_OWN: Final = {"token": "${TOKEN}", "read_token": "${READ_TOKEN}", "write_token": "${WRITE_TOKEN}"}
_ENVIRON: Final = {"TOKEN": "filler-token", "READ_TOKEN": "filler-read-token", "WRITE_TOKEN": "filler-write-token"}
_DROPPED: Final = frozenset({"base_url", "fetch"})
_FILLED: Final = frozenset({"name", "note", "site", "pages", "components", "single_pages", "urls", "exclude", "posts"})
_ALL: Final = frozenset({"*"})
"""What stands for all pages or components."""
_WORDS: Final = ("true", "false", "published", "draft", "archived", "changed", "queued", "scheduled")
"""What flags and states of publication are called."""
_WITH: Final = ("httpx", "pydantic", "sqlalchemy", "click", "rich", "pyyaml", "selectolax")


@dataclass(frozen=True, slots=True)
class Bundled:
    """What was put into a bundle.

    missing: what could not be, and why.
    """

    path: Path
    files: tuple[str, ...]
    missing: tuple[str, ...] = ()


def support(asked: Session, out: Path) -> Bundled:
    """Write a bundle; sends reads only, and writes nothing but the bundle.

    Raises: UsageError where a side cannot be stood in for, or the bundle cannot be written.
    """
    bridge = asked.bridge
    filler = Filler(_kept(bridge), bridge.kinds)
    listening = {side: listening_to(bridge.side(side), asked.clock) for side in Side}
    missing: list[str] = []
    plan: list[dict[str, object]] = []
    try:
        heard = {side: each.heard for side, each in listening.items()}
        made = make_plan(replace(asked, full=True, heard=heard), asked.scratch / "support.jsonl")
        plan = [dict(dump_record(record)) for record in made.all_records()]
    except IsoglossError as error:
        missing.append(f"plan: {error}")
        plan = _refused(error)
    states = {side: each.learner.state() for side, each in listening.items() if each.learner is not None}
    content = frozenset(word for state in states.values() for word in words_of(state))
    files: dict[str, object] = {"README.txt": _README, "versions.json": _versions()}
    files[MAPPING] = _mapping(bridge, filler)
    for side, state in states.items():
        files[SIDES[side]] = scrubbed_state(state, filler)
    files["plan.jsonl"] = [told(record, filler, content) for record in plan]
    remembered = {**status_data(status(asked, runs=20)), "state": ""}  # a path may tell whose machine it is
    files["status.json"] = told(remembered, filler, content)
    files["journal.jsonl"] = [told(line, filler, content) for line in _journal(asked)]
    files |= _of_runs(asked, filler, content)
    if missing:
        files["missing.json"] = told([{"message": each} for each in missing], filler, content)
    _write(out, files)
    return Bundled(out, tuple(files), tuple(missing))


def _refused(error: IsoglossError) -> list[dict[str, object]]:
    """The records of a plan that was refused, and so was written to be looked at."""
    path = getattr(error, "plan", None)
    return [dict(dump_record(record)) for record in read_plan(path).all_records()] if path is not None else []


def _kept(bridge: Bridge) -> Iterator[str]:
    """Texts that mean something to the mapping, so that they must be what they are."""
    yield from (*bridge.kinds, *_WORDS)
    for side in Side:
        binding = bridge.side(side)
        yield from (*binding.locales.values(), *map(str, binding.locales), *binding.tags.values())
        for kind in binding.kinds.values():
            if isinstance(kind.place, BlogPosts):
                yield kind.place.text
            for bound in kind.fields.values():
                yield from _names(bound)


def _names(bound: FieldBinding) -> Iterator[str]:
    yield from (*bound.options, *bound.options.values(), bound.remote)
    for inner in bound.fields.values():
        yield from _names(inner)


def _versions() -> dict[str, object]:
    return {
        "isogloss": __version__,
        "python": sys.version.split()[0],
        "system": platform.system(),
        "sqlite": library_version(),
        **{name: version(name) for name in _WITH},
    }


def _mapping(bridge: Bridge, filler: Filler) -> str:
    document = yaml.safe_load(text_of(bridge.path))
    return yaml.safe_dump(_without(document, filler), sort_keys=False, allow_unicode=True)


def _without(value: object, filler: Filler, key: str = "") -> object:
    """A mapping without what is somebody's."""
    if key in _OWN:
        return _OWN[key]
    if isinstance(value, Mapping):
        inside = {"name", "site"} if key not in {"", "sides"} and "adapter" not in value else set[str]()
        made: dict[str, object] = {}
        for name, inner in value.items():
            if name not in _DROPPED:
                fill = name in _FILLED and name not in inside
                made[str(name)] = _filled(inner, filler) if fill else _without(inner, filler, str(name))
        return made
    if isinstance(value, list):
        return [_without(each, filler, key) for each in value]
    return _SECRET.sub("${SETTING}", value) if isinstance(value, str) else value


def _filled(value: object, filler: Filler) -> object:
    match value:
        case str() if value in _ALL:
            return value
        case str():
            return "".join(
                part if part.startswith("{") else filler.text(part) for part in re.split(r"(\{\w+\})", value)
            )
        case Mapping():
            return {str(name): _filled(inner, filler) for name, inner in value.items()}
        case list():
            return [_filled(each, filler) for each in value]
    return value


def _journal(session: Session) -> Iterator[dict[str, object]]:
    """What the last runs were about to send, and what came back; nothing where nothing is remembered."""
    with open_state(session.state, session.bridge.name, session.clock, read_only=True) as state:
        for run in reversed(state.runs.all(_RUNS)):
            yield from state.told(run.id)


def _of_runs(session: Session, filler: Filler, content: frozenset[str]) -> Iterator[tuple[str, object]]:
    """Log and result of the last runs that are kept."""
    if session.runs is None:
        return
    folder = folder_of(session.runs, session.bridge.name)
    kept = sorted((each for each in folder.iterdir() if each.is_dir()), reverse=True) if folder.is_dir() else []
    for run in kept[:_RUNS]:
        if (run / LOG).is_file():
            lines = (run / LOG).read_text(encoding="utf-8").splitlines()
            yield f"runs/{run.name}/{LOG}", [told(json.loads(line), filler, content) for line in lines]
        if (run / RESULT).is_file():
            found = json.loads((run / RESULT).read_text(encoding="utf-8"))
            yield f"runs/{run.name}/{RESULT}", told(found, filler, content)


def _write(out: Path, files: Mapping[str, object]) -> None:
    try:
        with whole(out) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, value in files.items():
                bundle.writestr(name, _text(name, value))
    except OSError as error:
        raise UsageError(f"{out}: the bundle cannot be written ({error.strerror}). Choose another --out.") from None


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if name.endswith(".jsonl") and isinstance(value, list):
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in value)
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@contextmanager
def replayed(bundle: Path) -> Iterator[Session]:
    """A session in which the sides of a bundle are sandboxes, and nothing is remembered.

    Raises: UsageError where it is no bundle, or a side of it is missing.
    """
    bridge, states = read_bundle(bundle)
    clock = VirtualClock(SystemClock().now())
    carriers = {}
    for side in Side:
        binding = bridge.side(side)
        platform = stand_in_of(binding)
        if platform is None or side not in states:
            raise UsageError(f"{bundle}: what {binding.name} shows is not in this bundle, so it cannot be replayed.")
        made = platform.stands(binding, states[side], listening_to(binding, clock).side_clock(), None, {})
        carriers[side] = Inside(made.app, {"authorization": made.token}, lambda: clock.sleep(_ANSWER))
    with session(bridge, clock=clock) as opened:
        yield replace(opened, state=str(opened.scratch / "replayed.db"), carriers=carriers, runs=None)


def read_bundle(path: Path) -> tuple[Bridge, dict[Side, dict[str, object]]]:
    """The mapping of a bundle, and what both sides show.

    Raises: UsageError where it is no bundle; MappingError.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            text = bundle.read(MAPPING).decode()
            there: Iterable[str] = bundle.namelist()
            states = {side: json.loads(bundle.read(name)) for side, name in SIDES.items() if name in there}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path}: this is no support bundle ({error}). Give one made by isogloss support.") from None
    return load_text(text, path=MAPPING, environ=_ENVIRON), states
