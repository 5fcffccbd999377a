"""Bodies on disk while a run lasts, so that memory stays flat: a file of JSON lines and an index of where each begins.

Not part of what is remembered: the file has no name in its folder and is gone when the process is, however it ends.
"""

import json
import tempfile
import threading
from array import array
from pathlib import Path
from typing import Self

from isogloss.errors import StateError

Key = tuple[str, str]
"""A kind and a name: of an entry, or a side's own."""


class Spool:
    """Plain data by key, on disk; added once, read in any order, from any thread."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._rows: dict[Key, int] = {}
        self._begins = array("Q", [0])
        self._at_end = True
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=directory, prefix="isogloss-", buffering=1 << 16)  # noqa: SIM115  # closed by close()
        except OSError as error:
            raise self._failed(error) from None

    def append(self, key: Key, data: object) -> None:
        """Add data that JSON can hold, under a key that is new.

        Raises: StateError where the disk is full.
        """
        line = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
        with self._lock:
            if key in self._rows:
                raise AssertionError(f"{key} was spooled twice")
            try:
                if not self._at_end:
                    self._file.seek(self._begins[-1])
                    self._at_end = True
                self._file.write(line)
            except OSError as error:
                raise self._failed(error) from None
            self._rows[key] = len(self._begins) - 1
            self._begins.append(self._begins[-1] + len(line))

    def get(self, key: Key) -> object | None:
        """The data of a key, or None where there is none."""
        with self._lock:
            row = self._rows.get(key)
            if row is None:
                return None
            begin, end = self._begins[row], self._begins[row + 1]
            try:
                self._at_end = False
                self._file.seek(begin)
                line = self._file.read(end - begin)
            except OSError as error:
                raise self._failed(error) from None
        loaded: object = json.loads(line)
        return loaded

    def keys(self) -> list[Key]:
        """Every key, sorted."""
        with self._lock:
            return sorted(self._rows)

    def close(self) -> None:
        """Delete the file."""
        self._file.close()

    def __contains__(self, key: Key) -> bool:
        return key in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _failed(self, error: OSError) -> StateError:
        return StateError(
            f"{self._directory}: a temporary file cannot be used ({error.strerror}). It holds what the sides show "
            "while a run lasts; make room there, or give another folder."
        )
