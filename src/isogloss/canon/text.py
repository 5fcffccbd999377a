"""Plain text, of one line and of many.

Decides what of a text is content: its composed characters, its lines. Refuses to know languages.
"""

import re
from collections.abc import Callable
from typing import Final

from isogloss.canon.compose import composed
from isogloss.canon.space import unix

_BREAK: Final = re.compile("[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029][ \t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*")


def canonical_text(text: str, compose: Callable[[str], str] = composed) -> str:
    """Compose, fold line breaks to one space, trim. A single-line field of Webflow refuses line breaks."""
    return compose(_BREAK.sub(" ", text)).strip()


def canonical_long_text(text: str, compose: Callable[[str], str] = composed) -> str:
    """Compose, end lines with a line feed, trim the end; leading white space may be an indent and stays."""
    return compose(unix(text)).rstrip()


def breaks(text: str) -> bool:
    """Whether a text has a line break that a single line would have as a space."""
    return _BREAK.search(text) is not None
