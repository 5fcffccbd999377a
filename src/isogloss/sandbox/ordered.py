"""Rows in an order, as listings show them: kept while rows come, change and go, instead of sorted for every page.

Decides where a row stands. Does not know what rows are, nor which of them a listing shows.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class Ordered(Sequence[T], Generic[T]):
    """Rows by a text each, upwards or downwards; where the texts are the same, by their number upwards either way.

    This is what ``sorted(rows, key=text, reverse=down)`` makes of rows that are numbered in their first order. No two
    rows have the same number.
    """

    def __init__(self, rows: Iterable[tuple[str, int, T]] = (), *, down: bool = False) -> None:
        self._down = down
        self._rows: dict[tuple[str, int], T] = {self._key(text, number): row for text, number, row in rows}
        self._keys = sorted(self._rows)

    def put(self, text: str, number: int, row: T) -> None:
        """Add a row, or replace the one that stands there."""
        key = self._key(text, number)
        if key not in self._rows:
            insort(self._keys, key)
        self._rows[key] = row

    def remove(self, text: str, number: int) -> None:
        """Take a row out, if it is there."""
        key = self._key(text, number)
        if self._rows.pop(key, None) is not None:
            del self._keys[bisect_left(self._keys, key)]

    def _key(self, text: str, number: int) -> tuple[str, int]:
        # Kept upwards and shown from the end where it goes down, so the numbers have to go the other way.
        return text, -number if self._down else number

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._keys)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> list[T]: ...

    def __getitem__(self, at: int | slice) -> T | list[T]:
        """Find the row at a place, or cut some out."""
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self._keys)))]
        count = len(self._keys)
        if not -count <= at < count:
            raise IndexError(at)
        return self._rows[self._keys[-1 - at if self._down else at]]
