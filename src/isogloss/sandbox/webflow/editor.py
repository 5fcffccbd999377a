"""An editor at work in the Designer: changes that no API call made.

One change is ``{"action": ..., "collection": slug or id, "item": slug (of any locale) or id, "locale": tag}``; without
a locale it is the primary. The actions:

* ``update`` with ``fields``: staged edits, as a draft on top if the variant is live; ``publish: true`` publishes too.
* ``create`` with ``fields``: a new item in this locale; ``publish: true`` publishes too. Answers its id.
* ``delete``: this variant; ``all: true``: the item in every locale.
* ``publish``, ``unpublish``, ``archive``, ``unarchive``: this variant.
* ``queue``: mark it for the next site publish.
* ``add_locale``: give the item a variant in this locale, a copy of the primary that inherits until edited; ``fields``
  are edited at once. Without a primary the first variant there is is copied.
* ``open``: look at it, whereupon the Designer rewrites its rich text, unasked, leaving its dates alone.
* ``add_site_locale`` with ``tag``: a new locale of the site; every item of the primary is cloned into it.
* ``disable_locale``, ``enable_locale`` with ``tag``: take a locale off the live site, or put it back.
* ``rename_option`` with ``field``, ``option``, ``name``: the id stays, the name changes; ``add_option`` with
  ``field``, ``name``: a new one.
* ``publish_site``: everything queued goes live.
* ``exclude``, ``include`` with ``tag``: from translation into that secondary locale, as ``exclusions`` words it.
* ``update_page`` with ``page`` (slug or id), ``title``, ``nodes`` (node id: new HTML): the primary's text of a page.

``fields`` are in the API's terms (option ids, item ids), but an option may be given by its name. Source: Webflow,
localization and publishing guides, seen 2026-11.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from isogloss.errors import ConfigError, UsageError
from isogloss.sandbox.webflow.answers import Refusal
from isogloss.sandbox.webflow.content import Collection
from isogloss.sandbox.webflow.dom import text_of
from isogloss.sandbox.webflow.exclusions import exclude, include
from isogloss.sandbox.webflow.items import Wish, make
from isogloss.sandbox.webflow.publishing import gone_live, publish_queued, taken_down
from isogloss.sandbox.webflow.revisions import updated
from isogloss.sandbox.webflow.richtext import rewritten
from isogloss.sandbox.webflow.site import new_locale
from isogloss.sandbox.webflow.variants import Json, Variant
from isogloss.sandbox.webflow.world import World

Change = Mapping[str, object]


def edited(world: World, change: Change) -> object:
    """Make one change, and answer what it touched.

    Raises:  UsageError when the words make no sense, or when the Designer would refuse the content too.
    """
    action = change.get("action")
    if action not in ACTIONS:
        raise ConfigError(f"There is no action {action!r}; there are {', '.join(sorted(ACTIONS))}.")
    try:
        return ACTIONS[action](world, change)
    except Refusal as refusal:
        raise UsageError(f"The Designer refuses: {refusal.message} {list(refusal.details)}") from refusal


def _collection(world: World, change: Change) -> Collection:
    for each in world.content.collections.values():
        if change.get("collection") in {each.id, each.slug}:
            return each
    raise ConfigError(f"There is no collection {change.get('collection')!r}.")


def _locale(world: World, change: Change, key: str = "locale") -> Json:
    tag = change.get(key)
    if tag is None and key == "locale":
        return world.content.locales[0]
    for each in world.content.locales:
        if str(each["tag"]).lower() == str(tag).lower():
            return each
    raise ConfigError(f"The site has no locale {tag!r}.")


def _item(world: World, collection: Collection, change: Change) -> str:
    wanted = change.get("item")
    for locale in world.content.locale_ids():
        if collection.items.get(str(wanted), locale) is not None:
            return str(wanted)
    for locale in world.content.locale_ids():
        owner = collection.items.owner(locale, str(wanted))
        if owner is not None:
            return owner
    raise ConfigError(f"Collection {collection.slug!r} has no item {wanted!r}.")


def _row(world: World, change: Change) -> tuple[Collection, Variant]:
    collection = _collection(world, change)
    item, locale = _item(world, collection, change), _locale(world, change)
    row = collection.items.get(item, cast(str, locale["cmsLocaleId"]))
    if row is None:
        raise ConfigError(f"Item {change.get('item')!r} has no variant in {locale['tag']!r}.")
    return collection, row


def _fields(collection: Collection, change: Change) -> Json:
    fields = dict(cast(Json, change.get("fields") or {}))
    for slug, value in fields.items():
        described = collection.fields.get(slug)
        if described is not None and described.type == "Option":
            fields[slug] = {name: each for each, name in described.options().items()}.get(str(value), value)
    return fields


def _touched(row: Variant) -> Json:
    return {"id": row.id, "cmsLocaleId": row.locale}


def _done(world: World, change: Change, collection: Collection, row: Variant) -> Json:
    """Publish what was edited where that is asked, too, and answer what was touched."""
    if change.get("publish"):
        collection.items.put(gone_live(world, row))
    return _touched(row)


def _update(world: World, change: Change) -> object:
    collection, row = _row(world, change)
    entry: Json = {"id": row.id, "fieldData": _fields(collection, change)}
    if world.localized:
        entry["cmsLocaleId"] = row.locale
    if row.live is not None:
        entry["isDraft"] = True
    return _done(world, change, collection, updated(world, collection, entry, drops_bad=False))


def _create(world: World, change: Change) -> object:
    collection = _collection(world, change)
    locale = cast(str, _locale(world, change)["cmsLocaleId"])
    wish = Wish(world.content.mint(), locale, _fields(collection, change), draft=True, archived=False)
    return _done(world, change, collection, make(world, collection, wish, drops_bad=False))


def _delete(world: World, change: Change) -> object:
    collection, rows = _collection(world, change), []
    if change.get("all"):
        item = _item(world, collection, change)
        rows = [row for row in collection.items.variants.values() if row.id == item]
    else:
        rows = [_row(world, change)[1]]
    for row in rows:
        collection.items.remove(row)
    return {"deleted": len(rows)}


def _mark(world: World, change: Change, act: Callable[[World, Variant], Variant]) -> object:
    collection, row = _row(world, change)
    collection.items.put(act(world, row))
    return _touched(row)


def _edit(world: World, change: Change, **marks: Any) -> object:
    return _mark(world, change, lambda _, row: replace(row, **marks, updated=world.after(row.published)))


def _add_locale(world: World, change: Change) -> object:
    collection = _collection(world, change)
    item, locale = _item(world, collection, change), cast(str, _locale(world, change)["cmsLocaleId"])
    if collection.items.get(item, locale) is not None:
        raise ConfigError(f"Item {change.get('item')!r} is in that locale already.")
    found = [collection.items.get(item, each) for each in world.content.locale_ids()]
    row = _cloned(world, next(each for each in found if each is not None), locale)
    collection.items.put(row)
    fields = _fields(collection, change)
    if fields:
        row = updated(world, collection, {**_touched(row), "fieldData": fields}, drops_bad=False)
    return _done(world, change, collection, row)


def _cloned(world: World, row: Variant, locale: str) -> Variant:
    now = world.clock.iso()
    inherited = frozenset(row.fields) - {"slug"}
    return Variant(row.id, locale, now, now, None, draft=True, archived=False, fields=row.fields, inherited=inherited)


def _open(world: World, change: Change) -> object:
    collection, row = _row(world, change)
    fields = {
        slug: rewritten(str(value), level="heavy", code_blocks="kept")
        if collection.fields[slug].type == "RichText"
        else value
        for slug, value in row.fields.items()
    }
    collection.items.put(replace(row, fields=fields))
    return _touched(row)


def _add_site_locale(world: World, change: Change) -> object:
    tag = str(change.get("tag"))
    if any(each["tag"] == tag for each in world.content.locales):
        raise ConfigError(f"The site has the locale {tag!r} already.")
    made = new_locale(world.content, tag, primary=False)
    world.content.locales.append(made)
    for collection in world.content.collections.values():
        for row in list(collection.items.variants.values()):
            if row.locale == world.content.primary:
                collection.items.put(_cloned(world, row, cast(str, made["cmsLocaleId"])))
    return made


def _set_enabled(world: World, change: Change, *, enabled: bool) -> object:
    locale = _locale(world, change, "tag")
    if not enabled and locale is world.content.locales[0]:
        raise ConfigError("The primary locale cannot be disabled.")
    locale["enabled"] = enabled
    return dict(locale)


def _rename_option(world: World, change: Change) -> object:
    collection, slug = _collection(world, change), str(change.get("field"))
    described = collection.fields.get(slug)
    options = {name: option_id for option_id, name in described.options().items()} if described else {}
    wanted = str(change.get("option"))
    if described is None or wanted not in options:
        raise ConfigError(f"Collection {collection.slug!r} has no option {wanted!r} in a field {slug!r}.")
    renamed = [
        {"id": option_id, "name": str(change.get("name")) if name == wanted else name}
        for name, option_id in options.items()
    ]
    collection.fields[slug] = replace(described, validations={**(described.validations or {}), "options": renamed})
    return {"id": options[wanted]}


def _add_option(world: World, change: Change) -> object:
    collection, slug = _collection(world, change), str(change.get("field"))
    described = collection.fields.get(slug)
    if described is None or described.type != "Option":
        raise ConfigError(f"Collection {collection.slug!r} has no option field {slug!r}.")
    made = {"id": world.content.mint(), "name": str(change.get("name"))}
    options = [*({"id": option_id, "name": name} for option_id, name in described.options().items()), made]
    collection.fields[slug] = replace(described, validations={**(described.validations or {}), "options": options})
    return made


def _publish_site(world: World, _: Change) -> object:
    world.content.site["lastPublished"] = world.clock.iso()
    publish_queued(world)
    return {"lastPublished": world.content.site["lastPublished"]}


def _update_page(world: World, change: Change) -> object:
    wanted = change.get("page")
    for page in world.content.pages.values():
        if wanted in {page["id"], page["slug"]}:
            texts = cast("dict[str, str]", change.get("nodes") or {})
            for node in cast("list[Json]", page["nodes"]):
                if node["id"] in texts:
                    node["text"] = text_of(texts[node["id"]])
            page.update(title=change.get("title", page["title"]), lastUpdated=world.clock.iso())
            return {"id": page["id"]}
    raise ConfigError(f"There is no page {wanted!r}.")


ACTIONS: dict[str, Callable[[World, Change], object]] = {
    "update": _update,
    "create": _create,
    "delete": _delete,
    "publish": partial(_mark, act=gone_live),
    "unpublish": partial(_mark, act=lambda _, row: taken_down(row)),
    "archive": partial(_edit, archived=True),
    "unarchive": partial(_edit, archived=False),
    "queue": partial(_edit, draft=False),
    "add_locale": _add_locale,
    "open": _open,
    "add_site_locale": _add_site_locale,
    "disable_locale": partial(_set_enabled, enabled=False),
    "enable_locale": partial(_set_enabled, enabled=True),
    "rename_option": _rename_option,
    "add_option": _add_option,
    "publish_site": _publish_site,
    "update_page": _update_page,
    "exclude": exclude,
    "include": include,
}
