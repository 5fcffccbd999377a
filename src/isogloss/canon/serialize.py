"""Write a parsed fragment in canonical spelling, as tokens.

Decides what one pass over the tree drops (comments, processing instructions, noise attributes) and how each element
is written. Refuses to know what the caller wants with the tokens: the canonical string, blocks, plain text and the
loose comparison are all made from them. One pass may leave a string that parses to another tree; ``html`` repeats it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from isogloss.canon.attributes import Rewrite, canonical_attributes, start_tag
from isogloss.canon.elements import BLOCK, INTEGRATION, NEWLINE_TRAP, OPAQUE, PRESERVED, RAW, VOID, WHOLE
from isogloss.canon.forms import TODAY, Forms
from isogloss.canon.space import START, Line

# ``<plaintext>`` cannot be closed, so writing it would swallow what follows, once more at each pass.
_RENAMED: Final = {"plaintext": "pre"}
_START: Final = re.compile(r"<([^\s<>/]+)")
_WHOLE: Final = re.compile(f"<(?:{'|'.join(sorted(WHOLE))})[ >]")


@dataclass(frozen=True, slots=True)
class Written:
    """A fragment as tokens: each a start tag, an end tag, escaped text, or one opaque element as a whole.

    blocks: for each top-level block its tokens; a run of inline content between block elements is one block.
    """

    blocks: tuple[tuple[str, ...], ...]

    def html(self) -> str:
        """Give the whole as a string."""
        return "".join(["".join(block) for block in self.blocks])


@dataclass(frozen=True, slots=True)
class _Open:
    """An element whose end tag is still to be written.

    preserves: its white space is content.
    opaque:    where its tokens begin, if they are to be one; else -1.
    language:  "svg" or "math" where its children are not HTML; else "".
    """

    node: LexborNode
    name: str
    preserves: bool
    opaque: int
    language: str


def is_whole(token: str) -> bool:
    """Tell whether a token is an element that is kept as one whole, such as a component or an embed."""
    return _WHOLE.match(token) is not None


def is_block(token: str) -> bool:
    """Tell whether a token is the start tag of a block."""
    start = _START.match(token)
    return start is not None and start[1] in BLOCK


def parse(html: str) -> LexborHTMLParser:
    """Parse as a fragment: in document mode a leading ``<script>`` would move to the head and be lost."""
    return LexborHTMLParser(html, is_fragment=True)


def write(html: str, rewrite: Rewrite | None = None, forms: Forms = TODAY) -> Written:
    """Write the fragment once, each element's attributes passed through *rewrite*, opaque ones excepted."""
    node = parse(html).root
    if node is not None and node.next is not None:
        node = node.next.prev  # the parser's own root writes its siblings with itself; asked for again, it does not
    writer = _Writer(rewrite, forms)
    while node is not None:
        node = writer.step(node)
    return writer.finish()


def _apart(run: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Take embeds and components with only white space between them apart: on no line of text, each is a block."""
    wholes = [piece for piece in run if piece != " "]
    if len(run) > 1 and is_whole(run[0]) and all(map(is_whole, wholes)):
        yield from ((whole,) for whole in wholes)
    else:
        yield run


class _Writer:
    """The state of one pass. Walks with its own stack: hostile nesting must not exhaust Python's."""

    def __init__(self, rewrite: Rewrite | None, forms: Forms) -> None:
        self.rewrite, self.forms = rewrite, forms
        self.tokens: list[str] = []
        self.line = Line(self.tokens, forms.composed)
        self.stack: list[_Open] = []
        self.text: list[str] = []  # a comment between two texts must not keep them apart
        self.starts: list[int] = []
        self.in_run = False  # the current top-level block is a run of inline content
        self.preserving = 0
        self.opaque = 0
        self.trap = -1  # the token before which a newline would be eaten

    def step(self, node: LexborNode) -> LexborNode | None:
        """Write one node and give the next in document order."""
        tag = node.tag
        if tag == "-text":
            if not self.stack:
                self._begin(standalone=False)
            self.text.append(node.text_content or "")
        elif tag is not None and not tag.startswith("-"):  # comments and processing instructions are dropped
            child = self._open(node, tag)
            if child is not None:
                return child
        following = node.next
        while following is None and self.stack:
            opened = self.stack.pop()
            self._close(opened)
            following = opened.node.next
        return following

    def finish(self) -> Written:
        self._flush()
        self.line.end()
        edges = pairwise([*self.starts, len(self.tokens)])
        runs = [run for start, end in edges if (run := tuple(filter(None, self.tokens[start:end])))]
        return Written(tuple(block for run in runs for block in _apart(run)) if self.forms.mended else tuple(runs))

    def _begin(self, *, standalone: bool) -> None:
        """Note where a top-level block starts."""
        if standalone or not self.in_run:
            self.starts.append(len(self.tokens))
        self.in_run = not standalone

    def _open(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Write a start tag, or a whole element if it has no inside; give the first child if there is one to visit."""
        self._flush()
        if tag in self.forms.block and not self.preserving:
            self.line.end()
        if not self.stack:
            self._begin(standalone=tag in self.forms.block)
        start = self._start_tag(node, tag)
        if self.stack and self.stack[-1].language:
            return self._enter_foreign(node, tag, start)
        if tag in RAW:
            content = node.first_child
            self.tokens.append(f"{start}{(content and content.text_content) or ''}</{tag}>")
        else:
            self.tokens.append(start)
        if tag in VOID or tag in RAW:
            self._pass(tag)
            return None
        return self._enter(node, tag, start)

    def _pass(self, tag: str) -> None:
        """Let the line know of an element without an inside."""
        if self.preserving:
            return
        if tag in self.forms.word:
            self.line.word()
        elif tag in self.forms.block or tag == "br":
            self.line.end()

    def _enter(self, node: LexborNode, tag: str, start: str) -> LexborNode | None:
        name = _RENAMED.get(tag, tag)
        opened = _Open(
            node=node,
            name=name,
            preserves=tag in PRESERVED or tag in OPAQUE or "white-space: " in start,
            opaque=len(self.tokens) - 1 if tag in OPAQUE else -1,
            language=tag if tag in INTEGRATION else "",
        )
        self.opaque += opened.opaque >= 0
        if name in NEWLINE_TRAP:
            self.trap = len(self.tokens)
        if tag in self.forms.atomic and not self.preserving:
            self.line.state = START
        if tag == "template":
            content = node.template_fragments()  # its own comes first; it is no child in the tree
            return self._descend(opened, content[0].first_child if content else None)
        return self._descend(opened, node.first_child)

    def _enter_foreign(self, node: LexborNode, tag: str, start: str) -> LexborNode | None:
        self.tokens.append(start)
        language = self.stack[-1].language
        inner = tag if tag in INTEGRATION else "" if tag in INTEGRATION[language] else language
        opened = _Open(node=node, name=tag, preserves=False, opaque=-1, language=inner)
        return self._descend(opened, node.first_child)

    def _descend(self, opened: _Open, child: LexborNode | None) -> LexborNode | None:
        self.preserving += opened.preserves
        if child is None:
            self._close(opened)
        else:
            self.stack.append(opened)
        return child

    def _close(self, opened: _Open) -> None:
        self._flush()
        name, forms = opened.name, self.forms
        self.preserving -= opened.preserves
        if not self.preserving and (name in forms.block or name in forms.atomic):
            self.line.end()
        self.tokens.append(f"</{name}>")
        if not self.preserving and (name in forms.atomic or name in forms.word or self._draws_itself(name)):
            self.line.word()
        if opened.opaque >= 0:
            self.opaque -= 1
            self.tokens[opened.opaque :] = ["".join(self.tokens[opened.opaque :])]

    def _draws_itself(self, name: str) -> bool:
        """Tell whether what was just closed is a custom element with nothing in it: its script will fill it."""
        return self.forms.mended and "-" in name and self.tokens[-2].startswith(f"<{name}")

    def _flush(self) -> None:
        if not self.text:
            return
        text = "".join(self.text)
        self.text.clear()
        if not self.preserving:
            self.line.add(text)
        else:
            trapped = self.trap == len(self.tokens) and text.startswith(("\r", "\n"))
            self.line.verbatim("\n" + text if trapped else text)

    def _start_tag(self, node: LexborNode, tag: str) -> str:
        name = tag if self.stack and self.stack[-1].language else _RENAMED.get(tag, tag)
        given = node.attributes
        if not given and self.rewrite is None:
            return f"<{name}>"
        attributes = canonical_attributes(given, self.forms)
        if self.rewrite is not None and not self.opaque and tag not in OPAQUE:
            attributes = self.rewrite(tag, attributes)
        return start_tag(name, attributes)
