"""The blog as its own answers tell of it; see ``learned``.

Decides what an answer says of posts, authors, categories and tags. Posts that have locales of their own are one where a
slug in one of them was asked for and another one answered; no answer says so by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Final, cast
from urllib.parse import unquote

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.render import zoned
from isogloss.sandbox.buttercms.store import PostText
from isogloss.sandbox.clock import instant

_POSTS: Final = re.compile(r"/posts/(?:([^/]+)/)?")
_TABLES: Final = re.compile(r"/(authors|categories|tags)/(?:[^/]+/)?")
_TIMES: Final = ("created", "updated", "published", "scheduled")
Variant = tuple[str, str]
"""Locale and slug."""
_TEXTS: Final = frozenset(each.name for each in fields(PostText))


class Posts:
    """What was heard of one blog.

    default: the locale of posts that name none.
    """

    def __init__(self, default: str) -> None:
        self._default = default
        self._posts: dict[Variant, Json] = {}
        self._one_with: dict[str, str] = {}
        self._authors: dict[str, Json] = {}
        self._terms: dict[str, dict[str, str]] = {"categories": {}, "tags": {}}

    def hear(self, path: str, query: Mapping[str, str], told: Mapping[str, object]) -> None:
        """Take in an answer; one that is not about the blog is passed over."""
        data = told.get("data")
        rows = cast("list[Json]", data if isinstance(data, list) else [data])
        if found := _POSTS.fullmatch(path):
            for row in rows:
                self._take(row, query.get("locale", self._default), found[1])
        elif found := _TABLES.fullmatch(path):
            for row in rows:
                self._note(found[1], row)
            if isinstance(data, list):
                self._in_order(found[1], [cast(str, row["slug"]) for row in rows])

    def state(self, counter: int) -> Json:
        """The parts of a state that are the blog's, numbered from ``counter`` on; the newest post came first."""
        posts = [{"id": 0, "deleted": None, "locales": texts} for texts in self._together()]
        for number, post in enumerate(reversed(posts), start=counter + 1):
            post["id"] = number
        return {
            "counter": counter + len(posts),
            "posts": posts,
            "authors": list(self._authors.values()),
            **self._terms,
        }

    def dated(self) -> list[datetime]:
        """The times of its posts."""
        told = [text.get(name) for text in self._posts.values() for name in ("created", "updated", "published")]
        return [instant(each) for each in told if isinstance(each, str)]

    def _together(self) -> list[Json]:
        """The posts, each with its text in every locale."""
        made: list[Json] = []
        known: dict[str, Json] = {}
        for (locale, slug), text in self._posts.items():
            post = known.get(self._one(slug))
            if post is None or locale in post:
                post = {}
                made.append(post)
            post[locale] = text
            known.setdefault(self._one(slug), post)
        return made

    def _one(self, slug: str) -> str:
        """One slug that stands for all of a post, of which answers told that they are of one."""
        while slug in self._one_with:
            slug = self._one_with[slug]
        return slug

    def _take(self, row: Json, locale: str, asked: str | None) -> None:
        slug, author = cast(str, row["slug"]), row.get("author")
        if isinstance(author, dict):
            self._note("authors", author)
        for name in self._terms:
            for term in cast("list[Json]", row.get(name) or []):
                self._note(name, term)
        text = {name: value for name, value in row.items() if name in _TEXTS and value is not None}
        image = text.get("featured_image")
        made = {
            **text,
            **{name: zoned(cast(str, row[name]), "Z") for name in _TIMES if row.get(name)},
            "author": author.get("slug") if isinstance(author, dict) else None,
            **{name: [each["slug"] for each in cast("list[Json]", row.get(name) or [])] for name in self._terms},
        }
        if isinstance(image, dict):
            made["featured_image"] = image.get("url") or ""
        if asked is not None and (other := self._one(unquote(asked))) != (of := self._one(slug)):
            self._one_with[other] = of
        self._posts[locale, slug] = {**self._posts.get((locale, slug), {}), **made}

    def _in_order(self, table: str, slugs: list[str]) -> None:
        """Put what a listing shows into its order, and the rest behind it."""
        kept: dict[str, Json] | dict[str, str] = self._authors if table == "authors" else self._terms[table]
        for slug in [*slugs, *(each for each in list(kept) if each not in slugs)]:
            kept[slug] = kept.pop(slug)  # type: ignore[assignment]  # it goes back where it came from

    def _note(self, table: str, row: Json) -> None:
        slug = cast(str, row["slug"])
        if table == "authors":
            self._authors[slug] = {**self._authors.get(slug, {}), **row}
        else:
            self._terms[table][slug] = cast(str, row["name"])
