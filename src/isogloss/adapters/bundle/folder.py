"""The folder of a bundle on disk: what lies in it, read with caps; files written whole or not at all.

Decides that nothing outside the folder is ever read or written: names are single parts that are safe on every file
system, and a symbolic link anywhere inside is refused. A name that begins with a dot is not content. One program
writes at a time. Refuses to know what the texts mean.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from isogloss.adapters.bundle.names import better_name, folded, wrong_name
from isogloss.errors import Drift, Effect, Unauthorized, Unavailable
from isogloss.files import flush

LARGEST: Final = 16 << 20
"""Bytes of a file."""
_NEW: Final = ".new-"
_OLD: Final = ".old-"


class Folder:
    """A folder with one level of kinds, one of entries, and their files.

    side: the name of the side, for messages.
    """

    def __init__(self, path: Path, side: str) -> None:
        self.path = path
        self.side = side

    def exists(self) -> bool:
        """Whether there is a folder at all; it may itself be reached by a symbolic link."""
        return self.path.is_dir()

    def names(self, *parts: str) -> list[str]:
        """The names of what lies in a folder inside, sorted; none where there is no such folder.

        Raises: Drift for names that are not safe everywhere, or that some file system takes for the same.
        """
        found: dict[str, str] = {}
        with self._trouble("read", "no", *parts):
            if parts and not self._is_folder(*parts):
                return []
            there = (child.name for child in self.path.joinpath(*parts).iterdir())
            names = sorted(name for name in there if not name.startswith("."))
        for name in names:
            wrong = wrong_name(name)
            if wrong:
                raise self.drift(f"{wrong}; rename it to {better_name(name)}", *parts, name)
            other = found.setdefault(folded(name), name)
            if other != name:
                raise self.drift(f"some file systems take it for {other}; rename one of them", *parts, name)
        return names

    def is_folder(self, *parts: str) -> bool:
        """Whether there is a folder inside.

        Raises: Drift where it is a symbolic link.
        """
        with self._trouble("read", "no", *parts):
            return self._is_folder(*parts)

    def _is_folder(self, *parts: str) -> bool:
        mode = self._mode(*parts)
        return mode is not None and stat.S_ISDIR(mode)

    def _mode(self, *parts: str) -> int | None:
        """What is at a place, each step of the way looked at; None where nothing is."""
        at = self.path
        mode = None
        for part in parts:
            if wrong_name(part):
                return None
            at /= part
            try:
                mode = at.lstat().st_mode
            except (FileNotFoundError, NotADirectoryError):
                return None
            if stat.S_ISLNK(mode):
                raise self.drift("a symbolic link is not followed; put the file itself here", *parts)
        return mode

    def read(self, *parts: str) -> str | None:
        """The text of a file; None where there is none.

        Raises: Drift where it is no plain file, too large, or not a text in UTF-8.
        """
        with self._trouble("read", "no", *parts):
            mode = self._mode(*parts)
            if mode is None:
                return None
            if not stat.S_ISREG(mode):
                raise self.drift("a file is expected here", *parts)
            handle = os.open(self.path.joinpath(*parts), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as opened:
                raw = opened.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise self.drift(f"larger than {LARGEST >> 20} MiB", *parts)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise self.drift("not a text in UTF-8; save it as such", *parts, line=line) from None

    def drift(self, reason: str, *parts: str, line: int = 0) -> Drift:
        """The error that names a file, and the line where there is one."""
        place = "/".join(parts) or "."
        shown = "".join(char if char.isprintable() else "\ufffd" for char in place)
        return Drift(f"{self.side}: {reason}", path=f"{shown}, line {line}" if line else shown)

    def write(self, text: str, *parts: str) -> bool:
        """Put a file in its place, whole or not at all; says whether its bytes changed."""
        raw = text.encode()
        with self._writing(*parts):
            if self._mode(*parts) is not None and self.path.joinpath(*parts).read_bytes() == raw:
                return False
            target = self.path.joinpath(*parts)
            place = self.path / parts[0] if len(parts) > 1 else self.path
            new = place / f"{_NEW}{'-'.join(parts[1:]) or parts[0]}"
            _write_through(new, raw)
            new.replace(target)
            flush(target.parent)
        return True

    def make(self, files: Mapping[str, str], kind: str, entry: str) -> None:
        """Make the folder of an entry with all its files: it is there with all of them, or not there."""
        with self._writing(kind, entry):
            if not self._is_folder(kind):
                (self.path / kind).mkdir()
                flush(self.path)
            new = self.path / kind / f"{_NEW}{entry}"
            _remove(new)
            new.mkdir()
            for name, text in files.items():
                _write_through(new / name, text.encode())
            flush(new)
            new.rename(self.path / kind / entry)
            flush(self.path / kind)

    def drop_file(self, *parts: str) -> None:
        """Delete a file; one that is gone already is fine."""
        with self._writing(*parts):
            target = self.path.joinpath(*parts)
            if self._mode(*parts) is not None:
                target.unlink()
                flush(target.parent)

    def drop(self, kind: str, entry: str) -> None:
        """Delete the folder of an entry: it is there whole, or gone."""
        with self._writing(kind, entry):
            if not self._is_folder(kind, entry):
                return
            old = self.path / kind / f"{_OLD}{entry}"
            _remove(old)
            (self.path / kind / entry).rename(old)
            flush(self.path / kind)
            _remove(old)

    def sweep(self, *parts: str) -> None:
        """Delete what a writer that died left half done in one folder."""
        with self._writing(*parts):
            if parts and not self._is_folder(*parts):
                return
            for child in list(self.path.joinpath(*parts).iterdir()):
                if child.name.startswith((_NEW, _OLD)):
                    _remove(child)

    @contextmanager
    def _writing(self, *parts: str) -> Iterator[None]:
        if any(wrong_name(part) for part in parts):
            raise AssertionError(f"{parts} is not a safe place to write to; names are made by safe_name")
        with self._trouble("write", "unknown", *parts):
            yield

    @contextmanager
    def _trouble(self, verb: str, effect: Effect, *parts: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            request = f"{verb} {self.path.joinpath(*parts)}"
            said = error.strerror or "the disk failed"
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                reason = f"{self.side}: {said}; give this user the right to it"
                raise Unauthorized(reason, request=request, took_effect=effect) from error
            raise Unavailable(f"{self.side}: {said}", request=request, took_effect=effect) from error


def _write_through(path: Path, raw: bytes) -> None:
    """Write a new file and wait until it is on the disk; a link that lies in wait there is not followed."""
    _remove(path)
    with path.open("xb") as out:
        out.write(raw)
        out.flush()
        os.fsync(out.fileno())


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
