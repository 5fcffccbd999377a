"""Asking for posts, authors and categories.

Decides which requests answer which question, and how a question is asked again where its answer came from a cache.
Refuses to know where a post belongs.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from isogloss.adapters.buttercms.asking import Told, noting, sizes, whole
from isogloss.adapters.buttercms.blog import paths, wire
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.adapters.calls import Asks
from isogloss.errors import Drift, Missing, Stale
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_number, page_at, rows_of
from isogloss.http.request import Request

ROUNDED: Final = timedelta(seconds=2)
"""So much later than it was may an answer seem to be made: its age is told in whole seconds."""

One = Told[Post | None]
Every = Told[Mapping[str, Post]]
"""Every post of a listing, by slug."""
A = TypeVar("A", Post | None, Mapping[str, Post])


class Listing:
    """The blog of one account, as it answers."""

    def __init__(self, client: Asks, page_size: int) -> None:
        self._client = client
        self._size = page_size

    def posts(self, locale: str | None, *, live: bool, body: bool = True) -> dict[str, Post]:
        """Every post, by slug, as a cache may have it (invariant 1)."""
        request = paths.list_posts(locale, live=live, body=body)
        return _by_slug(whole(self._client, (self._paging(request, size) for size in self._sizes)))

    def posts_now(self, locale: str | None) -> Every:
        """Every post, drafts included, as it is now: a listing that comes from a cache is asked for in another form.

        Raises: as ``posts``.
        """
        request = paths.list_posts(locale, live=False)
        youngest: Every | None = None
        for size in self._sizes:
            ages: list[datetime] = []
            try:
                posts = _by_slug(rows_of(noting(self._client, ages), self._paging(request, size)))
            except (Stale, Drift):
                if not ages or (size == self._sizes[-1] and youngest is None):
                    raise
                continue
            if not ages:
                return Told(posts)
            youngest = _younger(youngest, Told(posts, min(ages)))
        if youngest is None:
            raise AssertionError("the last form of a listing gives its posts or raises")
        return youngest

    def _paging(self, request: Request, size: int) -> Paging[Post]:
        listed = page_at(("data",), ("meta", "count"))

        def opened(answer: Answer) -> Page[Post]:
            page = listed(answer)
            return Page([wire.post_of(sent, request.name, answer.made) for sent in page.rows], page.total)

        return Paging(size, by_number(request, size), opened, lambda post: post.slug)

    @property
    def _sizes(self) -> tuple[int, ...]:
        return sizes(self._size)

    def one(self, slug: str, locale: str | None) -> One:
        """One post as it is now: an answer from a cache is asked for in another form, and last looked for in a listing.

        Source: ButterCMS API reference, blog posts, seen 2026-11: a post by its slug takes ``preview`` or not, and no
                size and no level; so there are two forms of it.
        """
        youngest = self._alone(slug, locale)
        if youngest.made is None:
            return youngest
        listed = self.posts_now(locale)
        names = (slug,) if youngest.found is None else (slug, youngest.found.slug)
        found = next((listed.found[name] for name in names if name in listed.found), None)
        if found is None and locale is not None and youngest.found is None:
            return youngest  # it may be listed by a slug that it has in this locale alone
        told: One = Told(found, listed.made)
        return told if told.made is None else _younger(youngest, told)

    def sibling(self, post: Post, locale: str) -> One:
        """A variant of a post in another locale; an answer that a cache kept will do if it is younger than this one."""
        return self._alone(post.slug, locale, since=post.updated, told_once=True)

    def _alone(self, slug: str, locale: str | None, since: datetime | None = None, *, told_once: bool = False) -> One:
        """One post by its own address, in each form until one is not from a cache; else the youngest answer.

        since:     an answer that a cache kept from after this will do.
        told_once: so will any that shows a post.
        """
        first, second = (paths.get_post(slug, locale, preview=preview) for preview in (True, False))
        told = self._one(first)
        if told.made is None or (told_once and told.found) or (since is not None and told.made > since + ROUNDED):
            return told
        other = self._one(second)
        return other if other.made is None else _younger(told, other)

    def _one(self, request: Request) -> One:
        try:
            answer = self._client.read(request)
        except Missing as missing:
            return Told(None, missing.made)
        return Told(wire.one_post(answer.json, answer.request, answer.made), answer.made)

    def authors(self) -> Sequence[Mapping[str, object]]:
        """Every author."""
        answer = self._client.read(paths.list_authors())
        return wire.authors_in(answer.json, answer.request)

    def categories(self) -> Sequence[Term]:
        """The categories of published posts."""
        answer = self._client.read(paths.list_categories())
        return wire.terms_in(answer.json, answer.request)

    def author(self, slug: str) -> tuple[Mapping[str, object] | None, datetime | None]:
        """One author as it is now, or None; and when that was answered, if only a cache would answer."""
        answer, made = self._by_address(paths.get_author(slug), paths.get_author(slug, recent=True))
        return (None if answer is None else wire.author_in(answer.json, answer.request)), made

    def category(self, slug: str) -> tuple[Term | None, datetime | None]:
        """One category, also one that no post uses; else as for an author."""
        answer, made = self._by_address(paths.get_category(slug), paths.get_category(slug, recent=True))
        return (None if answer is None else wire.term_in(answer.json, answer.request)), made

    def _by_address(self, *forms: Request) -> tuple[Answer | None, datetime | None]:
        """An answer that no cache kept, in whichever form; else the youngest. None for what is not there."""
        kept: list[tuple[datetime, Answer | None]] = []
        for request in forms:
            try:
                answer: Answer | None = self._client.read(request)
                made = None if answer is None else answer.made
            except Missing as missing:
                answer, made = None, missing.made
            if made is None:
                return answer, None
            kept.append((made, answer))
        made, answer = max(kept, key=lambda each: each[0])
        return answer, made

    def probe(self, locale: str | None) -> None:
        """Ask for a single post, to learn whether the account answers, and knows the locale."""
        self._client.read(by_number(paths.list_posts(locale, live=False, body=False), 1)(0))


def _by_slug(posts: Iterable[Post]) -> dict[str, Post]:
    return {post.slug: post for post in posts}


def _younger(one: Told[A] | None, other: Told[A]) -> Told[A]:
    """Of two answers that a cache kept, the one that was made later; of two of an age, the first."""
    if one is None or one.made is None:
        return one or other
    return other if other.made is None or other.made > one.made else one
