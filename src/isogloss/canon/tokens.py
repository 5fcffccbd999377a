"""A text as tokens, laid beside another: what two renderings of it have in common, and where each of that stands.

Decides what is compared (words, pictures, opaque parts), which places there are between two of them, and how two places
are told apart: by the elements that are open there, and by whether they share their block with what stands before and
after. What of one text is found again in the other, in the same order, is decided by a longest common subsequence;
texts of which that would take too much memory are refused.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isogloss.canon.elements import BLOCK, VOID
from isogloss.canon.opaque import Part, blocks_of, part_of
from isogloss.canon.words import WORD

LINE_END: Final = "\n"
"""The mark for the end of a line; no word is this."""

_TAG: Final = re.compile(r"<(/?)([^\s<>/]+)((?: [^<]*)?)>")
_SHOWN: Final = re.compile(r' (?:src|value)="([^"]*)"')
_SAME: Final = {"b": "strong", "i": "em"}
_NO_PLACE: Final = frozenset(["font", "span", "tbody"])
_ITEMS: Final = frozenset(["blockquote", "dd", "li", "td", "th"])
_MOST_CELLS: Final = 400_000_000
"""The product of two lengths beyond which there is no answer: a bit of memory each."""


class NoAnswerError(Exception):
    """It cannot be told what became of a part, or where it belongs."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a reader sees, and where it stands: in ``token``, from ``start`` to ``end`` if it is a word."""

    text: str
    token: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place between two units: before ``token``, or inside it after ``at`` characters.

    path:  the elements open there.
    block: the start tag of the innermost block that is open there, by its number; -1 outside of any.
    """

    token: int
    at: int
    path: tuple[str, ...]
    block: int

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks among the open elements."""
        return tuple(name for name in self.path if name in BLOCK)


class Tokens:
    """The tokens of one text. A token that is taken out leaves an empty one, so that numbers stay."""

    def __init__(self, blocks: Iterable[list[str]]) -> None:
        self.tokens = [token for block in blocks for token in block]
        self.parts: dict[int, Part] = {}
        for number, token in enumerate(self.tokens):
            if token.startswith("<") and (part := part_of(token)) is not None:
                self.parts[number] = part

    @classmethod
    def of(cls, html: str) -> "Tokens":
        """Take a text apart."""
        return cls(blocks_of(html))

    def html(self) -> str:
        """Put it together again."""
        return "".join(self.tokens)

    def units(self, unseen: frozenset[int] = frozenset()) -> list[Unit]:
        """What a reader sees, in order, but for some tokens."""
        return [unit for number in range(len(self.tokens)) if number not in unseen for unit in self._units(number)]

    def lined(self, unseen: frozenset[int] = frozenset()) -> list[Unit]:
        """The same, with a mark wherever a line ends: two texts are laid side by side line by line."""
        made: list[Unit] = []
        for number, token in enumerate(self.tokens):
            if number not in unseen:
                made += self._units(number)
            tag = None if number in self.parts else _TAG.fullmatch(token)
            if tag is not None and tag[2] in BLOCK and made and made[-1].text != LINE_END:
                made.append(Unit(LINE_END, number))
        return made

    def _units(self, number: int) -> Iterator[Unit]:
        token = self.tokens[number]
        part = self.parts.get(number)
        if part is not None:
            yield Unit(f"<{part.key}", number)
        elif not token.startswith("<"):
            yield from (Unit(found[0], number, found.start(), found.end()) for found in WORD.finditer(token))
        elif (tag := _TAG.fullmatch(token)) is not None and tag[2] in VOID - {"br", "wbr", "col"}:
            shown = _SHOWN.search(tag[3])
            yield Unit(f"<{tag[2]} {shown[1] if shown else ''}", number)

    def replace(self, number: int, part: Part | None) -> None:
        """Put another part in the place of one, or none."""
        self.tokens[number] = "" if part is None else part.token
        if part is None:
            del self.parts[number]
        else:
            self.parts[number] = part

    def cut(self, gone: list[Unit]) -> None:
        """Take words out, and the elements that held nothing else."""
        hit = {unit.token for unit in gone}
        for unit in reversed(gone):
            token = self.tokens[unit.token]
            self.tokens[unit.token] = token[: unit.start] + token[unit.end :]
        self.prune(hit)

    def prune(self, hit: set[int]) -> None:
        """Take out every element that holds nothing any more, where one of these tokens was in it."""
        opened: list[int] = []
        for number, token in enumerate(self.tokens):
            tag = _TAG.fullmatch(token)
            if tag is None or number in self.parts or tag[2] in VOID:
                continue
            if not tag[1]:
                opened.append(number)
                continue
            start = opened.pop()
            inside = range(start + 1, number)
            if hit.isdisjoint(inside) or any(self._shows(each) for each in inside):
                continue
            for each in (start, *inside, number):
                self.tokens[each] = ""
            hit.add(start)

    def _shows(self, number: int) -> bool:
        tag = _TAG.fullmatch(self.tokens[number])
        breaks = tag is not None and tag[2] == "br"
        return not breaks and (tag is not None or next(self._units(number), None) is not None)

    def spots(self, units: list[Unit], place: int) -> list[Spot]:
        """Every place before the unit of this number and after the one before it."""
        first = units[place - 1].token if place else -1
        last = units[place].token if place < len(units) else len(self.tokens)
        path, found = self._opened(first), []
        if place and units[place - 1].end:
            found.append(_spot(first, units[place - 1].end, path))
        else:
            found.append(_spot(first + 1, 0, path))
        found += [_spot(number + 1, 0, path) for number in range(first + 1, last) if self._step(path, number)]
        return found

    def block(self, unit: Unit) -> int:
        """The innermost block that a unit stands in, by the number of its start tag; -1 outside of any."""
        return _spot(unit.token, 0, self._opened(unit.token)).block

    def _opened(self, number: int) -> list[tuple[str, int]]:
        path: list[tuple[str, int]] = []
        for each in range(number):
            self._step(path, each)
        return path

    def _step(self, path: list[tuple[str, int]], number: int) -> bool:
        """Go past one token; whether it was a tag."""
        tag = _TAG.fullmatch(self.tokens[number])
        if tag is None or number in self.parts:
            return False
        if tag[1]:
            path.pop()
        elif tag[2] not in VOID:
            path.append((_SAME.get(tag[2], tag[2]), number))
        return True

    def put(self, spot: Spot, part: Part, *, before: bool, after: bool) -> None:
        """Put a part in a place, with a space before and after it if it is to have one there. Numbers move."""
        number, tail = spot.token, ""
        if spot.at:
            text = self.tokens[number]
            self.tokens[number], tail = text[: spot.at].rstrip(), text[spot.at :].lstrip()
            number += 1
        new = [" " * before, part.token, " " * after + tail]
        self.tokens[number:number] = new
        moved = {at if at < number else at + len(new): known for at, known in self.parts.items()}
        self.parts = {**moved, number + 1: part}

    def clear(self, start: int, end: int) -> None:
        """Take out everything from one token to another."""
        self.tokens[start:end] = [""] * (end - start)


def _spot(token: int, at: int, path: list[tuple[str, int]]) -> Spot:
    names = [name for name, _ in path if name not in _NO_PLACE]
    # an item with one paragraph is an item: editors make and take it
    kept = [name for number, name in enumerate(names) if not (name == "p" and number and names[number - 1] in _ITEMS)]
    block = next((number for name, number in reversed(path) if name in BLOCK), -1)
    return Spot(token, at, tuple(kept), block)


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
    from rapidfuzz.distance import Indel  # late: few runs compare texts

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
