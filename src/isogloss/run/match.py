"""Propose which blog posts are one entry, beside what a person decided before. Sends reads only."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

from isogloss.adapters.platforms import ReadsFacts, platform_of
from isogloss.bridge import BlogPosts, Placed, SideBinding
from isogloss.errors import UsageError
from isogloss.mapping.file.groups import (
    Candidate,
    Doubtful,
    GroupsFile,
    Proposed,
    Unplaced,
    read_groups,
    read_groups_file,
    write_groups,
)
from isogloss.match.propose import THRESHOLD, Decided, Doubt, Entry, Matched, Proposals, Terms, propose
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.run.session import Session


def match(session: Session, out: Path, *, kind: str | None = None, threshold: float = THRESHOLD) -> Matched:
    """Propose entries for the posts of a blog.

    out:    the groups file; what it decides already is kept. It is not written here.
    kind:   whose posts; needed where both sides are blogs.
    Raises: UsageError where the mapping has no such blog; ConfigError or MappingError for the file; any RemoteError.
    """
    side, name, read_facts = _blog(session, kind)
    binding = session.bridge.side(side)
    placed: Mapping[str, Placed] = read_groups(out) if out.exists() else {}
    before = read_groups_file(out.read_text(encoding="utf-8")) if out.exists() else None
    facts, marks = read_facts(binding, placed, **session.reach(side))
    terms = Terms(tuple(_ordered(binding)), marks, threshold, _decided(placed, before))
    proposals = propose(facts, terms)
    text = write_groups(_file(name, threshold, proposals, before))
    return Matched(text, name, len(facts), proposals)


def _blog(session: Session, kind: str | None) -> tuple[Side, str, ReadsFacts]:
    found = [
        (side, name, facts)
        for side in Side
        if (facts := platform_of(session.bridge.side(side)).opening().facts) is not None
        for name, bound in session.bridge.side(side).kinds.items()
        if isinstance(bound.place, BlogPosts) and kind in (None, name)
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(sorted({name for _, name, _ in found})) or "none"
    if kind is not None and not found:
        raise UsageError(f"{session.bridge.path}: the kind {kind} has no place in a blog.")
    if len({name for _, name, _ in found}) == 1:
        raise UsageError(
            f"{session.bridge.path}: {known} is a blog on both sides; match each with a mapping of its own."
        )
    raise UsageError(f"{session.bridge.path}: say which blog with --kind; there is {known}.")


def _ordered(binding: SideBinding) -> Iterable[Locale]:
    """The primary first: entries are named after their post in it."""
    return (binding.primary, *(locale for locale in binding.locales if locale != binding.primary))


def _decided(placed: Mapping[str, Placed], before: GroupsFile | None) -> Decided:
    entries: dict[str, dict[Locale, str]] = {}
    for slug, said in placed.items():
        if said.entry is not None and said.locale is not None:
            entries.setdefault(said.entry, {})[said.locale] = slug
    alone = {each.post for each in before.doubtful if each.alone} if before else set()
    refused = [each.posts.values() for each in before.entries if not each.accepted] if before else []
    apart = frozenset(frozenset(pair) for slugs in refused for pair in combinations(sorted(slugs), 2))
    return Decided(entries, frozenset(alone), apart)


def _file(kind: str, threshold: float, proposals: Proposals, before: GroupsFile | None) -> GroupsFile:
    refused = [each for each in before.entries if not each.accepted] if before else []
    scores = {each.entry: each for each in before.entries} if before else {}
    return GroupsFile(
        isogloss_groups=1,
        kind=kind,
        threshold=threshold,
        entries=[*(_proposed(entry, scores) for entry in proposals.entries), *refused],
        doubtful=[_doubtful(doubt) for doubt in proposals.doubts],
        unplaced=[Unplaced(post=each.slug, tags=list(each.marks)) for each in proposals.unplaced],
    )


def _proposed(entry: Entry, before: Mapping[str, Proposed]) -> Proposed:
    """A decided entry keeps the score and the reasons it was decided on, beside any new ones."""
    known = before.get(entry.name)
    old = list(known.reasons) if known is not None and entry.settled else []
    decided = ["decided by a person"] if entry.settled and not old else []
    reasons = list(dict.fromkeys([*old, *decided, *entry.reasons]))
    score = known.score if known is not None and entry.settled else entry.score
    posts = {str(locale): slug for locale, slug in entry.posts.items()}
    return Proposed(entry=entry.name, accepted=True, score=score, posts=posts, reasons=reasons)


def _doubtful(doubt: Doubt) -> Doubtful:
    candidates = [
        Candidate(
            post=each.slug,
            locale=str(each.locale),
            score=each.likeness.score,
            accepted=False,
            reasons=list(each.likeness.reasons),
        )
        for each in doubt.candidates
    ]
    return Doubtful(post=doubt.slug, locale=str(doubt.locale), alone=False, candidates=candidates)
