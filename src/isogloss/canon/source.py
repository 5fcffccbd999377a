"""The source of rich text, as somebody wrote it: where its tags and comments are, character by character.

Decides where a tag begins and ends, as the tokenizer of an HTML parser does, and which tags stand inside an opaque
element. Refuses to build a tree: what a parser would move or drop is for the caller to verify, against ``canon.html``.

Source: the HTML Living Standard, "Tokenization", and "Parsing HTML fragments" for elements of raw text.
"""

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Final, Literal

from isogloss.canon.elements import OPAQUE, RAW

_S: Final = r"[\t\n\f\r ]"
_OPENING: Final = re.compile(r"<(?:(?P<comment>!--)|(?P<slash>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*)|(?P<bogus>[!?/]))")
_COMMENT: Final = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_VALUE: Final = r"""(?:"[^"]*"|'[^']*'|(?=>)|[^\t\n\f\r >"'][^\t\n\f\r >]*)"""
_NAME: Final = r"[^\t\n\f\r />][^\t\n\f\r />=]*"
_ATTRIBUTE: Final = re.compile(rf"[\t\n\f\r /]*({_NAME})(?:{_S}*={_S}*({_VALUE}))?")
_REST: Final = re.compile(rf"(?:[\t\n\f\r /]+|{_NAME}(?:{_S}*={_S}*{_VALUE}|(?!{_S}*=)))*+>")
_TEXT_ONLY: Final = RAW | {"textarea", "title"}
_FOREIGN: Final = frozenset(["math", "svg"])
_REFERENCE: Final = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*;?)")

Sort = Literal["start", "end", "comment"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag or a comment: where it is, and what it is called.

    hidden: it stands inside an opaque element.
    """

    sort: Sort
    name: str
    begin: int
    end: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a tag as it was written.

    value:      with its references resolved.
    begin, end: where the value is, without its quotes; equal where there is none.
    quote:      what it stands in; "" where it stands in nothing.
    """

    name: str
    value: str
    begin: int
    end: int
    quote: str


def marks(html: str) -> Iterator[Mark]:
    """Every tag and comment of a text, in order."""
    place, outer, depth = 0, "", 0
    while (opening := _OPENING.search(html, place)) is not None:
        begin, name = opening.start(), (opening["name"] or "").lower()
        place = _end(html, opening)
        if not name:
            yield Mark("comment", "", begin, place, bool(depth))
        elif opening["slash"]:
            depth -= bool(depth) and name == outer
            yield Mark("end", name, begin, place, bool(depth))
        elif place == len(html) and not html.endswith(">"):
            return  # a tag that does not end is none, and neither is what follows it
        else:
            yield Mark("start", name, begin, place, bool(depth))
            closed = name in _FOREIGN and html.startswith("/>", place - 2)
            if name in OPAQUE and not closed and (not depth or name == outer):
                outer, depth = name, depth + 1
            if name in _TEXT_ONLY and not (depth and outer in _FOREIGN):
                place = _after_text(html, name, place)
            elif name == "plaintext":
                return


def _end(html: str, opening: re.Match[str]) -> int:
    begin = opening.start()
    if opening["comment"]:
        ended = _COMMENT.match(html, begin)
        return ended.end() if ended else len(html)
    if opening["bogus"]:
        return html.find(">", begin) + 1 or len(html)
    rest = _REST.match(html, opening.end())
    return rest.end() if rest else len(html)


def _after_text(html: str, name: str, place: int) -> int:
    """Where the end tag of an element is that holds text alone; at the very end where there is none."""
    found = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, place)
    return found.start() if found else len(html)


def attributes(html: str, mark: Mark) -> Iterator[Attribute]:
    """The attributes of a start tag; of two with one name, the first counts."""
    place, last = mark.begin + 1 + len(mark.name), mark.end - 1
    seen: set[str] = set()
    while (found := _ATTRIBUTE.match(html, place, last + 1)) is not None and found.start(1) < last:
        place = found.end()
        name = found[1].lower()
        if name in seen:
            continue
        seen.add(name)
        raw = found[2] or ""
        quote = raw[:1] if raw[:1] in ('"', "'") and raw else ""
        begin, end = (found.start(2) + len(quote), found.end(2) - len(quote)) if raw else (place, place)
        yield Attribute(name, resolved(html[begin:end]), begin, end, quote)


def resolved(value: str) -> str:
    """An attribute's value without character references; ``&copy=1`` in an address is none."""
    if "&" not in value:
        return value

    def one(found: re.Match[str]) -> str:
        text = found[0]
        follows = value[found.end() : found.end() + 1]
        known = text[1] == "#" or (text[1:] in html5 and (text.endswith(";") or follows != "="))
        return entities.unescape(text) if known else text

    return _REFERENCE.sub(one, value)
