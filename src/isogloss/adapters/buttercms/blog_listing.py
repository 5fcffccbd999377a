"""Asking for posts, authors and categories.

Decides which requests answer which question. Refuses to know where a post belongs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol, TypeVar

from isogloss.adapters.buttercms import blog_paths as paths
from isogloss.adapters.buttercms import blog_wire as wire
from isogloss.adapters.buttercms.blog_wire import Post, Term
from isogloss.errors import Missing
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_number, page_at, rows_of
from isogloss.http.request import Request

_AT_ONCE: Final = 4
"""Questions in flight. Source: ButterCMS documentation, bulk work, seen 2026-11: at most five in parallel."""

T = TypeVar("T")
U = TypeVar("U")


class Asks(Protocol):
    """A client, as far as reading goes."""

    def read(self, request: Request) -> Answer:
        """Ask a question."""
        ...


class Listing:
    """The blog of one account, as it answers."""

    def __init__(self, client: Asks, page_size: int) -> None:
        self._client = client
        self._size = page_size

    def posts(self, locale: str | None, *, live: bool, body: bool = True) -> dict[str, Post]:
        """Every post, by slug.

        Raises: any RemoteError; never a part of the listing (invariant 1).
        """
        request = paths.list_posts(locale, live=live, body=body)
        listed = page_at(("data",), ("meta", "count"))

        def opened(answer: Answer) -> Page[Post]:
            page = listed(answer)
            return Page([wire.post_of(sent, request.name) for sent in page.rows], page.total)

        paging = Paging(self._size, by_number(request, self._size), opened, lambda post: post.slug)
        return {post.slug: post for post in rows_of(self._client.read, paging)}

    def one(self, slug: str, locale: str | None) -> Post | None:
        """One post, or None."""
        try:
            answer = self._client.read(paths.get_post(slug, locale))
        except Missing:
            return None
        return wire.one_post(answer.json, answer.request)

    def authors(self) -> Sequence[Mapping[str, object]]:
        """Every author."""
        answer = self._client.read(paths.list_authors())
        return wire.authors_in(answer.json, answer.request)

    def categories(self) -> Sequence[Term]:
        """The categories of published posts."""
        answer = self._client.read(paths.list_categories())
        return wire.terms_in(answer.json, answer.request)

    def probe(self, locale: str | None) -> None:
        """Ask for a single post, to learn whether the account answers, and knows the locale."""
        self._client.read(by_number(paths.list_posts(locale, live=False, body=False), 1)(0))


def each_of(ask: Callable[[T], U], asked: Iterable[T]) -> list[U]:
    """Ask several questions at once, the answers in the order of the questions; the first failure ends it."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(ask, asked))
