"""What a mapping says of the blog, in ButterCMS's own terms.

Decides which fields a post, an author and a category have, which of them are only shown, and by which rule posts find
their locale and their entry. Refuses to know requests and the posts themselves.

Source: ButterCMS API reference, blog posts and blog metadata, and recorded answers, seen 2026-11.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from isogloss.bridge import BlogAuthors, BlogCategories, BlogPosts, FieldBinding, KindBinding, SideBinding
from isogloss.errors import Problem
from isogloss.model import schema
from isogloss.model.locale import Locale
from isogloss.model.schema import FieldType, RemoteField, RemoteKind

Shelf = Literal["posts", "authors", "categories"]
_SHELVES: Final[Mapping[type, Shelf]] = {BlogPosts: "posts", BlogAuthors: "authors", BlogCategories: "categories"}

TAGS: Final = "$tags"
"""The tags of a post without the one that tells its locale and the one that tells its entry."""
ALT: Final = "featured_image.alt"

_TEXT: Final[frozenset[FieldType]] = frozenset({"text", "long_text"})
_LINK: Final[frozenset[FieldType]] = frozenset({"text", "link"})

FIELDS: Final[Mapping[Shelf, Mapping[str, frozenset[FieldType]]]] = {
    "posts": {
        "title": frozenset({"text"}),
        "slug": frozenset({"text"}),
        "body": frozenset({"rich_text"}),
        "summary": _TEXT,
        "seo_title": _TEXT,
        "meta_description": _TEXT,
        "featured_image": frozenset({"image"}),
        ALT: _TEXT,
        "author": frozenset({"reference", "text", "option"}),
        "author.name": frozenset({"text"}),
        "categories": frozenset({"tags", "option", "reference", "references"}),
        TAGS: frozenset({"tags", "option"}),
        "published": frozenset({"instant", "date"}),
        "created": frozenset({"instant", "date"}),
    },
    "authors": {
        **dict.fromkeys(("name", "first_name", "last_name", "title", "slug", "twitter_handle"), frozenset({"text"})),
        **dict.fromkeys(("linkedin_url", "facebook_url", "instagram_url", "pinterest_url"), _LINK),
        "email": frozenset({"text", "email"}),
        "bio": frozenset({"text", "long_text", "rich_text"}),
        "profile_image": frozenset({"image", "link"}),
    },
    "categories": {"name": frozenset({"text"}), "slug": frozenset({"text"})},
}
_RULES: Final = {"title": schema.Rule(longest=200), "slug": schema.Rule(longest=100, pattern="[-_a-zA-Z0-9]+")}
"""Source: ButterCMS API reference, writing posts, seen 2026-11; the letters of a slug are [inferred]."""
TIMES: Final = frozenset({"published", "created"})
PARTS: Final = frozenset({"first_name", "last_name"})
"""What ``name`` of an author is made of."""
FIXED: Final = TIMES | {"author.name"}
"""Fields of posts that are never written. No call sets the date of publication."""

_TARGETS: Final[Mapping[str, Shelf]] = {"author": "authors", "categories": "categories"}


@dataclass(frozen=True, slots=True)
class Rule:
    """How posts find their locale and their entry.

    posts: what the mapping says of it.
    main:  the primary locale of the mapping.
    tags:  locale to the tag that stands for it.
    codes: locale to its slug.
    """

    posts: BlogPosts
    main: Locale
    tags: Mapping[Locale, str] = field(default_factory=dict)
    codes: Mapping[Locale, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blog:
    """The blog of one account.

    kinds:  neutral kind to what it stands for.
    fields: neutral kind to its bindings.
    native: whether posts have locales of their own.
    """

    kinds: Mapping[str, Shelf]
    fields: Mapping[str, Mapping[str, FieldBinding]]
    rule: Rule
    native: bool = False

    def kind_of(self, shelf: Shelf) -> str | None:
        """The neutral kind that lives in one part of the blog, if any does."""
        return next((kind for kind, held in self.kinds.items() if held == shelf), None)

    def told(self, kind: str) -> frozenset[str]:
        """Fields of a kind that are none of somebody's own: times, and parts of a name that is mapped as a whole."""
        names = {binding.remote for binding in self.fields[kind].values()}
        if self.kinds[kind] != "authors":
            return TIMES
        return PARTS if "name" in names else frozenset({"name"}) if names & PARTS else frozenset()

    def described(self, kind: str) -> RemoteKind:
        """What a kind holds: the same in every account."""
        shelf = self.kinds[kind]
        rules, told = _RULES if shelf == "posts" else {}, self.told(kind)
        fields = {
            name: RemoteField(
                name, "/".join(sorted(holds)), holds, rule=rules.get(name, schema.ANYTHING), of_side=name in told
            )
            for name, holds in FIELDS[shelf].items()
        }
        return RemoteKind(shelf, fields)


def shelf_of(kind: KindBinding) -> Shelf | None:
    """Which part of the blog a kind stands for; None for pages and items."""
    return _SHELVES.get(type(kind.place))


def blog_of(binding: SideBinding, *, native: bool) -> Blog:
    """Take in the blog's half of one side of a mapping."""
    shelves = {name: shelf for name, kind in binding.kinds.items() if (shelf := shelf_of(kind))}
    posts = next((kind.place for kind in binding.kinds.values() if isinstance(kind.place, BlogPosts)), BlogPosts())
    tags = {locale: binding.tags.get(locale, code) for locale, code in binding.locales.items()}
    rule = Rule(posts, binding.primary, tags, binding.locales)
    fields = {name: {n: _known(each) for n, each in binding.kinds[name].fields.items()} for name in shelves}
    return Blog(shelves, fields, rule, native)


def blog_problems(blog: Blog) -> Iterator[Problem]:
    """What no post, author or category has, and decisions that are still to be made."""
    if blog.rule.posts.decided is None:
        file = blog.rule.posts.file
        reason = f"{file} is not there; make it with isogloss match MAPPING --out {file}."
        yield Problem(f"kinds.{blog.kind_of('posts')}", reason)
    for kind, shelf in blog.kinds.items():
        known = FIELDS[shelf]
        for name, each in blog.fields[kind].items():
            where = f"kinds.{kind}.fields.{name}"
            if each.remote not in known:
                yield Problem(where, f"the {shelf} of a blog have no {each.remote!r}; they have {', '.join(known)}.")
            elif each.field.type not in known[each.remote]:
                held = ", ".join(sorted(known[each.remote]))
                yield Problem(where, f"{each.remote} is mapped as {held}, not as {each.field.type}.")
            elif each.field.to is not None and blog.kinds.get(each.field.to) != _TARGETS[each.remote]:
                wanted = _TARGETS[each.remote]
                yield Problem(where, f"{each.remote} links to the blog's {wanted}; place {each.field.to} there.")


def _known(each: FieldBinding) -> FieldBinding:
    """Both names of the alternative text are one."""
    return FieldBinding(each.field, ALT, each.options) if each.remote == "featured_image_alt" else each
