"""Two texts laid side by side: what of one is found again in the other, in the same order.

Decides by a longest common subsequence, and refuses texts of which it would take too much memory.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz.distance import Indel

from isogloss.canon.tokens import LINE_END, Tokens, Unit

_MOST_CELLS: Final = 400_000_000
"""The product of two lengths beyond which there is no answer: a bit of memory each."""


class NoAnswerError(Exception):
    """It cannot be told what became of a part, or where it belongs."""


def matches(one: Tokens, other: Tokens, unseen: frozenset[int] = frozenset()) -> dict[int, int]:
    """Say which unit of the other text each unit of one is, by number.

    unseen: tokens of the one text to pass over; its units are numbered without them.
    Raises: NoAnswerError where the two are too long and too different.
    """
    lefts, rights = one.lined(unseen), other.lined()
    here, there = _numbers(lefts), _numbers(rights)
    found = _matches([unit.text for unit in lefts], [unit.text for unit in rights])
    return {here[left]: there[right] for left, right in found if left in here}


def _numbers(lined: Sequence[Unit]) -> dict[int, int]:
    """Where each unit stands, to its number when ends of lines are not counted."""
    words = (at for at, unit in enumerate(lined) if unit.text != LINE_END)
    return {at: number for number, at in enumerate(words)}


def _matches(left: list[str], right: list[str]) -> Iterator[tuple[int, int]]:
    most = min(len(left), len(right))
    start = next((n for n in range(most) if left[n] != right[n]), most)
    end = next((n for n in range(most - start) if left[-1 - n] != right[-1 - n]), most - start)
    inner, outer = left[start : len(left) - end], right[start : len(right) - end]
    if len(inner) * len(outer) > _MOST_CELLS:
        raise NoAnswerError
    yield from ((n, n) for n in range(start))
    for block in Indel.opcodes(inner, outer):
        if block.tag == "equal":
            for step in range(block.src_end - block.src_start):
                yield start + block.src_start + step, start + block.dest_start + step
    yield from ((len(left) - 1 - n, len(right) - 1 - n) for n in range(end))
