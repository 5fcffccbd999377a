"""What a fetch may do, and what comes of it.

Decides names alone, apart from what fetches: whoever tells of files needs no network.
"""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a fetch may do.

    allow_private: also from this machine and private networks.
    largest:       bytes of one file.
    seconds:       for one file, redirects included.
    redirects:     so many are followed.
    """

    allow_private: bool = False
    largest: int = 10 * MEGABYTE
    seconds: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file. ``media`` is what the server says it is, without parameters; "" where it does not say."""

    data: bytes
    media: str


@dataclass(frozen=True, slots=True)
class Unfetched:
    """Why there is no file, one clause for people."""

    reason: str
