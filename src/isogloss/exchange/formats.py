"""The formats that texts travel in, each with what writes and reads it.

Decides which format a file is in, by what it holds, whatever it is called.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from isogloss.errors import UsageError
from isogloss.exchange.unit import Format, Returned, Sheet, UnreadableError

MOST: Final = 256 * 1024 * 1024
"""Bytes of the largest file that is read."""


class Codec(Protocol):
    """What writes a sheet in a format, and reads what came back in it."""

    def write(self, sheet: Sheet) -> Iterator[str]:
        """The file, piece by piece."""
        ...

    def read(self, name: str, data: bytes) -> Returned:
        """Read what came back.

        Raises: UnreadableError.
        """
        ...


def codec(name: Format) -> Codec:
    """The codec of a format, loaded now: who writes a table needs no parser of XML."""
    return cast("Codec", import_module(f"isogloss.exchange.{name}"))


_XLIFF: Final = re.compile(rb"<(?:[\w.-]+:)?xliff\b[^>]*?\bversion\s*=\s*[\"'](\d)", re.DOTALL)


def format_of(data: bytes) -> Format:
    """The format of a file.

    Raises: UnreadableError where it is none of these.
    """
    head = _plain(data[:65536])
    found = _XLIFF.search(head)
    if found is not None:
        return "xliff12" if found[1] == b"1" else "xliff2"
    if head.lstrip().startswith(b"<"):
        raise UnreadableError("it is XML, and no XLIFF")
    if b"msgid " in head:
        return "po"
    return "csv"


def _plain(head: bytes) -> bytes:
    """The beginning of a file, in an encoding that a search can read."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def read_file(name: str, data: bytes) -> Returned:
    """Read a file that came back, in whatever format it is.

    Raises: UnreadableError.
    """
    return codec(format_of(data)).read(name, data)


def bytes_of(path: str) -> bytes:
    """A file that a person names.

    Raises: UsageError where it cannot be read, or is larger than any of ours.
    """
    try:
        size = Path(path).stat().st_size
        if size > MOST:
            raise UsageError(f"{path}: it has {size:,} bytes, and {MOST:,} is the most that is read. Split the file.")
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path}: the file cannot be read ({error.strerror}). Name a file that an export wrote."
        ) from None
