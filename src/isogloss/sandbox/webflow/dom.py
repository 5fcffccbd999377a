"""Localizable nodes of pages and components: how they are read, and which writes to them are carried out.

Decides, node by node, what a write may change; what it may not is an entry in ``errors`` of a 200. Nodes are kept in
the form in which they are read, once, for the primary; a secondary locale keeps only what was written there.

Source: Webflow, "localize pages" and the page DOM reference, seen 2026-11.
"""

from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from typing import TypeVar, cast

from isogloss.sandbox.webflow.answers import malformed
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World

MOST_NODES = 1000
R = TypeVar("R")
Written = dict[str, Json]
"""What one secondary locale says of nodes: node id to the body of the write."""


class _Wrong(ValueError):
    """One node cannot be written; the reason goes into ``errors``."""


def secondary(world: World, call: Call) -> str:
    """Find the secondary locale a write is for, or refuse it: nothing else can be written."""
    wanted = call.query.get("localeId", call.query.get("locale"))
    if not world.localized or wanted not in {each["id"] for each in world.content.locales[1:]}:
        raise malformed("Bad Request: The provided locale must be a secondary locale.")
    return cast(str, wanted)


def read_locale(world: World, call: Call) -> str | None:
    """Find the secondary locale a read is for; None for the primary. The older name ``locale`` still works."""
    wanted = call.query.get("localeId", call.query.get("locale"))
    if wanted is None or wanted == world.content.locales[0]["id"]:
        return None
    if not world.localized or wanted not in {each["id"] for each in world.content.locales}:
        raise malformed(f"Bad Request: Locale not found: {wanted}")
    return wanted


def paged(call: Call, name: str, rows: Sequence[R], show: Callable[[R], object] = copied) -> Json:
    """Cut one page out of the rows of any listing, show those, and describe it."""
    offset, limit = call.number("offset", 0, 0), call.number("limit", 100, 1, 100)
    pagination = {"limit": limit, "offset": offset, "total": len(rows)}
    return {name: [show(row) for row in rows[offset : offset + limit]], "pagination": pagination}


def listed(nodes: Sequence[Json], written: Written | None, *, overridden: bool) -> Sequence[Json]:
    """List the nodes that are read in the primary (``written`` None), or in a secondary locale.

    In a secondary locale component instances without overrides are not listed, nor, where only what is ``overridden``
    is, nodes of which nothing was written there.
    """
    if written is None:
        return nodes
    there = [node for node in nodes if node["type"] != "component-instance" or node["propertyOverrides"]]
    return [node for node in there if node["id"] in written] if overridden else there


def shown(node: Json, written: Written | None) -> Json:
    """Show a node as it is in the primary (``written`` None), or in a secondary locale."""
    said = (written or {}).get(cast(str, node["id"]), {})
    told = cast(Json, copied(node))
    if "text" in said:
        told["text"] = text_of(cast(str, said["text"]))
    for name in ("choices", "placeholder", "value", "waitingText"):
        if name in said:
            told[name] = copied(said[name])
    texts = {
        each["propertyId"]: each["text"] for each in cast("list[dict[str, str]]", said.get("propertyOverrides", []))
    }
    for override in cast("list[Json]", told.get("propertyOverrides", [])):
        if override["propertyId"] in texts:
            override["text"] = property_text(override, texts[override["propertyId"]])
    return told


def write_nodes(nodes: Sequence[Json], written: Written, call: Call) -> list[str]:
    """Carry out what can be, and answer the errors of the rest."""
    entries = call.entries("nodes")
    if len(entries) > MOST_NODES:
        raise malformed(f"Bad Request: at most {MOST_NODES} nodes are permitted")
    known = {node["id"]: node for node in nodes}
    errors = []
    for entry in entries:
        node_id = entry.get("nodeId")
        try:
            said = _said(known.get(node_id), entry)
            written[cast(str, node_id)] = {**written.get(cast(str, node_id), {}), **said}
        except _Wrong as wrong:
            errors.append(f"Node {node_id}: {wrong}")
    return errors


def _said(node: Json | None, entry: Json) -> Json:
    if node is None:
        raise _Wrong("Node not found")
    return _WRITES.get(cast(str, node["type"]), _unwritable)(node, entry)


def property_text(described: Mapping[str, object], text: str) -> Json:
    """Show the text of a property: rich text as HTML too."""
    return text_of(text) if described["type"] == "Rich Text" else {"html": None, "text": text}


def property_problem(described: Mapping[str, object], text: object) -> str | None:
    """Say what is wrong with a new text of a property, if anything is."""
    if not isinstance(text, str):
        return "text must be a string"
    if described["type"] != "Rich Text" and "\n" in text:
        return "a plain text property must be a single line"
    return None


def text_of(html: str) -> Json:
    """Show HTML beside its bare words."""
    return {"html": html, "text": "".join(_Outline(html).words)}


def _text(node: Json, entry: Json) -> Json:
    html = entry.get("text")
    if not isinstance(html, str):
        raise _Wrong("text must be a string of HTML")
    before = cast("dict[str, str | None]", node["text"])["html"] or ""
    if _Outline(before).tags != _Outline(html).tags:
        raise _Wrong("the tags of the text do not match those of the node")
    return {"text": html}


def _instance(node: Json, entry: Json) -> Json:
    known = {each["propertyId"]: each for each in cast("list[Json]", node["propertyOverrides"])}
    given = entry.get("propertyOverrides")
    if not isinstance(given, list):
        raise _Wrong("propertyOverrides must be a list")
    for override in given:
        described = known.get(override.get("propertyId"))
        if described is None:
            raise _Wrong(f"property {override.get('propertyId')} is not overridden on this instance")
        problem = property_problem(described, override.get("text"))
        if problem:
            raise _Wrong(problem)
    return {"propertyOverrides": given}


def _select(node: Json, entry: Json) -> Json:
    given = entry.get("choices")
    values = [choice["value"] for choice in cast("list[Json]", node["choices"])]
    if not isinstance(given, list) or [choice.get("value") for choice in given] != values:
        raise _Wrong("choices must have the values of the node")
    return {"choices": given}


def _words(*names: str) -> Callable[[Json, Json], Json]:
    def write(_: Json, entry: Json) -> Json:
        said = {name: entry[name] for name in names if isinstance(entry.get(name), str)}
        if not said:
            raise _Wrong(f"{' or '.join(names)} must be a string")
        return said

    return write


def _unwritable(node: Json, _: Json) -> Json:
    raise _Wrong(f"nodes of type {node['type']} cannot be written")


_WRITES: dict[str, Callable[[Json, Json], Json]] = {
    "text": _text,
    "component-instance": _instance,
    "select": _select,
    "text-input": _words("placeholder"),
    "submit-button": _words("value", "waitingText"),
    "search-button": _words("value"),
}


class _Outline(HTMLParser):
    """The tags of a text, with the ids that must not be lost, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs).get("data-w-id")))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", None))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
