"""Rich text as readable plain text, and plain text as rich text.

Decides what is left when the markup goes: paragraphs by blank lines, list marks, cells by tabs, an image's
alternative text, a reading in brackets. It is an approximation and says so; nothing compared or written back as rich
text is made from it.
"""

import html as entities
import re
from typing import Final

from isogloss.canon.elements import BLOCK
from isogloss.canon.html import canonical_html, canonical_written
from isogloss.canon.space import escape, unix

_TAG: Final = re.compile(r"<(/?)([^\s<>/]+)((?: [^<]*)?)>")
_SPACED: Final = frozenset(
    ["blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"]
)
_ATTRIBUTE: Final = r' {}="([^"]*)"'
_CELLS: Final = frozenset(["td", "th"])
_READINGS: Final = frozenset(["rp", "rt"])
_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n\s*")
_NO_LINES: Final = re.compile(r"\n{3,}")


def plain(html: str) -> str:
    """Give the text of rich text as a person would read it.

    Shape: paragraphs are parted by a blank line, list items begin with ``- `` or their number, cells of a row are
           parted by a tab, an image is its alternative text, a component or an embed is named in brackets. No line
           ends in a space and the whole is trimmed.
    """
    reader = _Reader()
    for block in canonical_written(html).blocks:
        for token in block:
            reader.add(token)
        reader.line()
    lines = (line.rstrip(" \t") for line in "".join(reader.out).split("\n"))
    return _NO_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def from_plain(text: str) -> str:
    """Give plain text as rich text: a blank line begins a paragraph, a single line break is ``<br>``."""
    paragraphs = _BLANK_LINES.split(unix(text).strip())
    return canonical_html("".join(f"<p>{escape(paragraph).replace(chr(10), '<br>')}</p>" for paragraph in paragraphs))


class _Reader:
    """What was read so far, and the lists that are open: each a count of items, or None where they have no numbers."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.lists: list[int | None] = []
        self.cells = 0  # how many cells are open, one inside the other
        self.begins_row = True
        self.bracketed = False  # within the brackets that a ruby has for those who cannot draw it
        self.mark = -1  # the place after a list mark, or where a cell begins

    def add(self, token: str) -> None:
        tag = _TAG.fullmatch(token)
        if not token.startswith("<"):
            if not self.bracketed:
                self.out.append(entities.unescape(token))
        elif tag is None:
            self._opaque(token)
        elif tag[2] in _READINGS:
            self._reading(tag[2], opens=not tag[1])
        elif tag[1]:
            self._end(tag[2])
        else:
            self._start(tag[2], tag[3])

    def _reading(self, name: str, *, opens: bool) -> None:
        """A reading of the characters before it, in brackets of our own: those of ``rp`` are for old browsers."""
        if name == "rp":
            self.bracketed = opens
        else:
            self.out.append("(" if opens else ")")

    def line(self, *, blank: bool = False) -> None:
        """Be at the start of a line, after a blank one if so asked."""
        if len(self.out) == self.mark:
            return  # what begins an item or a cell begins on its line
        if self.cells:
            if self.out[-1] != " ":
                self.out.append(" ")  # a row is one line
            return
        written = "".join(self.out[-2:])
        if not written.endswith("\n"):
            self.out.append("\n")
        if blank and not self.lists and not written.endswith("\n\n"):
            self.out.append("\n")

    def _opaque(self, token: str) -> None:
        match = re.match(r'<(wf-component|iframe)[^>]*? (?:name|src)="([^"]*)"', token)
        if match is not None:
            self.out.append(f"[{entities.unescape(match[2])}]")

    def _start(self, name: str, attributes: str) -> None:
        if name == "br":
            self.out.append(" " if self.cells else "\n")
        elif name == "img":
            alternative = re.search(_ATTRIBUTE.format("alt"), attributes)
            self.out.append(entities.unescape(alternative[1]) if alternative else "")
        elif name in _CELLS:
            self.out.append("" if self.begins_row else "\t")
            self.begins_row = False
            self.cells += 1
            self.mark = len(self.out)
        elif name in BLOCK:
            self.line(blank=name in _SPACED)
        if name in {"ol", "ul"}:
            first = re.search(_ATTRIBUTE.format("start"), attributes)
            number = int(first[1]) if first and re.fullmatch(r"-?[0-9]{1,9}", first[1]) else 1
            self.lists.append(number if name == "ol" else None)
        elif name == "li":
            self._item()
        elif name == "tr":
            self.begins_row = True

    def _item(self) -> None:
        count = self.lists[-1] if self.lists else None
        self.out.append("  " * (len(self.lists) - 1))
        self.out.append("- " if count is None else f"{count}. ")
        if count is not None:
            self.lists[-1] = count + 1
        self.mark = len(self.out)

    def _end(self, name: str) -> None:
        if name in {"ol", "ul"} and self.lists:
            self.lists.pop()
        if name in _CELLS:
            self.cells -= 1
            self.mark = -1
            if self.out[-1] == " ":
                self.out.pop()
        elif name in BLOCK:
            self.line(blank=name in _SPACED)
