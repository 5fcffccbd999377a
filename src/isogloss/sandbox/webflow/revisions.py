"""Changing and deleting staged variants.

Decides how an update is merged, who inherits it, and what a delete takes with it. Nothing here reaches visitors.

Source: Webflow, collection items (staged), seen 2026-11; inheritance as the localization guides describe it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from isogloss.sandbox.webflow.answers import Reply, invalid, no_item
from isogloss.sandbox.webflow.content import Collection
from isogloss.sandbox.webflow.items import check_slug, field_data, flags
from isogloss.sandbox.webflow.listing import query_locales, shown
from isogloss.sandbox.webflow.values import accepted, require
from isogloss.sandbox.webflow.variants import Json, Variant
from isogloss.sandbox.webflow.world import Call, World, each, within_batch


def update(world: World, call: Call) -> Reply:
    """``PATCH /collections/{collection}/items``, up to 100 variants, and ``/{item}`` below it."""
    return patched(world, call, patch)


def patched(
    world: World, call: Call, act: Callable[[World, Collection, Json, Call], Variant], *, live: bool = False
) -> Reply:
    """Change the variant that the path names, or those that a body lists, and show them."""
    collection = world.collection(call.params["collection"])
    if "item" in call.params:
        row = act(world, collection, {**call.body(), "id": call.params["item"]}, call)
        return Reply(200, shown(world, collection, row, live=live))
    entries = call.entries()
    within_batch(len(entries))
    rows = each(world, collection.items, entries, lambda entry: act(world, collection, entry, call))
    return Reply(200, {"items": [shown(world, collection, row, live=live) for row in rows]})


def patch(world: World, collection: Collection, entry: Mapping[str, object], call: Call) -> Variant:
    """Merge an entry of a request into its variant."""
    drops = call.flag("skipInvalidFiles", default=True)
    return updated(world, collection, entry, drops_bad=drops, base=call.base)


def staged(world: World, collection: Collection, entry: Mapping[str, object]) -> Variant:
    """Find the variant an entry names, or refuse with 404."""
    item = entry.get("id")
    if not isinstance(item, str):
        raise invalid(("id", "Value (id)'s type should be string"))
    row = collection.items.get(item, world.locale_of(entry))
    if row is None:
        raise no_item()
    return row


def updated(
    world: World, collection: Collection, entry: Mapping[str, object], *, drops_bad: bool, base: str = ""
) -> Variant:
    """Merge an entry into its variant, field by field, and carry on what others inherit from it."""
    row = staged(world, collection, entry)
    given = field_data(entry) if "fieldData" in entry else {}
    if world.switches.own_slug == "refused" and "slug" in given and given["slug"] == row.fields.get("slug"):
        raise invalid(("slug", f"Unique value is already in database: '{given['slug']}'"))
    kept = accepted(world, collection, row.locale, given, drops_bad=drops_bad, base=base)
    fields = {slug: value for slug, value in {**row.fields, **kept}.items() if value is not None}
    require(collection, fields, only=None if world.switches.patch_needs_required else kept)
    if "slug" in kept:
        check_slug(world, collection, row.id, row.locale, kept["slug"])
    draft, archived = flags(entry, draft=row.draft, archived=row.archived)
    row = replace(
        row,
        fields=fields,
        draft=draft,
        archived=archived,
        updated=world.after(row.published),
        inherited=row.inherited - set(kept),
    )
    collection.items.put(row)
    world.echo(collection, row, given)
    if row.locale == world.content.primary:
        _carry(world, collection, row, kept)
    return row


def _carry(world: World, collection: Collection, primary: Variant, kept: Mapping[str, object]) -> None:
    """Show an edit of the primary in every variant that still inherits the field."""
    for locale in world.content.locale_ids()[1:]:
        row = collection.items.get(primary.id, locale)
        slugs = row.inherited & set(kept) if row else set()
        if row is None or not slugs:
            continue
        changed = {**row.fields, **{slug: primary.fields.get(slug) for slug in slugs}}
        fields = {slug: value for slug, value in changed.items() if value is not None}
        at = world.after(row.published) if world.switches.last_updated_on_inherit else row.updated
        collection.items.put(replace(row, fields=fields, updated=at))


def delete(world: World, call: Call) -> Reply:
    """``DELETE /collections/{collection}/items``, and ``/{item}`` below it."""
    collection = world.collection(call.params["collection"])
    for row in named_variants(world, collection, call):
        doomed = [row]
        if row.locale == world.content.primary and world.switches.delete_primary == "all":
            others = [collection.items.get(row.id, locale) for locale in world.content.locale_ids()[1:]]
            doomed += [other for other in others if other is not None]
        for variant in doomed:
            if collection.items.get(*variant.key) is not None:
                collection.items.remove(variant)
    return Reply(204)


def named_variants(world: World, collection: Collection, call: Call) -> list[Variant]:
    """Find the variants named by the path and the query, or by a body of ``{"items": [{"id", "cmsLocaleIds"}]}``.

    Raises:  Refusal with 404; when calls are not atomic, the missing ones are left out unless all are.
    """
    wanted = [(call.params["item"], query_locales(world, call))] if "item" in call.params else listed(world, call)
    found = [collection.items.get(item, locale) for item, locales in wanted for locale in locales]
    rows = [row for row in found if row is not None]
    if len(rows) < len(found) and (world.switches.bulk_atomic or not rows):
        raise no_item()
    return list({row.key: row for row in rows}.values())


def listed(world: World, call: Call) -> list[tuple[str, list[str]]]:
    """Read the items and their locales that a body names."""
    wanted = [(str(entry.get("id")), world.locales_of(entry)) for entry in call.entries()]
    within_batch(sum(len(locales) for _, locales in wanted))
    return wanted
