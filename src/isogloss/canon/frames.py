"""A frame that an editor wrote again: which of its attributes are the editor's doing.

Decides that an editor drops attributes it does not know and closes frames that it did not make (``sandbox=""``), and
that a value which is another one was set by a person.

Source: open-and-save of the recorded editors, 2026-11: TinyMCE 7 and 8 add ``sandbox=""`` to frames, TinyMCE 4 and 5
drop ``allow``.
"""

import re
from typing import Final

from isogloss.canon.opaque import Part

_START: Final = re.compile(r"<([a-z]+)((?: [^>]*)?)>")
_ATTRIBUTE: Final = re.compile(r' ([^\s="]+)="([^"]*)"')
_CLOSED: Final = "sandbox"


def merged_frame(part: Part, other: Part) -> tuple[str, tuple[str, ...]]:
    """The start of a frame as it is shown, with what a person changed in it elsewhere; and what the editor did.

    part, other: the frame where it is written to, and as it came back from the editor.
    """
    mine, theirs = _attributes(part.token), _attributes(other.token)
    said = [f"dropped {name}" for name in mine if name not in theirs]
    kept = {**mine, **theirs}
    if _CLOSED not in mine and theirs.get(_CLOSED) == "":
        del kept[_CLOSED]
        said.append(f'added {_CLOSED}=""')
    if kept.get("src") != mine.get("src"):
        kept["src"] = mine["src"]  # the same address, written otherwise
    start = "".join(f' {name}="{kept[name]}"' for name in sorted(kept))
    return f"<{part.tag}{start}>{part.token.partition('>')[2]}", tuple(said)


def _attributes(token: str) -> dict[str, str]:
    found = _START.match(token)
    return dict(_ATTRIBUTE.findall(found[2])) if found else {}
