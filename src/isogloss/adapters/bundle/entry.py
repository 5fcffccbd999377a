"""One entry as its files: ``shared.yaml`` for what has no locale, and one file for each locale.

Everything here is in the bundle's own names: folders, field names, codes of locales, options as people write them.
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from isogloss.adapters.bundle.lines import write_nodes
from isogloss.adapters.bundle.nodes import Items, Keys, Node, Unreadable, Word, halved, read_nodes
from isogloss.adapters.bundle.values import Declared, decode, encode
from isogloss.canon.values import canonical
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.value import Absent, MaybeValue, Scalar, Value

SHARED_FILE: Final = "shared.yaml"
ORIGIN: Final = "$origin"
REMOTE: Final = "$remote"
STATUSES: Final = ("draft", "published", "changed", "archived")

Fields = Mapping[str, Declared]


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that stands in a file and is not of the type of its field; the rest of the file is what it says.

    code:  of the locale; "" for what stands in ``shared.yaml``.
    value: what stands there.
    why:   one sentence; the value begins in ``line``.
    """

    code: str
    field: str
    value: object
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it lies in its folder.

    origin:   the key that it was given where it came into being here.
    remote:   for an export, the id of the entry on the side that it was exported from.
    shared:   values of the fields that have one for all locales.
    variants: code of the locale to values, with ``$status`` among them.
    broken:   values that cannot be read, and are missing from the others.
    """

    slug: str | None = None
    origin: str | None = None
    remote: str | None = None
    shared: Mapping[str, Value] = field(default_factory=dict)
    variants: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()


def locale_file(code: str) -> str:
    """The name of the file of a locale."""
    return f"{code}.yaml"


def write_entry(stored: Stored, fields: Fields) -> dict[str, str]:
    """The files of an entry, by name; ``shared.yaml`` only where it would hold something."""
    marks = {ORIGIN: stored.origin, REMOTE: stored.remote, SLUG: stored.slug}
    shared: dict[str, Node] = {name: Word(text) for name, text in marks.items() if text is not None}
    shared |= {name: encode(value, fields[name]) for name, value in stored.shared.items()}
    files = {SHARED_FILE: write_nodes(Keys(shared))} if shared else {}
    for code, variant in stored.variants.items():
        nodes = {name: _encoded(name, value, fields) for name, value in variant.items()}
        files[locale_file(code)] = write_nodes(Keys(nodes))
    return files


def _encoded(name: str, value: Value, fields: Fields) -> Node:
    if name == STATUS and isinstance(value, Scalar):
        return Word(value.text)
    return encode(value, fields[name])


def read_shared(text: str, fields: Fields) -> Stored:
    """What ``shared.yaml`` says.

    Raises: Unreadable with the line.
    """
    keys = read_nodes(text)
    marks = {name: _mark(keys, name) for name in (SLUG, ORIGIN, REMOTE)}
    values, broken = _values(keys, fields, "", marks.keys())
    return Stored(marks[SLUG], marks[ORIGIN], marks[REMOTE], values, broken=broken)


def _mark(keys: Keys, name: str) -> str | None:
    node = keys.nodes.get(name)
    if node is None or (isinstance(node, Word) and node.is_null):
        return None
    if not isinstance(node, Word) or halved(node):
        raise Unreadable(f"{name}: a text is expected", node.line)
    return (canonical("text", node.text) if name == SLUG else node.text) or None


def read_variant(text: str, fields: Fields, code: str) -> tuple[dict[str, Value], tuple[Broken, ...]]:
    """What the file of a locale says, with ``$status``, and what of it cannot be read.

    Raises: Unreadable with the line.
    """
    keys = read_nodes(text)
    status = keys.nodes.get(STATUS)
    if not isinstance(status, Word) or status.text not in STATUSES:
        reason = f"{STATUS} is needed: {', '.join(STATUSES)}"
        raise Unreadable(reason, keys.line_of(STATUS))
    values, broken = _values(keys, fields, code, {STATUS})
    return {**values, STATUS: Scalar("option", status.text)}, broken


def _values(
    keys: Keys, fields: Fields, code: str, marks: Collection[str]
) -> tuple[dict[str, Value], tuple[Broken, ...]]:
    values: dict[str, Value] = {}
    broken: list[Broken] = []
    for name, node in keys.nodes.items():
        if name in marks:
            continue
        declared = fields.get(name)
        if declared is None:
            near = difflib.get_close_matches(name, fields, n=1)
            hint = f"; did you mean {near[0]}?" if near else "; add it to bundle.yaml"
            raise Unreadable(f'bundle.yaml has no field "{name[:80]}" for this kind{hint}', keys.line_of(name))
        if declared.shared != (not code):
            where = "in shared.yaml, once for all locales" if declared.shared else "in the file of a locale"
            raise Unreadable(f"{name} belongs {where}", keys.line_of(name))
        try:
            value = _decoded(node, declared)
        except Unreadable as error:
            broken.append(Broken(code, name, _plain(node), str(error), error.line or keys.line_of(name)))
            continue
        if not isinstance(value, Absent):
            values[name] = value
    return values, tuple(broken)


def _decoded(node: Node, declared: Declared) -> MaybeValue:
    if halved(node):
        raise Unreadable("it has half of a surrogate pair, which is not text")
    return decode(node, declared)


def _plain(node: Node) -> object:
    """What stands in a file, as plain data."""
    match node:
        case Word(text):
            return text
        case Items(nodes):
            return [_plain(each) for each in nodes]
        case Keys(nodes):
            return {name: _plain(each) for name, each in nodes.items()}
