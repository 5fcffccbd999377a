"""Bodies on disk while a run lasts, so that memory stays flat: lines of JSON, and an index of where each begins.

Not part of what is remembered: the file has no name in its folder and is gone when the process is, however it ends.
"""

import json
from pathlib import Path
from typing import Final, Self

from isogloss.state.lines import LineStore

Key = tuple[str, str]
"""A kind and a name: of an entry, or a side's own."""

_FAILED: Final = (
    "a temporary file cannot be used ({}). It holds what the sides show while a run lasts; make room there, or give "
    "another folder."
)


class Spool:
    """Plain data by key, on disk; added once, read in any order, from any thread."""

    def __init__(self, directory: Path) -> None:
        self._lines = LineStore(directory, _FAILED)
        self._begins: dict[Key, int] = {}

    def append(self, key: Key, data: object) -> None:
        """Add data that JSON can hold, under a key that is new.

        Raises: StateError where the disk is full.
        """
        if key in self._begins:
            raise AssertionError(f"{key} was spooled twice")
        self._begins[key] = self._lines.put(json.dumps(data, ensure_ascii=True, separators=(",", ":")))

    def get(self, key: Key) -> object | None:
        """The data of a key, or None where there is none."""
        begin = self._begins.get(key)
        if begin is None:
            return None
        loaded: object = json.loads(self._lines.get(begin))
        return loaded

    def keys(self) -> list[Key]:
        """Every key, sorted."""
        return sorted(self._begins)

    def close(self) -> None:
        """Delete the file."""
        self._lines.close()

    def __contains__(self, key: Key) -> bool:
        return key in self._begins

    def __len__(self) -> int:
        return len(self._begins)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
