"""The canonical form of rich text.

Decides when two pieces of HTML are the same content: one spelling per tree, found by writing and parsing again until
nothing moves; where the spelling alone tells that nothing will, nothing is parsed (``settled``). Refuses to judge
whether the HTML is good, and never sanitizes: what it cannot simplify safely it keeps.
"""

import re
from typing import Final

from isogloss.canon.forms import TODAY, Forms
from isogloss.canon.remembered import remembered
from isogloss.canon.serialize import Written, is_block, is_whole, parse, write
from isogloss.canon.settled import settled_blocks

_EMPTY: Final = re.compile(
    r"(?:<p(?: (?:class|style|data-rt-[a-z-]+)=\"[^\"]*\")*>)?"
    r"(?:[ \u00a0\u200b-\u200d\u2060\ufeff]|<br>|</?(?:b|em|i|span|strong|u)>)*"
    r"(?:</p>)?"
)
_PASSES: Final = 24
_WRAPPED: Final = len(("<p>", "what is in it", "</p>"))


def canonical_html(html: str, forms: Forms = TODAY) -> str:
    """Give the one spelling of this rich text; "" when it shows nothing."""
    return _today(html) if forms is TODAY else canonical_written(html, forms).html()


@remembered
def _today(html: str) -> str:
    return "".join(blocks(html))


def blocks(html: str) -> tuple[str, ...]:
    """Cut rich text into canonical top-level blocks: the units of a block-wise merge and of a word diff.

    Shape: joined together they are the canonical form; a run of text and inline elements between two block elements is
           one block; the empty text has none.
    """
    found = settled_blocks(html)
    if found is None:
        return tuple("".join(block) for block in canonical_written(html).blocks)
    while found and _EMPTY.fullmatch(found[-1]):
        found.pop()
    return tuple(found)


def canonical_written(html: str, forms: Forms = TODAY) -> Written:
    """Write until a pass changes nothing.

    Mis-nested HTML may need several passes, since what one parser mends another moves. Should they ever go round in a
    circle, the smallest form of the circle is the canonical one, so that every form in it has the same answer.
    """
    seen: dict[str, Written] = {}
    for _ in range(_PASSES):
        written = _pass(html, forms)
        html = written.html()
        if html in seen:
            met = list(seen)
            return seen[min(met[met.index(html) :])]
        seen[html] = written
        if _parses_to_itself(html):
            return written
    return written


def _pass(html: str, forms: Forms) -> Written:
    blocks = list(write(html, forms=forms).blocks)
    while blocks and _EMPTY.fullmatch("".join(blocks[-1])):
        blocks.pop()  # a block at the end that shows nothing but a gap
    for at, block in enumerate(blocks if forms.mended else ()):
        if len(block) == _WRAPPED and block[0] == "<p>" and is_whole(block[1]) and not _joins(blocks, at):
            blocks[at] = block[1:2]  # editors wrap what they do not know in a paragraph
    return Written(tuple(blocks))


def _joins(blocks: list[tuple[str, ...]], at: int) -> bool:
    """Tell whether a block without its paragraph would be on one line with text beside it."""
    return any(map(_is_line, blocks[max(at - 1, 0) : at] + blocks[at + 1 : at + 2]))


def _is_line(block: tuple[str, ...]) -> bool:
    return not is_block(block[0]) and not (len(block) == 1 and is_whole(block[0]))


def _parses_to_itself(html: str) -> bool:
    """Tell, by the parser's own fast serializer, that another pass would find the very same tree.

    That one writes U+00A0 as an entity. Where our own text holds the letters of that entity (a script may), only
    another pass can tell.
    """
    return "&nbsp;" not in html and (parse(html).html or "").replace("&nbsp;", "\u00a0") == html
