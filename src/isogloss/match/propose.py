"""From likenesses to proposals: entries, and posts that a person has to decide about.

Decides when two posts are put together: the likeness reaches the threshold, and no rival in the same language comes
close. Everything else is listed with its candidates. What a person decided before stays. The same posts give the same
proposals, in whatever order they come.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isogloss.match.facts import Crowd, Facts, crowd_of, stem
from isogloss.match.score import Likeness, likeness
from isogloss.model.locale import Locale

THRESHOLD: Final = 0.6
MARGIN: Final = 0.1
"""How far a likeness must be above that of every rival."""
WORTH_SHOWING: Final = 0.2
SHOWN: Final = 3
"""So many candidates of a doubtful post are listed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Posts that are proposed to be one entry.

    score:   of the weakest link that holds it together; None for a post alone.
    settled: a person decided it before.
    """

    name: str
    posts: Mapping[Locale, str]
    score: float | None = None
    reasons: tuple[str, ...] = ()
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that a doubtful one may belong with."""

    slug: str
    locale: Locale
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Doubt:
    """A post that nothing decides about."""

    slug: str
    locale: Locale
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided before.

    entries: name to locale to slug.
    alone:   slugs of posts that are entries of their own.
    apart:   pairs of slugs that are not one entry.
    """

    entries: Mapping[str, Mapping[Locale, str]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposals:
    """Everything about the posts of a blog; each is in exactly one of the three."""

    entries: tuple[Entry, ...]
    doubts: tuple[Doubt, ...]
    unplaced: tuple[Facts, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Which blog posts may be one entry.

    text:  the groups file, as it is to be written.
    kind:  whose posts they are.
    posts: how many were looked at.
    """

    text: str
    kind: str
    posts: int
    proposals: Proposals


@dataclass(frozen=True, slots=True)
class Terms:
    """How to propose.

    locales:   in order; an entry is named after its post in the first that it has.
    marks:     what stands for a locale in slugs.
    threshold: from which likeness on posts are put together.
    """

    locales: Sequence[Locale]
    marks: frozenset[str]
    threshold: float = THRESHOLD
    decided: Decided = field(default_factory=Decided)


def propose(posts: Iterable[Facts], terms: Terms) -> Proposals:
    """Propose which posts are one entry."""
    everything = sorted(posts, key=lambda post: post.slug)
    placed = {post.slug: post for post in everything if post.locale is not None}
    crowd = crowd_of(everything, terms.marks)
    pairs = dict(_pairs(list(placed.values()), crowd, terms))
    clusters = _Clusters(placed, terms)
    rivals = _Rivals(pairs, placed)
    for (one, other), found in sorted(pairs.items(), key=lambda pair: (-pair[1].score, pair[0])):
        if found.score >= terms.threshold and rivals.clear(one, other, found.score):
            clusters.join(one, other, found)
    doubts = list(_doubts(clusters, pairs, placed))
    entries = list(clusters.entries())
    taken = {entry.name for entry in entries}
    entries += [
        Entry(clusters.name(doubt.slug, taken), {doubt.locale: doubt.slug}, None, ("it is like no other post",))
        for doubt in doubts
        if not doubt.candidates
    ]
    return Proposals(
        tuple(sorted(entries, key=lambda entry: entry.name)),
        tuple(doubt for doubt in doubts if doubt.candidates),
        tuple(post for post in everything if post.locale is None),
    )


_Pairs = Mapping[tuple[str, str], Likeness]


def _pairs(posts: Sequence[Facts], crowd: Crowd, terms: Terms) -> Iterator[tuple[tuple[str, str], Likeness]]:
    """Every two posts of different languages that have something in common, by slugs in order."""
    shelves: dict[tuple[str, object], list[Facts]] = defaultdict(list)
    for post in posts:
        for shelf in _shelves(post, crowd, terms):
            shelves[shelf].append(post)
    seen: set[tuple[str, str]] = set()
    for held in shelves.values():
        for at, one in enumerate(held):
            for other in held[at + 1 :]:
                pair = (min(one.slug, other.slug), max(one.slug, other.slug))
                if one.locale == other.locale or pair in seen or frozenset(pair) in terms.decided.apart:
                    continue
                seen.add(pair)
                found = likeness(one, other, crowd, terms.marks)
                if found.score >= WORTH_SHOWING:
                    yield pair, found


def _shelves(post: Facts, crowd: Crowd, terms: Terms) -> Iterator[tuple[str, object]]:
    """Where a post is looked for: posts that share no shelf have nothing in common that is worth a look."""
    own = stem(post.slug, terms.marks)
    yield "stem", own
    yield "head", own[:4]
    yield "title", post.title.casefold()
    if post.day is not None:
        yield from (("week", int(post.day // 7) + step) for step in (0, 1))
    yield from (("tag", tag) for tag in post.tags if crowd.tags[tag] <= crowd.few)
    yield from (("image", image) for image in post.images if crowd.images[image] <= crowd.few)
    yield from (("link", link) for link in post.links if crowd.links[link] <= crowd.few)
    yield from (("slug", slug) for slug in (*(link.rstrip("/").rpartition("/")[2] for link in post.links), post.slug))


class _Rivals:
    """For each post and language, its best candidates there."""

    def __init__(self, pairs: _Pairs, posts: Mapping[str, Facts]) -> None:
        self._posts = posts
        self._best: dict[tuple[str, Locale | None], list[tuple[float, str]]] = defaultdict(list)
        for (one, other), found in pairs.items():
            for slug, across in ((one, other), (other, one)):
                best = self._best[slug, posts[across].locale]
                best.append((-found.score, across))
                best.sort()
                del best[2:]  # only the best and its rival are ever asked for

    def clear(self, one: str, other: str, score: float) -> bool:
        """Whether neither post has a rival for the other: one in the other's language that is nearly as like."""
        near = [(one, other), (other, one)]
        return not any(
            rival != across and -against > score - MARGIN
            for slug, across in near
            for against, rival in self._best[slug, self._posts[across].locale]
        )


class _Clusters:
    """Posts put together so far."""

    def __init__(self, posts: Mapping[str, Facts], terms: Terms) -> None:
        self.posts = posts
        self.terms = terms
        self.of: dict[str, int] = {slug: number for number, slug in enumerate(posts)}
        self.members: dict[int, list[str]] = {number: [slug] for slug, number in self.of.items()}
        self.links: dict[int, list[tuple[float, str]]] = defaultdict(list)
        self.named: dict[int, str] = {}
        self.closed: set[int] = {self.of[slug] for slug in terms.decided.alone if slug in self.of}
        for name, held in sorted(terms.decided.entries.items()):
            slugs = [slug for slug in held.values() if slug in self.of]
            for slug in slugs[1:]:
                self._unite(self.of[slugs[0]], self.of[slug])
            if slugs:
                self.named[self.of[slugs[0]]] = name

    def _unite(self, left: int, right: int) -> None:
        for slug in self.members[right]:
            self.of[slug] = left
        self.members[left] += self.members.pop(right)
        self.links[left] += self.links.pop(right, [])

    def join(self, one: str, other: str, found: Likeness) -> None:
        """Put two posts together, unless that would give an entry two posts of one language."""
        left, right = self.of[one], self.of[other]
        if left != right:
            mine, theirs = ({self.posts[slug].locale for slug in self.members[each]} for each in (left, right))
            if mine & theirs or {left, right} & self.closed or (left in self.named and right in self.named):
                return
            self._unite(left, right)
            if right in self.named:
                self.named[left] = self.named.pop(right)
        self.links[left].append((found.score, f"{one} ~ {other} ({found.score}): {', '.join(found.reasons)}"))

    def alone(self, slug: str) -> bool:
        """Whether a post hangs together with no other, and nobody decided about it."""
        number = self.of[slug]
        return number not in self.closed and number not in self.named and len(self.members[number]) == 1

    def entries(self) -> Iterator[Entry]:
        """Every cluster of several posts, and every one that a person made."""
        taken = set(self.named.values())
        for number, slugs in sorted(self.members.items(), key=lambda pair: min(pair[1])):
            settled = number in self.named or number in self.closed
            if len(slugs) == 1 and not settled:
                continue
            by_locale = {self.posts[slug].locale: slug for slug in slugs}
            posts = {locale: by_locale[locale] for locale in self.terms.locales if locale in by_locale}
            links = sorted(self.links.get(number, []), key=lambda link: (-link[0], link[1]))
            name = self.named.get(number) or self.name(next(iter(posts.values())), taken)
            score = min((link[0] for link in links), default=None)
            yield Entry(name, posts, score, tuple(reason for _, reason in links), settled)

    def name(self, slug: str, taken: set[str]) -> str:
        """A name for an entry: the stem of its first post, or its whole slug where that is taken."""
        wanted = stem(slug, self.terms.marks)
        name = wanted if wanted not in taken else slug
        taken.add(name)
        return name


def _doubts(clusters: _Clusters, pairs: _Pairs, posts: Mapping[str, Facts]) -> Iterator[Doubt]:
    """Every post that hangs together with no other, with its nearest candidates; none where it is like no other."""
    near: dict[str, list[Candidate]] = defaultdict(list)
    for (one, other), found in pairs.items():
        for slug, across in ((one, other), (other, one)):
            locale = posts[across].locale
            if locale is not None:
                near[slug].append(Candidate(across, locale, found))
    for slug, post in posts.items():
        if clusters.alone(slug) and post.locale is not None:
            best = sorted(near[slug], key=lambda each: (-each.likeness.score, each.slug))
            yield Doubt(slug, post.locale, tuple(best[:SHOWN]))
