"""Creating staged items, in three ways.

Decides which variants come to be and which content is refused. What happens to them later is in ``revisions`` and
``publishing``.

Source: Webflow, collection items (staged), seen 2026-11; the newer insert call as its 2026 pages and public clients
describe it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from isogloss.sandbox.slugs import free
from isogloss.sandbox.webflow.answers import Reply, conflict, invalid, missing, no_item
from isogloss.sandbox.webflow.content import Collection
from isogloss.sandbox.webflow.listing import shown
from isogloss.sandbox.webflow.values import accepted, require, slugged
from isogloss.sandbox.webflow.variants import Json, Variant
from isogloss.sandbox.webflow.world import Call, World, each, within_batch


@dataclass(frozen=True, slots=True)
class Wish:
    """One variant to make.

    item: the item it joins; a new id where it starts one.
    """

    item: str
    locale: str
    data: Mapping[str, object]
    draft: bool
    archived: bool
    follows: bool = False


def create(world: World, call: Call) -> Reply:
    """``POST /collections/{collection}/items``: one or many, each its own item in one locale."""
    collection, rows, single = created(world, call)
    answers = [shown(world, collection, row) for row in rows]
    return Reply(202, answers[0] if single else {"items": answers})


def created(world: World, call: Call) -> tuple[Collection, list[Variant], bool]:
    """Create what a body of one or many entries asks; also say whether it was a single one."""
    collection = world.collection(call.params["collection"])
    body = call.body()
    single = "items" not in body
    entries = [body] if single else call.entries()
    within_batch(len(entries))
    drops = call.flag("skipInvalidFiles", default=True)

    def act(entry: Json) -> Variant:
        draft, archived = flags(entry, draft=True)
        wish = Wish(world.content.mint(), world.locale_of(entry), field_data(entry), draft, archived)
        return make(world, collection, wish, drops_bad=drops, base=call.base)

    return collection, each(world, collection.items, entries, act), single


def create_bulk(world: World, call: Call) -> Reply:
    """``POST /collections/{collection}/items/bulk``: new items with the same content in several locales."""
    collection = world.collection(call.params["collection"])
    body = call.body()
    locales = world.locales_of(body)
    given = body.get("fieldData")
    datas = given if isinstance(given, list) else [given]
    within_batch(len(datas) * len(locales))
    draft, archived = flags(body, draft=True)
    drops = call.flag("skipInvalidFiles", default=True)

    def act(data: object) -> list[Variant]:
        item = world.content.mint()
        return [
            make(world, collection, wish, drops_bad=drops, base=call.base)
            for wish in _fan(world, item, locales, field_data({"fieldData": data}), draft=draft, archived=archived)
        ]

    made = each(world, collection.items, datas, act)
    answers = [shown(world, collection, row) for rows in made for row in rows]
    if world.switches.bulk_answer == "items":
        return Reply(202, {"items": answers})
    first = {key: value for key, value in answers[0].items() if key != "cmsLocaleId"}
    return Reply(202, {**first, "cmsLocaleIds": [row.locale for row in made[0]]})


def insert(world: World, call: Call) -> Reply:
    """``POST /collections/{collection}/items/insert``: new items, or new variants of old ones."""
    if not world.switches.insert:
        raise missing("route")
    collection = world.collection(call.params["collection"])
    entries = call.entries()
    drops = call.flag("skipInvalidFiles", default=True) or not world.switches.insert_skip_invalid_files
    within_batch(sum(len(_insert_locales(world, entry)) for entry in entries))

    def act(entry: Json) -> list[Variant]:
        locales = _insert_locales(world, entry)
        item = _insert_item(world, collection, entry, locales)
        draft, archived = flags(entry, draft=True)
        return [
            make(world, collection, wish, drops_bad=drops, base=call.base)
            for wish in _fan(world, item, locales, field_data(entry), draft=draft, archived=archived)
        ]

    made = each(world, collection.items, entries, act)
    answers = [shown(world, collection, row) for rows in made for row in rows]
    return Reply(world.switches.insert_status, {"items": answers})


def _insert_locales(world: World, entry: Json) -> list[str]:
    if "allCmsLocales" not in entry:
        return world.locales_of(entry)
    if entry["allCmsLocales"] is not True or "id" in entry or "cmsLocaleIds" in entry:
        raise invalid(("allCmsLocales", "Only true is valid, and not together with id or cmsLocaleIds"))
    return world.content.locale_ids()


def _insert_item(world: World, collection: Collection, entry: Json, locales: list[str]) -> str:
    if "id" not in entry:
        return world.content.mint()
    item = entry["id"]
    if not isinstance(item, str) or not any(collection.items.get(item, known) for known in world.content.locale_ids()):
        raise no_item()
    for locale in locales:
        if collection.items.get(item, locale) is not None:
            if world.switches.insert_on_existing == 409:  # noqa: PLR2004 - the status itself
                raise conflict(f"Item {item} already exists in locale {locale}")
            raise invalid(("cmsLocaleIds", f"Item {item} already exists in locale {locale}"))
    return item


def _fan(
    world: World, item: str, locales: list[str], data: Mapping[str, object], *, draft: bool, archived: bool
) -> list[Wish]:
    """Spread one content over locales; the secondary ones follow the primary if the switch says so."""
    follows = world.switches.api_variants_inherit and world.content.primary in locales
    return [
        Wish(item, locale, data, draft, archived, follows=follows and locale != world.content.primary)
        for locale in locales
    ]


def make(world: World, collection: Collection, wish: Wish, *, drops_bad: bool, base: str = "") -> Variant:
    """Make one variant, or refuse its content."""
    given = dict(wish.data)
    if "slug" not in given and world.switches.slug_missing == "make" and isinstance(given.get("name"), str):
        stem = slugged(cast(str, given["name"])) or "item"
        given["slug"] = free(stem, lambda slug: _taken(world, collection, wish.item, wish.locale, slug))
    _within_plan(world, wish.item)
    kept = accepted(world, collection, wish.locale, given, drops_bad=drops_bad, base=base)
    fields = {slug: value for slug, value in kept.items() if value is not None}
    for described in collection.fields.values():
        if described.type == "Switch":
            fields.setdefault(described.slug, False)
    require(collection, fields)
    check_slug(world, collection, wish.item, wish.locale, fields["slug"])
    now = world.clock.iso()
    follows = frozenset(collection.fields) - {"slug"} if wish.follows else frozenset[str]()
    row = Variant(wish.item, wish.locale, now, now, None, wish.draft, wish.archived, fields, None, follows)
    collection.items.put(row)
    world.echo(collection, row, given)
    return row


def _within_plan(world: World, item: str) -> None:
    """Refuse one more than the plan permits; that refusal is for ever, unlike every other 409."""
    limit = world.switches.item_limit
    if not limit:
        return
    rows = [key for each in world.content.collections.values() for key in each.items.variants]
    ids = {each for each, _ in rows}
    if world.switches.item_limit_counts == "items" and item in ids:
        return
    if (len(ids) if world.switches.item_limit_counts == "items" else len(rows)) >= limit:
        raise conflict("You've created all the items in your CMS Database allowed on your current plan.")


def _taken(world: World, collection: Collection, item: str, locale: str, slug: str) -> bool:
    """Say whether another item has this slug where slugs must be unique."""
    where = [locale] if world.switches.slug_unique_per == "locale" else world.content.locale_ids()
    return any(collection.items.owner(each_locale, slug) not in {None, item} for each_locale in where)


def check_slug(world: World, collection: Collection, item: str, locale: str, slug: object) -> None:
    """Refuse a slug that another item has."""
    if _taken(world, collection, item, locale, str(slug)):
        raise invalid(("slug", f"Unique value is already in database: '{slug}'"))


def field_data(entry: Mapping[str, object]) -> Json:
    """Read ``fieldData`` of an entry."""
    given = entry.get("fieldData")
    if not isinstance(given, dict):
        raise invalid(("fieldData", "Value (fieldData)'s type should be object"))
    return given


def flags(entry: Mapping[str, object], *, draft: bool, archived: bool = False) -> tuple[bool, bool]:
    """Read ``isDraft`` and ``isArchived`` of an entry, with what they are when not sent."""
    found = []
    for name, default in (("isDraft", draft), ("isArchived", archived)):
        value = entry.get(name, default)
        if not isinstance(value, bool):
            raise invalid((name, f"Value ({name})'s type should be boolean"))
        found.append(value)
    return found[0], found[1]
