"""Which white space of running text is content, and what single spelling it gets.

Decides the collapsing of white space across inline tags, at the edges of blocks, and between East Asian characters.
Refuses to know what the tags are: the serializer tells it what kind of place it is in.

Source: CSS Text Module Level 3, "White Space Processing": runs collapse across inline boundaries, vanish at line
ends, and a line break between two wide East Asian characters vanishes (Korean keeps its spaces).
"""

import re
from collections.abc import Callable
from typing import Final

ASCII_SPACE: Final = " \t\n\f\r"
EAST_ASIAN: Final = (
    "\u2e80-\u3000\u3001-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff"
)
"""Wide characters of Chinese and Japanese, as the inside of a character class. Hangul is not among them."""

_RUN: Final = re.compile(r"[ \t\n\f\r]+")
_ONE_EAST_ASIAN: Final = re.compile(f"[{EAST_ASIAN}]")
_BREAK_IN_EAST_ASIAN: Final = re.compile(rf"(?<=[{EAST_ASIAN}])[ \t\f]*\n[ \t\n\f]*(?=[{EAST_ASIAN}])")

START: Final = 0
WORD: Final = 1
SPACE: Final = 2


def unix(text: str) -> str:
    """Spell every line break as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def escape(text: str) -> str:
    """Write text as HTML text; U+00A0 stays itself."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


class Line:
    """The line of text being written: knows whether the next space would show.

    tokens: the output, shared with the serializer.
    composed: composes the characters of a text.
    state:  START (a space would not show), WORD (it would), SPACE (one is there, and falls away if the line ends).
    """

    __slots__ = ("_broke", "_last", "_space", "composed", "state", "tokens")

    def __init__(self, tokens: list[str], composed: Callable[[str], str]) -> None:
        self.tokens, self.composed = tokens, composed
        self.state = START
        self._space = 0  # where the pending space is
        self._broke = False  # the pending space was a line break in the source
        self._last = ""  # the last character shown

    def end(self) -> None:
        """End the line: a space at its end shows nothing."""
        if self.state == SPACE:
            self.tokens[self._space] = ""
        self.state = START

    def word(self) -> None:
        """Something that is not text took room on the line."""
        self.state = WORD
        self._last = ""

    def verbatim(self, text: str) -> None:
        """Add text whose white space is content."""
        self.tokens.append(escape(self.composed(unix(text))))
        self.word()

    def add(self, text: str) -> None:
        """Add text, its white space collapsed into what is already on the line."""
        text = unix(text)
        if "\n" in text and not text.isascii():
            text = _BREAK_IN_EAST_ASIAN.sub("", text)
        body = _RUN.sub(" ", text).strip(" ")
        if not body:
            self._add_space(broke="\n" in text)
            return
        body = self.composed(body)
        before, after = _edges(text)
        joins = self.state != START and bool(_ONE_EAST_ASIAN.match(body)) and bool(_ONE_EAST_ASIAN.match(self._last))
        if before and self.state == WORD and not (joins and "\n" in before):
            self.tokens.append(" ")
        elif self.state == SPACE and joins and (self._broke or "\n" in before):
            self.tokens[self._space] = ""
        self.tokens.append(escape(body))
        self.state = WORD
        self._last = body[-1]
        if after:
            self._add_space(broke="\n" in after)

    def _add_space(self, *, broke: bool) -> None:
        if self.state == WORD:
            self._space = len(self.tokens)
            self._broke = broke
            self.tokens.append(" ")
            self.state = SPACE
        elif self.state == SPACE:
            self._broke = self._broke or broke


def _edges(text: str) -> tuple[str, str]:
    """Give the white space before and after the body of a text that has one."""
    before = text[: len(text) - len(text.lstrip(ASCII_SPACE))]
    return before, text[len(text.rstrip(ASCII_SPACE)) :]
