"""``bundle.yaml``: what a bundle holds. Kinds by folder, their fields with types, locales, and where it came from.

Decides that a bundle says itself what its texts mean: a mapping is checked against it, and a file with a field that it
does not name is refused, since a misspelt field would read as one that was emptied.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from isogloss.adapters.bundle.lines import write_nodes
from isogloss.adapters.bundle.nodes import Items, Keys, Node, Unreadable, Word, read_nodes
from isogloss.adapters.bundle.values import Declared
from isogloss.model.schema import FIELD_TYPES

FORMAT: Final = "1"
FIELD_KEYS: Final = frozenset({"type", "shared", "to", "options", "fields"})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle holds.

    kinds:   folder to field to what is declared of it.
    locales: the bundle's codes of its locales, each the name of a file.
    primary: one of them.
    source:  the mapping and side that it was exported from; None for a bundle that lives by itself.
    """

    kinds: Mapping[str, Mapping[str, Declared]] = field(default_factory=dict)
    locales: tuple[str, ...] = ()
    primary: str | None = None
    source: tuple[str, str] | None = None


def write_manifest(manifest: Manifest) -> str:
    """The text of ``bundle.yaml``."""
    kinds = {
        kind: Keys({"fields": Keys({name: _field(declared) for name, declared in fields.items()})})
        for kind, fields in manifest.kinds.items()
    }
    nodes: dict[str, Node] = {
        "bundle": Word(FORMAT, plain=True),
        "kinds": Keys(kinds),
        "locales": Items(tuple(Word(code) for code in manifest.locales)),
    }
    if manifest.primary is not None:
        nodes["primary"] = Word(manifest.primary)
    if manifest.source is not None:
        nodes["from"] = Keys({"mapping": Word(manifest.source[0]), "side": Word(manifest.source[1])})
    return write_nodes(Keys(nodes))


def _field(declared: Declared) -> Keys:
    nodes: dict[str, Node] = {"type": Word(declared.type)}
    if declared.shared:
        nodes["shared"] = Word("true", plain=True)
    if declared.to is not None:
        nodes["to"] = Word(declared.to)
    if declared.options:
        nodes["options"] = Items(tuple(Word(option) for option in declared.options))
    if declared.fields:
        nodes["fields"] = Keys({name: _field(part) for name, part in declared.fields.items()})
    return Keys(nodes)


def read_manifest(text: str) -> Manifest:
    """Undo :func:`write_manifest`, for what people wrote too.

    Raises: Unreadable with the line.
    """
    top = read_nodes(text)
    _only(top, {"bundle", "kinds", "locales", "primary", "from"})
    version = top.nodes.get("bundle")
    if not isinstance(version, Word) or version.text != FORMAT:
        raise Unreadable(f"bundle: {FORMAT} is expected; this version knows no other format", top.line_of("bundle"))
    primary = top.nodes.get("primary")
    return Manifest(
        kinds=dict(_kinds(_named(top, "kinds"))),
        locales=_texts(top, "locales"),
        primary=None if primary is None else _text(primary, "primary"),
        source=_source(top) if "from" in top.nodes else None,
    )


def _source(top: Keys) -> tuple[str, str]:
    said = _named(top, "from")
    _only(said, {"mapping", "side"})
    if said.nodes.keys() != {"mapping", "side"}:
        raise Unreadable("from: names a mapping and a side", said.line)
    return _text(said.nodes["mapping"], "mapping"), _text(said.nodes["side"], "side")


def _kinds(kinds: Keys) -> Iterator[tuple[str, dict[str, Declared]]]:
    for kind in kinds.nodes:
        said = _named(kinds, kind)
        _only(said, {"fields"})
        yield kind, _fields(said)


def _fields(said: Keys) -> dict[str, Declared]:
    fields = _named(said, "fields")
    return {name: _declared(name, _named(fields, name)) for name in fields.nodes}


def _declared(name: str, said: Keys) -> Declared:
    _only(said, FIELD_KEYS)
    if name.startswith("$"):
        raise Unreadable(f'"{name[:80]}": the name of a field does not begin with $', said.line)
    type_ = _text(said.nodes.get("type", said), "type")
    if type_ not in FIELD_TYPES:
        raise Unreadable(f"{type_[:80]} is no type; there is {', '.join(FIELD_TYPES)}", said.line_of("type"))
    shared, to = said.nodes.get("shared", Word("false")), said.nodes.get("to")
    if not isinstance(shared, Word) or shared.text not in {"true", "false"}:
        raise Unreadable("shared: is true or false", said.line_of("shared"))
    options = _texts(said, "options") if "options" in said.nodes else ()
    return Declared(type_, shared.text == "true", None if to is None else _text(to, "to"), options, _fields(said))


def _named(keys: Keys, name: str) -> Keys:
    node = keys.nodes.get(name, Keys({}))
    if isinstance(node, Word) and node.is_null:
        return Keys({}, node.line)
    if not isinstance(node, Keys):
        raise Unreadable(f"{name[:80]}: keys with values are expected", node.line)
    return node


def _text(node: Node, name: str) -> str:
    if not isinstance(node, Word) or not node.text:
        raise Unreadable(f"{name}: a text is expected", node.line)
    return node.text


def _texts(keys: Keys, name: str) -> tuple[str, ...]:
    node = keys.nodes.get(name, Items(()))
    if not isinstance(node, Items):
        raise Unreadable(f"{name}: a list is expected", node.line)
    return tuple(_text(item, name) for item in node.nodes)


def _only(keys: Keys, known: frozenset[str] | set[str]) -> None:
    for name in keys.nodes:
        if name not in known:
            expected = ", ".join(sorted(known))
            raise Unreadable(f'"{name[:80]}" is not known here; there is {expected}', keys.line_of(name))
