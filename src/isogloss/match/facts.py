"""What a post shows that tells whether it is another one's translation.

Decides what is compared of slugs, dates and addresses. Refuses to know where a post came from.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from isogloss.model.locale import Locale

_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """One post.

    locale: None where nothing tells it.
    day:    when it was published, or made if it never was, in days from a fixed day; None where nothing tells.
    tags:   its topical tags, folded; the others it has are in ``marks``, as a person reads them.
    images: its pictures, each by what stays the same when an address is rewritten.
    links:  where its text links to.
    """

    slug: str
    locale: Locale | None
    title: str = ""
    day: float | None = None
    tags: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()
    images: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    author: str = ""
    categories: frozenset[str] = frozenset()

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in its title and slug: years, prices, editions, which translations keep."""
        return frozenset(_NUMBER.findall(f"{self.title} {self.slug}"))


@dataclass(frozen=True, slots=True)
class Crowd:
    """How often each thing is seen, so that what everybody has tells nothing.

    stems: stem and locale to how many posts have it.
    few:   what at most so many posts share may be the mark of one entry.
    """

    tags: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    stems: Counter[tuple[str, Locale | None]] = field(default_factory=Counter)
    few: int = 2


def crowd_of(posts: Sequence[Facts], marks: frozenset[str]) -> Crowd:
    """Count everything.

    marks: what stands for a locale in slugs.
    """
    crowd = Crowd(few=max(2, len({post.locale for post in posts})))
    for post in posts:
        crowd.tags.update(post.tags)
        crowd.images.update(post.images)
        crowd.links.update(post.links)
        crowd.stems[stem(post.slug, marks), post.locale] += 1
    return crowd


def stem(slug: str, marks: frozenset[str]) -> str:
    """A slug without the locale at its beginning or end."""
    for mark in sorted(marks, key=len, reverse=True):
        for cut in (slug.removesuffix(f"-{mark}"), slug.removeprefix(f"{mark}-")):
            if cut != slug and cut:
                return cut
    return slug


def last_step(address: str) -> str:
    """The last step of an address's path: the slug of a linked post, the name of a picture whatever its size."""
    path = address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].rstrip("/")
    return path.rpartition("/")[2]
