"""What was made of a text a moment ago is at hand: read, merged, written and read back, it is asked for many times.

Decides how much memory that may take: what is made of some thousand texts of a paragraph, and of a few that are longer,
however many texts a site has and however long they are.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

_Made = TypeVar("_Made")
_SHORT: Final = 2_000
"""Characters, as most texts have at most."""
_LONG: Final = 50_000
"""Characters, as the body of an article has; whatever is longer is made anew each time."""


def remembered(rule: Callable[[str], _Made]) -> Callable[[str], _Made]:
    """The same pure function of a text, whose last results are kept; nobody may change one."""
    short, long = lru_cache(maxsize=2048)(rule), lru_cache(maxsize=64)(rule)

    @wraps(rule)
    def found(text: str) -> _Made:
        return short(text) if len(text) <= _SHORT else long(text) if len(text) <= _LONG else rule(text)

    return found
