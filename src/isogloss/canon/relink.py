"""Other addresses in rich text, with everything else as it was written.

Decides where in the source the addresses are that ``links`` finds in the canonical form, and replaces them in their
place. Refuses to guess: an address that the caller does not know stays.
"""

from collections.abc import Mapping
from typing import Final

from isogloss.canon.attributes import ADDRESSES, srcset, write_srcset
from isogloss.canon.elements import OPAQUE
from isogloss.canon.links import Url
from isogloss.canon.source import Attribute, attributes, marks
from isogloss.canon.space import unix

_ALSO_CALLED: Final = {"image": "img", "plaintext": "pre"}
"""What a parser, or ``serialize``, writes as another element."""


def relink(html: str, led: Mapping[Url, str]) -> str:
    """The same text with each address replaced by the one that it is led to; byte for byte where none is.

    led: as ``rewrite_urls`` met the addresses in the canonical form, and what it made of them. That the two ways end in
         the same canonical form is for the caller to see to (``own.sure``).
    """
    moved = {url: to for url, to in led.items() if url.address != to}
    if not moved:
        return html
    parts: list[str] = []
    place = 0
    for mark in marks(html):
        if mark.sort != "start" or mark.hidden or mark.name in OPAQUE or mark.name == "script":
            continue
        tag = _ALSO_CALLED.get(mark.name, mark.name)
        for attribute in attributes(html, mark):
            value = _led(tag, attribute, moved) if attribute.name in ADDRESSES else None
            if value is not None:
                parts += [html[place : attribute.begin], _written(value, attribute.quote)]
                place = attribute.end
    return "".join([*parts, html[place:]]) if parts else html


def _led(tag: str, attribute: Attribute, moved: Mapping[Url, str]) -> str | None:
    """The attribute's new value; None where it stays."""
    if attribute.name != "srcset":
        return moved.get(Url(tag, attribute.name, unix(attribute.value).strip(" \t\n\f")))
    candidates = srcset(attribute.value)
    led = [(moved.get(Url(tag, "srcset", address), address), said) for address, said in candidates]
    return None if led == candidates else write_srcset(led)


def _written(value: str, quote: str) -> str:
    """An attribute's value as it stands in the source; in quotes, where it stood in none."""
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("'", "&#39;") if quote else f'"{text}"'
