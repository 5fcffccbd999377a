"""The requests of one op on posts.

Decides what a new post carries so that the mapping's rule finds it again, and what a change sends: nothing that stays
as it is, and no tag of other meaning lost. With tags every variant is a post of its own; with native locales the first
makes the post and the others are begun by naming their locale.

Source: ButterCMS API reference, create, update and delete of posts, seen 2026-11: a slug may change, a date of
publication cannot be set, and who is not named as author is the account's owner.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from isogloss.adapters.buttercms.blog import paths
from isogloss.adapters.buttercms.blog.encode import LONGEST_TITLE, PostContext, as_shown, encode_cells, terms_named
from isogloss.adapters.buttercms.blog.place import TAGS
from isogloss.adapters.buttercms.blog.reading import Reading
from isogloss.adapters.buttercms.blog.rule import new_slug, own_tags, topical
from isogloss.adapters.buttercms.blog.wire import Post
from isogloss.adapters.buttercms.entries.encode import LONGEST_SLUG
from isogloss.adapters.buttercms.entries.parts import new_in, states_of
from isogloss.http.request import Request
from isogloss.model.entry import DRAFT, PUBLISHED, SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, MaybeValue
from isogloss.plan.op import Change, Op
from isogloss.ports import Names


@dataclass(frozen=True, slots=True)
class Step:
    """One request of an op.

    after: what is known of the post once it was accepted; None where it is gone.
    makes: it brings a post into being.
    waits: the post it belongs to must be there first.
    """

    request: Request
    locale: Locale
    after: Post | None
    makes: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The requests of one op."""

    reading: Reading
    op: Op
    key: str
    names: Names

    def all(self) -> Iterator[Step]:
        """Every request, in order; made before the first is sent.

        Raises: ValueError with a sentence where a post cannot hold it; any RemoteError of looking first.
        """
        match self.op.verb:
            case "create" | "update" | "link":
                yield from self._contents()
            case "publish":
                yield from self._states("published")
            case "unpublish":
                yield from self._states("draft")
            case "delete":
                yield from self._deletes()
            case "archive":
                raise ValueError("ButterCMS has no archive; delete the entry or take it off the live site.")

    def _contents(self) -> Iterator[Step]:
        states = states_of(self.op)
        made = self.key in self.reading.index.groups
        for locale in written_in(self.op, self.reading.blog.rule.codes):
            state = states.get(locale)
            post = self.reading.index.post(self.key, locale)
            if state is not None and state.after not in (DRAFT, PUBLISHED):
                raise ValueError("a post is written as a draft or as published, and nothing else.")
            if post is None and (state is None or not isinstance(state.before, Absent)):
                raise ValueError(f"its post in {locale} is not there any more; run a sync.")
            if post is not None:
                yield from self._change(locale, post, state)
            elif self.reading.blog.native and made:
                yield self._begin(locale)
            else:
                yield self._make(locale)
                made = True

    def _make(self, locale: Locale) -> Step:
        """Make a post, as a draft."""
        body = self._new_body(locale)
        return Step(paths.create_post(body, self._code(locale)), locale, self._after(body), makes=True)

    def _begin(self, locale: Locale) -> Step:
        """Begin a native variant: naming the locale makes it."""
        body = self._new_body(locale)
        code = self.reading.blog.rule.codes[locale]
        first = next(iter(self.reading.index.groups.get(self.key, {}).values()), None)
        slug = first.slug if first is not None else self.key
        return Step(paths.patch_post(slug, body, code), locale, self._after(body), waits=True)

    def _new_body(self, locale: Locale) -> dict[str, object]:
        rule, native = self.reading.blog.rule, self.reading.blog.native
        cells = self._cells(locale, whole=True)
        body = encode_cells(
            {name: value for name, value in cells.items() if not isinstance(value, Absent)}, self._context()
        )
        slug = str(body.get("slug") or (self.key if native else new_slug(rule, self.key, locale)))[:LONGEST_SLUG]
        own = [] if native else own_tags(rule, self.key, locale)
        tags = _merged(own, body.pop(TAGS, []))
        label = (self.op.label or slug)[:LONGEST_TITLE]
        made: dict[str, object] = {"title": label, **body, "slug": slug, "status": "draft"}
        if tags:
            made["tags"] = tags
        if rule.posts.by == "field":
            made[rule.posts.text] = self.key
        self._must_be_free(slug)
        self._must_be_found(self._after(made), locale)
        return made

    def _change(self, locale: Locale, post: Post, state: Change | None) -> Iterator[Step]:
        body = encode_cells(self._cells(locale, whole=False), self._context(post, locale))
        if TAGS in body:
            own = [] if self.reading.blog.native else own_tags(self.reading.blog.rule, self.key, locale)
            body["tags"] = _merged(own, body.pop(TAGS))
        slug = body.get("slug", post.slug)
        if slug != post.slug:
            self._must_be_free(str(slug))
        if state is not None and not state.touches and not isinstance(state.before, Absent):
            body["status"] = "published" if state.after == PUBLISHED else "draft"
        if not body:
            return
        after = self._after(body, post)
        if {"slug", "tags"} & set(body):
            self._must_be_found(after, locale)
        yield Step(paths.patch_post(post.slug, body, self._code(locale)), locale, after)

    def _states(self, status: Literal["published", "draft"]) -> Iterator[Step]:
        for locale in states_of(self.op):
            post = self._post(locale)
            body = {"status": status}
            yield Step(paths.patch_post(post.slug, body, self._code(locale)), locale, self._after(body, post))

    def _deletes(self) -> Iterator[Step]:
        group = self.reading.index.groups.get(self.key, {})
        if self.reading.blog.native:
            if self.op.present:
                raise ValueError("one locale cannot be deleted alone; do it in the dashboard.")
            if group:
                locale, post = next(iter(group.items()))
                yield Step(paths.delete_post(post.slug), locale, None)
            return
        gone = set(states_of(self.op)) if self.op.present else set(group)
        for locale in self.reading.blog.rule.codes:
            if locale in gone and locale in group:
                yield Step(paths.delete_post(group[locale].slug), locale, None)

    def _post(self, locale: Locale) -> Post:
        post = self.reading.index.post(self.key, locale)
        if post is None:
            raise ValueError(f"its post in {locale} is not there any more; run a sync.")
        return post

    def _code(self, locale: Locale) -> str | None:
        return self.reading.blog.rule.codes[locale] if self.reading.blog.native else None

    def _cells(self, locale: Locale, *, whole: bool) -> Mapping[str, MaybeValue]:
        """What changes in a locale or everywhere; a cell that stays as it is goes only to a new post."""
        cells: dict[str, MaybeValue] = {}
        for change in self.op.changes:
            if change.locale in {SHARED, locale} and not change.field.startswith("$") and (whole or not change.touches):
                cells[change.field] = change.after
            if change.field == SLUG and self.op.verb != "create" and not change.touches:
                raise ValueError("the name of an entry of the blog does not change; change the slugs of its posts.")
        return cells

    def _context(self, post: Post | None = None, locale: Locale | None = None) -> PostContext:
        fields = self.reading.blog.fields[self.op.entry.kind]
        if post is not None and any(binding.field.type == "option" for binding in fields.values()):
            # What the mapping does not name is kept, so it is looked at right before it is written.
            post = self.reading.listing.one(post.slug, self._code(locale) if locale else None).found or post
        told = None if self.reading.blog.native else locale
        tags = topical(self.reading.blog.rule, post.tags, told) if post is not None else []
        return PostContext(fields, self.names, self.reading.index.categories, tags, post)

    def _after(self, body: Mapping[str, object], before: Post | None = None) -> Post:
        """The post once this was accepted, as far as grouping looks at it."""
        made = as_shown(body)
        old = before or Post(self.key, "draft")
        return Post(
            str(body.get("slug") or old.slug),
            str(body.get("status") or old.status),
            terms_named(body["tags"]) if "tags" in body else old.tags,
            made.categories if "categories" in body else old.categories,
            {**old.fields, **body},
        )

    def _must_be_free(self, slug: str) -> None:
        """Refuse a slug that another post has. Native variants of one post may have the same."""
        taken = self.reading.index.slugs.get(slug)
        if taken is not None and not (self.reading.blog.native and taken == self.key):
            raise ValueError(f"the slug {slug!r} belongs to another post; rename one of them.")

    def _must_be_found(self, post: Post, locale: Locale) -> None:
        """Refuse what the mapping's own rule would not find again, or take for something else."""
        if self.reading.blog.native:
            return
        why = self.reading.placed(post, self.key, locale)
        if why:
            raise ValueError(
                f"the post {post.slug!r} could not be placed afterwards: {why}. Name it under post_locales, or give it "
                "other tags or another slug."
            )


def written_in(op: Op, locales: Mapping[Locale, str]) -> list[Locale]:
    """The locales whose content an op writes, in the order of the mapping."""
    states = states_of(op)
    new = set(new_in(states))
    if op.verb == "create":
        new |= {*op.present, *op.locales} - {SHARED}
    touched = {change.locale for change in op.changes if not change.touches}
    if SHARED in touched:
        touched |= set(op.present)
    return [locale for locale in locales if locale in touched | new]


def count(op: Op, locales: Mapping[Locale, str], *, native: bool) -> int:
    """How many calls an op takes; one that cannot be written takes a call that refuses it."""
    match op.verb:
        case "create" | "update" | "link":
            calls = len(written_in(op, locales))
        case "delete":
            calls = 1 if native else len(states_of(op))
        case _:
            calls = len(states_of(op))
    return max(1, calls)


def _merged(own: Sequence[str], topical_tags: object) -> list[str]:
    others = [str(name) for name in topical_tags] if isinstance(topical_tags, list) else []
    return list(dict.fromkeys([*own, *others]))
