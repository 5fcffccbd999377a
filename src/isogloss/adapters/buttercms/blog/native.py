"""Posts with locales of their own: which variants are one post.

Decides how the rows of several listings are linked although no row names its post: slugs are unique in an account, so
the same slug is the same post, and where a variant has a slug of its own the detail call tells its siblings.

Source: ButterCMS API reference, blog posts, seen 2026-11, for the parameter; how variants are told apart, and that the
detail call takes the slug of any of them, is [inferred].
"""

from collections.abc import Callable, Mapping

from isogloss.adapters.buttercms.blog.wire import Post
from isogloss.model.locale import Locale

Ask = Callable[[Post, Locale], Post | None]
"""The variant in a locale of the post that has this one, past any cache that may be older."""


def linked(rows: Mapping[Locale, Mapping[str, Post]], ask: Ask) -> dict[str, dict[Locale, Post]]:
    """Put variants together; each entry goes by the slug of its first locale, in the order of the mapping.

    One question for each variant whose slug no earlier locale has, and further ones where that finds none.
    """
    groups: dict[str, dict[Locale, Post]] = {}
    key_of: dict[str, str] = {}
    done: list[Locale] = []
    for locale, posts in rows.items():
        for slug, post in posts.items():
            key = key_of.get(slug) or _sibling(post, done, key_of, groups, ask) or slug
            key_of[slug] = key
            groups.setdefault(key, {})[locale] = post
        done.append(locale)
    return groups


def _sibling(
    post: Post, earlier: list[Locale], key_of: dict[str, str], groups: dict[str, dict[Locale, Post]], ask: Ask
) -> str | None:
    for locale in earlier:
        found = ask(post, locale)
        if found is None:
            continue
        if found.slug not in key_of:  # the listing is from before it was made
            key_of[found.slug] = found.slug
            groups.setdefault(found.slug, {})[locale] = found
        return key_of[found.slug]
    return None
