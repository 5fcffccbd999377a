"""How Webflow rewrites rich text when it stores it.

Decides on bytes only: the same words and structure come back in other spelling, but for code blocks, which lose their
content. Written on the standard library's tokenizer, on purpose not on the parser that the adapters use.

Source: "components in rich text" and the rich text guides, seen 2026-11 (code blocks); the editor's own element set
as described on the forum, and [inferred] for what varies: attribute order, ``&nbsp;``, ``id=""``, a trailing empty
paragraph.
"""

from html.parser import HTMLParser

_VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"),
        *("pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_WITH_ID = frozenset(["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "ul"])
_TAIL = '<p id="">\u200d</p>'
_FIGURE = (
    '<figure class="w-richtext-figure-type-image w-richtext-align-center" data-rt-align="center" '
    'data-rt-type="image"><div>'
)


def rewritten(html: str, *, level: str, code_blocks: str, inline_code: str = "kept") -> str:
    """Rewrite rich text as it will be read back. Doing it twice changes nothing more."""
    if level == "none" and code_blocks == inline_code == "kept":
        return html
    rewriter = _Rewriter(level, blocks=code_blocks == "emptied", inline=inline_code == "emptied")
    rewriter.feed(html)
    rewriter.close()
    rewriter.finish()
    result = "".join(rewriter.out)
    if level == "heavy" and result and not result.endswith(_TAIL):
        result += _TAIL
    return result


def scattered(html: str) -> str:
    """Lose what white space between top-level blocks takes with it: lists, lines, and the links of everything.

    Source: a report of 2026: such a text lost its ``<ul>``, ``<ol>``, ``<hr>`` and the links in them, silently.
    """
    loser = _Loser()
    loser.feed(html)
    loser.close()
    return "".join(loser.out) if loser.spaced else html


class _Loser(HTMLParser):
    """Writes each token again, but for lists, lines and links; ``spaced`` says whether any of it applies."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.spaced = False
        self._open: list[str] = []

    def _lost(self) -> bool:
        return "ul" in self._open or "ol" in self._open

    def _write(self, text: str) -> None:
        if not self._lost():
            self.out.append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - parser's words
        if tag not in _VOID:
            self._open.append(tag)
        if tag not in {"a", "hr"}:
            self._write(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag not in self._open:
            return
        lost = self._lost()
        while self._open.pop() != tag:
            pass
        if not lost and tag != "a":
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._open or data.strip():
            self._write(data)
        else:
            self.spaced = self.spaced or bool(self.out)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._write(f"<!--{data}-->")


class _Rewriter(HTMLParser):
    """Writes each token again. ``level`` "none" keeps every token as it was, for the sake of emptying code alone."""

    def __init__(self, level: str, *, blocks: bool, inline: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._level = level
        self._empties_blocks = blocks
        self._empties_inline = inline
        self._open: list[str] = []
        self._embed: int | None = None
        self._space = ""
        self._after_block = True

    def finish(self) -> None:
        """Write what was held back until the next token was known; the end counts as the edge of a block."""
        if not self._after_block:
            self.out.append(self._space)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent():
            self._enter(tag)
            return
        lone = self._level == "heavy" and tag == "img" and not self._open
        self._edge("figure" if lone else tag)
        start = self._start(tag, attrs)
        self.out.append(f"{_FIGURE}{start}</div></figure>" if lone else start)
        if self._embed is None and tag == "div" and "w-embed" in (dict(attrs).get("class") or "").split():
            self._embed = len(self._open)
        self._enter(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        was_silent = self._silent()
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if was_silent and self._silent():
            return
        if self._embed is not None and len(self._open) <= self._embed:
            self._embed = None
        self._edge(tag)
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._silent():
            return
        if self._level != "none" and not data.strip(" \t\r\n") and "pre" not in self._open and self._embed is None:
            self._space += data
            return
        self._text(data.replace("\u00a0", "&nbsp;") if self._level == "heavy" and self._embed is None else data)

    def handle_entityref(self, name: str) -> None:
        if not self._silent():
            self._text("\u00a0" if name == "nbsp" and self._level == "light" else f"&{name};")

    def handle_charref(self, name: str) -> None:
        if self._silent():
            return
        if name.lower() in {"160", "xa0"} and self._level != "none":
            self.handle_entityref("nbsp")
        else:
            self._text(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        if not self._silent():
            self._text(f"<!--{data}-->")

    def _text(self, text: str) -> None:
        self.out.append(self._space + text)
        self._space = ""
        self._after_block = False

    def _edge(self, tag: str) -> None:
        """Drop white space that lies between two block tags; keep all other."""
        block = tag in _BLOCKS
        if not (block and self._after_block):
            self.out.append(self._space)
        self._space = ""
        self._after_block = block

    def _enter(self, tag: str) -> None:
        if tag not in _VOID:
            self._open.append(tag)

    def _silent(self) -> bool:
        if "pre" in self._open:
            return self._empties_blocks
        return self._empties_inline and "code" in self._open

    def _start(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        if self._level == "none" or self._embed is not None:
            return self.get_starttag_text() or ""
        named = {name: value or "" for name, value in attrs}
        if tag == "img":
            named.setdefault("loading", "lazy")
        if self._level == "heavy" and tag in _WITH_ID:
            named.setdefault("id", "")
        written = "".join(f' {name}="{_quoted(named[name])}"' for name in sorted(named))
        return f"<{tag}{written}>"


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("\u00a0", "&nbsp;")
