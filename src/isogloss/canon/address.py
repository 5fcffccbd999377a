"""Links, e-mail addresses, telephone numbers and video addresses.

Decides which spellings of an address are one address (canonical) and which could be a platform's rendering of it
(loose). Refuses to fetch, resolve or validate: an address that leads nowhere is still a value.

Source: RFC 3986 section 6.2 for what may be normalized in an address: case of scheme and host, empty path, default
port, case and need of percent-encoding.
"""

import re
from typing import Final
from urllib.parse import quote

_PARTS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_BREAKS: Final = re.compile(r"[\t\r\n]+")
_PERCENT: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_DEFAULT_PORT: Final = {"http:": ":80", "https:": ":443", "ftp:": ":21"}
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT: Final = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>\\^`{|}')
_SEPARATORS: Final = re.compile(r"[\s()\[\]./\u00a0\u2010-\u2015-]+")
_VIDEO: Final = (
    re.compile(r"https?://(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch/?\?(?:.*&)?v=|embed/|shorts/)([\w-]{6,})"),
    re.compile(r"https?://youtu\.be/([\w-]{6,})"),
    re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?([0-9]+)"),
)


def canonical_link(text: str) -> str:
    """Trim, lower the case of scheme and host, write an empty web path as ``/``. Line breaks inside fall away."""
    scheme, authority, path, query, fragment = _split(_BREAKS.sub("", text).strip())
    scheme = scheme.lower()
    if authority:
        user, at, host = authority.rpartition("@")
        authority = f"{user}{at}{host.lower()}"
        if not path and scheme in _DEFAULT_PORT:
            path = "/"
    return f"{scheme}{authority}{path}{query}{fragment}"


def loose_link(text: str) -> str:
    """Fold what platforms rewrite in an address: default port, trailing slash, percent-encoding."""
    scheme, authority, path, query, fragment = _split(canonical_link(text))
    port = _DEFAULT_PORT.get(scheme)
    if port:
        authority = authority.removesuffix(port)
    path, query, fragment = (_percent(part) for part in (path, query, fragment))
    if not query and not fragment:
        path = path.removesuffix("/")
    return f"{scheme}{authority}{path}{query}{fragment}"


def loose_video(text: str) -> str:
    """Fold the several addresses YouTube and Vimeo give one video."""
    link = canonical_link(text)
    for pattern in _VIDEO:
        if match := pattern.match(link):
            return f"video {match[1]}"
    return loose_link(link)


def canonical_email(text: str) -> str:
    """Trim and lower the case of the domain.

    Raises: ValueError where there is no ``@`` with something on both sides, or white space inside.
    """
    text = text.strip()
    name, at, domain = text.rpartition("@")
    if text and (not (name and at and domain) or any(character.isspace() for character in text)):
        raise ValueError(f"{text[:80]!r} is not an e-mail address; expected name@domain.")
    return f"{name}{at}{domain.lower()}"


def loose_phone(text: str) -> str:
    """Keep what is dialled."""
    return _SEPARATORS.sub("", text)


def _split(link: str) -> tuple[str, str, str, str, str]:
    match = _PARTS.fullmatch(link)
    if match is None:
        raise AssertionError(f"every text is an address of some form, but {link[:80]!r} did not split.")
    scheme, authority, path, query, fragment = match.groups(default="")
    return scheme, authority, path, query, fragment


def _percent(part: str) -> str:
    """Decode what needs no encoding, encode what does, spell hexadecimal digits in upper case."""

    def decode(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _PERCENT.sub(decode, quote(part, safe=_KEPT))
