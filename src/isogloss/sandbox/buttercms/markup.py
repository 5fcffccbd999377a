"""How stored WYSIWYG text differs from what was sent: trimmed, and written anew by another serializer.

Decides the two changes the switches ask for; both are idempotent. Knows nothing of fields.

Source: a recorded round trip lost its last newline; other changes are likely [inferred] (reference section 13, U19).
"""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)

_PICTURE = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]+)(")', re.IGNORECASE)


def pictured(text: str, address: Callable[[str], str]) -> str:
    """Give each picture in a text another address; pictures without an address on the web keep what they have."""

    def moved(found: re.Match[str]) -> str:
        told = html.unescape(found[2])
        return found[0] if not told.startswith("http") else f"{found[1]}{html.escape(address(told))}{found[3]}"

    return _PICTURE.sub(moved, text)


def trimmed(text: str) -> str:
    """Take the white space off the end."""
    return text.rstrip()


def rewritten(text: str) -> str:
    """Write HTML as another serializer would: attributes sorted, void tags closed, entities changed."""
    writer = _Writer()
    writer.feed(text)
    writer.close()
    return "".join(writer.out)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\u00a0", "&nbsp;")


class _Writer(HTMLParser):
    """Serializes what it is fed. Comments and declarations stay as they are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = "".join(
            f' {name}="{html.escape(value or "")}"' for name, value in sorted(attrs, key=lambda each: each[0])
        )
        self.out.append(f"<{tag}{said} />" if tag in _VOID else f"<{tag}{said}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.out.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        # The text of a script or style has no entities: escaping it would change it again on every write.
        self.out.append(data if self.cdata_elem else _escaped(data))

    def handle_entityref(self, name: str) -> None:
        self.out.append(_escaped(html.unescape(f"&{name};")))

    def handle_charref(self, name: str) -> None:
        self.out.append(_escaped(html.unescape(f"&#{name};")))

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")
