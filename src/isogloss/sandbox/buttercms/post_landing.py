"""Writes of blog posts taking effect: values taken in, terms made by name, variants linked.

Decides how a post's values are kept. Used by the write API, the dashboard and seeds alike.

Source: ButterCMS write API, blog posts (reference section 7.2); linked variants by locale: section 7.3.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.desk import Desk, LostError
from isogloss.sandbox.buttercms.store import Job, Post, PostText
from isogloss.sandbox.buttercms.values import Intake
from isogloss.sandbox.slugs import free

TEXTS = ("title", "slug", "summary", "seo_title", "meta_description", "featured_image_alt")
_IMAGE = re.compile(r"""(<img\b[^>]*?\bsrc=["'])(https?://[^"']+)(["'])""", re.IGNORECASE)


def land_post(intake: Intake, job: Job) -> None:
    """Make a post."""
    values, store = cast("Json", job.data["values"]), intake.desk.store
    if slug_taken(intake.desk, str(values["slug"]), None):
        raise LostError(f"The slug {values['slug']!r} was taken.")
    text = PostText("", "", "draft", intake.desk.stamp, author=next(iter(store.authors), None))
    made = taken_in(intake, text, values, str(job.data["status"]))
    store.put_post(Post(store.next_id(), {cast("str", job.data["locale"]): made}))


def land_post_update(intake: Intake, job: Job) -> None:
    """Change a post in one locale; a locale it does not have yet becomes a linked variant."""
    data, desk = job.data, intake.desk
    post = desk.store.posts.get(cast("int", data["id"]))
    if post is None or post.deleted is not None:
        raise LostError("It was deleted in the meantime.")
    values = cast("Json", data["values"])
    if "slug" in values and slug_taken(desk, str(values["slug"]), post.id):
        raise LostError(f"The slug {values['slug']!r} was taken.")
    locale = cast("str | None", data["locale"]) or next(iter(post.variants))
    old = post.variants.get(locale) or variant_of(post, desk.stamp)
    if data.get("whole"):
        old = PostText(old.slug, old.title, old.status, old.created, published=old.published, author=old.author)
    new = taken_in(intake, old, values, cast("str | None", data["status"]))
    desk.store.put_post(replace(post, variants={**post.variants, locale: new}))


def variant_of(post: Post, stamp: str) -> PostText:
    """Make what a new variant starts from: slug, title, author and terms of the first one, no text [inferred]."""
    first = next(iter(post.variants.values()))
    start = PostText(first.slug, first.title, "draft", stamp, author=first.author)
    return replace(start, categories=first.categories, tags=first.tags)


def taken_in(intake: Intake, old: PostText, values: Mapping[str, object], status: str | None) -> PostText:
    """Answer a text with the values put in and the status set.

    Raises:  UnfitError when an image cannot be fetched.
    """
    desk = intake.desk
    changes: dict[str, Any] = {name: values[name] for name in TEXTS if name in values}
    if "body" in values:
        body = intake.text("wysiwyg", str(values["body"]))
        changes["body"] = _hosted(intake, body) if values.get("upload_images_to_media_library") else body
    if "featured_image" in values:
        url = cast("str | None", values["featured_image"])
        changes["featured_image"] = (intake.media(url, "featured_image") if url else None) or ""
    if "author" in values:
        changes["author"] = values["author"]
    lower = desk.switches.tag_case == "lower"
    for name, table in desk.store.terms.items():
        if name in values:
            slugs = [term(table, each.lower() if lower else each) for each in cast("list[str]", values[name])]
            changes[name] = tuple(dict.fromkeys(slugs))
    return _moved(replace(old, **changes, updated=desk.stamp), status, desk.stamp)


def released(post: Post, moment: str) -> Post:
    """Publish the variants whose time has come."""
    return replace(
        post,
        variants={
            code: replace(text, status="published", published=text.scheduled, updated=text.scheduled, scheduled=None)
            if text.status == "scheduled" and str(text.scheduled) <= moment
            else text
            for code, text in post.variants.items()
        },
    )


def slug_taken(desk: Desk, slug: str, own: int | None) -> bool:
    """Say whether a post other than ``own`` has this slug, or had it when it was deleted."""
    found = desk.store.post(slug, deleted=not desk.switches.deleted_slug_reusable)
    return found is not None and found.id != own


def term(table: dict[str, str], name: str) -> str:
    """Find a term by name, whatever its case, or make it; another name's slug is not taken twice."""
    for slug, known in table.items():
        if known.casefold() == name.casefold():
            return slug
    slug = free(slugified(name) or f"term-{len(table) + 1}", lambda slug: slug in table)
    table[slug] = name
    return slug


def slugified(name: str) -> str:
    """Make a slug: ASCII letters and digits, hyphens between."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _hosted(intake: Intake, body: str) -> str:
    return _IMAGE.sub(lambda found: f"{found[1]}{intake.media(found[2], 'body') or ''}{found[3]}", body)


def _moved(text: PostText, status: str | None, stamp: str) -> PostText:
    if status == "published":
        return replace(text, status=status, published=text.published or stamp, scheduled=None)
    if status == "draft":
        return replace(text, status=status, published=None, scheduled=None)
    return text
