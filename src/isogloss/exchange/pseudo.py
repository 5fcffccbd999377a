"""Text that looks like a translation and is none: longer, accented or from right to left, to find what does not fit.

Decides what stays as it is: codes, addresses and what a program fills in. Brackets around each text show where it is
cut. Nothing is left to chance, so the same text is always made into the same.

Source: how much longer: W3C Internationalization, "Text size in translation", which quotes IBM's figures, seen 2026-11.
"""

import re
from typing import Final, Literal, TypeAlias, get_args

from isogloss.exchange.content import Code, Content, joined, words

Style: TypeAlias = Literal["accents", "rtl"]
STYLES: Final[tuple[Style, ...]] = get_args(Style)

_LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LETTERS: Final[dict[Style, dict[int, int]]] = {
    "accents": str.maketrans(_LATIN, "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž"),
    "rtl": str.maketrans(_LATIN, "אבגדהופחטיכלמנסעפצקרשתאבגד" * 2),
}
_KEPT: Final = re.compile(r"(https?://\S+|\S+@\S+\.\S+|\{[^{}\s]*\}|%[\w$.-]*[sdif]\b)")
"""Addresses, and what a program fills in."""
_LONGER: Final = ((10, 2.0), (20, 1.8), (30, 1.6), (50, 1.4), (70, 1.5))
"""So many times as long as the source, up to so many characters; beyond, by a third."""
_BEYOND: Final = 1.33
_FILLER: Final = ("lorem", "ipsum", "dolor", "sit", "amet")
_BRACKETS: Final = 2


def pseudo(source: Content, style: Style = "accents", limit: int | None = None) -> Content:
    """A made-up translation of a text: each code once and in its place.

    limit: the most characters that it may have; it is longer than its source only as far as that allows.
    """
    made = [piece if isinstance(piece, Code) else _made(piece, style) for piece in source]
    length = len(words(source))
    wanted = round(length * next((times for most, times in _LONGER if length <= most), _BEYOND))
    room = None if limit is None else limit - length - _BRACKETS
    if room is not None and room < 0:
        return joined(made)
    return joined(["[", *made, _made(_padding(wanted - length - _BRACKETS, room), style), "]"])


def _padding(least: int, most: int | None) -> str:
    """Words, each after a space, of so many characters; fewer where there is no room for the last."""
    said, number = "", 0
    while len(said) < least:
        word = f" {_FILLER[number % len(_FILLER)]}"
        if most is not None and len(said) + len(word) > most:
            break
        said, number = said + word, number + 1
    return said


def _made(text: str, style: Style) -> str:
    """A piece of text in other letters, but for what stays."""
    pieces = _KEPT.split(text)
    return "".join(piece if number % 2 else piece.translate(_LETTERS[style]) for number, piece in enumerate(pieces))
