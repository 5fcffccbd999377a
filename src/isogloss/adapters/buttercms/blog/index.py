"""Which posts are one entry: every post in its place, or set aside for a person.

Decides what one unclear post does to the others of its entry: the entry waits as a whole, or what all locales share
would be taken from another locale than before. Two posts for one locale are an error that names them. Of posts with
locales of their own, how the rows of several listings are linked although no row names its post: slugs are unique in
an account, so the same slug is the same post; where a variant has a slug of its own, the call for it tells its
siblings.

Source: ButterCMS API reference, blog posts, seen 2026-11, for the parameter; how variants are told apart, and that the
detail call takes the slug of any of them, is [inferred].
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from isogloss.adapters.buttercms.blog.place import Rule
from isogloss.adapters.buttercms.blog.rule import left_out, spot
from isogloss.adapters.buttercms.blog.wire import Post
from isogloss.errors import Problem
from isogloss.model.locale import Locale
from isogloss.ports import Aside

Group = Mapping[Locale, Post]
"""The posts of an entry by locale, in the order of the mapping."""
Ask = Callable[[Post, Locale], Post | None]
"""The variant in a locale of the post that has this one, past any cache that may be older."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """All posts in their places.

    groups:  remote id of an entry to its posts.
    waiting: remote ids of entries that have an unclear post.
    asides:  posts that could not be placed.
    clashes: remote id to locale to the posts that claim it.
    """

    groups: Mapping[str, Group]
    waiting: frozenset[str]
    asides: tuple[Aside, ...]
    clashes: Mapping[str, Mapping[Locale, tuple[str, ...]]]


def shelve(rule: Rule, kind: str, posts: Iterable[Post]) -> Shelved:
    """Put every post in its place."""
    claims: dict[str, dict[Locale, list[Post]]] = {}
    unclear: list[tuple[Post, str]] = []
    waiting: set[str] = set()
    for post in posts:
        if left_out(rule, post):
            continue
        place = spot(rule, post)
        if place.key is not None and place.locale is not None and place.locale in rule.tags:
            claims.setdefault(place.key, {}).setdefault(place.locale, []).append(post)
        else:
            unclear.append((post, place.why))
            waiting |= {place.key} if place.key is not None else set()
    groups = {
        key: {locale: held[locale][0] for locale in rule.tags if locale in held}
        for key, held in claims.items()
        if key not in waiting and all(len(each) == 1 for each in held.values())
    }
    clashes = {
        key: {locale: tuple(post.slug for post in each) for locale, each in held.items() if len(each) > 1}
        for key, held in claims.items()
        if any(len(each) > 1 for each in held.values())
    }
    asides = [Aside(kind, post.slug, why, _todo(rule, post)) for post, why in unclear]
    for key in sorted(waiting & set(claims)):
        for slug in sorted(post.slug for each in claims[key].values() for post in each):
            reason = f"another post of its entry {key!r} could not be placed"
            asides.append(Aside(kind, slug, reason, f"place the other post of {key!r}, so that {slug} is carried"))
    ordered = tuple(sorted(asides, key=lambda aside: aside.remote))
    return Shelved(groups, frozenset(waiting), ordered, clashes)


def _todo(rule: Rule, post: Post) -> str:
    ways = f"give the post {post.slug} its tags, or name it under post_locales"
    if rule.posts.by == "file" or rule.posts.file:
        ways = f"decide about the post {post.slug} in {rule.posts.file}, or give it its tags"
    return f"{ways}, or leave it out with leave_out"


def clash_problems(kind: str, side: str, clashes: Mapping[str, Mapping[Locale, Sequence[str]]]) -> list[Problem]:
    """Each entry with two posts for one locale, and which they are."""
    return [
        Problem(
            f"kinds.{kind}.{side}.group",
            f"the entry {key!r} has {len(slugs)} posts in {locale}: {', '.join(slugs)}. Give one of them "
            "another entry, or leave it out.",
        )
        for key, held in sorted(clashes.items())
        for locale, slugs in held.items()
    ]


def linked(rows: Mapping[Locale, Mapping[str, Post]], ask: Ask) -> dict[str, dict[Locale, Post]]:
    """Put variants together; each entry goes by the slug of its first locale, in the order of the mapping.

    One question for each variant whose slug no earlier locale has, and further ones where that finds none.
    """
    groups: dict[str, dict[Locale, Post]] = {}
    key_of: dict[str, str] = {}
    done: list[Locale] = []
    for locale, posts in rows.items():
        for slug, post in posts.items():
            key = key_of.get(slug) or _sibling(post, done, key_of, groups, ask) or slug
            key_of[slug] = key
            groups.setdefault(key, {})[locale] = post
        done.append(locale)
    return groups


def _sibling(
    post: Post, earlier: list[Locale], key_of: dict[str, str], groups: dict[str, dict[Locale, Post]], ask: Ask
) -> str | None:
    for locale in earlier:
        found = ask(post, locale)
        if found is None:
            continue
        if found.slug not in key_of:  # the listing is from before it was made
            key_of[found.slug] = found.slug
            groups.setdefault(found.slug, {})[locale] = found
        return key_of[found.slug]
    return None


@dataclass(slots=True)
class Index:
    """What is known of the posts of one account; filled by reading, kept up by writing.

    groups:     remote id of an entry to its posts, without their bodies.
    slugs:      the slug of every post to the entry it belongs to; "" where it is in none.
    waiting:    remote ids of entries that wait for a person.
    categories: slug to name.
    complete:   whether all posts were listed at some time.
    """

    groups: dict[str, dict[Locale, Post]] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()
    categories: dict[str, str] = field(default_factory=dict)
    complete: bool = False

    def learn(self, posts: Iterable[Post], groups: Mapping[str, Mapping[Locale, Post]], waiting: Iterable[str]) -> None:
        """Know everything anew."""
        self.groups = {key: {locale: _light(post) for locale, post in held.items()} for key, held in groups.items()}
        self.slugs = {}
        for post in posts:
            self.slugs[post.slug] = ""
            self.categories |= {term.slug: term.name for term in post.categories}
        self.slugs |= {post.slug: key for key, held in groups.items() for post in held.values()}
        self.waiting = frozenset(waiting)
        self.complete = True

    def post(self, key: str, locale: Locale) -> Post | None:
        """The post of an entry in a locale, if it is known."""
        return self.groups.get(key, {}).get(locale)

    def put(self, key: str, locale: Locale, post: Post) -> None:
        """Remember a post that was made or changed."""
        before = self.post(key, locale)
        if before is not None:
            self.slugs.pop(before.slug, None)
        self.groups.setdefault(key, {})[locale] = _light(post)
        self.slugs[post.slug] = key

    def drop(self, key: str, locale: Locale) -> None:
        """Forget a post that was deleted."""
        gone = self.groups.get(key, {}).pop(locale, None)
        if gone is not None:
            self.slugs.pop(gone.slug, None)
        if not self.groups.get(key, True):
            del self.groups[key]


def _light(post: Post) -> Post:
    return replace(post, fields={name: sent for name, sent in post.fields.items() if name != "body"})
