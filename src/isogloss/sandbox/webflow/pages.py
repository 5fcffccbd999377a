"""Pages and components: their metadata and their text, by locale, named by ``localeId``, never by ``cmsLocaleId``.

Decides which metadata are kept and which are silently ignored, and what of a component can be written: its text and
the defaults of its properties. The rules of nodes are in ``dom``.

Source: Webflow, pages and "localize pages", components and "localize components", and the change of 12 May 2026 to
page slugs, seen 2026-11. For components ``localeId`` is optional in the published schema of the writes, but prose and
behaviour want a secondary one.
"""

from collections.abc import Mapping
from typing import cast

from isogloss.sandbox.webflow import dom, exclusions
from isogloss.sandbox.webflow.answers import Refusal, Reply, malformed
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World, found

STATIC = "static"
KINDS = (STATIC, "home", "utility", "template")
_WITHIN = ("seo", "openGraph")


def list_pages(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/pages``."""
    locale = dom.read_locale(world, call)
    pages = list(world.content.pages.values())
    return Reply(200, dom.paged(call, "pages", pages, lambda page: _shown(world, page, locale)))


def get_page(world: World, call: Call) -> Reply:
    """``GET /pages/{page}``."""
    page = _page(world, call)
    shown = _shown(world, page, dom.read_locale(world, call))
    return Reply(200, exclusions.metadata(world, call, page, shown))


def update_page(world: World, call: Call) -> Reply:
    """``PUT /pages/{page}``: partial all the same; a slug that may not change is ignored."""
    page, locale, body = _page(world, call), dom.read_locale(world, call), call.body()
    told: Json = {name: body[name] for name in ("title", "slug") if name in body}
    if not all(isinstance(value, str) for value in told.values()):
        raise malformed("Bad Request: title and slug must be strings")
    if "slug" in told and (page["kind"] != STATIC or (locale is not None and not world.switches.page_slugs)):
        del told["slug"]
    here = page if locale is None else _said_in(page, locale)
    for name in _WITHIN:
        given = body.get(name)
        if isinstance(given, dict):
            told[name] = {**cast(Json, here.get(name, {})), **given}
    here.update(told, lastUpdated=world.clock.iso())
    return Reply(200, _shown(world, page, locale))


def get_page_dom(world: World, call: Call) -> Reply:
    """``GET /pages/{page}/dom``. The page of a collection has no nodes."""
    page = _page(world, call)
    nodes = _read_nodes(world, call, "page", page)
    return Reply(200, {"pageId": page["id"], "branchId": None, **nodes, "lastUpdated": page["lastUpdated"]})


def update_page_dom(world: World, call: Call) -> Reply:
    """``POST /pages/{page}/dom``: secondary locales only."""
    page = _page(world, call)
    errors = _write_nodes(world, call, page)
    page["lastUpdated"] = world.clock.iso()
    return Reply(200, {"errors": errors})


def list_components(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/components``."""
    names = ("id", "name", "group", "description", "readonly")
    listed = [{name: each[name] for name in names} for each in world.content.components.values()]
    return Reply(200, dom.paged(call, "components", listed))


def get_component_dom(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/components/{component}/dom``."""
    component = _component(world, call)
    return Reply(200, {"componentId": component["id"], **_read_nodes(world, call, "component", component)})


def update_component_dom(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/components/{component}/dom``: secondary locales only."""
    return Reply(200, {"errors": _write_nodes(world, call, _writable(world, call))})


def get_properties(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/components/{component}/properties``."""
    component, locale = _component(world, call), dom.read_locale(world, call)
    said = cast("dict[str, str]", _heard_in(component, locale).get("properties", {}))
    listed = [cast(Json, copied(each)) for each in cast("list[Json]", component["properties"])]
    for each in listed:
        if each["propertyId"] in said:
            each["text"] = dom.property_text(each, said[each["propertyId"]])
    kept = exclusions.properties(world, call, component, listed)
    return Reply(200, {"componentId": component["id"], **dom.paged(call, "properties", kept)})


def update_properties(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/components/{component}/properties``: secondary locales only."""
    component, locale = _writable(world, call), dom.secondary(world, call)
    known = {each["propertyId"]: each for each in cast("list[Json]", component["properties"])}
    errors = []
    for entry in call.entries("properties"):
        property_id, text = entry.get("propertyId"), entry.get("text")
        described = known.get(property_id)
        problem = "Property not found" if described is None else dom.property_problem(described, text)
        if problem:
            errors.append(f"Property {property_id}: {problem}")
        else:
            said = cast(Json, _said_in(component, locale).setdefault("properties", {}))
            said[cast(str, property_id)] = text
    return Reply(200, {"errors": errors})


def _component(world: World, call: Call) -> Json:
    return found(world.content.components, call, "component")


def _writable(world: World, call: Call) -> Json:
    component = _component(world, call)
    if component["readonly"]:
        raise Refusal(403, "forbidden", "The component belongs to a shared library and cannot be written")
    return component


def _said_in(thing: Json, locale: str) -> Json:
    """Give what one secondary locale says of a page or component, to change it."""
    by_locale = cast("dict[str, Json]", thing.setdefault("locales", {}))
    return by_locale.setdefault(locale, {})


def _heard_in(thing: Json, locale: str | None) -> Json:
    """Give what one locale says of a page or component, to read it; the primary says nothing of its own."""
    return cast("dict[str, Json]", thing.get("locales", {})).get(locale or "", {})


def _read_nodes(world: World, call: Call, of: str, thing: Json) -> Json:
    """List the nodes of a page or component as a read asks."""
    locale, overridden = dom.read_locale(world, call), world.switches.secondary_dom == "overridden"
    written = None if locale is None else cast(dom.Written, _heard_in(thing, locale).get("nodes", {}))
    listed = dom.listed(_nodes(thing), written, overridden=overridden)
    kept = exclusions.nodes(world, call, of, thing, listed)
    return dom.paged(call, "nodes", kept, lambda node: dom.shown(node, written))


def _write_nodes(world: World, call: Call, thing: Json) -> list[str]:
    """Write nodes of a page or component in a secondary locale, and answer the errors."""
    said = _said_in(thing, dom.secondary(world, call))
    return dom.write_nodes(_nodes(thing), cast(dom.Written, said.setdefault("nodes", {})), call)


def _nodes(thing: Json) -> list[Json]:
    return [] if thing.get("kind") == "template" else cast("list[Json]", thing["nodes"])


def _page(world: World, call: Call) -> Json:
    return found(world.content.pages, call, "page")


def _shown(world: World, page: Json, locale: str | None) -> Json:
    said = _heard_in(page, locale)
    shown = {
        name: copied(said.get(name, value))
        for name, value in page.items()
        if name not in {"nodes", "locales", "kind", *_WITHIN} and value is not None
    }
    for name in _WITHIN:
        shown[name] = {**cast(Json, page[name]), **cast(Json, said.get(name, {}))}
    seo, graph = cast(Json, shown["seo"]), cast(Json, shown["openGraph"])
    for name in ("title", "description"):
        if graph[f"{name}Copied"]:
            graph.pop(name, None)
            graph.update({name: seo[name]} if name in seo else {})
    localized = world.content.locales[0]["id"] if locale is None else locale
    shown["localeId"] = localized if world.localized else None
    return {**shown, "publishedPath": _path(world, shown, page, locale)}


def _path(world: World, shown: Mapping[str, object], page: Json, locale: str | None) -> str:
    found = next((each for each in world.content.locales if each["id"] == locale), world.content.locales[0])
    parts = [str(found["subdirectory"]), "" if page["kind"] == "home" else str(shown["slug"])]
    return "/" + "/".join(part for part in parts if part)
