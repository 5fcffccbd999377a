"""Plain text, of one line and of many.

Decides what of a text is content: its composed characters, its lines. ``e`` with a combining acute accent and ``é`` are
one letter. Refuses to know languages, and to fold what Unicode merely calls equivalent: a *singleton* is a character
that is taken for another one (U+FA46 for U+6E1A, the ångström sign for the letter). Whoever wrote it chose it: names of
people and places are told apart by it.

Source: UAX 15, "Unicode Normalization Forms", singleton decompositions; UAX 38 on CJK compatibility ideographs.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from isogloss.canon.space import unix

_BREAK: Final = re.compile("[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029][ \t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*")
_BLOCKS: Final = (range(0x340, 0x3000), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
"""Where singletons are, and no others: a test looks at all of Unicode."""


def _stands_for_one(code: int) -> bool:
    decomposition = unicodedata.decomposition(chr(code))
    return bool(decomposition) and not decomposition.startswith("<") and " " not in decomposition


_SINGLETONS: Final = re.compile(
    "([" + "".join(re.escape(chr(code)) for block in _BLOCKS for code in block if _stands_for_one(code)) + "]+)"
)


def composed(text: str) -> str:
    """Compose what is decomposed; singletons stay."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return "".join(
        part if number % 2 else unicodedata.normalize("NFC", part)
        for number, part in enumerate(_SINGLETONS.split(text))
    )


def canonical_text(text: str, compose: Callable[[str], str] = composed) -> str:
    """Compose, fold line breaks to one space, trim. A single-line field of Webflow refuses line breaks."""
    return compose(_BREAK.sub(" ", text)).strip()


def canonical_long_text(text: str, compose: Callable[[str], str] = composed) -> str:
    """Compose, end lines with a line feed, trim the end; leading white space may be an indent and stays."""
    return compose(unix(text)).rstrip()


def breaks(text: str) -> bool:
    """Whether a text has a line break that a single line would have as a space."""
    return _BREAK.search(text) is not None
