"""Values to nodes and back, in the bundle's own names.

A field whose type is declared holds bare values: a text, a number without quotes, the folder of the entry that is
linked to. Any other value says what it is with one key that begins with ``$``, so every value can stand everywhere
and comes back as it was.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, cast

from isogloss.adapters.bundle.nodes import Items, Keys, Node, Unreadable, Word
from isogloss.canon.html import blocks
from isogloss.canon.own import described, spelled
from isogloss.canon.settled import settled_blocks
from isogloss.canon.values import canonical
from isogloss.model.address import EntryKey
from isogloss.model.value import (
    ABSENT,
    ASSET_TYPES,
    Absent,
    Asset,
    AssetType,
    Group,
    Many,
    MaybeValue,
    Ref,
    Scalar,
    ScalarType,
    Value,
    is_scalar_type,
)

_BARE_TYPES: Final = frozenset({"number", "flag"})
_BLOCK_TYPES: Final = frozenset({"rich_text", "long_text"})
_ONE_OF: Final[Mapping[str, str]] = {"images": "image", "references": "reference"}
_LINES: Final = re.compile(r"<(?=(?:li|tr|figcaption|/ul|/ol|/tbody|/table)[ >])")


@dataclass(frozen=True, slots=True)
class Declared:
    """What ``bundle.yaml`` says of a field.

    type:    one of the neutral types.
    shared:  it stands in ``shared.yaml``, once for all locales.
    to:      for references, the folder of the kind that is linked to.
    options: for options, the values that people may write.
    fields:  of a group, of each row of a list, or of blocks, what is declared of each part.
    """

    type: str
    shared: bool = False
    to: str | None = None
    options: tuple[str, ...] = ()
    fields: Mapping[str, "Declared"] = field(default_factory=dict)


TEXT: Final = Declared("text")
"""What holds inside groups of which nothing is declared."""


def encode(value: Value, declared: Declared) -> Node:
    """A value as nodes."""
    wanted = _ONE_OF.get(declared.type, declared.type)
    match value:
        case Scalar(type_, text, own):
            word = Word(own or text, plain=type_ in _BARE_TYPES, block=type_ in _BLOCK_TYPES)
            if type_ == "rich_text" and not own:
                word = Word(in_lines(text), block=True)
            return word if type_ == wanted else Keys({f"${type_}": word})
        case Asset(type_, url, alt):
            keys = Keys({"url": Word(url), **({"alt": Word(value.alt_spelling)} if alt else {})})
            return keys if type_ == wanted else Keys({f"${type_}": keys})
        case Ref(to):
            bare = wanted == "reference" and to.kind == declared.to
            return Word(to.name) if bare else Keys({"$reference": Items((Word(to.kind), Word(to.name)))})
        case Many(items):
            return Items(tuple(encode(item, declared) for item in items))
        case Group(fields):
            bare = bool(declared.fields) and all(name in declared.fields and name[0] != "$" for name, _ in fields)
            parts = Keys({name: encode(item, declared.fields[name] if bare else TEXT) for name, item in fields})
            return parts if bare else Keys({"$group": parts})


def decode(node: Node, declared: Declared) -> MaybeValue:
    """The value of nodes; ABSENT where nothing was written.

    Raises: Unreadable with the line.
    """
    match node:
        case Word():
            return ABSENT if node.is_null else _word(node, declared)
        case Items(nodes, line):
            items = tuple(decode(item, declared) for item in nodes)
            kept = tuple(item for item in items if not isinstance(item, Absent))
            if len(kept) != len(items):
                raise Unreadable("an item of the list is empty; fill it or take it out", line)
            return Many(kept) if kept else ABSENT
        case Keys(nodes, line):
            return _keys(node, declared)


def _word(word: Word, declared: Declared) -> MaybeValue:
    wanted = _ONE_OF.get(declared.type, declared.type)
    if wanted == "reference" and declared.to is not None:
        return Ref(EntryKey(declared.to, word.text)) if word.text else ABSENT
    if wanted in ASSET_TYPES:
        return Asset(cast("AssetType", wanted), word.text) if word.text else ABSENT
    if is_scalar_type(wanted):
        return _scalar(word, wanted)
    raise Unreadable(f"a value of the type {wanted} cannot be one text", word.line)


def _scalar(word: Word, type_: ScalarType) -> MaybeValue:
    if type_ == "flag" and word.text not in {"true", "false"}:
        raise Unreadable(f'"{word.text[:80]}" is not a flag; write true or false', word.line)
    try:
        # The name of an option is the platform's: one that nobody maps comes back as it was, odd spaces included.
        made = spelled(type_, word.text) if type_ != "option" else Scalar(type_, word.text) if word.text else ABSENT
    except ValueError as error:
        raise Unreadable(str(error), word.line) from None
    if isinstance(made, Scalar) and made.own:
        own, cut = made.own.rstrip("\n"), in_lines(made.text) if type_ == "rich_text" else made.text
        if own in (made.text, cut):
            return Scalar(type_, made.text)  # how the lines are cut, and that the last one ends, is the file's doing
    return made


def _keys(keys: Keys, declared: Declared) -> MaybeValue:
    wanted = _ONE_OF.get(declared.type, declared.type)
    names = list(keys.nodes)
    if len(names) == 1 and names[0].startswith("$"):
        return _typed(names[0][1:], keys.nodes[names[0]], keys.line)
    if wanted in ASSET_TYPES:
        return _asset(keys, cast("AssetType", wanted))
    if declared.fields:
        return _group(keys, declared.fields)
    raise Unreadable(f"keys with values are not expected in a field of the type {declared.type}", keys.line)


def _typed(type_: str, node: Node, line: int) -> MaybeValue:
    match type_, node:
        case (("image" | "file"), Keys()):
            return _asset(node, type_)
        case "reference", Items((Word(kind), Word(name))) if kind and name:
            return Ref(EntryKey(kind, name))
        case "group", Keys(nodes):
            return _group(node, dict.fromkeys(nodes, TEXT))
        case _, Word():
            if is_scalar_type(type_):
                return _scalar(node, type_)
    raise Unreadable(f"${type_} is no type, or its value has another shape", line)


def _group(keys: Keys, parts: Mapping[str, Declared]) -> Group:
    for name in keys.nodes:
        if name not in parts:
            raise Unreadable(f'"{name[:80]}" is no part of it; there is {", ".join(parts)}', keys.line_of(name))
    members = ((name, decode(member, parts[name])) for name, member in sorted(keys.nodes.items()))
    return Group(tuple((name, value) for name, value in members if not isinstance(value, Absent)))


def _asset(keys: Keys, type_: AssetType) -> Asset:
    for name, node in keys.nodes.items():
        if name not in {"url", "alt"} or not isinstance(node, Word):
            raise Unreadable(f'"{name[:80]}" is not expected here; an {type_} has url and alt', keys.line_of(name))
    url, alt = keys.nodes.get("url"), keys.nodes.get("alt")
    if not isinstance(url, Word) or not url.text:
        raise Unreadable(f"the url of this {type_} is missing", keys.line)
    return described(type_, url.text, alt.text if isinstance(alt, Word) and not alt.is_null else "")


@lru_cache(maxsize=256)  # a value is written and checked against what is there
def in_lines(html: str) -> str:
    """Rich text with its blocks, items and rows on lines of their own, where that changes nothing."""
    told = settled_blocks(html)
    if told is not None:
        return _parted(told)  # between the blocks of such a text line ends show nothing
    cut = blocks(html)
    for made in (_parted(cut), "\n".join(cut)):
        if canonical("rich_text", made) == html:
            return made.strip("\n")
    return html


def _parted(cut: Iterable[str]) -> str:
    return _LINES.sub("\n<", "\n".join(cut))
