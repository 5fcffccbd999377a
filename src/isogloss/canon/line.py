"""A line that an editor split around an opaque part that stood in it.

Decides that blocks which say the same as a line of the text that they are to replace, cut where its parts stand, are
that line. Refuses to join what says anything else: then a person may have meant it. Which parts left their line is told
apart from that, for whoever has to say so.

Source: open-and-save of the recorded editors, 2026-11: TinyMCE 8, told to allow a component, takes it for a block.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from isogloss.canon.opaque import Part, blocks_of, may_hold, part_of

_LINES: Final = re.compile(r"<(?:p|h[1-6])[ >]")
_CUT: Final = 2
"""Blocks of a line that was cut once, at least."""

Block = list[str]


def rejoined(found: Sequence[Block], now: Sequence[Block], kept: Collection[str]) -> tuple[list[Block], list[str]]:
    """The blocks of an edited text, with each line joined again that was split around its parts; and those by name.

    kept: the keys of the parts that an editor of this text must leave where they are.
    """
    blocks, names = list(found), []
    for line in now:
        parts = [part for part in _inside(line) if part.key in kept]
        cut = _cut(line) if parts else []
        if len(cut) < _CUT or _places(now, cut):
            continue
        places = _places(blocks, cut)
        if len(places) == 1:
            blocks[places[0] : places[0] + len(cut)] = [line]
            names += [part.name for part in parts]
    return blocks, names


def out_of_line(now: str, wanted: str, tag: str) -> tuple[str, ...]:
    """The parts of one sort, by name, that stand in a line of one text and in none of another that has them."""
    if not (may_hold(now) and may_hold(wanted)):
        return ()
    within = {part.key: part for block in blocks_of(now) for part in _inside(block) if part.tag == tag}
    blocks = blocks_of(wanted)
    left = {part.key for block in blocks if len(block) == 1 and (part := part_of(block[0])) is not None}
    left -= {part.key for block in blocks for part in _inside(block)}
    return tuple(dict.fromkeys(part.name for key, part in within.items() if key in left))


def _inside(block: Block) -> Iterator[Part]:
    """The parts in a line that holds more than one part alone."""
    if len(block) > 1 and _LINES.match(block[0]):
        yield from (part for token in block[1:-1] if (part := part_of(token)) is not None)


def _cut(line: Block) -> list[Block]:
    """A line, cut where its parts stand."""
    made: list[Block] = []
    rest: Block = []
    for token in line[1:-1]:
        if part_of(token) is None:
            rest.append(token)
        else:
            made += [*_block(line, rest), [token]]
            rest = []
    return made + _block(line, rest)


def _block(line: Block, inside: Block) -> list[Block]:
    """A piece of a line as a block of its own, without the spaces at its ends; none where it holds nothing."""
    tokens = list(inside)
    while tokens and not tokens[0].strip():
        del tokens[0]
    while tokens and not tokens[-1].strip():
        del tokens[-1]
    if not tokens:
        return []
    tokens[0], tokens[-1] = tokens[0].lstrip(" "), tokens[-1].rstrip(" ")
    return [[line[0], *tokens, line[-1]]]


def _places(blocks: Sequence[Block], some: Sequence[Block]) -> list[int]:
    """Where some blocks stand among others, together and in order; parts are told by what they are."""
    mine, size = [_marks(block) for block in blocks], len(some)
    wanted = [_marks(block) for block in some]
    return [n for n in range(len(mine) - size + 1) if mine[n : n + size] == wanted]


def _marks(block: Block) -> list[str]:
    return [token if (part := part_of(token)) is None else part.key for token in block]
