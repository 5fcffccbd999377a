"""Three-way merge of long text (line by line) and of rich text (block by block), and within one of these by words.

Decides when two edits of one value can both stand: only where something both sides left alone lies between them.
Refuses to choose: where the edits touch, there is no answer, and the caller holds a conflict.

A word of a script without spaces ends where a clause does. Elements that are opaque, or whose space is content, count
as one word each, so that nothing is ever put together inside of one; tags are words of their own, and what they would
make together has to be what was meant: a text that comes back otherwise when it is read is no answer.

The method is diff3 (Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007): align each side with the base by
a longest common subsequence, and cut the base where all three agree.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from isogloss.canon.html import blocks, canonical_html
from isogloss.canon.text import canonical_long_text

_VERBATIM: Final = (
    "pre|code|textarea|script|style|template|svg|math|wf-component|iframe|xmp|noscript|video|audio|object"
)
_CLAUSE: Final = "\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f"
"""What ends a clause in Chinese and Japanese."""
_WORD: Final = rf"[^\s<>{_CLAUSE}]*[{_CLAUSE}]+|[^\s<>{_CLAUSE}]+[ \u00a0]*|\s+"
_PIECES: Final = re.compile(rf"<({_VERBATIM})\b[^<>]*>.*?</\1>|<!--.*?-->|<[^<>]*>|{_WORD}", re.DOTALL)
_OPEN: Final = re.compile(rf"<(?:{_VERBATIM})\b")
_LINE: Final = re.compile(rf"{_WORD}|[<>]")

Inside: TypeAlias = Callable[[list[str], list[str], list[str]], list[str] | None]


def merge3(kind: str, base: str, left: str, right: str) -> str | None:
    """Merge two edits of *base* into the canonical text that holds both, or give None where they overlap.

    *kind* is ``"long_text"`` or ``"rich_text"``. Swapping the sides does not change the answer.
    """
    if kind == "rich_text":
        return _merge_rich(blocks(base), blocks(left), blocks(right))
    if kind != "long_text":
        raise AssertionError(f"only long_text and rich_text have lines or blocks to merge, not {kind}.")
    merged = _merge(*(_lines(canonical_long_text(text)) for text in (base, left, right)), inside=_in_a_line)
    return None if merged is None else canonical_long_text("\n".join(merged))


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _merge_rich(base: Sequence[str], left: Sequence[str], right: Sequence[str]) -> str | None:
    merged = _merge(base, left, right, inside=_paired)
    if merged is None:
        return None
    html = "".join(merged)
    # Blocks of two sides put together may flow into one another; then the merge is not what either person saw.
    return html if canonical_html(html) == html else None


def _merge(
    base: Sequence[str], left: Sequence[str], right: Sequence[str], *, inside: Inside | None = None
) -> list[str] | None:
    """Merge sequences; *inside* merges what both sides edited further in, where it can."""
    merged: list[str] = []
    for ours, lefts, rights in chunks(base, left, right):
        if rights in (lefts, ours):
            merged.extend(lefts)
        elif lefts == ours:
            merged.extend(rights)
        elif inside is not None and (pairs := inside(ours, lefts, rights)) is not None:
            merged.extend(pairs)
        else:
            return None
    return merged


def _paired(base: list[str], left: list[str], right: list[str]) -> list[str] | None:
    """Merge neighbouring blocks one by one, where both sides kept their number and moved none of them."""
    if not len(base) == len(left) == len(right):
        return None
    merged: list[str] = []
    for block, ours, theirs in zip(base, left, right, strict=True):
        if {ours, theirs} & (set(base) - {block}):
            return None
        if theirs in (ours, block):
            merged.append(ours)
        elif ours == block:
            merged.append(theirs)
        elif (words := _merge_words(block, ours, theirs)) is not None:
            merged.append(words)
        else:
            return None
    return merged


def _merge_words(base: str, left: str, right: str) -> str | None:
    """Merge the words of a block; what is opaque in it is one word, which stays as it is, goes or comes as a whole."""
    cut = [_pieces(block) for block in (base, left, right)]
    before, ours, theirs = ([] if pieces is None else pieces for pieces in cut)
    merged = None if None in cut else _merge(before, ours, theirs)
    if merged is None:
        return None
    block = "".join(merged)
    return block if blocks(block) == (block,) else None


def _pieces(block: str) -> list[str] | None:
    """The words, tags and opaque elements of a block; None where one of these is within another of its name."""
    pieces = [found[0] for found in _PIECES.finditer(block)]
    torn = any(len(_OPEN.findall(piece)) > 1 or (_OPEN.match(piece) and "</" not in piece) for piece in pieces)
    return None if torn or "".join(pieces) != block else pieces


def _in_a_line(base: list[str], left: list[str], right: list[str]) -> list[str] | None:
    """Merge the words of a line that both sides edited, and edited alone: else lines are what is merged."""
    if not len(base) == len(left) == len(right) == 1:
        return None
    merged = _merge(*(_LINE.findall(lines[0]) for lines in (base, left, right)))
    return None if merged is None else ["".join(merged)]


def chunks(
    base: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> list[tuple[list[str], list[str], list[str]]]:
    """Cut the three at every element all of them share; between two cuts lies a chunk, its last element shared."""
    lefts, rights = _matches(base, left), _matches(base, right)
    shared = [(at, lefts[at], rights[at]) for at in range(len(base)) if at in lefts and at in rights]
    cuts = [(-1, -1, -1), *shared, (len(base), len(left), len(right))]
    chunks: list[tuple[list[str], list[str], list[str]]] = []
    for before, after in pairwise(cuts):
        spans = [slice(start + 1, end) for start, end in zip(before, after, strict=True)]
        chunk = (list(base[spans[0]]), list(left[spans[1]]), list(right[spans[2]]))
        if any(chunk):
            chunks.append(chunk)
        if after[0] < len(base):
            chunks.append(([base[after[0]]],) * 3)
    return chunks


def _matches(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Say where each unchanged element of the base stands in a side."""
    from rapidfuzz.distance import Indel  # late: few runs compare texts

    return {
        block.src_start + step: block.dest_start + step
        for block in Indel.opcodes(base, side)
        if block.tag == "equal"
        for step in range(block.src_end - block.src_start)
    }
