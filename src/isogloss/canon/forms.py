"""In what the canonical forms of two versions differ; all else is the same in both, and said once.

Decides what the serializer is told of them. A state of older forms is read by those until it is brought up to date
(``first``), so what is here of an older version stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from isogloss.canon.elements import ATOMIC, BLOCK, WORD
from isogloss.canon.text import composed


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one version.

    composed: composes a text, piece by piece: over whole HTML, ``>`` and a combining solidus would become one
              character.
    block, atomic, word: the elements of each of these sorts.
    mended:   a component or an embed is a block where nothing else is on its line, a custom element with nothing in it
              takes room, and an author's own names in a style have two cases.
    """

    composed: Callable[[str], str] = composed
    block: frozenset[str] = BLOCK
    atomic: frozenset[str] = ATOMIC
    word: frozenset[str] = WORD
    mended: bool = True


TODAY: Final = Forms()
