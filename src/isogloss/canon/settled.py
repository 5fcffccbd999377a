"""Rich text that is in canonical form already, told by its spelling alone.

Nearly all that is read, written and read back is: what a platform's editor wrote once, and every text that we wrote
ourselves. To take it apart by a parser and to write it anew gives what was there, and takes ten times as long.

Decides which spellings are certain: paragraphs, headings, quotations, lists, tables and figures, and in their lines
text, links, pictures and formatting. Of those it must hold that a parser builds just the elements that are spelled, and
that the serializer writes them so; a law compares. Anything else is left to these two, whatever it may be: this part
answers "yes" or "ask them", never "no".
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import is_normalized

from isogloss.canon.attributes import canonical_attributes, start_tag
from isogloss.canon.space import SPACE, START, WORD

_FORMATTING: Final = (
    *("a", "b", "code", "del", "em", "i", "ins", "mark", "s", "small", "span", "strong", "sub", "sup", "u"),
)
_HOLDERS: Final = ("", "blockquote", "dd", "div", "figure", "li", "td", "th")
_BLOCKS: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    _HOLDERS: (
        *("blockquote", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "table", "ul"),
    ),
    ("ol", "ul"): ("li",),
    ("dl",): ("dd", "dt"),
    ("figure",): ("figcaption",),
    ("table",): ("tbody", "tfoot", "thead"),
    ("tbody", "tfoot", "thead"): ("tr",),
    ("tr",): ("td", "th"),
}
"""Which blocks stand in which; "" is the text itself."""
_TEXTLESS: Final = frozenset(["dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"])
"""Blocks that hold no line."""
_DEEPEST: Final = 20
"""So many elements may stand in one another."""

_GAP: Final = "\t\n\r"
"""White space that shows nothing between two blocks, and is left out; in a line it is for the serializer to fold."""
_TAGS: Final = re.compile(r"(<[^<>]*>)")
_STRANGE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
# What follows a reference could be composed with what it stands for.
_OTHER_REFERENCE: Final = re.compile(r"&(?!(?:amp|lt|gt);(?![^\x00-\x7f]))")
_LINK: Final = re.compile(r'<a href="[^"&\s]+">')
_WITH_ATTRIBUTES: Final = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z][a-z0-9-]*="[^"]*")+)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z0-9-]+)="([^"]*)"')


class _Tag(NamedTuple):
    """A tag that may stand in such a text. within: where a block may begin; None where it is no block."""

    name: str
    opens: bool
    within: tuple[str, ...] | None = None


def _tags() -> dict[str, _Tag]:
    within: dict[str, tuple[str, ...] | None] = dict.fromkeys(_FORMATTING)
    within |= {name: place for place, names in _BLOCKS.items() for name in names}
    known = {f"<{name}>": _Tag(name, opens=True, within=place) for name, place in within.items()}
    known |= {f"</{name}>": _Tag(name, opens=False, within=place) for name, place in within.items() if name != "hr"}
    return known | {f"<{name}>": _Tag(name, opens=True) for name in ("br", "img")}


_KNOWN: Final = _tags()


def settled_blocks(html: str) -> list[str] | None:
    """The top-level blocks of rich text that is its own canonical form, but for line ends between blocks.

    Shape: joined together they are the canonical form, but for blocks at the end that show nothing; None where only a
           parser can tell.
    """
    parts = _TAGS.split(html)
    if not _is_plain(html, len(parts) // 2) or parts[-1].strip(_GAP):
        return None
    return _cut(parts, sum(map(html.count, _GAP)))


def _cut(parts: list[str], gaps: int) -> list[str] | None:  # noqa: C901, PLR0911, PLR0912  # one pass, a branch for each sort of tag: calls would double its time
    """The blocks of a text that is cut at its tags; None where one may not stand where it does.

    gaps: how many characters of white space there are to be left out, those at the end included.
    """
    blocks: list[str] = []
    opened: list[str] = []
    in_line, state = False, START  # whether text may stand here; of the line, as for ``space.Line``
    begun = at = 0
    gaps -= len(parts[-1])
    pairs = iter(parts)
    for text, tag in zip(pairs, pairs, strict=False):  # the last text, behind all tags, is left
        at += 2
        if text:
            last = text[-1]
            if last in _GAP:  # a block must follow, before which that shows nothing
                parts[at - 2] = shown = text.rstrip(_GAP)
                gaps -= len(text) - len(shown)
                if (shown and (not in_line or (state != WORD and text[0] == " "))) or shown[-1:] == " ":
                    return None
                in_line = False
            else:
                if not in_line or (state != WORD and text[0] == " "):
                    return None
                state = SPACE if last == " " else WORD
        known = _KNOWN.get(tag) or _with_attributes(tag)
        if known is None:
            return None
        name, opens, within = known
        if within is None:
            if not in_line:
                return None
            if not opens:
                if opened.pop() != name:
                    return None
            elif name == "br":
                if state == SPACE:
                    return None
                state = START
            elif name == "img":
                if "code" in opened:
                    return None  # the serializer takes no note of it there
                state = WORD
            elif (name == "a" and name in opened) or len(opened) > _DEEPEST:
                return None  # no link stands in another one
            else:
                opened.append(name)
            continue
        if state == SPACE:
            return None
        state = START
        if opens:
            if (opened[-1] if opened else "") not in within:
                return None
            if name != "hr":
                opened.append(name)
                in_line = name not in _TEXTLESS
                continue
        elif not opened or opened.pop() != name:
            return None
        in_line = False
        if not opened:
            blocks.append("".join(parts[begun:at]))
            begun = at
    return None if opened or gaps else blocks  # a gap that is left stands in a line


def _is_plain(html: str, tags: int) -> bool:
    """Whether a text holds so many tags, references to what must be one, and else only composed characters."""
    return (
        html.count("<") == tags == html.count(">")
        and "  " not in html
        and ("&" not in html or not _OTHER_REFERENCE.search(html))
        and (html.isascii() or is_normalized("NFC", html))
        and (html.isprintable() or not _STRANGE.search(html))
    )


def _with_attributes(tag: str) -> _Tag | None:
    """What a start tag with attributes is; None where they may not be what counts, spelled and sorted as it is."""
    return _KNOWN.get("<a>" if _LINK.fullmatch(tag) else _bare(tag))


@lru_cache(maxsize=4096)
def _bare(tag: str) -> str:
    """A start tag without its attributes; empty where these are not what counts, spelled and sorted as it is to be."""
    found = _WITH_ATTRIBUTES.fullmatch(tag)
    if found is None or "white-space: " in tag:  # in such an element white space is content
        return ""
    given = {name: _resolved(value) for name, value in _ATTRIBUTE.findall(found[2])}
    return f"<{found[1]}>" if start_tag(found[1], canonical_attributes(given)) == tag else ""


def _resolved(value: str) -> str:
    return value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in value else value
