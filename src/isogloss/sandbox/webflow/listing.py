"""Reading items: which variants a listing shows, in what order, and how a variant looks.

Decides paging, filters and sorting for the staged and for the live view. Changes nothing.

Source: Webflow, list collection items, seen 2026-11. One row per variant, ``total`` counts variants, none or an
omitted ``cmsLocaleId`` means the primary. Rows come oldest first unless sorted [inferred].
"""

import operator
from collections.abc import Callable, Sequence
from datetime import datetime

from isogloss.sandbox.clock import instant
from isogloss.sandbox.webflow import exclusions, filters
from isogloss.sandbox.webflow.answers import Reply, invalid, no_item
from isogloss.sandbox.webflow.content import Collection
from isogloss.sandbox.webflow.variants import Fields, Json, Listing, Variant, copied
from isogloss.sandbox.webflow.world import BATCH, Call, World

_TIMES = ("createdOn", "lastPublished", "lastUpdated")
_SORTS = (*_TIMES, "name", "slug")
Test = Callable[[Variant], bool]


def shown(
    world: World, collection: Collection, row: Variant, *, live: bool = False, without: frozenset[str] = frozenset()
) -> Json:
    """Show a variant as the API does: as staged, or as visitors see it; ``without`` some fields."""
    answer: Json = {"id": row.id}
    if world.localized:
        answer["cmsLocaleId"] = row.locale
    fields: Fields = row.live.fields if live and row.live else row.fields
    return {
        **answer,
        "lastPublished": row.published,
        "lastUpdated": row.live.updated if live and row.live else row.updated,
        "createdOn": row.created,
        "isArchived": False if live else row.archived,
        "isDraft": False if live else row.draft,
        "fieldData": _field_data(world, collection, {**fields, **world.echoes.get(row.key, {})}, without),
    }


def _field_data(world: World, collection: Collection, fields: Fields, without: frozenset[str]) -> object:
    slugs = [slug for slug in collection.fields if slug not in without]
    if world.switches.empty_fields == "null":
        return {slug: copied(fields.get(slug)) for slug in slugs}
    return copied({slug: fields[slug] for slug in slugs if slug in fields})


def query_locales(world: World, call: Call) -> list[str]:
    """Read the comma list of ``cmsLocaleId`` of a query; none means the primary."""
    text = call.query.get("cmsLocaleId")
    if text is None:
        return [world.content.primary]
    return [world.known_locale(part.strip(), "cmsLocaleId") for part in text.split(",")]


def get_item(world: World, call: Call, *, live: bool = False) -> Reply:
    """``GET /collections/{collection}/items/{item}``, and ``/live`` below it."""
    collection = world.collection(call.params["collection"])
    row = collection.items.get(call.params["item"], query_locales(world, call)[0])
    if row is None or (live and row.live is None) or row.id in exclusions.within(world, call, collection, "item"):
        raise no_item()
    without = exclusions.within(world, call, collection, "field")
    return Reply(200, shown(world, collection, row, live=live, without=without))


def list_items(world: World, call: Call, *, live: bool = False) -> Reply:
    """``GET /collections/{collection}/items``, and ``/live`` below it."""
    collection = world.collection(call.params["collection"])
    offset, limit = call.number("offset", 0, 0), call.number("limit", BATCH, 0, BATCH)
    rows = _rows(world, collection, call, live=live)
    without = exclusions.within(world, call, collection, "field")
    gone = exclusions.within(world, call, collection, "item")
    rows = [row for row in rows if row.id not in gone] if gone else rows
    # Others deleting (+) or creating (-) rows between the first page and this one move every later row.
    shift = world.switches.paging_shift if offset else 0
    page = rows[max(0, offset + shift) : max(0, offset + shift) + limit]
    return Reply(
        200,
        {
            "items": [shown(world, collection, row, live=live, without=without) for row in page],
            "pagination": {"limit": limit, "offset": offset, "total": max(0, len(rows) - shift)},
        },
    )


def _rows(world: World, collection: Collection, call: Call, *, live: bool) -> Sequence[Variant]:
    """Find the rows and put them in order, once for all the pages."""
    query = {name: text for name, text in call.query.items() if name not in {"offset", "limit"}}
    types = tuple((each.slug, each.type) for each in collection.fields.values())
    locales = frozenset(query_locales(world, call))

    def read(row: Variant) -> Fields:
        return row.live.fields if live and row.live else row.fields

    tests = [*_tests(call, live=live), *filters.tests(collection, call.query, read)]
    text, down = _order(call, live=live)

    def make() -> Listing:
        return Listing(lambda row: row.locale in locales and all(test(row) for test in tests), text, down=down)

    rows = collection.items.listed((live, world.switches, types, tuple(sorted(query.items()))), make)
    for key, downwards in reversed(filters.order(collection, call.query, read)):
        rows = sorted(rows, key=key, reverse=downwards)  # type: ignore[arg-type]  # values of one field are of one type
    return rows


def _tests(call: Call, *, live: bool) -> list[Test]:
    tests: list[Test] = [lambda row: row.live is not None] if live else []
    tests += [_equals(name, call.query[name], live=live) for name in ("name", "slug") if name in call.query]
    for name in _TIMES:
        for bound in ("gte", "lte"):
            text = call.query.get(f"{name}[{bound}]")
            if text is not None:
                tests.append(_within(name, bound, _instant(f"{name}[{bound}]", text), live=live))
    return tests


def _equals(name: str, wanted: str, *, live: bool) -> Test:
    return lambda row: _key(row, name, live=live) == wanted


def _within(name: str, bound: str, limit: datetime, *, live: bool) -> Test:
    fits = {"gte": operator.ge, "lte": operator.le}[bound]
    return lambda row: (at := _key(row, name, live=live)) != "" and fits(datetime.fromisoformat(at), limit)


def _instant(param: str, text: str) -> datetime:
    try:
        return instant(text.replace(" ", "+"))
    except ValueError:
        raise invalid((param, "Expected value to be an ISO 8601 date")) from None


def _order(call: Call, *, live: bool) -> tuple[Callable[[Variant], str] | None, bool]:
    """Read what to sort by, and whether downwards."""
    by, order = call.query.get("sortBy"), call.query.get("sortOrder", "asc")
    if by is not None and by not in _SORTS:
        raise invalid(("sortBy", f"Value (sortBy) should be one of {', '.join(_SORTS)}"))
    if order not in {"asc", "desc"}:
        raise invalid(("sortOrder", "Value (sortOrder) should be asc or desc"))
    return None if by is None else lambda row: _key(row, by, live=live), order == "desc"


def _key(row: Variant, name: str, *, live: bool) -> str:
    if name in {"name", "slug"}:
        return str((row.live.fields if live and row.live else row.fields).get(name, ""))
    if name == "createdOn":
        return row.created
    if name == "lastPublished":
        return row.published or ""
    return row.live.updated if live and row.live else row.updated
