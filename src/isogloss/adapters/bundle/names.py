"""Names of files and folders that mean the same on every file system, and never lead out of a folder.

Decides how any text becomes such a name (one way: a folder's name is the entry's remote id, so nothing is ever read
back from it) and what a name made by hand must not be. Refuses to touch a disk.

Source: Microsoft's page "Naming Files, Paths, and Namespaces" on reserved characters and devices, seen 2026-11; that
macOS and Windows take names for equal whatever their case is common knowledge.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_KEPT: Final = re.compile(r"[a-z0-9_~-]")
_LONGEST: Final = 120
"""Bytes of a name that we make."""
_LONGEST_BY_HAND: Final = 200
"""Bytes of a name that we accept: file systems take 255, and a name being written has a few more."""


def safe_name(text: str) -> str:
    """A name for any text; different texts have different names.

    Shape: lower-case letters, digits, ``_ ~ -`` and inner dots stay, and so do letters of other scripts; every other
           character is ``%`` and two hex digits a byte. What is too long is cut and ends in a digest.
    """
    composed = unicodedata.normalize("NFC", text) == text
    made = "".join(char if _stays(char, composed=composed) else _escaped(char) for char in text)
    made = _DEVICES.sub(lambda found: _escaped(found[0][0]) + found[0][1:], made) if _is_device(made) else made
    if made.startswith("."):
        made = "%2e" + made[1:]
    if made.endswith("."):
        made = made[:-1] + "%2e"
    if not made:
        return "%"
    raw = made.encode()
    if len(raw) <= _LONGEST:
        return made
    whole = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return raw[:_LONGEST].decode(errors="ignore").rstrip(".") + f"%~{whole}"


def _stays(char: str, *, composed: bool) -> bool:
    if char == "." or _KEPT.match(char):
        return True
    # A letter whose case could be folded away, or that a file system could decompose into another, is escaped.
    return composed and not char.isascii() and char.isalnum() and char.casefold() == char


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))


def _is_device(name: str) -> bool:
    return _DEVICES.fullmatch(name) is not None


def folded(name: str) -> str:
    """What a file system that does not tell case or composition apart takes a name for."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def free_name(wished: str, taken: set[str]) -> str:
    """The wished name, or one with a number where some file system takes it for one of those taken; now it is taken."""
    name, count = wished, 1
    while folded(name) in taken:
        count += 1
        name = f"{wished}~{count}"
    taken.add(folded(name))
    return name


_WRONG: Final[tuple[tuple[Callable[[str], object], str], ...]] = (
    (lambda name: not name or _FORBIDDEN.search(name), 'it is empty or has one of < > : " / \\ | ? *'),
    (lambda name: name.startswith(".") or name.endswith((".", " ")), "it begins with a dot, or ends in a dot or space"),
    (_is_device, "Windows keeps this name for a device"),
    (lambda name: any("\ud800" <= char <= "\udfff" for char in name), "it is not a text in UTF-8"),
    (lambda name: len(name.encode()) > _LONGEST_BY_HAND, f"it has more than {_LONGEST_BY_HAND} bytes"),
    (lambda name: unicodedata.normalize("NFC", name) != name, "its characters are not composed (Unicode NFC)"),
)


@lru_cache(maxsize=4096)  # each step of the way to a file is looked at each time
def wrong_name(name: str) -> str | None:
    """Why a name cannot stand on every file system, or None."""
    return next((reason for is_wrong, reason in _WRONG if is_wrong(name)), None)


def better_name(name: str) -> str:
    """What to call a folder instead: the same letters composed, where that is all that is wrong with its name."""
    composed = unicodedata.normalize("NFC", name)
    return safe_name(name) if wrong_name(composed) else composed
