"""The post endpoints: list, search, detail, create, update, delete.

Source: ButterCMS API reference, blog posts (reference section 7). A post's locale is a tag unless native locales are
switched on.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from isogloss.sandbox.buttercms.answers import PENDING, Answer, Call, Json, invalid, refuse
from isogloss.sandbox.buttercms.bodies import parsed, required_texts, status_of
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.post_landing import TEXTS, slug_taken
from isogloss.sandbox.buttercms.post_render import PostRenderer
from isogloss.sandbox.buttercms.reading import flag, listed, locale_of, sought
from isogloss.sandbox.buttercms.search import relevance
from isogloss.sandbox.buttercms.store import Post, PostText

Pair = tuple[Post, PostText]

_QUERY_LENGTH = 256
_LIMITS = {"title": 200, "slug": 100}
_SCHEDULING = ("scheduled", "publish_date", "published")
_KEYS = frozenset(
    {*TEXTS, *_SCHEDULING, "status", "author", "categories", "tags", "featured_image", "body"}
    | {"upload_images_to_media_library"}
)


def list_posts(desk: Desk, call: Call) -> Answer:
    """List posts, the newest publication first; drafts only with ``preview``."""
    found = filtered(desk.store.feed(locale(desk, call), preview=flag(call.params, "preview")), call)
    renderer = PostRenderer(desk, exclude_body=flag(call.params, "exclude_body"))
    return listed(call, found, lambda pair: renderer.listed(*pair))


def search(desk: Desk, call: Call) -> Answer:
    """Search published posts, the most relevant first."""
    words = sought(call.params, _QUERY_LENGTH)
    found = desk.store.feed(locale(desk, call), preview=False)
    scored = [(relevance(words, [text.title, text.summary, text.body]), post, text) for post, text in found]
    hits = sorted((each for each in scored if each[0]), key=lambda each: -each[0])
    renderer = PostRenderer(desk, exclude_body=flag(call.params, "exclude_body"))
    return listed(call, hits, lambda hit: {**renderer.detail(*hit[1:]), "rank": hit[0]})


def get(desk: Desk, call: Call, slug: str) -> Answer:
    """Read one post whatever its status, unless drafts are for ``preview`` only here, too."""
    code = locale(desk, call)
    post = _found(desk, slug)
    text = post.text(code)
    hidden = desk.switches.draft_post_detail == "hidden" and not flag(call.params, "preview")
    if text is None or (hidden and text.status != "published"):
        refuse(404)
    near = desk.store.feed(code, preview=False)
    at = next((n for n, (other, _) in enumerate(near) if other.id == post.id), None)
    renderer = PostRenderer(desk)
    meta = {
        "next_post": renderer.neighbour(near[at - 1][1]) if at else None,
        "previous_post": renderer.neighbour(near[at + 1][1]) if at is not None and at + 1 < len(near) else None,
    }
    return Answer(200, {"meta": meta, "data": renderer.detail(post, text)})


def create(desk: Desk, call: Call) -> Answer:
    """Accept a post to be made."""
    body = parsed(call)
    problems = required_texts(body, _LIMITS)
    problems |= {name: ["Posts cannot be scheduled by the API."] for name in _SCHEDULING if name in body}
    if problems:
        invalid(problems)
    status = status_of(body, "draft")
    data: Json = {"values": _values(desk, body), "status": status, "locale": locale(desk, call) or desk.store.default}
    if slug_taken(desk, str(body["slug"]), None):
        desk.refuse_taken("post")
    return desk.accept(call, "post", data)


def update(desk: Desk, call: Call, slug: str) -> Answer:
    """Accept a change of a post, its slug included; with native locales, of one variant."""
    body = parsed(call)
    post = _found(desk, slug)
    if not body:
        invalid({"": ["Nothing to update."]})
    whole = call.method == "PUT" and desk.switches.put_posts == "full"
    names = [name for name in _LIMITS if whole or name in body]
    problems = required_texts(body, {name: _LIMITS[name] for name in names})
    if problems:
        invalid(problems)
    ignored = [name for name in _SCHEDULING if name in body]
    if body.get("status") == "scheduled":
        ignored.append("status")
        body = {name: value for name, value in body.items() if name != "status"}
    if "slug" in body and slug_taken(desk, str(body["slug"]), post.id):
        desk.refuse_taken("post")
    data: Json = {"id": post.id, "values": _values(desk, body), "status": status_of(body, None), "whole": whole}
    answer = desk.accept(call, "post_update", {**data, "locale": locale(desk, call)})
    if not ignored:
        return answer
    # Source: scheduling keys are ignored on update, with warnings in the answer; their form is [inferred].
    return Answer(202, {**PENDING, "warnings": [f"{name} is ignored: posts cannot be scheduled." for name in ignored]})


def delete(desk: Desk, _: Call, slug: str) -> Answer:
    """Delete a post; the data is kept."""
    desk.store.put_post(replace(_found(desk, slug), deleted=desk.stamp))
    return Answer(204)


def locale(desk: Desk, call: Call) -> str | None:
    """Read the locale asked for; None where posts have none."""
    return locale_of(desk, call) if desk.switches.native_post_locales else None


def filtered(found: list[Pair], call: Call) -> list[Pair]:
    """Keep the posts of an author, a category, a tag."""
    tests: Mapping[str, Callable[[PostText, str], bool]] = {
        "author_slug": lambda text, slug: text.author == slug,
        "category_slug": lambda text, slug: slug in text.categories,
        "tag_slug": lambda text, slug: slug in text.tags,
    }
    for name, fits in tests.items():
        if name in call.params:
            found = [pair for pair in found if fits(pair[1], call.params[name])]
    return found


def _found(desk: Desk, slug: str) -> Post:
    post = desk.store.post(slug)
    if post is None:
        refuse(404)
    return post


def _values(desk: Desk, body: Json) -> Json:
    """Check the values of a body at first sight, and name its author by slug."""
    problems = {name: ["There is no such field."] for name in body if name not in _KEYS}
    if desk.switches.unknown_keys != "reject":
        problems = {}
    for name in (*TEXTS, "body"):
        if name in body and not isinstance(body[name], str):
            problems[name] = ["Not a valid string."]
    for name in ("categories", "tags"):
        terms = body.get(name, [])
        if not isinstance(terms, list) or not all(isinstance(each, str) and each for each in terms):
            problems[name] = ["Expected a list of names."]
    if not isinstance(body.get("featured_image", ""), str | None):
        problems["featured_image"] = ["Not a valid string."]
    author = _author(desk, body.get("author")) if "author" in body else None
    if "author" in body and author is None:
        problems["author"] = ["There is no such author."]
    if problems:
        invalid(problems)
    return {**body, "author": author} if "author" in body else body


def _author(desk: Desk, named: object) -> str | None:
    if not isinstance(named, dict):
        return None
    slug, email = named.get("slug"), named.get("email")
    known = desk.store.authors
    if slug is not None:
        return slug if slug in known else None
    return next((each for each, author in known.items() if email and author.get("email") == email), None)
