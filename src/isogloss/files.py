"""A file that is there whole, or not at all; and whether one is there.

Decides nothing but that: what is written lies beside its place, is waited for until it is on the disk, and then gets
its name. Refuses to know what is in it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

PRIVATE: Final = 0o600
SHARED: Final = 0o666


def _nothing() -> None:
    """Ask for nothing."""


@contextmanager
def whole(path: Path, rights: int = PRIVATE, last: Callable[[], None] = _nothing) -> Iterator[BinaryIO]:
    """Write a file, in folders that are made for it; what was there before stays until the new one is complete.

    rights: who may read it, where the umask lets them.
    last:   asked when nothing but the name is left to be given; where it raises, the old file stays.
    Raises: OSError; nothing is left beside its place then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, rights)) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        last()
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def flush(folder: Path) -> None:
    """Wait until names in a folder are on the disk, where the system can tell (Windows cannot open a folder)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def there(path: Path) -> bool:
    """Whether something is at a path.

    Raises: OSError where nobody can tell, as in a folder that may not be looked into: ``Path.exists`` of Python 3.14
            says no then, and what is remembered would be taken for not begun.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
