"""Asking for posts, authors and categories.

Decides which requests answer which question, and how a question is asked again where its answer came from a cache.
Refuses to know where a post belongs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from isogloss.adapters.buttercms.asking import Told, answered, freshest, readings, sizes, whole
from isogloss.adapters.buttercms.blog import paths, wire
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.adapters.calls import Asks
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_number, page_at
from isogloss.http.request import Request

ROUNDED: Final = timedelta(seconds=2)
"""So much later than it was may an answer seem to be made: its age is told in whole seconds."""

Author = Mapping[str, object]
One = Told[Post | None]


class Listing:
    """The blog of one account, as it answers."""

    def __init__(self, client: Asks, page_size: int) -> None:
        self._client = client
        self._sizes = sizes(page_size)

    def posts(self, locale: str | None, *, live: bool, body: bool = True) -> dict[str, Post]:
        """Every post, by slug, as a cache may have it (invariant 1)."""
        return _by_slug(whole(self._client, self._forms(paths.list_posts(locale, live=live, body=body))))

    def newest(self, locale: str | None) -> dict[str, Post]:
        """The first page of posts, drafts included, by slug: those that were published last."""
        paging = next(self._forms(paths.list_posts(locale, live=False)))
        return _by_slug(paging.open(self._client.read(paging.ask(0))).rows)

    def posts_now(self, locale: str | None) -> Told[dict[str, Post]]:
        """Every post, drafts included, as it is now: a listing that comes from a cache is asked for in another form.

        Raises: as ``posts``.
        """
        told = freshest(readings(self._client, self._forms(paths.list_posts(locale, live=False))))
        return Told(_by_slug(told.found), told.made)

    def _forms(self, request: Request) -> Iterator[Paging[Post]]:
        listed = page_at(("data",), ("meta", "count"))

        def opened(answer: Answer) -> Page[Post]:
            page = listed(answer)
            return Page([wire.post_of(sent, request.name, answer.made) for sent in page.rows], page.total)

        return (Paging(size, by_number(request, size), opened, lambda post: post.slug) for size in self._sizes)

    def one(self, slug: str, locale: str | None) -> One:
        """One post as it is now: an answer from a cache is asked for in another form, and last looked for in a listing.

        Source: ButterCMS API reference, blog posts, seen 2026-11: a post by its slug takes ``preview`` or not, and no
                size and no level; so there are two forms of it.
        """
        youngest = freshest(map(self._one, paths.get_post(slug, locale)))
        if youngest.made is None:
            return youngest
        listed = self.posts_now(locale)
        names = (slug,) if youngest.found is None else (slug, youngest.found.slug)
        found = next((listed.found[name] for name in names if name in listed.found), None)
        if found is None and locale is not None and youngest.found is None:
            return youngest  # it may be listed by a slug that it has in this locale alone
        return freshest((youngest, Told(found, listed.made)))

    def sibling(self, post: Post, locale: str) -> One:
        """A variant of a post in another locale; an answer that a cache kept will do if it is younger than this one."""
        first, second = paths.get_post(post.slug, locale)
        told = self._one(first)
        if told.made is None or told.found or (post.updated is not None and told.made > post.updated + ROUNDED):
            return told
        return freshest((told, self._one(second)))

    def _one(self, request: Request) -> One:
        return answered(self._client, request, wire.one_post)

    def authors(self) -> Sequence[Author]:
        """Every author."""
        return wire.authors_in(self._client.read(paths.list_authors()))

    def categories(self) -> Sequence[Term]:
        """The categories of published posts."""
        return wire.terms_in(self._client.read(paths.list_categories()))

    def author(self, slug: str) -> Told[Author | None]:
        """One author as it is now."""
        told = self._by_address("authors", slug)
        return Told(None if told.found is None else wire.author_in(told.found), told.made)

    def category(self, slug: str) -> Told[Term | None]:
        """One category, also one that no post uses."""
        told = self._by_address("categories", slug)
        return Told(None if told.found is None else wire.term_in(told.found), told.made)

    def _by_address(self, shelf: paths.Metadata, slug: str) -> Told[Answer | None]:
        forms = paths.get_metadata(shelf, slug)
        return freshest(answered(self._client, request, lambda answer: answer) for request in forms)

    def probe(self, locale: str | None) -> int:
        """Ask for a single post, to learn whether the account answers, and knows the locale; returns how many it has.

        Raises: Drift where it does not say so; any RemoteError.
        """
        answer = self._client.read(by_number(paths.list_posts(locale, live=False, body=False), 1)(0))
        return page_at(("data",), ("meta", "count"))(answer).total


def _by_slug(posts: Iterable[Post]) -> dict[str, Post]:
    return {post.slug: post for post in posts}
