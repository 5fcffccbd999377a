"""The records of a plan in the making, on disk: put in one order, given out in another."""

import tempfile
from pathlib import Path
from typing import Self

from isogloss.errors import StateError


class LineStore:
    """Lines by where they begin; the file has no name and is gone when it is closed."""

    def __init__(self, directory: Path) -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=directory, prefix="isogloss-", buffering=1 << 16)  # noqa: SIM115  # closed by __exit__
        except OSError as error:
            raise self._failed(directory, error) from None
        self._directory = directory
        self._end = 0
        self._at_end = True

    def put(self, line: str) -> int:
        """Keep a line; returns where it begins.

        Raises: StateError where the disk is full.
        """
        begin = self._end
        raw = line.encode("utf-8", "surrogatepass") + b"\n"
        try:
            if not self._at_end:
                self._file.seek(self._end)
                self._at_end = True
            self._file.write(raw)
        except OSError as error:
            raise self._failed(self._directory, error) from None
        self._end += len(raw)
        return begin

    def get(self, at: int) -> str:
        """The line that begins there."""
        self._file.seek(at)
        self._at_end = False
        line: bytes = self._file.readline()
        return line.decode("utf-8", "surrogatepass")[:-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @staticmethod
    def _failed(directory: Path, error: OSError) -> StateError:
        return StateError(f"{directory}: cannot keep the plan there ({error.strerror}). Free some space and run again.")
