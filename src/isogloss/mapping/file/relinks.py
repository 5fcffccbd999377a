"""The file of a relinking: which entries are one, as ``isogloss relink`` proposes it and a person decided.

Decides what the file may say, and what a person decided in it. Refuses to know what is proposed, and whether a decision
still fits.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from isogloss.decide.linking import Decided, Ids, Link, Linked, Loose
from isogloss.decide.relink import Face, Proposal
from isogloss.errors import ConfigError, MappingError, Problem
from isogloss.mapping.file.source import read_source
from isogloss.model.address import Side

Name = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
LARGEST: Final = 64 << 20
"""Bytes: some hundred thousand entries."""

_HEAD = """\
# Which entries are one, as isogloss relink proposes it. Edit it, then keep it: isogloss relink MAPPING --write
#
# pairs:    certain, or confirmed before. accepted: false says that they are two.
# doubtful: nothing sure enough. Accept a candidate, or say alone: true for an entry of its own. Until then neither is
#           made on the other side nor deleted there.
#
# What is decided here stays when isogloss relink runs again. A score is 0 to 1: how much of what an entry said is said
# again.
"""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Pair(_Part):
    """Two ids of one entry; by the name of the side."""

    kind: Name
    entry: Name
    label: str = ""
    ids: dict[str, Name]
    was: dict[str, Name] = Field(default_factory=dict)
    sure: str = ""
    score: float | int | None = None
    reasons: list[str] = Field(default_factory=list)
    accepted: bool


class Candidate(_Part):
    """An entry that a loose one may be."""

    entry: Name
    ids: dict[str, Name] = Field(default_factory=dict)
    was: dict[str, Name] = Field(default_factory=dict)
    sure: str = ""
    score: float | int | None = None
    reasons: list[str] = Field(default_factory=list)
    accepted: bool = False


class Doubtful(_Part):
    """A loose entry about which a person has to decide."""

    kind: Name
    side: Name
    id: Name
    label: str = ""
    alone: bool = False
    candidates: list[Candidate] = Field(default_factory=list)


class RelinkFile(_Part):
    """The whole file."""

    isogloss_relink: Literal[1]
    mapping: str
    pairs: list[Pair] = Field(default_factory=list)
    doubtful: list[Doubtful] = Field(default_factory=list)


def read_relinks(path: Path, mapping: str, names: Mapping[Side, str]) -> Decided:
    """Read what a person decided.

    names:  what the sides are called.
    Raises: ConfigError where it cannot be read, or is of another mapping; MappingError with every problem in it.
    """
    text = _text(path)
    source = read_source(text, largest=LARGEST)
    problems = list(source.problems)
    file: RelinkFile | None = None
    if not problems:
        try:
            file = RelinkFile.model_validate(source.data)
        except ValidationError as fault:
            found = fault.errors(include_url=False, include_input=False)
            problems = [Problem(".".join(str(step) for step in each["loc"]), each["msg"]) for each in found]
    if file is not None and file.mapping != mapping:
        raise ConfigError(
            f"{path}: this file is of the mapping {file.mapping}, and not of {mapping}. Give the right one with "
            "--pairs, or make one with isogloss relink."
        )
    sides = {name: side for side, name in names.items()}
    decided = Decided() if file is None else _decided(file, sides, problems)
    if problems:
        raise MappingError(str(path), [source.placed(problem) for problem in problems])
    return decided


def _text(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST + 1).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text in UTF-8"
        raise ConfigError(
            f"{path}: the file of a relinking cannot be read ({why}). Make one with isogloss relink, or give another "
            "with --pairs."
        ) from None


def _decided(file: RelinkFile, sides: Mapping[str, Side], problems: list[Problem]) -> Decided:
    pairs: dict[Ids, bool] = {}
    for n, pair in enumerate(file.pairs):
        if unknown := pair.ids.keys() - sides.keys():
            problems.append(Problem(f"pairs.{n}.ids", f"there is no side {min(unknown)}"))
            continue
        pairs[pair.kind, frozenset((sides[name], remote) for name, remote in pair.ids.items())] = pair.accepted
    joined: dict[Loose, str] = {}
    alone = set[Loose]()
    for n, each in enumerate(file.doubtful):
        if each.side not in sides:
            problems.append(Problem(f"doubtful.{n}.side", f"there is no side {each.side}"))
            continue
        at = each.kind, sides[each.side], each.id
        accepted = [candidate.entry for candidate in each.candidates if candidate.accepted]
        if len(accepted) > 1 or (accepted and each.alone):
            problems.append(Problem(f"doubtful.{n}", "accept one candidate, or say alone: true"))
        elif accepted:
            joined[at] = accepted[0]
        elif each.alone:
            alone.add(at)
    return Decided(pairs, joined, frozenset(alone))


def write_relinks(mapping: str, linked: Linked, names: Mapping[Side, str]) -> str:
    """The text of a file, for a person to edit."""
    apart = [
        Doubtful(kind=kind, side=names[side], id=remote, alone=True)
        for kind, side, remote in sorted(linked.apart, key=lambda at: (at[0], names[at[1]], at[2]))
        if not any(not link.accepted and link.ids.get(side) == remote for link in linked.links)
    ]
    file = RelinkFile(
        isogloss_relink=1,
        mapping=mapping,
        pairs=[_pair(link, names) for link in linked.links],
        doubtful=[*(_doubtful(loose, candidates, names) for loose, candidates in linked.doubts), *apart],
    )
    said = file.model_dump(exclude_none=True)
    for part in (*said["pairs"], *said["doubtful"], *(one for each in said["doubtful"] for one in each["candidates"])):
        for name in [name for name, value in part.items() if value in ({}, "")]:
            del part[name]
    return _HEAD + yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=110)


def _pair(link: Link, names: Mapping[Side, str]) -> Pair:
    return Pair(
        kind=link.key.kind,
        entry=link.key.name,
        label=link.label,
        ids=_named(link.ids, names),
        was=_named(link.was, names),
        sure=link.sure,
        score=link.score,
        reasons=list(link.reasons),
        accepted=link.accepted,
    )


def _doubtful(loose: Face, candidates: tuple[Proposal, ...], names: Mapping[Side, str]) -> Doubtful:
    return Doubtful(
        kind=loose.key.kind,
        side=names[loose.side],
        id=loose.remote,
        label=loose.label,
        candidates=[_candidate(each, names) for each in candidates],
    )


def _candidate(each: Proposal, names: Mapping[Side, str]) -> Candidate:
    across, side = each.missing.across, each.missing.side
    return Candidate(
        entry=each.missing.key.name,
        ids=_named({} if across is None else {across.side: across.remote}, names),
        was=_named({} if each.missing.was is None else {side: each.missing.was}, names),
        sure=each.sure,
        score=each.score,
        reasons=list(each.reasons),
    )


def _named(ids: Mapping[Side, str], names: Mapping[Side, str]) -> dict[str, str]:
    return {names[side]: ids[side] for side in Side if side in ids}
