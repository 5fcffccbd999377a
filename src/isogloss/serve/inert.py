"""Rich text as it reads, with nothing in it that could act: no script, no address, no style, no file.

Decides by a list of what may stay; all else is dropped, its words kept. Two walls stand around it beside this one: the
frame that shows it is sandboxed, and its policy allows nothing.
"""

import base64
import hashlib
import re
from html import escape
from html.parser import HTMLParser
from typing import Final

from isogloss.report.visible import visible

STYLE: Final = (
    ":root{color-scheme:light dark}body{margin:.75rem;font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}"
    "table{border-collapse:collapse}td,th{border:1px solid;padding:.2rem .4rem}"
    "@media(prefers-color-scheme:dark){body{background:#202225;color:#e9e8e4}}"
)
_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"sandbox; default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'"
)
"""Of the frame: its own style, and nothing else."""

_KEPT: Final = re.compile(
    r"a|b|strong|i|em|u|s|del|ins|sub|sup|small|mark|code|kbd|samp|q|cite|abbr|p|h[1-6]|blockquote|pre|ul|ol|li|dl|dt|dd|"
    r"table|caption|thead|tbody|tfoot|tr|th|td|figure|figcaption|div|span|bdi|ruby|rt|rp|section|article"
)
_EMPTY: Final = frozenset({"br", "hr", "wbr"})
_SILENT: Final = frozenset({"script", "style", "template", "title", "noscript", "iframe", "object", "svg", "math"})
_NAMED: Final = {
    "img": "picture",
    "video": "video",
    "audio": "sound",
    "iframe": "embedded page",
    "embed": "embedded page",
}


class _Inert(HTMLParser):
    RCDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]  # final by its stub; the parser asks whoever inherits from it
    """From Python 3.14 on, a title's text goes on to the end of one, which a title in a drawing may not have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _NAMED:
            said = visible(given.get("alt") or given.get("title") or "")
            self.made.append(f'<span class="stand-in">[{_NAMED[tag]}{f": {escape(said)}" if said else ""}]</span>')
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _EMPTY and not self._silent:
            self.made.append(f"<{tag}>")
        elif _KEPT.fullmatch(tag) and not self._silent:
            direction = given.get("dir")
            self.made.append(f'<{tag} dir="{direction}">' if direction in ("ltr", "rtl", "auto") else f"<{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _SILENT:
            self._silent.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
        elif _KEPT.fullmatch(tag):
            self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.made.append(escape(visible(data)))


def inert(html: str) -> str:
    """Rich text that only reads."""
    walker = _Inert()
    walker.feed(html)
    walker.close()
    return "".join(walker.made)


def document(html: str, language: str) -> str:
    """The same as a document of its own, to be shown in a frame.

    language: of the text; empty where it is not known.
    """
    head = f'<meta charset="utf-8"><title>text</title><style>{STYLE}</style>'
    body = f'<body dir="auto">{inert(html)}</body>'
    return f'<!doctype html><html lang="{escape(language)}"><head>{head}</head>{body}</html>'
