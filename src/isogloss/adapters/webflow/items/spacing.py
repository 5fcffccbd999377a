"""Rich text without white space between its top-level blocks, as it is sent.

Decides what is left out of the spelling of a text; what the text shows is the same. White space inside blocks, and
whatever stands between tags of a line, stays as it is.

Source: a report of 2026: a text with line breaks between its blocks lost its lists, its ``<hr>`` and the links in them,
while the answer to the write echoed what was sent. Two independent clients send their rich text in one run.
"""

import re
from typing import Final

from isogloss.canon.pieces import pieces

_SPACED: Final = re.compile(r">[ \t\n\f\r]+<")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def closed_up(html: str) -> str:
    """Write a text in one run; as it is where it cannot be cut into its blocks."""
    cut = pieces(html) if _SPACED.search(html) else None
    if cut is None:
        return html
    *shown, last = cut
    whole = "".join("".join(_COMMENT.findall(each.gap)) + each.html for each in shown)
    return whole + _SPACED.sub("><", last.gap).strip(" \t\n\f\r")
