"""A text in conflict as a person edits it: what can be merged is, and where edits touch both stand between marks.

Decides how the marks look, that they are told from the text, and whether any are left. Rich text has a block a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isogloss.canon.html import blocks
from isogloss.canon.merge3 import chunks
from isogloss.model.value import Absent, MaybeValue, Scalar

TEXTS: Final = frozenset({"text", "long_text", "rich_text"})
_WIDTH: Final = 7


@dataclass(frozen=True, slots=True)
class Marked:
    """A text to be edited.

    width: characters of a mark: more than the text itself has at the beginning of any line.
    """

    text: str
    width: int

    def unfinished(self, edited: str) -> bool:
        """Whether any mark is left in what was made of it."""
        starts = tuple(sign * self.width for sign in "<|>")
        return any(line.startswith(starts) or line.rstrip() == "=" * self.width for line in edited.splitlines())


def marked(base: MaybeValue | None, left: MaybeValue, right: MaybeValue, names: Sequence[str]) -> Marked:
    """Put two edits of a text together, line by line, over what both sides had; None where that is not known."""
    ours, theirs = _lines(left), _lines(right)
    before = None if base is None else _lines(base)
    every = [*ours, *theirs, *(before or ())]
    width = _WIDTH
    while any(line.startswith(tuple(sign * width for sign in "<|=>")) for each in every for line in each.split("\n")):
        width += 1
    lines: list[str] = []
    for mine, others, old in _two(ours, theirs) if before is None else _three(before, ours, theirs):
        if old is not None and others in (mine, old):
            lines += mine
        elif mine in (old, others):
            lines += others
        else:
            lines += _between(mine, old, others, names, width)
    return Marked("".join(f"{line}\n" for line in lines), width)


def _between(
    mine: list[str], old: list[str] | None, others: list[str], names: Sequence[str], width: int
) -> Iterator[str]:
    yield f"{'<' * width} {names[0]}"
    yield from mine
    if old is not None:
        yield f"{'|' * width} both had"
        yield from old
    yield "=" * width
    yield from others
    yield f"{'>' * width} {names[1]}"


def _three(
    base: list[str], left: list[str], right: list[str]
) -> Iterator[tuple[list[str], list[str], list[str] | None]]:
    for old, mine, others in chunks(base, left, right):
        yield mine, others, old


def _two(left: list[str], right: list[str]) -> Iterator[tuple[list[str], list[str], list[str] | None]]:
    for _, mine, others in chunks(left, left, right):
        yield mine, others, None


def _lines(value: MaybeValue) -> list[str]:
    if isinstance(value, Absent):
        return []
    if not isinstance(value, Scalar) or value.type not in TEXTS:
        raise AssertionError(f"only texts are edited with marks, not {value}")
    return list(blocks(value.text)) if value.type == "rich_text" else value.text.split("\n")
