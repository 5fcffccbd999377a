"""YAML text to nodes that keep what was written: every scalar as its text, whether it had quotes, and its line.

What a text means is decided by the type of its field, never by YAML, so ``no``, ``1.0`` and ``2026-01-01`` stay what
a person typed. Only plain YAML is read: no tags, anchors or aliases, one document, one value a key.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import yaml

MOST: Final = 200_000
"""Nodes in a file."""
DEEPEST: Final = 40
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where it is there; both give the same events, but for halves of surrogate pairs."""
_HALF: Final = re.compile(r"\\[uU](?:0000)?[dD][89a-fA-F][0-9a-fA-F]{2}")
"""Such a half, escaped: the parser in C refuses the whole text for it, as if it were no YAML."""


@dataclass(frozen=True, slots=True)
class Word:
    """A scalar.

    plain: without quotes; on writing, a number or a flag.
    block: on writing, prefer a block of lines.
    """

    text: str
    plain: bool = False
    block: bool = False
    line: int = 0

    @property
    def is_null(self) -> bool:
        """Whether nothing was written."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple["Node", ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Keys:
    """Named nodes."""

    nodes: Mapping[str, "Node"]
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def line_of(self, name: str) -> int:
        """The line of a key."""
        return self.lines.get(name, self.line)


Node: TypeAlias = Word | Items | Keys


class Unreadable(ValueError):
    """A text is not what it should be.

    line: from 1; 0 where the whole text is meant.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        self.line = line
        super().__init__(reason)


def read_nodes(text: str) -> Keys:
    """Read one document whose top is named nodes; an empty one has none.

    Raises: Unreadable with the line.
    """
    try:
        loader = yaml.SafeLoader if _HALF.search(text) else _LOADER
        return _Reader(yaml.parse(text, Loader=loader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(f"not YAML: {error.problem or 'unreadable'}", mark.line + 1 if mark else 0) from None
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise Unreadable("not YAML: it has a character that YAML does not allow", line) from None


class _Reader:
    """Builds nodes from events; refuses what a person's file never needs."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._count = 0

    def document(self) -> Keys:
        event = self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Keys({}, 1)
        top = self._node(self._next(), 0)
        self._next()  # the end of the document
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise Unreadable("there is a second document (---); keep one")
        if isinstance(top, Word) and top.is_null:
            return Keys({}, 1)
        if not isinstance(top, Keys):
            raise Unreadable("keys with values are expected here", top.line)
        return top

    def _next(self) -> yaml.Event:
        return next(self._events)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = event.start_mark.line + 1 if event.start_mark else 0
        self._count += 1
        if self._count > MOST or depth > DEEPEST:
            raise Unreadable(f"more than {MOST} values, or nested more than {DEEPEST} deep", line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise Unreadable("anchors and aliases (& and *) are not used here; write the value out", line)
        if getattr(event, "tag", None) is not None:
            raise Unreadable("tags (!) are not used here; put quotes around a text that begins with !", line)
        if isinstance(event, yaml.ScalarEvent):
            return Word(_joined(event.value), plain=event.implicit[0] and not event.style, line=line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._items(depth)), line)
        return self._keys(line, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _keys(self, line: int, depth: int) -> Keys:
        nodes: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Word):
                raise Unreadable("a key is a text", key.line)
            if key.text in nodes:
                raise Unreadable(f'"{key.text[:80]}" is there twice; keep one', key.line)
            nodes[key.text] = self._node(self._next(), depth + 1)
            lines[key.text] = key.line
        return Keys(nodes, line, lines)


def _joined(text: str) -> str:
    """A text with the two halves of each surrogate pair as one character; a half without the other stays one."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def halved(node: Node) -> bool:
    """Whether a text in it has half of a surrogate pair without the other."""
    match node:
        case Word(text):
            return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)
        case Items(nodes):
            return any(map(halved, nodes))
        case Keys(nodes):
            return any(map(halved, nodes.values()))
