"""Files kept beside content, by address: what a bundle holds in its folder ``assets``.

Decides how a copy is named (by the digest of its content, so equal files are kept once), how its address is remembered
(``index.json``), and what is believed of what lies there: a name that leads elsewhere, a link, or content that does not
match its name is no copy. Refuses to know entries and fields.
"""

import hashlib
import json
import mimetypes
import re
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from isogloss.errors import ConfigError
from isogloss.files import SHARED, whole
from isogloss.http.fetched import MEGABYTE, Fetched

ASSETS: Final = "assets"
"""The folder of the copies, inside that of the content."""
_INDEX: Final = "index.json"
_NAME: Final = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,9}")
_ENDING: Final = re.compile(r"\.[a-z0-9]{1,9}")
_LARGEST_INDEX: Final = 64 * MEGABYTE


class Shelf:
    """The copies of one folder of content.

    Raises: ConfigError where the index cannot be read.
    """

    def __init__(self, content: Path, largest: int) -> None:
        self._folder = content / ASSETS
        self._largest = largest
        self._index = self._read_index()
        self._changed = False

    def get(self, address: str) -> Fetched | None:
        """The copy of a file, or None where there is none that can be believed."""
        name = self._index.get(address)
        data = None if name is None else self._read(name, self._largest)
        if name is None or data is None or hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
            return None
        return Fetched(data, mimetypes.guess_type(name)[0] or "")

    def placed(self, address: str) -> tuple[str, int] | None:
        """The name of the copy of a file, and its bytes; None where there is none. Not held against its content."""
        name = self._index.get(address)
        path = None if name is None else self._folder / name
        if name is None or path is None or path.is_symlink() or not path.is_file():
            return None
        return name, path.stat().st_size

    def note(self, name: str, text: str) -> None:
        """Write something about the copies down beside them."""
        self._write(name, text.encode("utf-8", "surrogatepass"))

    def put(self, address: str, file: Fetched) -> bool:
        """Keep a copy; says whether it is the first of that content."""
        name = hashlib.sha256(file.data).hexdigest() + _ending(address, file.media)
        fresh = self._read(name, self._largest) != file.data
        if fresh:
            self._write(name, file.data)
        self._changed |= self._index.get(address) != name
        self._index[address] = name
        return fresh

    def save(self) -> None:
        """Write down which address each copy is of."""
        if self._changed:
            text = json.dumps(dict(sorted(self._index.items())), ensure_ascii=False, indent=1)
            self._write(_INDEX, (text + "\n").encode())
            self._changed = False

    def _read_index(self) -> dict[str, str]:
        raw = self._read(_INDEX, _LARGEST_INDEX)
        if raw is None:
            return {}
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError) as fault:
            raise ConfigError(f"{self._folder / _INDEX}: cannot be read ({fault}); mend it or delete it.") from None
        if not isinstance(said, dict):
            raise ConfigError(f"{self._folder / _INDEX}: addresses with their files are expected; mend or delete it.")
        return {address: name for address, name in said.items() if isinstance(name, str) and _NAME.fullmatch(name)}

    def _read(self, name: str, largest: int) -> bytes | None:
        """A plain file of the folder; None where there is none, or it is too large, or leads elsewhere."""
        path = self._folder / name
        if self._folder.is_symlink() or path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as opened:
            raw = opened.read(largest + 1)
        return raw if len(raw) <= largest else None

    def _write(self, name: str, data: bytes) -> None:
        if self._folder.is_symlink():
            raise ConfigError(f"{self._folder}: a symbolic link is not followed; put the folder itself here.")
        with whole(self._folder / name, SHARED) as out:
            out.write(data)


def copies(content: Path) -> dict[str, int]:
    """The copies in a folder of content that hold what their names say, by name with their bytes, sorted."""
    folder = content / ASSETS
    if folder.is_symlink() or not folder.is_dir():
        return {}
    found: dict[str, int] = {}
    for path in sorted(folder.iterdir()):
        if _NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            with path.open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() == path.name.partition(".")[0]:
                    found[path.name] = path.stat().st_size
    return found


def _ending(address: str, media: str) -> str:
    """What a file is, by its server or its address, as the end of its name."""
    found = mimetypes.guess_extension(media) or PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    return found if _ENDING.fullmatch(found) else ".bin"
