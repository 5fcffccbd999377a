"""Pictures put into a page: fetched as the run itself fetches files, within bounds, and only what no browser can obey.

Decides which of the pictures that content names are in the page. What a picture is, is told by its own first bytes and
by nobody's word: an SVG can hold a script, so it is never one of them. Whatever cannot be had is said in the place of
the picture.
"""

import base64
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from isogloss.bridge import Fetching
from isogloss.http.fetched import MEGABYTE, Bounds, Fetched, Unfetched
from isogloss.report.visible import visible

Raster: TypeAlias = Literal["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]
RASTERS: Final[tuple[Raster, ...]] = get_args(Raster)

_LARGEST: Final = 2
"""Megabytes of one picture."""
_SECONDS: Final = 10.0
"""For one picture."""
_MOST: Final = 200
_ALL: Final = 30 * MEGABYTE
_VAIN: Final = 5
"""So often in a row is one server asked in vain."""


def bounds_of(said: Fetching | None) -> Bounds:
    """What may be fetched: what the mapping permits, and no more than a page has room for."""
    said = said or Fetching()
    return Bounds(said.allow_private, min(said.megabytes, _LARGEST) * MEGABYTE, min(said.seconds, _SECONDS))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the page: its number there; or why it is not there, one clause for people."""

    number: int | None
    reason: str = ""


_FULL: Final = Picture(None, "the page holds as much of pictures as it may")


@dataclass(slots=True)
class Pictures:
    """The pictures of one page, in the order in which they were first asked for; each is fetched once.

    fetch: fetches one file, or says why not.
    most:  pictures in the page.
    size:  bytes of all of them.
    """

    fetch: Callable[[str], Fetched | Unfetched]
    most: int = _MOST
    size: int = _ALL
    there: list[tuple[Raster, str]] = field(default_factory=list)
    _known: dict[str, Picture] = field(default_factory=dict)
    _vain: Counter[str] = field(default_factory=Counter)

    def of(self, address: str) -> Picture:
        """The picture at an address."""
        found = self._known.get(address)
        if found is None:
            found = self._known[address] = self._unasked(address) or self._taken(address)
        return found

    def _unasked(self, address: str) -> Picture | None:
        """Why a picture is not even asked for."""
        if len(self.there) >= self.most:
            return Picture(None, f"the page holds {self.most:,} pictures already")
        if len(self._known) >= 2 * self.most:  # most of them were none, and that takes time, too
            return Picture(None, f"{2 * self.most:,} others were asked for already")
        if self._vain[_host(address)] >= _VAIN:
            return Picture(None, "its server was asked for others in vain")
        return None

    def _taken(self, address: str) -> Picture:
        host, came = _host(address), self.fetch(address)
        if isinstance(came, Unfetched):
            self._vain[host] += 1
            return Picture(None, visible(came.reason))
        self._vain[host] = 0
        sort = raster_of(came.data)
        if sort is None:
            return Picture(None, "it is no PNG, JPEG, GIF, WebP or AVIF")
        if len(came.data) > self.size:
            return _FULL
        self.size -= len(came.data)
        self.there.append((sort, base64.b64encode(came.data).decode()))
        return Picture(len(self.there) - 1)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def raster_of(data: bytes) -> Raster | None:
    """What kind of picture some bytes are; None for whatever is no picture of pixels.

    Source: "Matching an image type pattern", WHATWG MIME Sniffing, and ISO 23008-12 for AVIF, seen 2026-11.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:14] == b"WEBPVP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return None
