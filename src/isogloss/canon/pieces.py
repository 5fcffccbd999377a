"""The source of rich text cut into the pieces that its canonical blocks are made of, and into what stands between them.

Decides where a top-level block begins and ends in the source. What it finds is verified: joined together the pieces are
the source, and each is the canonical block that it stands for. Where that cannot be had, because a parser mends the
source across such borders, there are no pieces.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from isogloss.canon.elements import BLOCK, VOID, WHOLE
from isogloss.canon.html import blocks
from isogloss.canon.source import Mark, marks

_EDGES: Final = re.compile(r"((?:[ \t\n\f\r]|<!--.*?-->)*)(.*?)((?:[ \t\n\f\r]|<!--.*?-->)*)", re.DOTALL)
Blocks: TypeAlias = tuple[str, ...]
_END: Final = "<hr>"
"""Something that shows, so that blank blocks before it are none at the end, which count for nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block in the source.

    gap:   what stands before it and shows nothing: comments, white space.
    html:  the block as it is written; empty for what follows the last one.
    block: its canonical form.
    """

    gap: str
    html: str
    block: str


def pieces(html: str) -> list[Piece] | None:
    """The pieces of a text, the last of them a gap alone; None where it cannot be cut."""
    made: list[Piece] = []
    gap = ""
    for part, found in _shown(html):
        if len(found) > 1:
            return None
        if not found:
            gap += part
        else:
            made.append(Piece(gap, part, found[0]))
            gap = ""
    shown = list(blocks(html))
    if [piece.block for piece in made[: len(shown)]] != shown:
        return None
    blank = "".join(piece.gap + piece.html for piece in made[len(shown) :])
    return [*made[: len(shown)], Piece(blank + gap, "", "")]


def _shown(html: str) -> Iterator[tuple[str, Blocks]]:
    """Each part of the source with the blocks that it shows: none, one, or, where it cannot be cut, several."""
    for part in _parts(html, BLOCK):
        found = _blocks(part)
        finer = [(cut, _blocks(cut)) for cut in _parts(part, BLOCK | WHOLE)] if len(found) > 1 else []
        if finer and tuple(block for _, blocks in finer for block in blocks) == found:
            yield from finer  # embeds that stand beside one another
        else:
            yield part, found


def _blocks(part: str) -> Blocks:
    found = blocks(part + _END)
    return found[:-1] if found[-1] == _END else ("", "")


def _parts(html: str, apart: Collection[str]) -> list[str]:
    """The source cut before and after each top-level element of these, and after what shows nothing beside it."""
    cuts = [0]
    opened: list[str] = []
    for mark in marks(html):
        if mark.hidden or mark.sort == "comment":
            continue
        block = mark.name in apart
        if block and opened == ["p"] and mark.sort == "start":
            opened.clear()  # a paragraph ends where the next block begins
        if block and not opened:
            cuts.append(mark.begin)
        _step(mark, opened)
        if block and not opened:
            cuts.append(mark.end)
    return [part for begin, end in pairwise([*cuts, len(html)]) for part in _apart(html[begin:end]) if part]


def _step(mark: Mark, opened: list[str]) -> None:
    """Go through a tag: *opened* are the elements that are open, the last innermost."""
    if mark.sort == "start":
        if mark.name not in VOID:
            opened.append(mark.name)
    elif mark.name in opened:
        while opened.pop() != mark.name:
            pass


def _apart(part: str) -> tuple[str, ...]:
    found = _EDGES.fullmatch(part)
    return (part,) if found is None else found.groups()
