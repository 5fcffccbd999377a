"""Pages, components and assets told in few words.

::

    "assets": [{"name": "cup.png", "alt": "A cup", "alts": {"fr-FR": "Une tasse"}}],
    "components": [{"name", "group", "description", "readonly", "nodes": [node],
                    "properties": [{"label", "type": "Plain Text|Rich Text|Alt Text", "text"}]}],
    "pages": [{"title", "slug", "kind": "static|home|utility|template", "collection": slug, "seo": {...},
               "openGraph": {...}, "draft", "archived", "nodes": [node]}]

A node is one of ``{"text": html}``, ``{"image": asset name, "alt"}``, ``{"component": name, "overrides": {label:
text}}``, ``{"placeholder": text}``, ``{"choices": {value: text}}``, ``{"submit": text, "waiting": text}`` and
``{"search": text}``.
"""

from collections.abc import Mapping
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.webflow.assets import new_asset
from isogloss.sandbox.webflow.dom import property_text, text_of
from isogloss.sandbox.webflow.pages import KINDS, STATIC
from isogloss.sandbox.webflow.variants import Json
from isogloss.sandbox.webflow.world import World


def structured(world: World, told: Mapping[str, object], collections: Mapping[str, str]) -> Json:
    """Add what was told to the content, and answer the table of ids that were made.

    Shape:   ``{"assets": {name: id}, "components": {name: {"id", "properties": {label: id}, "nodes": [id]}}, "pages":
             {slug: {"id", "nodes": [id]}}}``.
    Raises:  ConfigError for a name that is not there.
    """
    building = _Building(world, collections)
    for name, build in (("assets", building.asset), ("components", building.component), ("pages", building.page)):
        for each in cast("list[Json]", told.get(name, [])):
            build(each)
    return {"assets": building.assets, "components": building.components, "pages": building.pages}


class _Building:
    """One seeding's assets, components and pages, in this order, since later ones name earlier ones."""

    def __init__(self, world: World, collections: Mapping[str, str]) -> None:
        self._world = world
        self._collections = collections
        self.assets: dict[str, str] = {}
        self.components: dict[str, Json] = {}
        self.pages: dict[str, Json] = {}

    def asset(self, told: Json) -> None:
        made = new_asset(self._world, cast(str, told["name"]))
        made["altText"] = told.get("alt")
        ids = {each["tag"]: each["id"] for each in self._world.content.locales}
        made["alts"] = {ids[tag]: alt for tag, alt in cast("dict[str, str]", told.get("alts", {})).items()}
        self.assets[cast(str, told["name"])] = cast(str, made["id"])

    def component(self, told: Json) -> None:
        content = self._world.content
        properties = [
            {
                "propertyId": content.mint_uuid(),
                "type": each.get("type", "Plain Text"),
                "label": each["label"],
                "text": property_text({"type": each.get("type", "Plain Text")}, cast(str, each.get("text", ""))),
            }
            for each in cast("list[Json]", told.get("properties", []))
        ]
        made: Json = {
            "id": content.mint_uuid(),
            "name": told["name"],
            "group": told.get("group", ""),
            "description": told.get("description", ""),
            "readonly": bool(told.get("readonly")),
            "nodes": [self._node(node) for node in cast("list[Json]", told.get("nodes", []))],
            "properties": properties,
        }
        content.components[cast(str, made["id"])] = made
        self.components[cast(str, told["name"])] = {
            "id": made["id"],
            "properties": {each["label"]: each["propertyId"] for each in properties},
            "nodes": _ids(made),
        }

    def page(self, told: Json) -> None:
        content, slug, kind = self._world.content, cast(str, told["slug"]), told.get("kind", STATIC)
        if kind not in KINDS:
            raise ConfigError(f"There is no kind of page {kind!r}; there are {', '.join(KINDS)}.")
        collection = told.get("collection")
        if collection is not None and collection not in self._collections:
            raise ConfigError(f"Page {slug!r} is of a collection {collection!r} that is not there.")
        now = self._world.clock.iso()
        made: Json = {
            "id": content.mint(),
            "siteId": content.site["id"],
            "title": told.get("title", slug),
            "slug": slug,
            "collectionId": self._collections.get(cast(str, collection)),
            "createdOn": now,
            "lastUpdated": now,
            "archived": bool(told.get("archived")),
            "draft": bool(told.get("draft")),
            "kind": kind,
            "seo": cast(Json, told.get("seo", {})),
            "openGraph": {"titleCopied": True, "descriptionCopied": True, **cast(Json, told.get("openGraph", {}))},
            "nodes": [self._node(node) for node in cast("list[Json]", told.get("nodes", []))],
        }
        content.pages[cast(str, made["id"])] = made
        self.pages[slug] = {"id": made["id"], "nodes": _ids(made)}

    def _node(self, told: Json) -> Json:
        node: Json
        match told:
            case {"text": str(html)}:
                node = {"type": "text", "text": text_of(html)}
            case {"image": str(name)} if name in self.assets:
                node = {"type": "image", "image": {"alt": told.get("alt"), "assetId": self.assets[name]}}
            case {"component": str(name)} if name in self.components:
                node = self._instance(name, cast("dict[str, str]", told.get("overrides", {})))
            case {"placeholder": str(text)}:
                node = {"type": "text-input", "placeholder": text}
            case {"choices": dict(choices)}:
                listed = [{"value": value, "text": text} for value, text in choices.items()]
                node = {"type": "select", "choices": listed}
            case {"submit": str(text)}:
                waiting = told.get("waiting", "Please wait...")
                node = {"type": "submit-button", "value": text, "waitingText": waiting}
            case {"search": str(text)}:
                node = {"type": "search-button", "value": text}
            case _:
                raise ConfigError(f"This is no node, or it names what is not there: {told!r}.")
        return {"id": self._world.content.mint_uuid(), **node, "attributes": {}}

    def _instance(self, name: str, overrides: Mapping[str, str]) -> Json:
        component = self._world.content.components[cast(str, self.components[name]["id"])]
        known = {each["label"]: each for each in cast("list[Json]", component["properties"])}
        for label in overrides:
            if label not in known:
                raise ConfigError(f"Component {name!r} has no property {label!r}.")
        listed = [{**known[label], "text": property_text(known[label], text)} for label, text in overrides.items()]
        return {"type": "component-instance", "componentId": component["id"], "propertyOverrides": listed}


def _ids(thing: Json) -> list[object]:
    return [node["id"] for node in cast("list[Json]", thing["nodes"])]
