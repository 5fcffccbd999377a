"""The canonical forms of version 1, as they were: frozen, and read only while a state of theirs is brought up to date.

Decides nothing any more. They dropped singletons of Unicode, took a component for a block wherever it stood, and knew
styles less well. Nothing here is mended, and recorded forms are tested; it goes when no state is so old.
"""

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from isogloss.canon.elements import ATOMIC, BLOCK, WORD
from isogloss.canon.forms import Forms
from isogloss.canon.html import canonical_html
from isogloss.canon.tags import join_tags, split_tags
from isogloss.canon.text import canonical_long_text, canonical_text

_composed: Final = partial(unicodedata.normalize, "NFC")
_text: Final = partial(canonical_text, compose=_composed)

FIRST: Final = Forms(
    composed=_composed,
    block=BLOCK | {"noscript", "wf-component"},
    atomic=ATOMIC - {"canvas", "meter", "progress"},
    word=WORD - {"wf-component"},
    mended=False,
)


def first_form(kind: str, text: str) -> str:
    """The canonical text that a value had in the first forms."""
    rule = _FORMS.get(kind)
    return text if rule is None else rule(text)


_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "text": _text,
    "long_text": partial(canonical_long_text, compose=_composed),
    "rich_text": partial(canonical_html, forms=FIRST),
    "option": _text,
    "phone": _text,
    "tags": lambda text: join_tags(map(_text, split_tags(text))),
}
