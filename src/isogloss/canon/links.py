"""The addresses inside rich text: listed, and replaced, in its canonical form or with all else as it was written.

Decides where addresses stand in HTML (``href``, ``src``, each candidate of ``srcset`` and so on), and where in the
source those are that it finds in the canonical form. Refuses to know what an address leads to, and to guess: one that
the caller does not know stays. Addresses inside opaque parts (components, templates, scripts, drawings) and inside
styles are not seen.
"""

import html as entities
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from isogloss.canon.attributes import ADDRESSES, srcset, write_srcset
from isogloss.canon.elements import OPAQUE
from isogloss.canon.html import canonical_html
from isogloss.canon.serialize import write
from isogloss.canon.source import Attribute, attributes, marks
from isogloss.canon.space import escape, unix

_FILES: Final = frozenset({"audio", "img", "source", "track", "video"})
_LINKS: Final = frozenset({"a", "area"})
_WRITTEN: Final = re.compile(r' ([a-z]+)="([^"]*)"')
_ALSO_CALLED: Final = {"image": "img", "plaintext": "pre"}
"""What a parser, or ``serialize``, writes as another element."""


@dataclass(frozen=True, slots=True)
class Url:
    """One address in rich text.

    tag:       the element it is on, as ``img``.
    attribute: the attribute it is in, as ``src``; for ``srcset``, one candidate without its descriptor.
    address:   the address itself, entities resolved.
    """

    tag: str
    attribute: str
    address: str

    @property
    def shows_file(self) -> bool:
        """Whether the text shows what is at the address: a picture, a film, a sound."""
        return self.tag in _FILES and not self.address.startswith("data:")

    @property
    def is_link(self) -> bool:
        """Whether a reader can follow it."""
        return self.tag in _LINKS


def addresses(html: str) -> Iterator[str]:
    """Everything in a canonical text that may be an address, quickly: none is missed, and some may be none."""
    for name, value in _WRITTEN.findall(html):
        if name == "srcset":
            yield from (address for address, _ in srcset(entities.unescape(value)))
        elif name in ADDRESSES:
            yield entities.unescape(value)


def urls(html: str) -> tuple[Url, ...]:
    """List the addresses in rich text.

    Order: as they stand in the canonical form; by attribute name within one element. Repeated ones are repeated.
    """
    found: list[Url] = []

    def note(url: Url) -> str:
        found.append(url)
        return url.address

    write(canonical_html(html), _rewriting(note))
    return tuple(found)


def alternatives(html: str) -> dict[str, str]:
    """The alternative text of each picture in rich text, by its address; the first, where it is shown twice."""
    found: dict[str, str] = {}

    def note(tag: str, attributes: dict[str, str]) -> dict[str, str]:
        if tag == "img" and "src" in attributes:
            found.setdefault(attributes["src"], attributes.get("alt", ""))
        return attributes

    write(canonical_html(html), note)
    return found


def rewrite_urls(html: str, change: Callable[[Url], str]) -> str:
    """Give the canonical form with each address replaced by what *change* says of it; all else stays equal."""
    return canonical_html(write(canonical_html(html), _rewriting(change)).html())


def _rewriting(change: Callable[[Url], str]) -> Callable[[str, dict[str, str]], dict[str, str]]:
    def rewrite(tag: str, attributes: dict[str, str]) -> dict[str, str]:
        return {name: _changed(tag, name, value, change) for name, value in attributes.items()}

    return rewrite


def _changed(tag: str, name: str, value: str, change: Callable[[Url], str]) -> str:
    if name not in ADDRESSES or tag == "script":
        return value
    if name != "srcset":
        return change(Url(tag, name, value))
    return write_srcset([(change(Url(tag, name, address)), descriptor) for address, descriptor in srcset(value)])


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
    text = escape(value).replace('"', "&quot;")
    return text.replace("'", "&#39;") if quote else f'"{text}"'
