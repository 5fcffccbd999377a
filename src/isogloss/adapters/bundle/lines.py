"""Nodes to YAML text: the same nodes, the same bytes, and one line of a diff for one thing that changed.

Decides the spelling: sorted keys, two spaces, texts in quotes unless no reader could take them for anything else,
texts of several lines as literal blocks. Refuses to know what is written.
"""

import re
from collections.abc import Iterator
from typing import Final

from isogloss.adapters.bundle.nodes import Items, Keys, Node, Word

_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Source: YAML 1.1, types bool and null: these are not texts unless quoted."""
_BARE: Final = re.compile(r"[^\W\d_][\w.,;!?'()/+-]*(?: [\w.,;!?'()/+-]+)*")
"""What begins with a letter and has no mark that means something to YAML."""
_KEY: Final = re.compile(r"[A-Za-z_$][\w.$-]*", re.ASCII)
_ESCAPED: Final = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')
_NOT_IN_BLOCKS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SHORT: Final = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\r": "\\r"}


def write_nodes(keys: Keys) -> str:
    """One document, ending in a line feed; nothing but that for no keys."""
    return "".join(f"{line}\n" for line in _keys(keys, "")) or "{}\n"


def _keys(keys: Keys, pad: str) -> Iterator[str]:
    for name in sorted(keys.nodes):
        written = name if _KEY.fullmatch(name) and name.lower() not in _WORDS else _quoted(name)
        yield from _after(f"{pad}{written}:", keys.nodes[name], f"{pad}  ")


def _after(head: str, node: Node, pad: str) -> Iterator[str]:
    """A node after what introduces it; its own lines, if it has any, are indented by ``pad``."""
    match node:
        case Word():
            yield from _word(head, node, pad)
        case Keys(nodes):
            yield from [head, *_keys(node, pad)] if nodes else [f"{head} {{}}"]
        case Items(nodes):
            yield from [head, *_items(node, pad)] if nodes else [f"{head} []"]


def _items(items: Items, pad: str) -> Iterator[str]:
    for node in items.nodes:
        match node:
            case Keys(nodes) | Items(nodes) if nodes:
                inner = f"{pad}  "
                lines = _keys(node, inner) if isinstance(node, Keys) else _items(node, inner)
                yield f"{pad}- {next(lines).removeprefix(inner)}"
                yield from lines
            case _:
                yield from _after(f"{pad}-", node, f"{pad}  ")


def _word(head: str, word: Word, pad: str) -> Iterator[str]:
    text = word.text
    if word.plain:
        yield f"{head} {text}"
    elif (word.block or "\n" in text) and _fits_block(text):
        yield f"{head} |-"
        yield from (f"{pad}{line}" if line else "" for line in text.split("\n"))
    elif _BARE.fullmatch(text) and text.lower() not in _WORDS:
        yield f"{head} {text}"
    else:
        yield f"{head} {_quoted(text)}"


def _fits_block(text: str) -> bool:
    """Whether a literal block gives back exactly this text."""
    lines = text.split("\n")
    return bool(lines[0].strip() and lines[-1].strip()) and lines[0][0] not in " \t" and not _NOT_IN_BLOCKS.search(text)


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(lambda found: _escape(found[0]), text)}"'


def _escape(char: str) -> str:
    return _SHORT.get(char) or (f"\\x{ord(char):02x}" if ord(char) <= 0xFF else f"\\u{ord(char):04x}")  # noqa: PLR2004  # two hex digits
