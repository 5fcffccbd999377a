"""Strings of gettext's PO files: how characters stand between double quotes. Refuses to know what a file holds.

Source: GNU gettext manual, "The Format of PO Files", seen 2026-11.
"""

import re
from typing import Final

STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
"""A string as it stands on one line."""
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_PLAIN: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_ESCAPE: Final = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_CONTROL: Final = re.compile('[\x00-\x1f\x7f\\\\"]')


def quoted(text: str) -> str:
    """A text as a string on one line."""
    return '"' + _CONTROL.sub(lambda one: _ESCAPES.get(one[0], f"\\{ord(one[0]):03o}"), text) + '"'


def unquoted(string: str) -> str:
    """What a string says."""

    def one(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] == "x" and len(code) > 1:
            return chr(int(code[1:], 16))
        return chr(int(code, 8)) if code[0] in "01234567" else _PLAIN.get(code, code)

    return _ESCAPE.sub(one, string[1:-1])
