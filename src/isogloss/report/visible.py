"""Hostile or invisible characters, made visible.

Decides which characters of content may reach a reader as they are. What could steer a terminal, reorder a line or
hide text is replaced by a stand-in that says what it was. Refuses to know HTML and Markdown: escaping is theirs.
"""

import re
import unicodedata
from typing import Final

_HARMFUL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control codes, line and bidi controls, half characters, and the tag characters in which text can be hidden."""

_UNSEEN: Final = re.compile("[\u00a0\u00ad\u115f\u180e\u200b\u2060-\u2064\u202f\u3164\ufeff\uffa0]")
"""Looks like a space or like nothing, so that a change of it would show as no change."""

_BLANK_LINE: Final = re.compile(r" *\n(?: *\n)+ *")
_BREAK: Final = re.compile(r" *\n *")
_BLANKS: Final = {" ": "␣", "\t": "⇥", "\n": "↵\n"}
_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = "\x7f"


def visible(text: str) -> str:
    """Text that steers nothing: control codes and bidi controls become stand-ins; tabs and line feeds stay.

    Shape: ``␛`` for a C0 control, ``⟦U+202E⟧`` for everything else.
    """
    return _HARMFUL.sub(_stand_in, text)


def one_line(text: str) -> str:
    """Visible text on one line: a line break shows as ``↵``, a blank line as ``¶``, a tab as a space."""
    text = visible(text).replace("\t", " ")
    return _BREAK.sub(" ↵ ", _BLANK_LINE.sub(" ¶ ", text)) if "\n" in text else text


def changed(text: str) -> str:
    """Visible text of a changed run: what cannot be seen is named, since it may be all that changed."""
    text = visible(text)
    if all(letter.isspace() or unicodedata.category(letter) in ("Cf", "Mn") for letter in text):
        return "".join(_BLANKS.get(letter) or _named(letter) for letter in text)
    return _UNSEEN.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    letter = found[0]
    if letter < " ":
        return chr(_CONTROL_PICTURES + ord(letter))
    return "␡" if letter == _DELETE else _named(letter)


def _named(letter: str) -> str:
    return f"⟦U+{ord(letter):04X}⟧"
