"""Pages and components as their own answers tell of them; see ``learned``.

Decides what an answer says of a page or component. The primary's nodes are kept as they were read; a secondary locale
keeps those that read otherwise there, in the form of a write.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar, cast

from isogloss.sandbox.webflow.exclusions import PARTS
from isogloss.sandbox.webflow.variants import Json

_PAGES: Final = re.compile(r"/sites/[^/]+/pages")
_PAGE: Final = re.compile(r"/pages/([^/]+)")
_PAGE_NODES: Final = re.compile(r"/pages/([^/]+)/dom")
_COMPONENTS: Final = re.compile(r"/sites/[^/]+/components")
_COMPONENT_NODES: Final = re.compile(r"/sites/[^/]+/components/([^/]+)/dom")
_PROPERTIES: Final = re.compile(r"/sites/[^/]+/components/([^/]+)/properties")
_LEFT: Final = (
    (_PAGE, "page", "parts"),
    (_PAGE_NODES, "page", "nodes"),
    (_COMPONENT_NODES, "component", "nodes"),
    (_PROPERTIES, "component", "properties"),
)
_KEYS: Final = {"nodes": "id", "properties": "propertyId"}
_SAID: Final = ("title", "slug", "seo", "openGraph", "lastUpdated")
_MADE: Final = ("localeId", "publishedPath")
T = TypeVar("T")
_WORDS: Final = ("choices", "placeholder", "value", "waitingText")


@dataclass(slots=True)
class _Heard:
    """One page or component: what was heard of it in each locale; ``""`` is where none was named."""

    told: dict[str, Json] = field(default_factory=dict)
    nodes: dict[str, dict[str, Json]] = field(default_factory=dict)
    properties: dict[str, dict[str, Json]] = field(default_factory=dict)


class Designs:
    """What was heard of the pages and components of one site."""

    def __init__(self) -> None:
        self._pages: dict[str, _Heard] = {}
        self._components: dict[str, _Heard] = {}
        self._translatable: dict[tuple[str, str, str], dict[str, Json]] = {}

    def hear(self, path: str, query: Mapping[str, str], told: Mapping[str, object]) -> bool:
        """Take in an answer; whether it was about a page or component."""
        if "translatable" in query:  # says less than the same question without it
            return self._leaves_out(path, query["translatable"], told)
        locale = query.get("localeId", "")
        listed = [(_PAGES, self._pages, "pages"), (_COMPONENTS, self._components, "components")]
        for pattern, table, name in listed:
            if pattern.fullmatch(path):
                for each in cast("list[Json]", told[name]):
                    table.setdefault(cast(str, each["id"]), _Heard()).told.setdefault(locale, {}).update(each)
                return True
        if found := _PAGE.fullmatch(path):
            self._pages.setdefault(found[1], _Heard()).told.setdefault(locale, {}).update(told)
            return True
        rows = [
            (_PAGE_NODES, self._pages, "nodes", "id"),
            (_COMPONENT_NODES, self._components, "nodes", "id"),
            (_PROPERTIES, self._components, "properties", "propertyId"),
        ]
        for pattern, table, name, key in rows:
            if found := pattern.fullmatch(path):
                kept: dict[str, dict[str, Json]] = getattr(table.setdefault(found[1], _Heard()), name)
                for each in cast("list[Json]", told[name]):
                    kept.setdefault(locale, {})[cast(str, each[key])] = each
                return True
        return False

    def _leaves_out(self, path: str, into: str, told: Mapping[str, object]) -> bool:
        """Take in what is left of a page or component where what is excluded from translation is left out."""
        for pattern, of, name in _LEFT:
            if found := pattern.fullmatch(path):
                left = self._translatable.setdefault((into, of, found[1]), {})
                left.setdefault(name, {}).update(
                    dict(told)
                    if name == "parts"
                    else {cast(str, each[_KEYS[name]]): each for each in cast("list[Json]", told[name])}
                )
                return True
        return False

    def exclusions(self) -> dict[str, list[Json]]:
        """What of pages and components is excluded from translation, by locale."""
        made: dict[str, list[Json]] = {}
        for (into, of, name), left in self._translatable.items():
            heard = (self._pages if of == "page" else self._components).get(name, _Heard())
            made.setdefault(into, []).extend({of: name, **each} for each in _left_out(heard, left))
        return made

    def state(self, primary: str) -> Json:
        """Both tables of a state, by id.

        primary: the id of the primary locale, by which it may have been named.
        """
        return {
            "pages": {name: _page(_whole(each, primary)) for name, each in self._pages.items()},
            "components": {name: _component(_whole(each, primary)) for name, each in self._components.items()},
        }


def _left_out(heard: _Heard, left: Mapping[str, Json]) -> Iterator[Mapping[str, object]]:
    """What of a page or component is not among what is left of it."""
    if "parts" in left:
        yield from ({"part": part} for part in PARTS if part in heard.told.get("", {}) and part not in left["parts"])
    if "properties" in left:
        yield from ({"property": each} for each in heard.properties.get("", {}) if each not in left["properties"])
    for name, node in heard.nodes.get("", {}).items() if "nodes" in left else ():
        kept = left["nodes"].get(name)
        if kept is None:
            yield {"node": name}
            continue
        said, there = (
            [each["propertyId"] for each in cast("list[Json]", cast(Json, row).get("propertyOverrides") or [])]
            for row in (node, kept)
        )
        yield from ({"node": name, "property": each} for each in said if each not in there)


def _whole(heard: _Heard, primary: str) -> _Heard:
    """The same, where the primary is always the locale without a name."""

    def named(table: Mapping[str, T]) -> dict[str, T]:
        return {"" if locale == primary else locale: said for locale, said in table.items()}

    return _Heard(named(heard.told), named(heard.nodes), named(heard.properties))


def _page(heard: _Heard) -> Json:
    told = heard.told.get("") or next(iter(heard.told.values()), {})
    kind = "template" if told.get("collectionId") else "home" if told.get("publishedPath") == "/" else "static"
    kept = {name: value for name, value in told.items() if name not in _MADE}
    locales: dict[str, Json] = {
        locale: {name: said[name] for name in _SAID if name in said and said[name] != told.get(name)}
        for locale, said in heard.told.items()
        if locale
    }
    for locale, nodes in heard.nodes.items():
        if locale:
            locales.setdefault(locale, {})["nodes"] = _written(heard.nodes.get("", {}), nodes)
    graph = {"titleCopied": True, "descriptionCopied": True, **cast(Json, told.get("openGraph") or {})}
    return {
        **kept,
        "kind": kind,
        "seo": told.get("seo") or {},
        "openGraph": graph,
        "nodes": list(heard.nodes.get("", {}).values()),
        "locales": locales,
    }


def _component(heard: _Heard) -> Json:
    told, nodes, properties = heard.told.get("", {}), heard.nodes.get("", {}), heard.properties.get("", {})
    locales: dict[str, Json] = {}
    for locale, listed in heard.nodes.items():
        if locale:
            locales.setdefault(locale, {})["nodes"] = _written(nodes, listed)
    for locale, others in heard.properties.items():
        if locale:
            said = {name: _spelled(each) for name, each in others.items() if each != properties.get(name)}
            locales.setdefault(locale, {})["properties"] = said
    unsaid = {"group": "", "description": "", "readonly": False}
    return {
        **unsaid,
        **told,
        "nodes": list(nodes.values()),
        "properties": list(properties.values()),
        "locales": locales,
    }


def _written(primary: Mapping[str, Json], shown: Mapping[str, Json]) -> Json:
    """What a secondary locale says of nodes, as a write would."""
    return {name: said for name, node in shown.items() if (said := _said(node, primary.get(name, {})))}


def _said(node: Json, primary: Json) -> Json:
    said: Json = {name: node[name] for name in _WORDS if name in node and node[name] != primary.get(name)}
    if "text" in node and node["text"] != primary.get("text"):
        said["text"] = _spelled(node)
    overrides, before = (cast("list[Json]", each.get("propertyOverrides") or []) for each in (node, primary))
    texts = [{"propertyId": each["propertyId"], "text": _spelled(each)} for each in overrides if each not in before]
    return {**said, "propertyOverrides": texts} if texts else said


def _spelled(holder: Json) -> object:
    """A text as it is written: HTML where there is any."""
    text = cast(Json, holder.get("text") or {})
    return text.get("html") or text.get("text") or ""
