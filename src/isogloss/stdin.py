"""What comes on standard input, as often as it is needed: a pipe is read once.

Refuses to know what it is.
"""

import sys
from dataclasses import dataclass
from typing import Final

PIPE: Final = "-"
"""What stands for standard input in place of a path."""


@dataclass(eq=False)
class _Piped:
    """What came on standard input, and on which."""

    stream: object = None
    data: bytes = b""


_PIPED: Final = _Piped()


def piped(most: int) -> bytes:
    """What comes on standard input, at most so many bytes: the same each time, though a pipe is read once.

    Raises: OSError.
    """
    if _PIPED.stream is not sys.stdin:
        _PIPED.stream, _PIPED.data = sys.stdin, sys.stdin.buffer.read(most)
    return _PIPED.data[:most]


def came_in(data: bytes) -> None:
    """Note what came on standard input where somebody has read it already."""
    _PIPED.stream, _PIPED.data = sys.stdin, data
