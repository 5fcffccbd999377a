"""Whether what a mapping says of a blog fits together: how posts find their locale and their entry.

Nothing is grouped by guess, so a blog in several locales says by which rule; two rules would be two answers.
"""

from collections.abc import Iterator
from typing import Final

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document
from isogloss.mapping.file.kinds import GroupRule, KindEntry, Place
from isogloss.mapping.names.locales import canonical

STEM: Final = "{stem}"
LOCALE: Final = "{locale}"
_RULES: Final = ("tag_prefix", "slug", "field")


def post_problems(document: Document, kind: KindEntry, side: str, at: str, *, native: bool) -> Iterator[Problem]:
    """Everything wrong with how a kind's posts are grouped.

    native: whether posts have locales of their own.
    """
    place = kind.places[side]
    if place.collection is None and place.page_type is None:
        yield from _posts(document, place, side, at, native=native)
        if place.group is not None:
            yield from _group(kind, place.group, side, f"{at}.group")


def _posts(document: Document, place: Place, side: str, at: str, *, native: bool) -> Iterator[Problem]:
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
