"""Whether what a mapping says of a blog fits together: how posts find their locale and their entry.

Nothing is grouped by guess, so a blog in several locales says by which rule; two rules would be two answers.
"""

from collections.abc import Iterator
from typing import Final

from isogloss.errors import Problem
from isogloss.mapping.document import ButterSide, Document, GroupRule, KindEntry, Place
from isogloss.mapping.locales import canonical

STEM: Final = "{stem}"
LOCALE: Final = "{locale}"
_POSTS_ONLY: Final = ("group", "post_locales", "leave_out")
_RULES: Final = ("tag_prefix", "slug", "field")


def blog_problems(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    """Everything wrong with how a kind's posts are grouped."""
    for side, settings in document.sides.items():
        place, at = kind.places.get(side), f"{path}.{side}"
        if place is None:
            continue
        if place.blog is None:
            for key in _POSTS_ONLY:
                if getattr(place, key) is not None:
                    yield Problem(f"{at}.{key}", "only blog posts are grouped into entries; leave it out")
        elif isinstance(settings, ButterSide) and place.collection is None and place.page_type is None:
            yield from _posts(document, place, side, at)
            if place.group is not None:
                yield from _group(kind, place.group, side, f"{at}.group")


def only_blog(document: Document, side: str) -> bool:
    """Whether nothing but the blog is mapped on a side: an account without localization can hold it in many locales."""
    places = [kind.places[side] for kind in document.kinds.values() if side in kind.places]
    return bool(places) and all(place.collection is None and place.page_type is None for place in places)


def own_slugs(kind: KindEntry, side: str) -> bool:
    """Whether a kind is the blog of a side, and the slugs of its posts are a field."""
    place = kind.places.get(side)
    posts = place is not None and place.blog is not None
    return posts and any(entry.remotes.get(side) == "slug" for entry in kind.fields.values())


def _posts(document: Document, place: Place, side: str, at: str) -> Iterator[Problem]:
    settings = document.sides[side]
    native = isinstance(settings, ButterSide) and settings.blog_locales == "native"
    held = {tag: entry for tag, entry in document.locales.items() if side in entry.codes}
    if native and (place.group or place.post_locales):
        yield Problem(
            at, "with blog_locales: native the service itself knows which posts belong together; leave it out"
        )
    elif not native and place.group is None and len(held) > 1:
        reason = "say how posts are grouped into entries: group: {tag_prefix: …}, {slug: …}, {field: …} or {file: …}"
        yield Problem(f"{at}.group", reason)
    if place.origin_key is not None:
        yield Problem(f"{at}.origin_key", "a post has no field for a key of ours; leave it out")
    known = {canonical(tag) for tag in held if _is_tag(tag)}
    for slug, locale in (place.post_locales or {}).items():
        if not _is_tag(locale) or canonical(locale) not in known:
            yield Problem(f"{at}.post_locales.{slug}", f'"{locale}" is no locale that the mapping has on {side}')
    if native:
        return
    tags: dict[str, str] = {}
    for locale, entry in held.items():
        tag = (entry.tag or entry.codes[side]).casefold()
        if tag in tags:
            yield Problem(f"locales.{locale}", f'the blog tag "{tag}" stands for {tags[tag]} already; give another tag')
        tags.setdefault(tag, locale)


def _is_tag(text: str) -> bool:
    try:
        canonical(text)
    except ValueError:
        return False
    return True


def _group(kind: KindEntry, group: GroupRule, side: str, at: str) -> Iterator[Problem]:
    given = [name for name in _RULES if getattr(group, name) is not None]
    if len(given) > 1:
        yield Problem(at, f"{' and '.join(given)} could give two answers; keep one")
    if not given and group.file is None:
        yield Problem(at, "say by what: tag_prefix, slug, field or file")
    if group.slug is not None and (group.slug.count(STEM) != 1 or group.slug.count(LOCALE) != 1):
        yield Problem(f"{at}.slug", f"the pattern has {STEM} once and {LOCALE} once, as {STEM}-{LOCALE}")
    if group.primary is not None:
        if group.slug is None:
            yield Problem(f"{at}.primary", "it is the slug pattern of the primary locale; give slug for the others")
        elif group.primary.count(STEM) != 1 or group.primary.count(LOCALE) > 1:
            yield Problem(f"{at}.primary", f"the pattern has {STEM} once")
    if group.field is not None and group.field in {entry.remotes.get(side) for entry in kind.fields.values()}:
        yield Problem(f"{at}.field", f"{group.field} holds the key of the entry, so it cannot be a field as well")
