"""Posts with locales of their own: which variants are one post.

Decides how the rows of several listings are linked although no row names its post: slugs are unique in an account, so
the same slug is the same post, and where a variant has a slug of its own the detail call tells its siblings.

Source: ButterCMS API reference, blog posts, seen 2026-11, for the parameter; how variants are told apart, and that the
detail call takes the slug of any of them, is [inferred].
"""

from collections.abc import Callable, Mapping

from isogloss.adapters.buttercms.blog_wire import Post
from isogloss.model.locale import Locale

Ask = Callable[[str, Locale], Post | None]
"""The post of a slug, in a locale."""


def linked(rows: Mapping[Locale, Mapping[str, Post]], ask: Ask) -> dict[str, dict[Locale, Post]]:
    """Put variants together; each entry goes by the slug of its first locale, in the order of the mapping.

    One question for each variant whose slug no earlier locale has, and further ones where that finds none.
    """
    groups: dict[str, dict[Locale, Post]] = {}
    key_of: dict[str, str] = {}
    done: list[Locale] = []
    for locale, posts in rows.items():
        for slug, post in posts.items():
            key = key_of.get(slug) or _sibling(slug, done, key_of, ask) or slug
            key_of[slug] = key
            groups.setdefault(key, {})[locale] = post
        done.append(locale)
    return groups


def _sibling(slug: str, earlier: list[Locale], key_of: Mapping[str, str], ask: Ask) -> str | None:
    for locale in earlier:
        found = ask(slug, locale)
        if found is not None and found.slug in key_of:
            return key_of[found.slug]
    return None
