"""Lines on disk while a command runs: put in one order, given out in another, such as the records of a plan."""

import tempfile
import threading
from pathlib import Path
from typing import Final, Self

from isogloss.errors import StateError

_FAILED: Final = "cannot keep the plan there ({}). Free some space and run again."


class LineStore:
    """Lines by where they begin, from any thread; the file has no name and is gone when it is closed.

    failed: what is said where the disk does not do its part, with a place for the reason.
    """

    def __init__(self, directory: Path, failed: str = _FAILED) -> None:
        self._directory, self._said = directory, failed
        self._lock = threading.Lock()
        self._end = 0
        self._at_end = True
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=directory, prefix="isogloss-", buffering=1 << 16)  # noqa: SIM115  # closed by close()
        except OSError as error:
            raise self._failed(error) from None

    def put(self, line: str) -> int:
        """Keep a line; returns where it begins.

        Raises: StateError where the disk is full.
        """
        if "\n" in line:
            raise AssertionError("a line was to be kept that is several")
        raw = line.encode("utf-8", "surrogatepass") + b"\n"
        with self._lock:
            begin = self._end
            try:
                if not self._at_end:
                    self._file.seek(begin)
                    self._at_end = True
                self._file.write(raw)
            except OSError as error:
                raise self._failed(error) from None
            self._end += len(raw)
            return begin

    def get(self, at: int) -> str:
        """The line that begins there.

        Raises: StateError where the disk cannot be read.
        """
        with self._lock:
            try:
                self._at_end = False
                self._file.seek(at)
                line: bytes = self._file.readline()
            except OSError as error:
                raise self._failed(error) from None
        return line.decode("utf-8", "surrogatepass")[:-1]

    def close(self) -> None:
        """Delete the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _failed(self, error: OSError) -> StateError:
        return StateError(f"{self._directory}: {self._said.format(error.strerror)}")
