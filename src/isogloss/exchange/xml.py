"""XML from strangers, read with all doors shut: no entities, no network and no DTD.

Decides what is read at all. Refuses to know any vocabulary.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from isogloss.exchange.unit import UnreadableError

_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def elements(data: bytes, wanted: str) -> Iterator[tuple[str, etree._Element]]:
    """The root at its start, then each element of this local name once it is whole; it is gone after that.

    Shape:  ``("root", …)`` once, then ``("found", …)``.
    Raises: UnreadableError, maybe after some elements: a file that ends too early has a beginning.
    """
    parser = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    first = True
    try:
        for event, element in parser:
            if first:
                first = False
                if element.getroottree().docinfo.doctype:
                    raise UnreadableError("it has a document type, which no file of this kind needs; take it out")
                yield "root", element
            if event == "end" and local(element) == wanted:
                yield "found", element
                _forget(element)
    except etree.XMLSyntaxError as error:
        said = (error.msg or "it is empty").partition(", line ")[0]
        raise UnreadableError(f"it is no XML: line {error.lineno or 1}: {said}") from None


def _forget(element: etree._Element) -> None:
    """Let go of an element that was read, and of what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" of what is none."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    """The namespace of an element; "" where it has none."""
    return str(etree.QName(element).namespace or "") if isinstance(element.tag, str) else ""


def attribute(text: str) -> str:
    """A text as the value of an attribute, quotes and all; what XML cannot write is left out."""
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
