"""What a site's owner excluded from translation into a locale, and reads that leave it out (``translatable=``).

One exclusion is one of these, told with the ``tag`` of a secondary locale; names or ids will do::

    {"collection", "field"}             a field of every item
    {"collection", "item"}              an item
    {"page"}, {"component"}             all of one
    {"page", "node"}                    a node of a page; with "property", one override of an instance
    {"page", "part"}                    metadata of a page: "title", "slug", "seo", "openGraph"
    {"component", "node"}, {"component", "property"}

Decides what a read that asks for translatable content leaves out. It does not change what is stored, or may be written.

Source: Webflow, changelog of 27 July 2026 and the weeks after, seen 2026-11: ``translatable`` takes the id of a
secondary locale, and says nothing of which locale is read; excluded fields are absent, not null; 403 where exclusions
are not enabled. That a whole item is missing from its listing, and nothing is shown of a whole page, is [inferred].
"""

from collections.abc import Mapping, Sequence
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.webflow.answers import Refusal, invalid
from isogloss.sandbox.webflow.content import Collection, Content
from isogloss.sandbox.webflow.variants import Json
from isogloss.sandbox.webflow.world import Call, World

PARTS = ("title", "slug", "seo", "openGraph")
_KEYS = (
    *({"collection", "field"}, {"collection", "item"}),
    *({"page"}, {"page", "node"}, {"page", "node", "property"}, {"page", "part"}),
    *({"component"}, {"component", "node"}, {"component", "property"}),
)


def exclude(world: World, change: Mapping[str, object]) -> Json:
    """Exclude something.

    Raises:  ConfigError where there is no such thing, or no such secondary locale.
    """
    locale, told = _told(world.content, change)
    listed = world.content.exclusions.setdefault(locale, [])
    if told not in listed:
        listed.append(told)
    return {"excluded": len(listed)}


def include(world: World, change: Mapping[str, object]) -> Json:
    """Take an exclusion back.

    Raises:  ConfigError where there is none.
    """
    locale, told = _told(world.content, change)
    listed = world.content.exclusions.get(locale, [])
    if told not in listed:
        raise ConfigError(f"This is not excluded: {dict(change)!r}.")
    listed.remove(told)
    return {"excluded": len(listed)}


def within(world: World, call: Call, collection: Collection, what: str) -> frozenset[str]:
    """Name what of a collection this read leaves out: its fields (``what`` is "field") or its items ("item")."""
    told = [each for each in _asked(world, call) if each.get("collection") == collection.id]
    return frozenset(str(each[what]) for each in told if what in each)


def nodes(world: World, call: Call, of: str, thing: Json, listed: Sequence[Json]) -> list[Json]:
    """Leave out the nodes of a page or component that are excluded, and instances whose every override is."""
    told = [each for each in _asked(world, call) if each.get(of) == thing["id"]]
    if {of: thing["id"]} in told:
        return []
    rules = [each for each in told if "node" in each]
    gone = {each["node"] for each in rules if "property" not in each}
    pairs = {(each["node"], each["property"]) for each in rules if "property" in each}
    kept = []
    for node in listed:
        overrides = cast("list[Json]", node.get("propertyOverrides", []))
        left = [each for each in overrides if (node["id"], each["propertyId"]) not in pairs]
        if node["id"] not in gone and (left or not overrides):
            kept.append({**node, "propertyOverrides": left} if overrides else node)
    return kept


def properties(world: World, call: Call, component: Json, listed: Sequence[Json]) -> list[Json]:
    """Leave out the excluded properties of a component."""
    told = [each for each in _asked(world, call) if each.get("component") == component["id"]]
    if {"component": component["id"]} in told:
        return []
    gone = {each.get("property") for each in told}
    return [each for each in listed if each["propertyId"] not in gone]


def metadata(world: World, call: Call, page: Json, shown: Json) -> Json:
    """Leave out the excluded metadata of a page."""
    told = [each for each in _asked(world, call) if each.get("page") == page["id"]]
    gone = set(PARTS) if {"page": page["id"]} in told else {each.get("part") for each in told}
    return {name: value for name, value in shown.items() if name not in gone}


def _asked(world: World, call: Call) -> list[Json]:
    """Find what this read leaves out: nothing, unless it says ``translatable``."""
    wanted = call.query.get("translatable")
    if wanted is None:
        return []
    if not world.switches.exclusions:
        raise Refusal(403, "forbidden", "Excluding content from translation is not enabled for this site")
    if not world.localized or wanted not in {each["id"] for each in world.content.locales[1:]}:
        raise invalid(("translatable", "Value (translatable) must be the id of a secondary locale"))
    return world.content.exclusions.get(wanted, [])


def _told(content: Content, change: Mapping[str, object]) -> tuple[str, Json]:
    locale = next((each for each in content.locales[1:] if each["tag"] == change.get("tag")), None)
    told = {name: str(value) for name, value in change.items() if name not in {"action", "tag"}}
    if locale is None or set(told) not in _KEYS:
        raise ConfigError(f"This is no exclusion in a secondary locale: {dict(change)!r}.")
    found: Json = dict(told)
    tables = {"collection": content.collections, "page": content.pages, "component": content.components}
    for name in tables.keys() & told.keys():
        found[name] = _id_of(cast("Mapping[str, object]", tables[name]), told[name])
    if "item" in told:
        found["item"] = _item_of(content.collections[cast(str, found["collection"])], told["item"])
    known = told.get("field") is None or told["field"] in content.collections[cast(str, found["collection"])].fields
    if not known or told.get("part", PARTS[0]) not in PARTS:
        raise ConfigError(f"There is nothing to exclude: {dict(change)!r}.")
    return cast(str, locale["id"]), found


def _item_of(collection: Collection, wanted: str) -> str:
    for row in collection.items.variants.values():
        if wanted in {row.id, row.fields.get("slug")}:
            return row.id
    raise ConfigError(f"There is no item {wanted!r}.")


def _id_of(table: Mapping[str, object], wanted: str) -> str:
    for each_id, thing in table.items():
        named = {"slug": thing.slug} if isinstance(thing, Collection) else cast(Json, thing)
        if wanted in {each_id, named.get("slug"), named.get("name")}:
            return each_id
    raise ConfigError(f"There is no {wanted!r}.")
