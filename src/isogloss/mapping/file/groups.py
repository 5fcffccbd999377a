"""The groups file: which blog posts are one entry, as ``isogloss match`` proposes it and a person decided.

Decides what the file may say and what follows from it for each post. Only what is accepted counts; a post that nobody
decided about is not in the answer. Refuses to know scores: they are for people.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from isogloss.bridge import Placed
from isogloss.errors import ConfigError, MappingError, Problem
from isogloss.mapping.file.source import LARGEST, Source, read_source
from isogloss.mapping.names.locales import canonical
from isogloss.model.locale import Locale

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


_HEAD = """\
# Which blog posts are one entry, as isogloss match proposes it. Edit it, and name it in the mapping: group: {file: …}
#
# entries:  posts by locale. accepted: false takes the proposal back; it is not made again.
# doubtful: nothing clear enough. Accept a candidate, or say alone: true for an entry of its own.
# unplaced: the tags do not tell the locale. Fill it in, and the entry if you know it; then run isogloss match again.
#
# What is decided here stays when isogloss match runs again. A score is 0 to 1; below the threshold nothing is grouped.
"""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Proposed(_Part):
    """One entry: its posts by locale."""

    entry: Name
    accepted: bool
    score: float | int | None = None
    posts: dict[str, Name]
    reasons: list[str] = Field(default_factory=list)


class Candidate(_Part):
    """A post that a doubtful one may belong with."""

    post: Name
    locale: str | None = None
    score: float | int | None = None
    accepted: bool = False
    reasons: list[str] = Field(default_factory=list)


class Doubtful(_Part):
    """A post that a person has to decide about."""

    post: Name
    locale: str
    alone: bool = False
    candidates: list[Candidate] = Field(default_factory=list)


class Unplaced(_Part):
    """A post whose tags do not tell its locale."""

    post: Name
    locale: str | None = None
    entry: Name | None = None
    tags: list[str] = Field(default_factory=list)


class GroupsFile(_Part):
    """The whole file."""

    isogloss_groups: Literal[1]
    kind: str | None = None
    threshold: float | int | None = None
    entries: list[Proposed] = Field(default_factory=list)
    doubtful: list[Doubtful] = Field(default_factory=list)
    unplaced: list[Unplaced] = Field(default_factory=list)


@dataclass(slots=True)
class _Decided:
    """Entries in the making: name to locale to slug."""

    entries: dict[str, dict[Locale, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    where: dict[str, str] = field(default_factory=dict)

    def put(self, entry: str, locale: str, slug: str, path: str) -> None:
        try:
            tag = canonical(locale)
        except ValueError as error:
            self.problems.append(Problem(path, str(error)))
            return
        held = self.entries.setdefault(entry, {})
        if self.where.get(slug, entry) != entry:
            self.problems.append(Problem(path, f"{slug} is in {self.where[slug]} already; a post is in one entry"))
        elif held.get(tag, slug) != slug:
            self.problems.append(
                Problem(path, f"{entry} has {held[tag]} in {tag} already; an entry has one post in a locale")
            )
        else:
            held[tag] = slug
            self.where[slug] = entry


def read_groups(path: Path) -> Mapping[str, Placed]:
    """Read the decisions of a groups file, by the slug of the post.

    Raises: ConfigError where it cannot be read; MappingError with every problem, each with its line.
    """
    try:
        with path.open("rb") as opened:
            text = opened.read(4 * LARGEST + 1).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text in UTF-8"
        raise ConfigError(f"{path}: the groups file cannot be read ({why}); make one with isogloss match") from None
    source = read_source(text)
    file, problems = _shaped(source)
    placed: Mapping[str, Placed] = {}
    if file is not None:
        decided = _Decided()
        placed = _placed(file, decided)
        problems += decided.problems
    if problems or source.problems:
        told = [*source.problems, *(source.placed(problem) for problem in problems)]
        raise MappingError(str(path), told)
    return placed


def read_groups_file(text: str) -> GroupsFile | None:
    """The file as it stands; None where it is not one. What is wrong with it, ``read_groups`` tells."""
    return _shaped(read_source(text))[0]


def write_groups(file: GroupsFile) -> str:
    """The text of a groups file, for a person to edit."""
    said = file.model_dump(exclude_none=False)
    for part in (said, *said["entries"]):
        for name in [name for name, value in part.items() if value is None]:
            del part[name]
    return _HEAD + yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=110)


def _shaped(source: Source) -> tuple[GroupsFile | None, list[Problem]]:
    if source.problems:
        return None, []
    try:
        return GroupsFile.model_validate(source.data), []
    except ValidationError as fault:
        found = fault.errors(include_url=False, include_input=False)
        return None, [Problem(".".join(str(step) for step in each["loc"]), each["msg"]) for each in found]


def _placed(file: GroupsFile, decided: _Decided) -> Mapping[str, Placed]:
    for n, proposed in enumerate(file.entries):
        if proposed.accepted:
            if proposed.entry in decided.entries:
                reason = f"there are two entries {proposed.entry}; give one another name"
                decided.problems.append(Problem(f"entries.{n}", reason))
            for locale, slug in proposed.posts.items():
                decided.put(proposed.entry, locale, slug, f"entries.{n}")
    for n, (entry, doubtful) in enumerate(_joined(file, decided)):
        if entry is not None:
            decided.put(entry, doubtful.locale, doubtful.post, f"doubtful.{n}")
    placed = dict(_told(file, decided))
    for entry, held in decided.entries.items():
        placed |= {slug: Placed(entry, locale) for locale, slug in held.items()}
    return dict(sorted(placed.items()))


def _told(file: GroupsFile, decided: _Decided) -> Iterator[tuple[str, Placed]]:
    """The posts whose locale a person told, without an entry; those with one join the rest."""
    for n, lost in enumerate(file.unplaced):
        if lost.locale is None:
            continue
        if lost.entry is not None:
            decided.put(lost.entry, lost.locale, lost.post, f"unplaced.{n}")
            continue
        try:
            yield lost.post, Placed(None, canonical(lost.locale))
        except ValueError as error:
            decided.problems.append(Problem(f"unplaced.{n}", str(error)))


def _joined(file: GroupsFile, decided: _Decided) -> Iterator[tuple[str | None, Doubtful]]:
    """Each doubtful post with the entry it was put into; None where nothing was decided.

    Accepting a candidate joins two posts; whoever hangs together is one entry, named by the accepted entry among
    them, or by the first of them.
    """
    leader: dict[str, str] = {}

    def root(slug: str) -> str:
        while leader.get(slug, slug) != slug:
            slug = leader[slug]
        return slug

    settled = set()
    for each in file.doubtful:
        for candidate in each.candidates:
            if candidate.accepted:
                leader[root(each.post)] = root(candidate.post)
                settled |= {each.post, candidate.post}
    named = _named(decided, root)
    for each in file.doubtful:
        if each.post in settled:
            at = root(each.post)
            if at not in named:
                named[at] = _free(each.post, decided)
            yield named[at], each
        else:
            yield (_free(each.post, decided) if each.alone else None), each


def _named(decided: _Decided, root: Callable[[str], str]) -> dict[str, str]:
    """The accepted entry among those that hang together."""
    named: dict[str, str] = {}
    for slug, entry in decided.where.items():
        if named.setdefault(root(slug), entry) != entry:
            reason = f"{slug} hangs together with posts of {named[root(slug)]}; accept fewer candidates"
            decided.problems.append(Problem("doubtful", reason))
    return named


def _free(name: str, decided: _Decided) -> str:
    """A name for an entry that no other has: two posts may have one stem, and one of them it for a slug."""
    count, made = 1, name
    while made in decided.entries:
        count += 1
        made = f"{name}-{count}"
    return made
