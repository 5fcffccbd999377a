"""Codes as signs in plain text, for formats that have no markup of their own: ``{1}``, ``{/1}``, ``{2/}``.

Decides how words that only look like a sign are told from one: by a backslash before them, and backslashes before any
are doubled.
"""

import re
from collections.abc import Iterator
from typing import Final

from isogloss.exchange.content import Code, Content, Piece, joined

_SIGN: Final = re.compile(r"(\\*)\{(/?)(\d{1,6})(/?)\}")
_ENDS: Final = re.compile(r"\\+\Z")


def written(content: Content) -> str:
    """Content as one text."""
    made: list[str] = []
    for piece in content:
        if isinstance(piece, str):
            made.append(_SIGN.sub(lambda found: found[1] * 2 + "\\" + found[0][len(found[1]) :], piece))
            continue
        if made:  # backslashes before a sign would hide it
            made[-1] = _ENDS.sub(lambda found: found[0] * 2, made[-1])
        made.append({"open": "{%s}", "close": "{/%s}", "alone": "{%s/}"}[piece.sort] % piece.id)
    return "".join(made)


def read(text: str) -> Content:
    """Content as it was written."""
    return joined(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    last = 0
    for found in _SIGN.finditer(text):
        before, ends, id_, alone = found.groups()
        yield text[last : found.start()] + before[: len(before) // 2]
        last = found.end()
        if len(before) % 2 or (ends and alone):
            yield found[0][len(before) :]
        else:
            yield Code(id_, "close" if ends else "alone" if alone else "open")
    yield text[last:]
