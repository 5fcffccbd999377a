"""Data of a page, packed so that a browser unpacks a piece of it only once somebody looks at it.

Decides how: JSON, compressed, in letters that no browser takes for markup. Refuses to know what the data says.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Iterator
from typing import Final

PIECE: Final = 128 * 1024
"""Characters of JSON in one piece, and more only where one item has more: unpacked in some milliseconds."""


def packed(data: str) -> str:
    """JSON as letters; the same for the same data."""
    return base64.b64encode(gzip.compress(data.encode("utf-8", "replace"), 6, mtime=0)).decode()


def as_json(data: object) -> str:
    """Data as JSON without spaces."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


class Pieces:
    """Packs items of any number, in order, into pieces; notes at which item each piece begins."""

    def __init__(self) -> None:
        self.begins: list[int] = []

    def pack(self, items: Iterable[object]) -> Iterator[str]:
        """The pieces, one by one; what is in memory is one of them."""
        waiting: list[str] = []
        size = begin = 0
        for n, item in enumerate(items):
            if size >= PIECE:
                yield self._piece(begin, waiting)
                waiting, size, begin = [], 0, n
            waiting.append(as_json(item))
            size += len(waiting[-1])
        if waiting:
            yield self._piece(begin, waiting)

    def _piece(self, begin: int, items: list[str]) -> str:
        self.begins.append(begin)
        return packed(f"[{','.join(items)}]")
