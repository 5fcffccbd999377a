"""Running text cut into what two renderings of it have in common: words, signs, and each East Asian character.

Decides the unit by which two texts are laid side by side. White space and joiners are none of it: editors make and
take them.
"""

import re
from typing import Final

from isogloss.canon.space import EAST_ASIAN

WORD: Final = re.compile(rf"&\#?\w+;|[{EAST_ASIAN}]|(?:(?![{EAST_ASIAN}])\w)+|[^\w\s\u200b-\u200d\u2060\ufeff]")
"""One unit of escaped text."""


def words_of(escaped: str) -> tuple[str, ...]:
    """The units of escaped text, in order."""
    return tuple(WORD.findall(escaped))
