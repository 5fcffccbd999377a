"""Each call of the blog's part of the ButterCMS API as a function that gives a request.

Decides paths and parameters. Never PUT: whether it wipes what is not sent is not documented. Refuses to know fields.

Source: ButterCMS API reference (v2), blog posts and blog metadata, seen 2026-11.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from isogloss.http.request import Request, segment

Body = Mapping[str, object]
Metadata = Literal["authors", "categories"]


def list_posts(locale: str | None, *, live: bool, body: bool = True) -> Request:
    """All posts, the newest publication first.

    locale: only with native locales; else all languages lie in one list.
    live:   only what is published; else drafts too.
    """
    preview = () if live else (("preview", "1"),)
    short = () if body else (("exclude_body", "1"),)
    return Request("GET", "/posts/", (*_in(locale), *preview, *short))


def get_post(slug: str, locale: str | None) -> tuple[Request, Request]:
    """One post, in two forms: this call shows drafts too, with ``preview`` and without."""
    plain = Request("GET", f"/posts/{segment(slug)}/", _in(locale))
    return replace(plain, query=(*plain.query, ("preview", "1"))), plain


def create_post(body: Body, locale: str | None) -> Request:
    """Make a post."""
    return Request("POST", "/posts/", _in(locale), json=dict(body))


def patch_post(slug: str, body: Body, locale: str | None) -> Request:
    """Change parts of a post; what is not named stays. With native locales it also begins a new variant.

    Not repeatable where the slug changes: the second would no longer find it.
    """
    return Request("PATCH", f"/posts/{segment(slug)}/", _in(locale), json=dict(body), repeatable="slug" not in body)


def delete_post(slug: str) -> Request:
    """Delete a post, with all its native variants."""
    return Request("DELETE", f"/posts/{segment(slug)}/")


def list_authors() -> Request:
    """All authors; there are no pages."""
    return Request("GET", "/authors/")


def list_categories() -> Request:
    """The categories that have published posts; there are no pages."""
    return Request("GET", "/categories/")


def get_metadata(shelf: Metadata, slug: str) -> tuple[Request, Request]:
    """One author, or one category whether posts use it or not; in two forms: by itself, and beside the newest posts."""
    alone = Request("GET", f"/{shelf}/{segment(slug)}/")
    return alone, replace(alone, query=(("include", "recent_posts"),))


def _in(locale: str | None) -> tuple[tuple[str, str], ...]:
    return () if locale is None else (("locale", locale),)
