"""The page endpoints: list, search, detail, create, update, delete.

Source: ButterCMS API reference, pages (reference sections 4 and 5).
"""

from dataclasses import replace

from isogloss.sandbox.buttercms.answers import Answer, Call, invalid, refuse
from isogloss.sandbox.buttercms.bodies import by_locale, check, page_head, parsed, status_of, statuses, update_of
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.landing import taken
from isogloss.sandbox.buttercms.reading import filters, listed, locale_of, sought
from isogloss.sandbox.buttercms.render import asked
from isogloss.sandbox.buttercms.search import listing, relevance
from isogloss.sandbox.buttercms.store import Asked, Entry

STAR = "*"
_QUERY_LENGTH = 100
_NOT_FOUND = "Page not found."
"""Source: recorded answers of the SDK tests."""


def list_pages(desk: Desk, call: Call, kind: str) -> Answer:
    """List the pages of a type; ``*`` is the single pages only."""
    renderer = asked(desk, call)
    if kind == STAR:
        if filters(call.params) or "order" in call.params:
            refuse(400, "Filters and order need a page type.")
        return listed(call, renderer.visible("page", None), renderer.entry)
    if kind not in desk.store.schema.page_types:
        refuse(404)
    found = listing(renderer, "page", kind, call, desk.store.schema.page_types[kind], 400)
    return listed(call, found, renderer.entry)


def search(desk: Desk, call: Call) -> Answer:
    """Search the published content of pages, the most relevant first."""
    words = sought(call.params, _QUERY_LENGTH)
    renderer = replace(asked(desk, call), preview=False)
    kind = call.params.get("page_type")
    places = [_place(kind)] if kind else [None, *desk.store.schema.page_types]
    locale = renderer.locale
    scored = [
        (relevance(words, [page.title, page.variants[locale].live]), page)
        for place in places
        for page in desk.store.listing("page", place, Asked(locale, preview=False, holes=False))
    ]
    hits = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return listed(call, [page for _, page in hits], renderer.entry)


def get(desk: Desk, call: Call, kind: str, slug: str) -> Answer:
    """Read one page in one locale; ``*`` is any type."""
    renderer = asked(desk, call)
    page = _found(desk, kind, slug)
    if not renderer.sees(page):
        refuse(404, _NOT_FOUND)
    return Answer(200, {"data": renderer.entry(page)})


def create(desk: Desk, call: Call) -> Answer:
    """Accept a page to be made."""
    body = parsed(call)
    title, slug, place = page_head(body, desk.switches)
    specs = desk.store.schema.page_types.get(place)
    if specs is None:
        refuse(404, f"Page type {place} not found.")
    status = status_of(body, "draft")
    sent = by_locale(desk, call, body.get("fields"), specs, create=True)
    sound = check(desk, specs, sent, status=status, create=True)
    if taken(desk, place, slug):
        desk.refuse_taken("page")
    if not sound:
        return desk.accept(call, "lost", {"reason": "A field's key was missing."})
    data = {"place": place, "slug": slug, "title": title, "fields": sent}
    return desk.accept(call, "page", {**data, "statuses": statuses(desk, call, sent, status)})


def update(desk: Desk, call: Call, kind: str, slug: str) -> Answer:
    """Accept a change of a page; PUT is as partial as PATCH."""
    body = parsed(call)
    page = _found(desk, kind, slug)
    fixed = [name for name in ("title", "slug") if name in body]
    if fixed and desk.switches.title_slug_change == "reject":
        invalid({name: ["This field cannot be changed."] for name in fixed})
    return desk.accept(call, "update", update_of(desk, call, page, body))


def delete(desk: Desk, call: Call, kind: str, slug: str) -> Answer:
    """Delete a page, if there is such a call at all; the data is kept."""
    if not desk.switches.page_delete:
        refuse(405, f'Method "{call.method}" not allowed.', {"Allow": "GET, PUT, PATCH"})
    remove(desk, call, _found(desk, kind, slug))
    return Answer(204)


def remove(desk: Desk, call: Call, entry: Entry) -> None:
    """Take an entry away, or only one of its locales where a delete can name one."""
    others = dict(entry.variants)
    if "locale" in call.params and desk.switches.delete_locale == "honoured":
        locale = locale_of(desk, call)
        if others.pop(locale, None) is None:
            refuse(404)
        if others:
            desk.store.put(replace(entry, variants=others))
            return
    desk.store.put(replace(entry, deleted=desk.stamp))


def _place(kind: str) -> str | None:
    return None if kind == STAR else kind


def _found(desk: Desk, kind: str, slug: str) -> Entry:
    pages = desk.store.pages_with(slug)
    if kind != STAR:
        pages = [page for page in pages if page.place == kind]
    if not pages:
        refuse(404, _NOT_FOUND)
    if len(pages) > 1:
        # Source: the detail call with * answers 403 when several pages share the slug.
        refuse(403, "Multiple pages found; name the page type.")
    return pages[0]
