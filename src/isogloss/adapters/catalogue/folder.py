"""The files of a catalogue on disk: read whole, replaced whole, and never over what somebody changed meanwhile.

Decides what is safe to open and to write. Refuses to know what the texts mean.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from isogloss.adapters.catalogue.forms import Document, Form
from isogloss.adapters.catalogue.layout import Layout
from isogloss.adapters.catalogue.tree import Unreadable
from isogloss.errors import Drift, Effect, Missing, Stale, Unauthorized, Unavailable
from isogloss.files import SHARED, flush, whole

_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
LARGEST: Final = 16 << 20
"""Bytes of a file."""


class Folder:
    """The folder of one catalogue.

    side: the name of the side, for messages.
    """

    def __init__(self, path: Path, layout: Layout, form: Form, side: str) -> None:
        self.path, self.layout, self.form, self.side = path, layout, form, side
        self._known: dict[str, tuple[bytes, Document]] = {}

    def files(self) -> dict[tuple[str, str], str]:
        """The path of each file by the code of its locale and its namespace.

        Raises: Missing where there is no folder; Drift where a symbolic link is in the way; Unavailable, Unauthorized.
        """
        with self._trouble("read", self.path, "no"):
            if not self.path.is_dir():
                raise Missing(f"{self.side}: there is no folder {self.path}. Make it, or mend the path in the mapping.")
            found = sorted(self._within(self.path, len(PurePosixPath(self.layout.pattern).parts)))
        named = {file: self.layout.reads(file) for file in found}
        return {part: file for file, part in named.items() if part is not None}

    def _within(self, folder: Path, depth: int) -> Iterator[str]:
        """The files at the depth at which a catalogue has any, as paths from its folder."""
        for child in folder.iterdir():
            if child.name.startswith("."):
                continue
            mode = child.lstat().st_mode
            place = child.relative_to(self.path).as_posix()
            if stat.S_ISDIR(mode) and depth > 1:
                yield from self._within(child, depth - 1)
            elif depth == 1 and not stat.S_ISDIR(mode):
                if stat.S_ISLNK(mode) and self.layout.reads(place) is not None:
                    raise self.drift("a symbolic link is not followed; put the file itself here", place)
                yield place

    def bytes_of(self, file: str) -> bytes | None:
        """What a file holds; None where there is none.

        Raises: Drift where it is no plain file, or too large; Unavailable, Unauthorized.
        """
        path = self.path / file
        with self._trouble("read", path, "no"):
            try:
                mode = path.lstat().st_mode
            except (FileNotFoundError, NotADirectoryError):
                return None
            if not stat.S_ISREG(mode):
                raise self.drift("a plain file is expected here", file)
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as opened:
                raw = opened.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise self.drift(f"larger than {LARGEST >> 20} MiB", file)
        return raw

    def parsed(self, file: str, raw: bytes) -> Document:
        """What stands in a file; one that did not change is not read again.

        Raises: Drift with the line where it is not a text in UTF-8, or no catalogue.
        """
        known = self._known.get(file)
        if known is not None and known[0] == raw:
            return known[1]
        try:
            found = self.form.read(raw.decode())
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise self.drift("not a text in UTF-8; save it as such", file, line) from None
        except Unreadable as error:
            raise self.drift(str(error), file, error.line) from None
        self._known[file] = raw, found
        return found

    def drift(self, reason: str, file: str, line: int = 0) -> Drift:
        """The error that names a file, and the line where there is one."""
        shown = "".join(char if char.isprintable() else "\ufffd" for char in file)
        return Drift(f"{self.side}: {reason}", path=f"{shown}, line {line}" if line else shown)

    def replace(self, file: str, text: str, before: bytes | None, *, alone: bool) -> bytes:
        """Put a text in the place of what a file held; gives the bytes that it holds now.

        before: what it held when the text was made of it; None for no file.
        alone:  nothing else was written before by the same call.
        Raises: Stale where it holds something else by now; Unavailable, Unauthorized.
        """
        path, raw = self.path / file, text.encode()
        effect: Effect = "no" if alone else "unknown"

        def still() -> None:
            if self.bytes_of(file) != before:
                reason = f"{self.side}: {file} was changed by another program just now; nothing of it was written"
                raise Stale(f"{reason}. Run again", request=f"write {path}", took_effect=effect, transient=True)

        with self._trouble("write", path, effect):
            rights = SHARED if before is None else stat.S_IMODE(path.stat().st_mode)
            if not rights & _WRITABLE:  # taking its name would need a right to the folder alone
                raise PermissionError(errno.EACCES, "the file may only be read")
            with whole(path, rights, still) as out:
                out.write(raw)
                if before is not None and os.name == "posix":
                    os.fchmod(out.fileno(), rights)
            flush(path.parent)
        return raw

    @contextmanager
    def _trouble(self, verb: str, path: Path, effect: Effect) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            request = f"{verb} {path}"
            said = error.strerror or "the disk failed"
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                reason = f"{self.side}: {said}; give this user the right to it"
                raise Unauthorized(reason, request=request, took_effect=effect) from error
            raise Unavailable(f"{self.side}: {said}", request=request, took_effect=effect) from error
