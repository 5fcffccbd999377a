"""The addresses inside rich text: listed, and replaced by a function.

Decides where addresses stand in HTML (``href``, ``src``, each candidate of ``srcset`` and so on). Refuses to know
what an address leads to. Addresses inside opaque parts (components, templates, scripts, drawings) and inside styles
are not seen.
"""

import html as entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from isogloss.canon.attributes import ADDRESSES, srcset, write_srcset
from isogloss.canon.html import canonical_html
from isogloss.canon.serialize import write

_FILES: Final = frozenset({"audio", "img", "source", "track", "video"})
_LINKS: Final = frozenset({"a", "area"})
_WRITTEN: Final = re.compile(r' ([a-z]+)="([^"]*)"')


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
