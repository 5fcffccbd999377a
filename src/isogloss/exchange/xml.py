"""XML from strangers, read with all doors shut: no entities, no network and no DTD.

Decides what is read at all. Refuses to know any vocabulary.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final, Literal

from lxml import etree

from isogloss.exchange.unit import UnreadableError

_PLAIN: Final = re.compile('[^\0-\x1f&<>"\ud800-\udfff\ufffe\uffff]*')
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def elements(data: bytes, wanted: str) -> Iterator[tuple[str, etree._Element]]:
    """The root at its start, then each element of this local name once it is whole; it is gone after that.

    Shape:  ``("root", …)`` once, then ``("found", …)``.
    Raises: UnreadableError, maybe after some elements: a file that ends too early has a beginning.
    """
    try:
        for _, root in _parsing(data, "start", "{*}*"):
            if root.getroottree().docinfo.doctype:
                raise UnreadableError("it has a document type, which no file of this kind needs; take it out")
            yield "root", root
            break
        for _, element in _parsing(data, "end", f"{{*}}{wanted}"):
            yield "found", element
            _forget(element)
    except etree.XMLSyntaxError as error:
        said = (error.msg or "it is empty").partition(", line ")[0]
        raise UnreadableError(f"it is no XML: line {error.lineno or 1}: {said}") from None


def _parsing(data: bytes, event: Literal["start", "end"], tag: str) -> "etree.iterparse[tuple[str, etree._Element]]":
    """Elements of a name as they begin or end; a parser is told of no others, which are many."""
    return etree.iterparse(
        BytesIO(data),
        events=(event,),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _forget(element: etree._Element) -> None:
    """Let go of an element that was read, and of what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" of what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    """The namespace of an element; "" where it has none."""
    return str(etree.QName(element).namespace or "") if isinstance(element.tag, str) else ""


def is_plain(text: str) -> bool:
    """Whether a text is written as it is, between tags and as the value of an attribute."""
    return _PLAIN.fullmatch(text) is not None


def character(code: str) -> str:
    """The character of a code in hex digits.

    Raises: UnreadableError where there is none; half of a surrogate pair has a code, and is none.
    """
    try:
        found = chr(int(code, 16))
        found.encode()
    except (ValueError, OverflowError):
        raise UnreadableError(f"its translation holds a character of the code {code!r}, which there is not") from None
    return found


def attribute(text: str) -> str:
    """A text as the value of an attribute, quotes and all; what XML cannot write is left out."""
    if is_plain(text):
        return f'"{text}"'
    text = _UNWRITABLE.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return '"' + text.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;") + '"'


def escaped(text: str) -> str:
    """A text between tags; what XML cannot write is left out."""
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def unwritable(text: str) -> Iterator[str]:
    """A text cut at the characters that XML cannot write: every second piece is one of these."""
    last = 0
    for found in _UNWRITABLE.finditer(text):
        yield text[last : found.start()]
        yield found[0]
        last = found.end()
    yield text[last:]
