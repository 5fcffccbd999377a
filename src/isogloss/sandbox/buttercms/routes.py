"""Which handler serves which path and method.

Decides on 404 and 405; does not know what a handler does.

Source: ButterCMS endpoint overview and recorded ``Allow`` headers (reference sections 2, 4 to 7).
"""

from collections.abc import Callable, Mapping

from isogloss.sandbox.buttercms.answers import Answer, Call, refuse
from isogloss.sandbox.buttercms.content import (
    create_items,
    delete_item,
    get_item,
    list_by_keys,
    list_items,
    update_item,
)
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.pages import (
    STAR,
    create_page,
    delete_page,
    get_page,
    list_pages,
    search_pages,
    update_page,
)
from isogloss.sandbox.buttercms.posts import (
    create_post,
    delete_post,
    get_post,
    list_posts,
    search_posts,
    update_post,
)
from isogloss.sandbox.buttercms.terms import (
    get_author,
    get_category,
    get_feed,
    get_tag,
    list_authors,
    list_categories,
    list_tags,
)

Handler = Callable[..., Answer]
"""Takes the desk, the call, and the variable parts of the path."""

_ANY = "{}"


def _single_pages(desk: Desk, call: Call) -> Answer:
    return list_pages(desk, call, STAR)


ROUTES: tuple[tuple[tuple[str, ...], Mapping[str, Handler]], ...] = (
    (("pages",), {"GET": _single_pages, "POST": create_page}),
    (("pages", "search"), {"GET": search_pages}),
    (("pages", _ANY), {"GET": list_pages}),
    (("pages", _ANY, _ANY), {"GET": get_page, "PUT": update_page, "PATCH": update_page, "DELETE": delete_page}),
    (("content",), {"GET": list_by_keys, "POST": create_items}),
    (("content", _ANY), {"GET": list_items}),
    (("content", _ANY, _ANY), {"GET": get_item, "PUT": update_item, "PATCH": update_item, "DELETE": delete_item}),
    (("posts",), {"GET": list_posts, "POST": create_post}),
    (("posts", "search"), {"GET": search_posts}),
    (("posts", _ANY), {"GET": get_post, "PUT": update_post, "PATCH": update_post, "DELETE": delete_post}),
    (("authors",), {"GET": list_authors}),
    (("authors", _ANY), {"GET": get_author}),
    (("categories",), {"GET": list_categories}),
    (("categories", _ANY), {"GET": get_category}),
    (("tags",), {"GET": list_tags}),
    (("tags", _ANY), {"GET": get_tag}),
    (("feeds", _ANY), {"GET": get_feed}),
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
