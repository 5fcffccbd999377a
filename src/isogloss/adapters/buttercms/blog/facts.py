"""What the posts of a blog show that tells which of them are one entry.

Decides where in a post each sign stands. Reads only, and needs no rule for grouping: finding one is the purpose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from isogloss.adapters.buttercms.blog.listing import Listing
from isogloss.adapters.buttercms.blog.place import Blog, blog_of
from isogloss.adapters.buttercms.blog.rule import left_out, spot, topical
from isogloss.adapters.buttercms.blog.wire import Post
from isogloss.bridge import ButterSettings, Placed, SideBinding
from isogloss.canon.links import urls
from isogloss.canon.tags import tag_key
from isogloss.errors import MappingError, Problem
from isogloss.http.client import ReadClient
from isogloss.match.facts import Facts, last_step
from isogloss.model.locale import Locale


def blog_facts(binding: SideBinding, client: ReadClient, page_size: int, decided: Mapping[str, Placed]) -> list[Facts]:
    """Read every post, and say what it shows.

    decided: what a person said of some posts already, by slug.
    Raises:  MappingError where no kind of the side is its blog, or posts have locales of their own; any RemoteError.
    """
    native = binding.settings_as(ButterSettings).blog_locales == "native"
    blog = blog_of(binding, native=native)
    if blog.kind_of("posts") is None:
        raise MappingError(binding.name, [Problem("kinds", f"no kind has its place in the blog of {binding.name}.")])
    if native:
        reason = "with native locales the service itself knows which posts belong together."
        raise MappingError(binding.name, [Problem(f"sides.{binding.name}.blog_locales", reason)])
    told = {**blog.rule.posts.told, **{slug: said.locale for slug, said in decided.items() if said.locale is not None}}
    said = replace(blog.rule.posts, told=told, decided=blog.rule.posts.decided or {})
    blog = replace(blog, rule=replace(blog.rule, posts=said))
    posts = Listing(client, page_size).posts(None, live=False)
    return [_facts(blog, post) for post in posts.values() if not left_out(blog.rule, post)]


def locale_marks(binding: SideBinding) -> frozenset[str]:
    """What stands for a locale in slugs: its tag, its code, and the language alone."""
    marks: set[str] = set()
    for locale, code in binding.locales.items():
        names = (binding.tags.get(locale, code), code, locale)
        marks |= {name.casefold() for name in names} | {locale.partition("-")[0].casefold()}
    return frozenset(marks)


def _facts(blog: Blog, post: Post) -> Facts:
    body = post.fields.get("body")
    found = urls(body) if isinstance(body, str) else ()
    pictures = [each.address for each in found if each.tag == "img" and each.attribute == "src"]
    cover = post.fields.get("featured_image")
    author = post.fields.get("author")
    return Facts(
        slug=post.slug,
        locale=spot(blog.rule, post).locale,
        title=str(post.fields.get("title") or ""),
        day=_day(post.fields.get("published") or post.fields.get("created")),
        tags=frozenset(tag_key(name) for name in _topical(blog, post)),
        marks=tuple(sorted(term.name for term in post.tags)),
        images=frozenset(filter(None, map(last_step, [*pictures, *([cover] if isinstance(cover, str) else [])]))),
        links=frozenset(each.address for each in found if each.tag == "a" and each.attribute == "href"),
        author=str(author.get("slug") or "") if isinstance(author, Mapping) else "",
        categories=frozenset(term.slug for term in post.categories),
    )


def _topical(blog: Blog, post: Post) -> Iterator[str]:
    """Tags that stand for no locale at all: those tell nothing here."""
    kept = topical(blog.rule, post.tags, None)
    locales = {Locale(tag).casefold() for tag in blog.rule.tags.values()}
    terms = {term.name: term.slug for term in post.tags}
    yield from (name for name in kept if not {name.casefold(), terms[name].casefold()} & locales)


def _day(sent: object) -> float | None:
    """Days from a fixed day; None where the time cannot be read."""
    try:
        moment = datetime.fromisoformat(str(sent))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / 86_400
