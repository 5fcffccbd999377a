"""How much speaks for two posts being one entry, and what.

Decides the weight of each sign. Signs add up as independent chances do: two weak ones are more than either, and no
number of them is certainty. Nothing here decides: below a threshold a person does.
"""

import re
from dataclasses import dataclass
from typing import Final

from isogloss.match.facts import Crowd, Facts, last_step, stem

SAME_STEM: Final = 0.75
SHARED_STEM: Final = 0.4
"""The same stem, which other posts of the same language have too."""
LIKE_STEM: Final = 0.35
SAME_TITLE: Final = 0.4
OWN_TAG: Final = 0.6
"""A tag that hardly any other post has."""
SAME_TAGS: Final = 0.15
OWN_IMAGE: Final = 0.55
LINKED: Final = 0.7
OWN_LINK: Final = 0.3
DAYS: Final = ((0.5, 0.35, "on the same day"), (2.0, 0.2, "within two days"), (7.0, 0.1, "within a week"))
SAME_NUMBERS: Final = 0.15
SAME_AUTHOR: Final = 0.05
SAME_CATEGORIES: Final = 0.05

OTHER_NUMBERS: Final = 0.5
FAR_APART: Final = 0.8
FAR: Final = 90.0
"""Days."""

_ALIKE: Final = 0.85
_LONG_ENOUGH: Final = 5
_LETTERS: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two posts being one entry.

    score:   0 to 1; never 1.
    reasons: one short phrase each, the strongest first.
    """

    score: float
    reasons: tuple[str, ...] = ()


def likeness(one: Facts, other: Facts, crowd: Crowd, marks: frozenset[str]) -> Likeness:
    """Compare two posts; the order does not matter.

    marks: what stands for a locale in slugs.
    """
    signs = [
        *_stems(one, other, crowd, marks),
        *_titles(one, other),
        *_tags(one, other, crowd),
        *_addresses(one, other, crowd),
        *_days(one, other),
        *_people(one, other),
    ]
    against = 1.0
    for sign in signs:
        against *= 1 - sign[0]
    score = 1 - against
    reasons = [reason for _, reason in sorted(signs, key=lambda sign: -sign[0])]
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        score *= OTHER_NUMBERS
        reasons.append("but other numbers in their titles")
    if one.day is not None and other.day is not None and abs(one.day - other.day) > FAR:
        score *= FAR_APART
        reasons.append("but published months apart")
    return Likeness(round(score, 3), tuple(reasons))


_Signs = list[tuple[float, str]]


def _stems(one: Facts, other: Facts, crowd: Crowd, marks: frozenset[str]) -> _Signs:
    from rapidfuzz.distance import Indel  # late: few runs compare texts

    left, right = stem(one.slug, marks), stem(other.slug, marks)
    if left == right:
        alone = all(crowd.stems[left, post.locale] < 2 for post in (one, other))  # noqa: PLR2004  # one other has it too
        return [(SAME_STEM, f"the same stem {left}")] if alone else [(SHARED_STEM, f"the stem {left}, as others")]
    if min(len(left), len(right)) >= _LONG_ENOUGH and Indel.normalized_similarity(left, right) >= _ALIKE:
        return [(LIKE_STEM, f"stems {min(left, right)} and {max(left, right)} are alike")]
    return []


def _titles(one: Facts, other: Facts) -> _Signs:
    same = one.title.casefold() == other.title.casefold() and _LETTERS.search(one.title) is not None
    signs = [(SAME_TITLE, "the same title")] if same else []
    shared = one.numbers & other.numbers
    return [*signs, (SAME_NUMBERS, f"the number {min(shared)}")] if shared else signs


def _tags(one: Facts, other: Facts, crowd: Crowd) -> _Signs:
    shared = one.tags & other.tags
    own = sorted(tag for tag in shared if crowd.tags[tag] <= crowd.few)
    if own:
        return [(OWN_TAG, f"the tag {own[0]}, which hardly any other has")]
    return [(SAME_TAGS * len(shared) / len(one.tags | other.tags), "some of the same tags")] if shared else []


def _addresses(one: Facts, other: Facts, crowd: Crowd) -> _Signs:
    signs: _Signs = []
    pictures = sorted(image for image in one.images & other.images if crowd.images[image] <= crowd.few)
    if pictures:
        signs.append((OWN_IMAGE, "the same picture"))
    for post, target in ((one, other), (other, one)):
        if target.slug in {last_step(link) for link in post.links}:
            signs.append((LINKED, f"{post.slug} links to {target.slug}"))
    if any(crowd.links[link] <= crowd.few for link in one.links & other.links):
        signs.append((OWN_LINK, "a link that hardly any other has"))
    return signs


def _days(one: Facts, other: Facts) -> _Signs:
    if one.day is None or other.day is None:
        return []
    apart = abs(one.day - other.day)
    return next(([(weight, f"published {words}")] for most, weight, words in DAYS if apart <= most), [])


def _people(one: Facts, other: Facts) -> _Signs:
    signs: _Signs = []
    if one.author and one.author == other.author:
        signs.append((SAME_AUTHOR, "the same author"))
    if one.categories and one.categories == other.categories:
        signs.append((SAME_CATEGORIES, "the same categories"))
    return signs
