"""A person in the dashboard of the blog: posts, authors, terms.

Decides what each word does to them; see ``editor`` for how a change is written::

    {"action": "update", "post": "hello", "locale": "es", "fields": {"title", "slug", "body", "tags": ["Name"], …}}
    {"action": "create", "author": "ana", "fields": {"first_name", "email", …}}
    {"action": "rename", "tag": "es", "name": "Spanish", "new_slug": "spanish"}

A post takes ``create`` (``publish``), ``update``, ``publish``, ``unpublish``, ``schedule`` (``at``), ``delete``,
``undelete``, ``add_locale`` and ``delete_locale``; its ``author`` is a slug. ``locale`` counts with native post
locales only. An author takes ``create``, ``update`` and ``delete``; a ``tag`` or ``category`` takes ``rename`` and
``delete``.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.post_landing import taken_in, variant_of
from isogloss.sandbox.buttercms.render import zoned
from isogloss.sandbox.buttercms.schema import section
from isogloss.sandbox.buttercms.store import Post, PostText
from isogloss.sandbox.buttercms.values import Intake, UnfitError

SUBJECTS = ("post", "author", "tag", "category")


def edited_blog(desk: Desk, change: Mapping[str, object]) -> Json:
    """Carry a change of the blog out; answer what it was made to.

    Raises:  ConfigError for an unknown word, or a thing that is not there.
    """
    action = str(change["action"])
    if "author" in change:
        return _author(desk, action, str(change["author"]), change)
    if "post" not in change:
        return _term(desk, action, change)
    slug = str(change["post"])
    if action == "create":
        return _named(new_post(desk, {"slug": slug, **change}))
    post = desk.store.post(slug, deleted=action == "undelete")
    if post is None:
        raise ConfigError(f"There is no post {slug!r}.")
    new = replace(post, deleted=desk.stamp if action == "delete" else None)
    if action not in ("delete", "undelete"):
        new = _changed(desk, action, post, change)
    desk.store.put_post(new)
    return _named(new)


def new_post(desk: Desk, row: Mapping[str, object]) -> Post:
    """Make a post from a change or a seed's row: ``slug``, ``locale``, ``publish``, and values in it or ``fields``."""
    slug = str(row["slug"])
    if desk.store.post(slug) is not None:
        raise ConfigError(f"There is a post {slug!r} already.")
    values = {"title": slug, **row, **section(row, "fields")}
    start = PostText(slug="", title="", status="draft", created=str(row.get("created", desk.stamp)))
    text = _taken(desk, start, values, "published" if row.get("publish") else "draft")
    if row.get("published"):
        text = replace(text, published=zoned(str(row["published"]), "Z"))
    post = Post(desk.store.next_id(), {str(row.get("locale", desk.store.default)): text})
    desk.store.put_post(post)
    return post


def instant(change: Mapping[str, object], fallback: str) -> str | None:
    """Read the time a change is scheduled ``at``, as ISO 8601 UTC."""
    try:
        return zoned(str(change.get("at", fallback)), "Z")
    except ValueError as error:
        raise ConfigError(f"`at` is a time such as {fallback}; got {change['at']!r}.") from error


def _changed(desk: Desk, action: str, post: Post, change: Mapping[str, object]) -> Post:
    locale = str(change.get("locale", next(iter(post.variants))))
    if (locale in post.variants) is (action == "add_locale"):
        raise ConfigError(f"The post has {'already' if locale in post.variants else 'no'} text in {locale!r}.")
    if action == "delete_locale":
        return replace(post, variants={code: text for code, text in post.variants.items() if code != locale})
    old = post.variants.get(locale) or variant_of(post, desk.stamp)
    statuses = {"publish": "published", "unpublish": "draft", "schedule": None, "update": None, "add_locale": None}
    if action not in statuses:
        raise ConfigError(f"A post cannot {action!r}; it takes {', '.join(statuses)}, delete and undelete.")
    status = "published" if change.get("publish") else statuses[action]
    new = _taken(desk, old, section(change, "fields"), status)
    if action == "schedule":
        new = replace(new, status="scheduled", scheduled=instant(change, desk.stamp), published=None)
    return replace(post, variants={**post.variants, locale: new})


def _taken(desk: Desk, old: PostText, values: Mapping[str, object], status: str | None) -> PostText:
    author = values.get("author")
    if author is not None and author not in desk.store.authors:
        raise ConfigError(f"There is no author {author!r}.")
    try:
        return taken_in(Intake(desk, desk.elapsed), old, values, status)
    except UnfitError as error:
        raise ConfigError(str(error)) from error


def _author(desk: Desk, action: str, slug: str, change: Mapping[str, object]) -> Json:
    authors = desk.store.authors
    if action not in ("create", "update", "delete") or (slug in authors) is (action == "create"):
        raise ConfigError(f"Cannot {action!r} the author {slug!r}: known are {', '.join(authors) or 'none'}.")
    if action == "delete":
        del authors[slug]
    else:
        authors[slug] = {**authors.get(slug, {}), **section(change, "fields"), "slug": slug}
    desk.store.touch()
    return {"slug": slug}


def _term(desk: Desk, action: str, change: Mapping[str, object]) -> Json:
    name, part = ("tag", "tags") if "tag" in change else ("category", "categories")
    table = desk.store.terms[part]
    slug = str(change[name])
    if action not in ("rename", "delete") or slug not in table:
        raise ConfigError(f"Cannot {action!r} the {name} {slug!r}: known are {', '.join(table) or 'none'}.")
    old = table.pop(slug)
    if action == "delete":
        desk.store.touch()
        return {"slug": slug}
    new = str(change.get("new_slug", slug))
    table[new] = str(change.get("name", old))
    for post in list(desk.store.posts.values()):
        texts = {code: _renamed(text, part, slug, new) for code, text in post.variants.items()}
        desk.store.put_post(replace(post, variants=texts))
    desk.store.touch()
    return {"slug": new}


def _renamed(text: PostText, part: str, slug: str, new: str) -> PostText:
    slugs = cast("tuple[str, ...]", getattr(text, part))
    renamed = tuple(new if each == slug else each for each in slugs)
    return replace(text, tags=renamed) if part == "tags" else replace(text, categories=renamed)


def _named(post: Post) -> Json:
    return {"id": post.id, "slug": next(iter(post.variants.values())).slug}
