"""Authors, categories and tags of the blog, and its feeds.

Source: ButterCMS API reference, blog metadata and feeds (reference section 7.1).
"""

from html import escape

from isogloss.sandbox.buttercms.answers import Answer, Call, Json, refuse
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.post_render import PostRenderer
from isogloss.sandbox.buttercms.posts import Pair, filtered, locale

_RECENT = 10
_SITE = "https://www.example.com"


def list_authors(desk: Desk, call: Call) -> Answer:
    """List authors."""
    return Answer(200, {"data": [_author(desk, call, slug) for slug in desk.store.authors]})


def get_author(desk: Desk, call: Call, slug: str) -> Answer:
    """Read one author."""
    if slug not in desk.store.authors:
        refuse(404)
    return Answer(200, {"data": _author(desk, call, slug)})


def list_categories(desk: Desk, call: Call) -> Answer:
    """List the categories that have published posts."""
    used = {slug for _, text in _published(desk, call) for slug in text.categories}
    shown = [_term(desk, call, "categories", slug) for slug in desk.store.terms["categories"] if slug in used]
    return Answer(200, {"data": shown})


def list_tags(desk: Desk, call: Call) -> Answer:
    """List tags."""
    return Answer(200, {"data": [_term(desk, call, "tags", slug) for slug in desk.store.terms["tags"]]})


def get_term(desk: Desk, call: Call, slug: str) -> Answer:
    """Read one category or tag, as the path says."""
    name = call.parts[0]
    if slug not in desk.store.terms[name]:
        refuse(404)
    return Answer(200, {"data": _term(desk, call, name, slug)})


def get_feed(desk: Desk, call: Call, kind: str) -> Answer:
    """Write a feed: XML inside JSON."""
    posts = filtered(_published(desk, call), call)
    writers = {"rss": _rss, "atom": _atom, "sitemap": _sitemap}
    if kind not in writers:
        refuse(404)
    return Answer(200, {"data": f'<?xml version="1.0" encoding="utf-8"?>{writers[kind](posts)}'})


def _published(desk: Desk, call: Call) -> list[Pair]:
    return desk.store.feed(locale(desk, call), preview=False)


def _author(desk: Desk, call: Call, slug: str) -> Json:
    posts = [pair for pair in _published(desk, call) if pair[1].author == slug]
    return {**PostRenderer(desk).author(slug), **_recent(desk, call, posts)}


def _term(desk: Desk, call: Call, name: str, slug: str) -> Json:
    posts = [pair for pair in _published(desk, call) if slug in getattr(pair[1], name)]
    return {"name": desk.store.terms[name][slug], "slug": slug, **_recent(desk, call, posts)}


def _recent(desk: Desk, call: Call, posts: list[Pair]) -> Json:
    if call.params.get("include") != "recent_posts":
        return {}
    renderer = PostRenderer(desk)
    return {"recent_posts": [renderer.listed(post, text) for post, text in posts[:_RECENT]]}


def _rss(posts: list[Pair]) -> str:
    items = "".join(
        f"<item><title>{escape(text.title)}</title><link>{_SITE}/{escape(text.slug)}</link>"
        f"<description>{escape(text.summary)}</description><pubDate>{text.published}</pubDate></item>"
        for _, text in posts
    )
    return f'<rss version="2.0"><channel><title>Blog</title><link>{_SITE}</link>{items}</channel></rss>'


def _atom(posts: list[Pair]) -> str:
    entries = "".join(
        f"<entry><title>{escape(text.title)}</title><id>{_SITE}/{escape(text.slug)}</id>"
        f"<updated>{text.updated}</updated><summary>{escape(text.summary)}</summary></entry>"
        for _, text in posts
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>{_SITE}</id>{entries}</feed>'


def _sitemap(posts: list[Pair]) -> str:
    urls = "".join(
        f"<url><loc>{_SITE}/{escape(text.slug)}</loc><lastmod>{text.updated}</lastmod></url>" for _, text in posts
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
