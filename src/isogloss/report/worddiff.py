"""Which words changed between two texts.

Decides what a word is in every script, and how much of a change is worth showing: words where there are spaces, single
characters where there are none, never half of a combined character. Refuses to know values, fields and colours.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

How = Literal["keep", "delete", "insert"]


@lru_cache(maxsize=256)
def plain(block: str) -> str:
    """A block's words; asked for some times in a row of each."""
    from isogloss.canon import plain as canon  # for who is shown rich text

    return canon.plain(block)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that stayed, went or came.

    left_out: characters of the same kind that follow and are not quoted.
    markup:   the text is HTML, shown because the words around it stayed the same.
    """

    how: How
    text: str
    left_out: int = 0
    markup: bool = False


class _Classes(dict[int, str]):
    """One letter for what a character does in a word; learned as characters come."""

    def __missing__(self, point: int) -> str:
        self[point] = found = _class_of(chr(point))
        return found


_SPACELESS: Final = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u2e80-\u303f\u3040-\u318f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uffdc\U00016fe0-\U0001b2ff"
    "\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
"""Scripts written without spaces, or (Korean) with a grammar inside the word: each character is a token."""


_LETTERS_THAT_JOIN: Final = "\u200c\u0e33\u0eb3"
"""Joiners without a mark's category: the zero-width non-joiner, and the vowel AM of Thai and Lao.

Source: Unicode Standard Annex #29, the exceptions among SpacingMark.
"""


def _class_of(letter: str) -> str:
    """Say what a character does: m joins the one before, j joins both, r pairs up, i stands alone, w makes words."""
    category = unicodedata.category(letter)
    if letter == "\u200d":
        return "j"
    if category.startswith("M") or letter in _LETTERS_THAT_JOIN or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return "m"
    if "\U0001f1e6" <= letter <= "\U0001f1ff":
        return "r"
    if letter.isspace():
        return "n" if letter == "\n" else "s"
    if _SPACELESS.match(letter):
        return "i"
    return "w" if letter.isalnum() or letter == "_" else "i"


_CLASSES: Final = _Classes()
_TOKEN: Final = re.compile(r"n|s+[mj]*|(?:w(?:m|j[wir]?)*)+|(?:rr?|i)(?:m|j[wir]?)*|[mj]+")
_MARKUP: Final = re.compile(r"<[^<>]*>|[^<>]+|[<>]")


def tokens(text: str) -> list[str]:
    """Cut a text into words, spaces, and single characters; joined together they are the text."""
    return [text[found.start() : found.end()] for found in _TOKEN.finditer(text.translate(_CLASSES))]


MOST_CELLS: Final = 200_000_000
"""Words times words that are compared one by one (25 MB); beyond, what lies between equal ends counts as replaced."""


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """Compare two plain texts word by word.

    Shape: joined together, keeps and deletes are ``before``, keeps and inserts are ``after``. Between two keeps there
           is at most one delete, then at most one insert. Nothing for two empty texts.
    """
    return tuple(_tidy(_compare(tokens(before), tokens(after))))


def rich_diff(before: str, after: str) -> tuple[Run, ...]:
    """Compare two rich texts block by block, as plain text; markup is shown where it alone changed.

    Shape: like :func:`word_diff`, over the plain text of blocks parted by blank lines; a pair of blocks that differ in
           nothing but markup has runs of HTML instead.
    """
    from isogloss.canon.html import blocks

    old, new = blocks(before), blocks(after)
    runs: list[Run] = []
    for tag, i1, i2, j1, j2 in _spans(old, new):
        if tag == "equal":
            for block in old[i1:i2]:
                runs += (Run("keep", plain(block)), Run("keep", _GAP))
        else:
            runs += _replaced(old[i1:i2], new[j1:j2])
    return tuple(_joined(_without_last_gap(runs)))


def _replaced(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Run]:
    """Compare blocks of which none is equal: those that read the same are pairs, and hold the others in place."""
    texts, others = tuple(map(plain, old)), tuple(map(plain, new))
    for tag, i1, i2, j1, j2 in _spans(texts, others):
        if tag == "equal" or i2 - i1 == j2 - j1:
            for one, other in zip(old[i1:i2], new[j1:j2], strict=True):
                yield from _block(one, other)
        else:
            yield from _block("".join(old[i1:i2]), "".join(new[j1:j2]))


def _block(before: str, after: str) -> list[Run]:
    old, new = plain(before), plain(after)
    if old == new:
        pieces = _compare(_MARKUP.findall(before), _MARKUP.findall(after))
        return [*(Run(run.how, run.text, markup=True) for run in _joined(pieces)), Run("keep", _GAP)]
    gap = Run("keep" if before and after else "insert" if after else "delete", _GAP)
    return [*_tidy(_compare(tokens(old), tokens(new))), gap]


_GAP: Final = "\n\n"


def _without_last_gap(runs: list[Run]) -> list[Run]:
    return runs[:-1] if runs and runs[-1].text == _GAP else runs


_Span = tuple[str, int, int, int, int]


def _spans(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[_Span]:
    """Equal spans, and replaced ones with both their halves."""
    from rapidfuzz.distance import Indel  # late: few runs compare texts

    i = j = 0
    for code in Indel.opcodes(old, new):
        if code.tag != "equal":
            continue
        if (code.src_start, code.dest_start) != (i, j):
            yield "replace", i, code.src_start, j, code.dest_start
        yield "equal", code.src_start, code.src_end, code.dest_start, code.dest_end
        i, j = code.src_end, code.dest_end
    if (len(old), len(new)) != (i, j):
        yield "replace", i, len(old), j, len(new)


def _compare(old: list[str], new: list[str]) -> Iterator[Run]:
    start, end = _equal_ends(old, new)
    yield Run("keep", "".join(old[:start]))
    middle, other = old[start : len(old) - end], new[start : len(new) - end]
    if len(middle) * len(other) > MOST_CELLS:
        yield Run("delete", "".join(middle))
        yield Run("insert", "".join(other))
    else:
        for tag, i1, i2, j1, j2 in _spans(tuple(middle), tuple(other)):
            if tag == "equal":
                yield Run("keep", "".join(middle[i1:i2]))
            else:
                yield Run("delete", "".join(middle[i1:i2]))
                yield Run("insert", "".join(other[j1:j2]))
    yield Run("keep", "".join(old[len(old) - end :]))


def _equal_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    most -= start
    return start, next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)


@dataclass(slots=True)
class _Stretch:
    """Kept text and the change that follows it."""

    kept: str = ""
    gone: str = ""
    came: str = ""

    def absorb(self, other: "_Stretch") -> None:
        """Take a following stretch into this one's change."""
        self.gone += other.kept + other.gone
        self.came += other.kept + other.came


_FEW: Final = 0.2
"""Below this share of kept characters, two texts are easier to read one after the other than woven together."""


def _tidy(runs: Iterable[Run]) -> Iterator[Run]:
    """Take islands that hold no word into the change around them; give up weaving where hardly anything stayed."""
    stretches: list[_Stretch] = []
    for stretch in _stretches(runs):
        if stretches and _is_island(stretches[-1], stretch):
            stretches[-1].absorb(stretch)
        else:
            stretches.append(stretch)
    if len(stretches) > 1 and _share_kept(stretches) < _FEW:
        first, *rest = stretches
        first.gone, first.came, first.kept = first.kept + first.gone, first.kept + first.came, ""
        for stretch in rest:
            first.absorb(stretch)
        stretches = [first]
    yield from _runs(stretches)


def _stretches(runs: Iterable[Run]) -> Iterator[_Stretch]:
    now = _Stretch()
    for run in runs:
        if run.how == "keep":
            if now.gone or now.came:
                yield now
                now = _Stretch()
            now.kept += run.text
        elif run.how == "delete":
            now.gone += run.text
        else:
            now.came += run.text
    yield now


def _is_island(before: _Stretch, stretch: _Stretch) -> bool:
    """Whether the kept text between two changes is too small to help a reader."""
    if not (stretch.gone or stretch.came) or "\n" in stretch.kept:
        return False
    around = len(before.gone) + len(before.came) + len(stretch.gone) + len(stretch.came)
    wordless = not any(letter.isalnum() for letter in stretch.kept)
    return wordless or (len(stretch.kept.strip()) == 1 and around > _CROWDED)


_CROWDED: Final = 4  # one kept character between more changed ones than these is chance, not meaning


def _share_kept(stretches: list[_Stretch]) -> float:
    kept = sum(len(stretch.kept) for stretch in stretches)
    changed = max(sum(len(stretch.gone) for stretch in stretches), sum(len(stretch.came) for stretch in stretches))
    return kept / max(kept + changed, 1)


def _runs(stretches: Iterable[_Stretch]) -> Iterator[Run]:
    for stretch in stretches:
        for run in (Run("keep", stretch.kept), Run("delete", stretch.gone), Run("insert", stretch.came)):
            if run.text:
                yield run


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one kind as one run, no empty ones."""
    now: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if now is not None and (now.how, now.markup) == (run.how, run.markup):
            now = Run(now.how, now.text + run.text, markup=now.markup)
            continue
        if now is not None:
            yield now
        now = run
    if now is not None:
        yield now


def condense(runs: tuple[Run, ...], context: int, most: int) -> tuple[Run, ...]:
    """Quote changes with some context and leave out the rest, saying how much.

    context: characters of kept text beside a change.
    most:    characters of deletes and inserts in all.
    """
    short: list[Run] = []
    left = most
    for n, run in enumerate(runs):
        if run.how == "keep":
            short += _context(run, 0 if n == 0 else context, 0 if n == len(runs) - 1 else context)
        else:
            short.append(_cut(run, left))
            left -= len(short[-1].text)
    return tuple(short)


_WORTH_IT: Final = 30  # characters that are quoted rather than counted


def _context(run: Run, head: int, tail: int) -> list[Run]:
    if len(run.text) <= head + tail + _WORTH_IT:
        return [run]
    first, last = cut(run.text, head), _cut_end(run.text, tail)
    left_out = len(run.text) - len(first) - len(last)
    if not last:
        return [Run("keep", first, left_out + run.left_out, run.markup)]
    return [Run("keep", first, left_out, run.markup), Run("keep", last, run.left_out, run.markup)]


def _cut(run: Run, most: int) -> Run:
    text = cut(run.text, max(most, 0))
    left_out = len(run.text) - len(text) + run.left_out
    return Run(run.how, text, left_out, run.markup)


def cut(text: str, most: int) -> str:
    """The beginning of a text, not ending within a word or a combined character; the whole where it is short."""
    if len(text) <= most:
        return text
    end = 0
    for found in _TOKEN.finditer(text[: most + 1].translate(_CLASSES)):
        if found.end() > most:
            break
        end = found.end()
    return text[: end or most]


def _cut_end(text: str, most: int) -> str:
    """The end of a text, not beginning within a word or a combined character."""
    begin = max(len(text) - most, 0)
    found = next((f for f in _TOKEN.finditer(text[begin:].translate(_CLASSES)) if f.start() > 0), None)
    return text[begin + found.start() :] if begin and found else text[begin:]
