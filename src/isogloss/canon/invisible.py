"""Characters nobody sees, and those that show only by what they part.

Decides which zero-width characters of a text are an editor's litter. Where words are written without spaces a
zero-width space is the place where a line may end, and so a reader sees it. Refuses to know HTML.

Source: the Unicode Standard, 23.2 "Layout Controls", and UAX #14 for the scripts of class SA.
"""

import re
from typing import Final

_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9ff\uaa60-\uaadf"
)
"""Thai, Lao, Burmese, Khmer, Tai, Balinese and Javanese letters, as the inside of a character class."""

_LITTER: Final = re.compile(
    # Joiners matter inside words (Persian, emoji); an editor's own ones stand alone or beside a space.
    "\ufeff|(?<=[ \u00a0])[\u200b-\u200d\u2060]+|[\u200b-\u200d\u2060]+(?=[ \u00a0])"
    f"|(?<![{_UNSPACED}])[\u200b\u2060]+(?![{_UNSPACED}])"
)
_ANY: Final = re.compile("[\u200b-\u200d\u2060\ufeff]")
_ONLY: Final = re.compile("[\u200b-\u200d\u2060\ufeff]*")
_LETTER: Final = re.compile(f"[{_UNSPACED}]")
BREAKS: Final = "\u200b\u2060"
"""What shows only between two letters: never where a line begins or ends."""


def visible(text: str, before: str = "") -> str:
    """Take invisible litter out of a text that follows *before*."""
    if text.isascii() or _ANY.search(text) is None:
        return text
    letter = before[-1:] if _LETTER.match(before[-1:]) else ""
    if _ONLY.fullmatch(text) and not letter:
        return ""
    return _LITTER.sub("", letter + text)[len(letter) :]
