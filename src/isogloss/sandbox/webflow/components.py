"""Components: the text of their definitions and the defaults of their properties, by locale.

Decides what of a component can be read and written. The rules of nodes are in ``dom``.

Source: Webflow, components and "localize components", seen 2026-11. ``localeId`` is optional in the published schema
of the writes, but prose and behaviour want a secondary one.
"""

from typing import cast

from isogloss.sandbox.webflow import dom, exclusions
from isogloss.sandbox.webflow.answers import Refusal, Reply
from isogloss.sandbox.webflow.pages import heard_in, read_nodes, said_in, write_nodes
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World, found


def list_components(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/components``."""
    names = ("id", "name", "group", "description", "readonly")
    listed = [{name: each[name] for name in names} for each in world.content.components.values()]
    return Reply(200, dom.paged(call, "components", listed))


def get_component_dom(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/components/{component}/dom``."""
    component = _component(world, call)
    return Reply(200, {"componentId": component["id"], **read_nodes(world, call, "component", component)})


def update_component_dom(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/components/{component}/dom``: secondary locales only."""
    return Reply(200, {"errors": write_nodes(world, call, _writable(world, call))})


def get_properties(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/components/{component}/properties``."""
    component, locale = _component(world, call), dom.read_locale(world, call)
    said = cast("dict[str, str]", heard_in(component, locale).get("properties", {}))
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
            said = cast(Json, said_in(component, locale).setdefault("properties", {}))
            said[cast(str, property_id)] = text
    return Reply(200, {"errors": errors})


def _component(world: World, call: Call) -> Json:
    return found(world.content.components, call, "component")


def _writable(world: World, call: Call) -> Json:
    component = _component(world, call)
    if component["readonly"]:
        raise Refusal(403, "forbidden", "The component belongs to a shared library and cannot be written")
    return component
