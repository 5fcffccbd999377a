"""How blog posts, their authors and their terms read.

Decides the shapes, which differ from call to call.

Source: recorded answers of the ButterCMS SDK tests, 2024 (reference section 7.1).
"""

from collections.abc import Iterable, Mapping

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.render import Renderer
from isogloss.sandbox.buttercms.store import Post, PostText

AUTHOR = (
    *("first_name", "last_name", "email", "slug", "bio", "title", "linkedin_url", "facebook_url"),
    *("instagram_url", "pinterest_url", "twitter_handle", "profile_image"),
)


class PostRenderer:
    """Shows posts in one account."""

    def __init__(self, desk: Desk, *, exclude_body: bool = False) -> None:
        self._desk = desk
        self._exclude_body = exclude_body
        self._values = Renderer(desk, desk.store.default, preview=False)

    def listed(self, post: Post, text: PostText) -> Json:
        """Show a post as lists do, with its path."""
        return self._post(post, text, f"/{text.slug}")

    def detail(self, post: Post, text: PostText) -> Json:
        """Show a post as the detail call and the search do: without a path, with ``deleted``."""
        return {**self._post(post, text, None), "deleted": self._values.time(post.deleted)}

    def neighbour(self, text: PostText) -> Json:
        """Show the post before or after."""
        return {"slug": text.slug, "title": text.title, "featured_image": self._image(text)}

    def author(self, slug: str) -> Json:
        """Show an author; unset values are empty strings."""
        known = self._desk.store.authors[slug]
        return {name: known.get(name) or "" for name in AUTHOR}

    def _image(self, text: PostText) -> object:
        if not text.featured_image:
            return "" if self._desk.switches.empty_style == "empty" else None
        return self._values.media(text.featured_image)

    def _post(self, post: Post, text: PostText, url: str | None) -> Json:
        store, switches, time = self._desk.store, self._desk.switches, self._values.time
        shown: Json = {
            "status": text.status,
            "created": time(text.created),
            "updated": time(text.updated),
            "published": time(text.published),
        }
        if switches.status_keys:
            shown["scheduled"] = time(text.scheduled)
        shown |= {"title": text.title, "slug": text.slug}
        if not self._exclude_body:
            shown["body"] = text.body
        shown |= {name: getattr(text, name) for name in ("summary", "seo_title", "meta_description")}
        shown |= {"featured_image": self._image(text), "featured_image_alt": text.featured_image_alt, "url": url}
        shown |= {
            "author": self.author(text.author) if text.author in store.authors else None,
            "tags": _terms(store.terms["tags"], text.tags),
            "categories": _terms(store.terms["categories"], text.categories),
        }
        if switches.native_post_locales and switches.post_locale_key:
            shown["locale"] = next(code for code, each in post.variants.items() if each is text)
        return shown


def _terms(table: Mapping[str, str], slugs: Iterable[str]) -> list[Json]:
    return [{"name": table[slug], "slug": slug} for slug in slugs if slug in table]
