"""What stands in a file of a catalogue: values below keys, each with its place in the text.

Decides nothing but the shape, which files of every form share. Refuses to know how any of them is written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias


class Unreadable(ValueError):
    """The text is no catalogue; the message says why, and ``line`` where."""

    def __init__(self, reason: str, line: int) -> None:
        self.line = line
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value without keys: a text, a number, a list; and its place in the text."""

    value: object
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Member:
    """A key with what stands under it; where the key begins and ends."""

    start: int
    end: int
    node: "Node"


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys with values, in their order; from the opening brace to behind the closing one."""

    members: Mapping[str, Member]
    start: int
    end: int


Node: TypeAlias = Leaf | Keys


class Gone:
    """Stands for a value that is taken out."""


GONE: Final = Gone()
Wanted: TypeAlias = "dict[str, Wanted | New | Gone]"
"""What is to change below some keys: a value, keys below a key, or that it goes."""


@dataclass(frozen=True, slots=True)
class New:
    """A value as JSON knows it, to be written; with ``whole`` also in the place of keys."""

    value: object
    whole: bool = False


def below(root: Keys, path: tuple[str, ...]) -> Node | None:
    """What stands under keys; None where nothing does."""
    node: Node = root
    for key in path:
        if not isinstance(node, Keys) or key not in node.members:
            return None
        node = node.members[key].node
    return node


def plain(node: Node) -> object:
    """What stands in a place, as plain data."""
    if isinstance(node, Leaf):
        return node.value
    return {key: plain(member.node) for key, member in node.members.items()}


def is_same(one: object, other: object) -> bool:
    """Whether two values are the same in JSON, where ``true`` is not ``1``."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
