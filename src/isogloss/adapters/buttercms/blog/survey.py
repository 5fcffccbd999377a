"""What a blog shows that no mapping describes yet, for proposing one: its posts, its authors and its categories.

Decides by which rule posts find their locale and their entry: one by which each post that was looked at finds both.
Where there is none, nothing is said of them, since a guess would put posts together that are none. Refuses to know what
the other side has.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isogloss.adapters.buttercms.blog.decode import name_of
from isogloss.adapters.buttercms.blog.listing import Author, Listing
from isogloss.adapters.buttercms.blog.place import ALT, FIELDS, FIXED, PARTS, TAGS, Rule, Shelf, blog_of
from isogloss.adapters.buttercms.blog.rule import spot, topical
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.bridge import BlogPosts, SideBinding
from isogloss.errors import Missing, Rejected
from isogloss.mapping.names.traces import Traces, traces
from isogloss.model.entry import SLUG
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteField, RemoteKind, RemoteSchema, Sample

_PREFIX: Final = re.compile(r"[^:]+:\s*")
_PATTERNS: Final = (("{stem}-{locale}", ""), ("{locale}-{stem}", ""), ("{stem}-{locale}", "{stem}"))
"""Slugs of all posts, and of those in the primary locale where they are of another form."""
_NO_LOCALE: Final = "zz-zz-none"


@dataclass(frozen=True, slots=True)
class _Placed:
    """Posts by the entry and the locale that they are of, and how a mapping says so."""

    posts: Mapping[tuple[str, Locale], Post]
    bound: str
    rule: Rule


def survey_blog(binding: SideBinding, listing: Listing) -> RemoteSchema:
    """Look at the newest posts, and at all authors and categories.

    Shape:  no kinds where there are no posts, or no rule places them all.
    Raises: any RemoteError.
    """
    native = len(binding.locales) > 1 and _is_native(listing)
    rule = blog_of(binding, native=native).rule
    placed = _native(listing, rule) if native else _by_rules(rule, listing.newest(None))
    if placed is None:
        return RemoteSchema()
    posts = RemoteKind(
        "$blog",
        _fields("posts", placed.posts.values()),
        frozenset(slug for post in placed.posts.values() for slug, found in _cells(placed.rule, post).items() if found),
        place="blog",
        samples=tuple(_samples(placed)),
        bound=placed.bound,
    )
    codes = list(rule.codes.values())
    authors = [(str(each.get("slug")), _author(each)) for each in listing.authors()]
    terms = [(each.slug, {"name": traces(each.name), "slug": traces(each.slug)}) for each in listing.categories()]
    kinds = [posts, _shelf("authors", authors, codes), _shelf("categories", terms, codes)]
    said = "blog_locales: native" if native else ""
    return RemoteSchema(kinds={each.name: each for each in kinds if each.samples}, settings=said)


def _is_native(listing: Listing) -> bool:
    """Whether the account knows locales of posts: one that does refuses a locale that is not there."""
    try:
        listing.probe(_NO_LOCALE)
    except (Missing, Rejected):
        return True
    return False


def _native(listing: Listing, rule: Rule) -> _Placed | None:
    """Posts that have locales of their own; those are taken for one here that have one slug."""
    found = {(post.slug, locale): post for locale, code in rule.codes.items() for post in listing.newest(code).values()}
    return _Placed(found, "blog: true", rule) if found else None


def _by_rules(rule: Rule, posts: Mapping[str, Post]) -> _Placed | None:
    """Posts by the first rule that places all of them; None where none does."""
    tried = (_placed(replace(rule, posts=told), bound, posts.values()) for told, bound in _rules(rule, posts.values()))
    return next((each for each in tried if each is not None), None) if posts else None


def _rules(rule: Rule, posts: Iterable[Post]) -> Iterator[tuple[BlogPosts, str]]:
    """What could be the rule of a blog, with how a mapping says so."""
    if len(rule.tags) == 1:
        yield BlogPosts(), "blog: true"
        return
    begun = Counter(found[0] for post in posts for term in post.tags if (found := _PREFIX.match(term.name)))
    for prefix, _ in begun.most_common():
        yield BlogPosts("tag", prefix), f"blog: true, group: {{tag_prefix: {json.dumps(prefix, ensure_ascii=False)}}}"
    for pattern, primary in _PATTERNS:
        also = f', primary: "{primary}"' if primary else ""
        yield BlogPosts("slug", pattern, primary or pattern), f'blog: true, group: {{slug: "{pattern}"{also}}}'


def _placed(rule: Rule, bound: str, posts: Iterable[Post]) -> _Placed | None:
    """The posts by a rule; None where it does not place one of them, or two at one spot, or no two together."""
    made: dict[tuple[str, Locale], Post] = {}
    for post in posts:
        at = spot(rule, post)
        if at.key is None or at.locale is None or at.why or (at.key, at.locale) in made:
            return None
        made[at.key, at.locale] = post
    together = len({key for key, _ in made}) < len(made)
    return _Placed(made, bound, rule) if together or len(rule.tags) == 1 else None


def _fields(shelf: Shelf, posts: Iterable[Post] = ()) -> dict[str, RemoteField]:
    """The fields that can be written, or that nothing but people write; with the values that were met."""
    met = {"categories": dict.fromkeys(term.name for post in posts for term in post.categories)}
    return {
        slug: RemoteField(slug, "/".join(sorted(holds)), holds, options={name: name for name in met.get(slug, ())})
        for slug, holds in FIELDS[shelf].items()
        if slug not in FIXED and not (shelf == "authors" and slug in PARTS)
    }


def _samples(placed: _Placed) -> Iterator[Sample]:
    cells: dict[str, dict[str, dict[str, Traces]]] = {}
    for (key, locale), post in placed.posts.items():
        cells.setdefault(key, {})[placed.rule.codes[locale]] = _cells(placed.rule, post)
    return (Sample(key, found) for key, found in cells.items())


def _cells(rule: Rule, post: Post) -> dict[str, Traces]:
    """By what each field of a post is known again."""
    plain = {slug: traces(post.fields.get(slug)) for slug in FIELDS["posts"] if slug not in FIXED}
    author = post.fields.get("author")
    named = [name_of(author), author.get("slug")] if isinstance(author, Mapping) else []
    tags = [Term(name, "") for name in topical(rule, post.tags, spot(rule, post).locale)]
    return {
        **plain,
        ALT: traces(post.fields.get("featured_image_alt")),
        "author": traces(named),
        "categories": traces([term.name for term in post.categories]),
        TAGS: traces([term.name for term in tags]),
    }


def _author(author: Author) -> dict[str, Traces]:
    return {slug: traces(name_of(author) if slug == "name" else author.get(slug)) for slug in FIELDS["authors"]}


def _shelf(shelf: Shelf, rows: Sequence[tuple[str, dict[str, Traces]]], codes: Sequence[str]) -> RemoteKind:
    """Authors or categories, which are the same in every locale."""
    samples = tuple(Sample(slug, {code: {**cells, SLUG: traces(slug)} for code in codes}) for slug, cells in rows)
    shown = frozenset(slug for _, cells in rows for slug, found in cells.items() if found)
    place = f"blog_{shelf}"
    return RemoteKind(f"${place}", _fields(shelf), shown, place=place, samples=samples, bound=f"{place}: true")
