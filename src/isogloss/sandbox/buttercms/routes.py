"""Which handler serves which path and method.

Decides on 404 and 405; does not know what a handler does.

Source: ButterCMS endpoint overview and recorded ``Allow`` headers (reference sections 2, 4 to 7).
"""

from collections.abc import Callable, Mapping
from functools import partial

from isogloss.sandbox.buttercms import items, pages, posts, terms
from isogloss.sandbox.buttercms.answers import Answer, Call, refuse
from isogloss.sandbox.buttercms.desk import Desk

Handler = Callable[..., Answer]
"""Takes the desk, the call, and the variable parts of the path."""

_ANY = "{}"

ROUTES: tuple[tuple[tuple[str, ...], Mapping[str, Handler]], ...] = (
    (("pages",), {"GET": partial(pages.list_pages, kind=pages.STAR), "POST": pages.create}),
    (("pages", "search"), {"GET": pages.search}),
    (("pages", _ANY), {"GET": pages.list_pages}),
    (("pages", _ANY, _ANY), {"GET": pages.get, "PUT": pages.update, "PATCH": pages.update, "DELETE": pages.delete}),
    (("content",), {"GET": items.list_by_keys, "POST": items.create}),
    (("content", _ANY), {"GET": items.list_items}),
    (("content", _ANY, _ANY), {"GET": items.get, "PUT": items.update, "PATCH": items.update, "DELETE": items.delete}),
    (("posts",), {"GET": posts.list_posts, "POST": posts.create}),
    (("posts", "search"), {"GET": posts.search}),
    (("posts", _ANY), {"GET": posts.get, "PUT": posts.update, "PATCH": posts.update, "DELETE": posts.delete}),
    (("authors",), {"GET": terms.list_authors}),
    (("authors", _ANY), {"GET": terms.get_author}),
    (("categories",), {"GET": terms.list_categories}),
    (("categories", _ANY), {"GET": terms.get_term}),
    (("tags",), {"GET": terms.list_tags}),
    (("tags", _ANY), {"GET": terms.get_term}),
    (("feeds", _ANY), {"GET": terms.get_feed}),
)


def dispatch(desk: Desk, call: Call) -> Answer:
    """Hand a call to its handler; the first pattern that fits is taken."""
    found = next(((pattern, handlers) for pattern, handlers in ROUTES if _fits(pattern, call.parts)), None)
    if found is None:
        refuse(404)
    pattern, handlers = found
    handler = handlers.get(call.method)
    if handler is None:
        refuse(405, f'Method "{call.method}" not allowed.', {"Allow": ", ".join(handlers)})
    return handler(desk, call, *(part for part, wanted in zip(call.parts, pattern, strict=True) if wanted == _ANY))


def _fits(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    same = len(pattern) == len(parts)
    return same and all(wanted in (_ANY, part) for wanted, part in zip(pattern, parts, strict=True))
