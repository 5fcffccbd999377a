"""The tokens of a canonical text folded to what a reader sees.

Decides where a space shows, which inline elements a piece of text stands in and in which order they are named, which
paragraphs are gaps and which wrappers show nothing. Refuses to know attributes: they come folded.
"""

import re
from dataclasses import dataclass
from typing import Final

from isogloss.canon.elements import ATOMIC, BLOCK, NEWLINE_TRAP, PRESERVED, SILENT, VOID
from isogloss.canon.invisible import BREAKS, visible

_SAME: Final = {"b": "strong", "i": "em", "strike": "s"}
_BARE: Final = frozenset(["font", "span"])
_JOINS: Final = frozenset(["em", "s", "strong", "u"])
"""Formatting of which two neighbours are one, and which shows no more when it is doubled."""
_COMMUTES: Final = _JOINS | {"cite", "code", "dfn", "kbd", "samp", "small", "sub", "sup", "tt", "var"}
"""Formatting that shows the same inside another and around it."""
_HOLDS_ONE_PARAGRAPH: Final = frozenset(["blockquote", "dd", "li", "td", "th"])
_DRAWN: Final = ATOMIC | {"textarea"}
_PARTS: Final = frozenset(["param", "source", "track"])
_CELLS: Final = frozenset(["td", "th"])
_PLAIN: Final = ("<figure>", '<figure class="w-richtext-align-center">')
"""Figures that only wrap a picture: the centre is where pictures are anyway."""
_TAG: Final = re.compile(r"<(/?)([^\s<>/]+)((?: [^<]*)?)>")
_COMPONENT_TAG: Final = re.compile(r"<(wf-component|wf-prop)( [^>]*)>")
_SITE_NOISE: Final = {
    "wf-component": re.compile(r' (?:data-w-id|name)="[^"]*"'),  # given by the site; informational
    "wf-prop": re.compile(r' label="[^"]*"'),  # informational: properties are keyed by ``name``
}
_PRE: Final = re.compile(r'style="(?:[^"]*; )?white-space: (?:break-spaces|pre)')
_ONLY_PRE: Final = ' style="white-space: pre-wrap"'
"""What an editor puts around each piece of text; a reader sees it only where there is white space to be kept."""
_KEPT: Final = re.compile(r"[\t\n]|[ \u00a0][ \u00a0]")
_SILENT: Final = re.compile(f"<(?:{'|'.join(sorted(SILENT))})[ >]")
_GAP: Final = re.compile(r">\s+<")
_SPACES: Final = re.compile("[ \t\n\f\r\u00a0]+")

_Mark = tuple[str, int]
"""An inline element that text stands in: its start tag without brackets, and a number where neighbours stay two."""


@dataclass(slots=True, eq=False)
class _Element:
    """An open element: its name, its start tag as written ("" if it fell away), where that is in the output."""

    name: str
    start: str
    at: int
    shown: int = 0  # how much was visible before it
    preserves: bool = False  # its white space is content
    wraps: bool = False  # likewise, though nothing else of it shows
    paragraphs: int = 0  # how many plain paragraphs are its children
    first: int = -1  # where the block that is its first child begins
    closed: int = -1  # where that one ended


class Folding:
    """The output so far, with a space held back until something visible follows.

    What text stands in is said before it, in one order, and only where it changes: so a space stands in nothing, and
    inline elements without content vanish.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self._stack: list[_Element] = []
        self._marks: list[_Mark] = []
        self._joining: set[str] = set()  # those of the marks that show no more when doubled
        self._looks = 0  # how many of the marks do not show the same in any order
        self._said: tuple[_Mark, ...] = ()
        self._space = False
        self._starts = True  # nothing is on the line yet
        self._trap = False  # a newline now would be eaten
        self._preserving = self._wrapping = 0  # how many open elements keep white space
        self._shown = 0

    def add(self, token: str) -> None:
        """Take the next token."""
        if not token.startswith("<"):
            self._text(token)
            return
        tag = _TAG.fullmatch(token)
        if tag is None:
            self._opaque(token)
        elif tag[1]:
            self._end()
        elif tag[2] in VOID:
            self._void(tag[2], token)
        else:
            self._start(_SAME.get(tag[2], tag[2]), tag[3])

    def _text(self, text: str) -> None:
        if self._preserving or (self._wrapping and _KEPT.search(text)):
            text = visible(text).replace("\u00a0", " ")
            self._show(text.lstrip("\n") if self._trap else text)
            return
        before = "" if self._starts or self._space else self.out[-1]
        text = _SPACES.sub(" ", visible(text, before))
        text = text.lstrip(BREAKS) if self._starts else text
        body = text.strip(" ")
        self._space = self._space or text.startswith(" ")
        if body:
            self._show(body)
            self._space = text.endswith(" ")

    def _opaque(self, token: str) -> None:
        """Fold an opaque element: only what a component instance gets from its site falls away."""
        if _SILENT.match(token):
            self.out.append(token)
            return
        if token.startswith("<wf-component"):
            token = _COMPONENT_TAG.sub(lambda tag: f"<{tag[1]}{_SITE_NOISE[tag[1]].sub('', tag[2])}>", token)
            token = _GAP.sub("><", token)
        self._show(token)

    def _show(self, piece: str) -> None:
        """Write a space that was held back, what the piece stands in, and the piece."""
        if not piece:
            return
        if self._space and not self._starts:
            self.out.append(" ")
        self._space = self._starts = self._trap = False
        self._shown += 1
        self._say_marks()
        self.out.append(piece)

    def _say_marks(self) -> None:
        """Say what has changed of what text stands in; of two that have looks of their own the inner one wins."""
        marks = tuple(self._marks if self._looks > 1 else sorted(self._marks))
        if marks == self._said:
            return
        pairs = enumerate(zip(marks, self._said, strict=False))
        kept = next((at for at, (mark, said) in pairs if mark != said), min(len(marks), len(self._said)))
        self.out.append(f"<!{len(self._said) - kept}{''.join(f'+{mark}' for mark, _ in marks[kept:])}>")
        self._said = marks

    def _start(self, name: str, attributes: str) -> None:
        parent = self._stack[-1] if self._stack else None
        if name == "div" and not attributes and parent is not None and self._is_editors(parent):
            name = "p" if parent.name in _CELLS else ""
        wraps = attributes == _ONLY_PRE and name not in BLOCK
        attributes = "" if wraps else attributes
        start = f"<{name}{attributes}>" if name and (attributes or name not in _BARE) else ""
        preserves = (name in PRESERVED and name != "code") or _PRE.search(attributes) is not None
        element = _Element(name, start, len(self.out), self._shown, preserves=preserves, wraps=wraps)
        self._stack.append(element)
        self._preserving += preserves
        self._wrapping += wraps
        if start and name in BLOCK:
            self._start_block(element, parent)
        elif start:
            self._mark(element)
        self._trap = name in NEWLINE_TRAP or (self._trap and name not in BLOCK)

    def _is_editors(self, parent: _Element) -> bool:
        """Tell whether a plain division that begins now is an editor's: of a picture, or the paragraph of a cell."""
        return parent.name == "figure" or (parent.name in _CELLS and parent.at == len(self.out) - 1)

    def _mark(self, element: _Element) -> None:
        mark = element.start[1:-1]
        if mark in self._joining:
            element.start = ""
            return
        if mark in _JOINS:
            self._joining.add(mark)
        self._looks += mark not in _COMMUTES
        self._marks.append((mark, 0 if mark in _JOINS else self._shown + 1))

    def _start_block(self, element: _Element, parent: _Element | None) -> None:
        self._break()
        element.at = len(self.out)
        if parent is not None:
            parent.paragraphs += element.start == "<p>"
            parent.first = element.at if parent.at == element.at - 1 else parent.first
        self.out.append(element.start)

    def _void(self, name: str, token: str) -> None:
        if name == "br" or (name in BLOCK and name not in _PARTS):
            self._break()
            self.out.append(token)
        elif name in SILENT:
            self.out.append(token)
        else:
            self._show(token)

    def _break(self) -> None:
        """End the line: a space there shows nothing, nor does a place where it may end."""
        if not self._starts and not self.out[-1].startswith("<"):
            self.out[-1] = self.out[-1].rstrip(BREAKS)
        self._space = False
        self._starts = True

    def _end(self) -> None:
        element = self._stack.pop()
        self._preserving -= element.preserves
        self._wrapping -= element.wraps
        if not element.start:
            return
        if element.name in BLOCK:
            self._end_block(element)
            return
        mark, _ = self._marks.pop()
        self._joining.discard(mark)
        self._looks -= mark not in _COMMUTES
        self._trap = False
        if self._shown == element.shown:
            self._end_empty(element)

    def _end_empty(self, element: _Element) -> None:
        """Keep what has an attribute, such as the target of a link, and what draws itself."""
        while len(self.out) > element.at and self.out[-1] == "<br>":
            self.out.pop()  # an editor's, so that the cursor has a place
        token = f"{element.start}</{element.name}>"
        if element.name in _DRAWN or "-" in element.name:
            self._show(token)
        elif element.start != f"<{element.name}>":
            self.out.append(token)

    def _end_block(self, element: _Element) -> None:
        self._break()
        self._trap = False
        while self.out[-1] == "<br>":  # a line break that ends a block shows nothing
            self.out.pop()
        if element.name == "pre" and not self.out[-1].startswith("<"):
            self.out[-1] = self.out[-1].rstrip()
        if element.start == "<p>" and len(self.out) == element.at + 1:
            self.out.pop()  # a gap, not a paragraph
            if self._stack:
                self._stack[-1].paragraphs -= 1
            return
        if element.name == "figure" and self._unframe(element):
            return
        if element.name in _HOLDS_ONE_PARAGRAPH:
            self._unwrap(element)
        self.out.append(f"</{element.name}>")
        self._close_in_parent(element)

    def _close_in_parent(self, element: _Element) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.first == element.at:
            parent.closed = len(self.out) - 1

    def _unwrap(self, element: _Element) -> None:
        """Drop the tags of an item's only paragraph, unless text after it would then join it."""
        if element.paragraphs != 1 or element.closed < 0 or self.out[element.first] != "<p>":
            return
        after = self.out[element.closed + 1 :][:1]
        tag = _TAG.fullmatch(after[0]) if after else None
        if after and (tag is None or tag[2] not in BLOCK):
            return
        self.out[element.first] = ""
        del self.out[element.closed]

    def _unframe(self, element: _Element) -> bool:
        """Take a table out of a figure that says nothing more, and write a picture in one as a picture on its own."""
        inside = self.out[element.at + 1 :]
        if element.start == "<figure>" and element.closed == len(self.out) - 1 and inside[0].startswith("<table"):
            del self.out[element.at]
            self._close_in_parent(element)
            return True
        pictures = [token for token in inside if not token.startswith("<!")]
        if element.start in _PLAIN and len(pictures) == 1 and pictures[0].startswith("<img "):
            self.out[element.at] = "<p>"
            self.out.append("</p>")
            self._close_in_parent(element)
            return True
        return False
