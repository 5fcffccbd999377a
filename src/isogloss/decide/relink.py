"""Whose is an entry that nobody remembers? Proposals, each with a score and what speaks for it. Pure.

What is missing is an entry that is remembered and not shown under its id any more, or one that the other side alone
has. What is loose is an entry that a side shows and nobody remembers. Decides how sure it is that two of them are one:

========  ==============================================================================================
certain   it names the other by its key, or has its match field and says most of what it said
likely    it says most of what the other said, and no rival comes close; a person confirms it
doubtful  it has its match field and says something else, or says a part of it; a person decides
========  ==============================================================================================

Nothing is put together twice. The same entries give the same proposals, in whatever order they come. Refuses to know
where content is read and how a proposal is kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from isogloss.match.propose import MARGIN, SHOWN, THRESHOLD, WORTH_SHOWING
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import Digest

Sure = Literal["certain", "likely", "doubtful"]
At: TypeAlias = tuple[Locale, str]
"""A cell of an entry."""

_CROWD: Final = 20
"""What so many entries say tells nothing of any of them."""
_SHARE: Final = 0.1
_LEAST: Final = 8
"""A cell that weighs less is looked at only once something else speaks for two entries."""


@dataclass(frozen=True, slots=True)
class Print:
    """What a cell says: exactly, as a reader sees it, and how much that is."""

    exact: Digest
    seen: Digest
    weight: int


@dataclass(frozen=True, slots=True)
class Face:
    """What one side shows of an entry, as far as it tells whose it is.

    label:   what people call it.
    named:   the entry that its origin key names.
    marks:   what it shows in the match fields, by rule.
    content: what it says, but for slugs and states.
    """

    side: Side
    remote: str
    key: EntryKey
    label: str = ""
    named: EntryKey | None = None
    marks: tuple[frozenset[At], ...] = ()
    content: Mapping[At, Print] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry that a side should show, or could.

    side:   where it is missing.
    was:    what it was called there; None where it was never met there.
    across: what the other side shows of it; None where that lacks it too.
    agreed: what both agreed that this side shows.
    """

    key: EntryKey
    side: Side
    was: str | None = None
    across: Face | None = None
    agreed: Mapping[At, Digest] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A loose entry, and what it may be.

    score: 0 to 1, how much of what was said is said again.
    """

    missing: Missing
    loose: Face
    sure: Sure
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What came of it: one proposal for each that can be put together, and the candidates of all others."""

    pairs: tuple[Proposal, ...] = ()
    doubtful: Mapping[str, tuple[Proposal, ...]] = field(default_factory=dict)

    @property
    def doubted(self) -> Iterator[tuple[Face, tuple[Proposal, ...]]]:
        """Each loose entry about which a person has to decide, with its candidates, the nearest first."""
        for found in self.doubtful.values():
            yield found[0].loose, found


Apart = Collection[tuple[EntryKey, str]]
"""Entries and loose ids of which a person said that they are two."""


def propose(missing: Iterable[Missing], loose: Iterable[Face], apart: Apart = ()) -> Proposals:
    """Propose which loose entries of one kind and side are which missing ones."""
    wanted = {each.key: each for each in sorted(missing, key=lambda each: each.key)}
    free = {face.remote: face for face in sorted(loose, key=lambda face: face.remote)}
    scored = {
        (key, remote): found
        for key, remote in _worth_a_look(wanted, free)
        if (key, remote) not in apart and (found := _judged(wanted[key], free[remote])) is not None
    }
    pairs = list(_clear(scored))
    keys, remotes = {each.missing.key for each in pairs}, {each.loose.remote for each in pairs}
    left: dict[str, list[Proposal]] = defaultdict(list)
    for (key, remote), found in sorted(scored.items(), key=lambda item: (-item[1].score, item[0])):
        if key not in keys and remote not in remotes and len(left[remote]) < SHOWN:
            left[remote].append(_doubtful(found))
    return Proposals(tuple(pairs), {remote: tuple(found) for remote, found in sorted(left.items())})


def _worth_a_look(wanted: Mapping[EntryKey, Missing], free: Mapping[str, Face]) -> list[tuple[EntryKey, str]]:
    """Every two that share a name, a match field, or something that hardly any other says."""
    shelves: dict[object, tuple[list[EntryKey], list[str]]] = defaultdict(lambda: ([], []))
    for key, each in wanted.items():
        for shelf in _shelves_of(each):
            shelves[shelf][0].append(key)
    for remote, face in free.items():
        for shelf in _shelves(face):
            if shelf in shelves:
                shelves[shelf][1].append(remote)
    found = {
        (key, remote)
        for keys, remotes in shelves.values()
        if len(keys) <= _CROWD and len(remotes) <= _CROWD
        for key in keys
        for remote in remotes
    }
    return sorted(found)


def _shelves_of(each: Missing) -> Iterator[object]:
    yield "key", each.key
    yield from (("exact", at, made) for at, made in each.agreed.items())
    if each.across is not None:
        yield from (("mark", *mark) for mark in _marks(each.across))
        yield from (("seen", at, made.seen) for at, made in each.across.content.items() if made.weight >= _LEAST)


def _shelves(face: Face) -> Iterator[object]:
    if face.named is not None:
        yield "key", face.named
    yield from (("mark", *mark) for mark in _marks(face))
    for at, made in face.content.items():
        if made.weight >= _LEAST:
            yield "exact", at, made.exact
            yield "seen", at, made.seen


def _marks(face: Face) -> Iterator[tuple[int, Locale, str]]:
    return ((rule, locale, text) for rule, marks in enumerate(face.marks) for locale, text in sorted(marks))


def _judged(missing: Missing, loose: Face) -> Proposal | None:
    """How much speaks for two being one; None where that is not worth showing."""
    score = max(_as_agreed(missing.agreed, loose), _as_across(missing.across, loose))
    reasons = [f"says {score:.0%} of what was said"] if score else []
    mark = _shared_mark(missing.across, loose)
    if mark is not None:
        reasons.insert(0, f"the same {mark}")
    if loose.named == missing.key:
        return Proposal(missing, loose, "certain", score, ("the origin key", *reasons))
    if mark is not None:
        return Proposal(missing, loose, "certain" if score >= THRESHOLD else "doubtful", score, tuple(reasons))
    if score < WORTH_SHOWING:
        return None
    return Proposal(missing, loose, "likely" if score >= THRESHOLD else "doubtful", score, tuple(reasons))


def _as_agreed(agreed: Mapping[At, Digest], loose: Face) -> float:
    """How much of what both agreed that the missing one shows there is shown by the loose one, to the letter."""
    if not agreed:
        return 0.0
    same = sum(made.weight for at, made in loose.content.items() if agreed.get(at) == made.exact)
    gone = sum(1 for at in agreed if at not in loose.content)
    return round(same / (sum(made.weight for made in loose.content.values()) + gone or 1), 3)


def _as_across(across: Face | None, loose: Face) -> float:
    """How much of what both show together both show alike, as a reader sees it."""
    if across is None:
        return 0.0
    one, other = across.content, loose.content
    heavier = {at: max(each[at].weight for each in (one, other) if at in each) for at in {*one, *other}}
    same = sum(weight for at, weight in heavier.items() if at in one and at in other and one[at].seen == other[at].seen)
    return round(same / (sum(heavier.values()) or 1), 3)


def _shared_mark(across: Face | None, loose: Face) -> str | None:
    for mine, theirs in zip(() if across is None else across.marks, loose.marks, strict=False):
        if shared := sorted(mine & theirs):
            return shared[0][1]
    return None


_RANK: Final[Mapping[Sure, int]] = {"certain": 0, "likely": 1, "doubtful": 2}


def _clear(scored: Mapping[tuple[EntryKey, str], Proposal]) -> Iterator[Proposal]:
    """The certain and likely ones, each of which has no rival for either of its two."""
    rivals: dict[object, list[Proposal]] = defaultdict(list)
    for (key, remote), found in scored.items():
        rivals[key].append(found)
        rivals[remote].append(found)
    for (key, remote), found in scored.items():
        near = [each for at in (key, remote) for each in rivals[at] if each is not found]
        if found.sure != "doubtful" and not any(_comes_close(each, found) for each in near):
            yield found


def _comes_close(rival: Proposal, found: Proposal) -> bool:
    if _RANK[rival.sure] != _RANK[found.sure]:
        return _RANK[rival.sure] < _RANK[found.sure]
    return found.sure == "certain" or rival.score > found.score - MARGIN


def _doubtful(found: Proposal) -> Proposal:
    return Proposal(found.missing, found.loose, "doubtful", found.score, found.reasons)


def many(found: int, known: int) -> bool:
    """Whether so many entries of a side have another id that it is no person's work: a backup was put back."""
    return found > 1 and found > _SHARE * known
