"""When two pieces of rich text are alike: one may be a platform's rendering of the other.

Decides what editors and platforms change without changing content: classes, ``b`` for ``strong``, wrappers, gaps,
where a space stands beside an inline tag, the size of an image. Refuses to fold anything a reader could miss: text,
links, image sources, heading levels, lists, cells, code, languages and directions stay apart.

Source: Webflow Data API reference, rich text, seen 2026-11: "attribute order, width/height, id, nbsp, zero-width
characters and trailing empty paragraphs all vary on read-back" [inferred]; ButterCMS trims trailing line breaks.
"""

import re
from dataclasses import dataclass
from typing import Final

from isogloss.canon.address import loose_link
from isogloss.canon.elements import BLOCK, NEWLINE_TRAP, PRESERVED, VOID
from isogloss.canon.serialize import write
from isogloss.canon.space import EAST_ASIAN

_SAME: Final = {"b": "strong", "i": "em", "strike": "s"}
_BARE: Final = frozenset(["font", "span"])
_MEDIA: Final = frozenset(["embed", "iframe", "img", "video"])
_HOLDS_ONE_PARAGRAPH: Final = frozenset(["dd", "li", "td", "th"])
_TAG: Final = re.compile(r"<(/?)([^\s<>/]+)((?: [^<]*)?)>")
_COMPONENT_TAG: Final = re.compile(r"<(wf-component|wf-prop)( [^>]*)>")
_SITE_NOISE: Final = {
    "wf-component": re.compile(r' (?:data-w-id|name)="[^"]*"'),  # given by the site; informational
    "wf-prop": re.compile(r' label="[^"]*"'),  # informational: properties are keyed by ``name``
}
_SHOWS_BREAKS: Final = PRESERVED - {"code"}
_BREAK: Final = re.compile(r"[ \t]*\n[ \t\n]*")
_GAP: Final = re.compile(r">\s+<")
# Joiners matter inside words (Persian, emoji); an editor's own ones stand alone or beside a space.
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff]|(?<=[ \u00a0])[\u200c\u200d]+|[\u200c\u200d]+(?=[ \u00a0])")
_ONLY_JOINERS: Final = re.compile("[\u200b-\u200d\u2060\ufeff]*")
_SPACES: Final = re.compile("[ \t\n\f\r\u00a0]+")
_SPACE_IN_EAST_ASIAN: Final = re.compile(rf"(?<=[{EAST_ASIAN}]) (?=[{EAST_ASIAN}])")
_LINK_NOISE: Final = frozenset(["noopener", "noreferrer"])


def loose_html(html: str) -> str:
    """Fold canonical HTML to what is compared when asking whether two texts are alike."""
    folding = _Folding()
    for block in write(html, _attributes).blocks:
        tag = _TAG.fullmatch(block[0])
        bare = not block[0].startswith(("<wf-", "<noscript")) and (tag is None or tag[2] not in BLOCK)
        for token in ("<p>", *block, "</p>") if bare else block:  # platforms wrap bare text in a paragraph
            folding.add(token)
    return _SPACE_IN_EAST_ASIAN.sub("", "".join(folding.out))


def loose_text(text: str) -> str:
    """Fold white space and invisible characters of one line of text."""
    return _SPACES.sub(" ", _visible(text)).strip(" ")


def _attributes(tag: str, given: dict[str, str]) -> dict[str, str]:
    """Keep the attributes a reader could miss."""
    kept: dict[str, str] = {}
    for name, value in given.items():
        if name == "class" or name.startswith("data-rt-") or (tag in _MEDIA and name in {"width", "height"}):
            continue
        if name == "rel":
            folded = " ".join(sorted(set(value.lower().split()) - _LINK_NOISE))
        elif name in {"href", "src"} and not value.startswith("data:"):
            folded = loose_link(value)
        else:
            folded = value
        if folded or name not in {"alt", "rel", "title"}:
            kept[name] = folded
    return kept


def _opaque(token: str) -> str:
    """Fold an opaque element: only what a component instance gets from its site falls away."""
    if not token.startswith("<wf-component"):
        return token
    folded = _COMPONENT_TAG.sub(lambda tag: f"<{tag[1]}{_SITE_NOISE[tag[1]].sub('', tag[2])}>", token)
    return _GAP.sub("><", folded)


def _visible(text: str) -> str:
    return "" if _ONLY_JOINERS.fullmatch(text) else _INVISIBLE.sub("", text)


@dataclass(slots=True, eq=False)
class _Element:
    """An open element: its name, its start tag as written ("" if it fell away), where that is in the output."""

    name: str
    start: str
    at: int
    paragraphs: int = 0  # how many plain paragraphs are its children
    first: int = -1  # where the one that is its first child begins
    closed: int = -1  # where that one ended


class _Folding:
    """The output so far, with a space and start tags held back until something visible follows.

    So a space always stands outside the inline tags beside it, and inline elements with nothing in them vanish.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self.stack: list[_Element] = []
        self.held: list[_Element] = []
        self.space = False
        self.preserving = 0

    def add(self, token: str) -> None:
        if not token.startswith("<"):
            self._text(token)
            return
        tag = _TAG.fullmatch(token)
        if tag is None:
            self._show(_opaque(token))
        elif tag[1]:
            self._end()
        else:
            self._start(_SAME.get(tag[2], tag[2]), tag[3])

    def _text(self, text: str) -> None:
        text = _visible(text)
        if self.preserving:
            if _SHOWS_BREAKS.isdisjoint(element.name for element in self.stack):
                text = _BREAK.sub(" ", text)  # inline code shows a line break as a space
            text = text.replace("\u00a0", " ")
            inner = self.stack[-1]
            first = inner.name in NEWLINE_TRAP and (self.held[-1:] or self.out[-1:]) in ([inner], [inner.start])
            self._show(text.lstrip("\n") if first else text)
            return
        text = _SPACES.sub(" ", text)
        body = text.strip(" ")
        self.space = self.space or text.startswith(" ")
        if body:
            self._show(body)
            self.space = text.endswith(" ")

    def _show(self, visible: str) -> None:
        """Write what was held back, then something visible."""
        if not visible:
            return
        held, self.held = self.held, []
        space = " " if self.space and not self._at_start() else ""
        self.space = False
        if held and held[0].start in {"<em>", "<s>", "<strong>", "<u>"} and self._rejoins(held[0]):
            self.out.pop()  # two neighbours of the same kind are one
            held[0].at = len(self.out)
            held = held[1:]
        if space:
            self.out.append(space)
        self.held = held
        self._write_held()
        self.out.append(visible)

    def _rejoins(self, element: _Element) -> bool:
        return bool(self.out) and self.out[-1] == f"</{element.name}>"

    def _at_start(self) -> bool:
        """Tell whether the line is empty so far."""
        tag = _TAG.fullmatch(self.out[-1]) if self.out else None
        return not self.out or (tag is not None and (tag[2] in BLOCK or tag[2] == "br"))

    def _start(self, name: str, attributes: str) -> None:
        start = f"<{name}{attributes}>"
        if name in VOID:
            self._void(name, start)
            return
        parent = self.stack[-1] if self.stack else None
        in_figure = name == "div" and parent is not None and parent.name == "figure"
        if not attributes and (name in _BARE or in_figure):
            start = ""
        element = _Element(name, start, len(self.out))
        self.stack.append(element)
        self.preserving += name in PRESERVED
        if not start:
            return
        if name in BLOCK:
            self._break()
            element.at = len(self.out)
            if parent is not None and start == "<p>":
                parent.paragraphs += 1
                parent.first = element.at if parent.at == element.at - 1 else parent.first
            self.out.append(start)
        else:
            self.held.append(element)

    def _void(self, name: str, start: str) -> None:
        if name == "br" or name in BLOCK:
            self._break()
            self.out.append(start)
        elif name != "wbr":  # where a word may break is for the layout
            self._show(start)

    def _break(self) -> None:
        """End the line: a space there shows nothing; inline elements held open go on in the next line."""
        self.space = False
        self._write_held()

    def _end(self) -> None:
        element = self.stack.pop()
        self.preserving -= element.name in PRESERVED
        if not element.start:
            return
        if element in self.held:
            if element.start == f"<{element.name}>":
                del self.held[self.held.index(element) :]
                return
            self._write_held()
        if element.name in BLOCK:
            self._end_block(element)
            return
        if element.name == "code":
            self._trim("\n")
        self.out.append(f"</{element.name}>")

    def _write_held(self) -> None:
        for element in self.held:
            element.at = len(self.out)
            self.out.append(element.start)
        self.held.clear()

    def _trim(self, characters: str | None) -> None:
        if not self.out[-1].startswith("<"):
            self.out[-1] = self.out[-1].rstrip(characters)

    def _end_block(self, element: _Element) -> None:
        self._break()
        while self.out[-1] == "<br>":  # a line break that ends a block shows nothing
            self.out.pop()
        if element.name == "pre":
            self._trim(None)
        if element.name == "p" and self.out[-1] == "<p>" and len(self.out) == element.at + 1:
            self.out.pop()  # a gap, not a paragraph
            if self.stack:
                self.stack[-1].paragraphs -= 1
            return
        if element.name in _HOLDS_ONE_PARAGRAPH:
            self._unwrap(element)
        self.out.append(f"</{element.name}>")
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.first == element.at:
            parent.closed = len(self.out) - 1

    def _unwrap(self, element: _Element) -> None:
        """Drop the tags of an item's only paragraph, unless text after it would then join it."""
        if element.paragraphs != 1 or element.closed < 0:
            return
        after = self.out[element.closed + 1 :][:1]
        tag = _TAG.fullmatch(after[0]) if after else None
        if after and (tag is None or tag[2] not in BLOCK):
            return
        self.out[element.first] = ""
        del self.out[element.closed]
