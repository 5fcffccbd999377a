"""What a reader sees of a style attribute.

Decides where a declaration ends and which spellings of it show the same: colours, quotes, white space, a semicolon at
the end, the order of properties that do not touch each other. Refuses to know what a property does, save that a
shorthand resets others. What is not a list of declarations, or does not close, is compared as it is written.

Source: CSS Syntax Module Level 3, section 4, "Tokenization".
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from isogloss.canon.colour import canonical_colour

_NAMED: Final = r"(?:[\w\u0080-\U0010ffff-]|\\[^\n])+"
_TOKEN: Final = re.compile(
    rf"""
    (?P<nothing>/\*.*?\*/)
    |(?P<space>[ \t\n\f\r]+)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<url>[uU][rR][lL]\([ \t\n\f\r]*(?P<address>(?:[^"'()\\ \t\n\f\r]|\\[^\n])*)[ \t\n\f\r]*\))
    |(?P<number>[+-]?(?:[0-9]*\.)?[0-9]+(?:[eE][+-]?[0-9]{{1,2}})?(?P<unit>%|{_NAMED})?)
    |(?P<function>{_NAMED}\()
    |(?P<word>\#?{_NAMED})
    |(?P<open>[(\[{{])
    |(?P<close>[)\]}}])
    |(?P<other>[^"'\\/]|/(?!\*))
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSES: Final = {"(": ")", "[": "]", "{": "}"}
_COLOURED: Final = re.compile(
    r"(?:.+-)?(?:background(?:-image)?|border(?:-[a-z]+)?|color|decoration|fill|outline|shadow|stroke)"
)
_COLOUR_FUNCTION: Final = re.compile(r"(?:rgb|hsl)a?\(", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z_-][\w-]*")
_SPACES: Final = re.compile(r"[ \t\n\f\r]+")
_HUGGED: Final = frozenset([",", "/", "!"])
_QUOTE: Final = re.compile(r'(?<!\\)"')
_FONT: Final = re.compile(r"[A-Za-z_][\w-]*(?: [A-Za-z_][\w-]*)*")
_GENERIC: Final = frozenset(
    [
        *("cursive", "default", "emoji", "fangsong", "fantasy", "inherit", "initial", "math", "monospace", "revert"),
        *("sans-serif", "serif", "system-ui", "ui-monospace", "ui-rounded", "ui-sans-serif", "ui-serif", "unset"),
    ]
)
_RESETS: Final = frozenset(["all", "font"])
"""Shorthands that set properties which do not begin with their name."""

_Tokens = Sequence[re.Match[str]]


@lru_cache(maxsize=4096)
def loose_style(value: str) -> str:
    """Fold a style to what a reader sees of it."""
    declarations = _declarations(value)
    if declarations is None:
        return value.strip(" \t\n\f")
    folded = [(name, _value(name, tokens)) for name, tokens in declarations]
    if _independent([name for name, _ in folded]):
        folded.sort()
    return "; ".join(f"{name}: {text}" for name, text in folded)


def _independent(names: Sequence[str]) -> bool:
    """Tell whether the order of properties shows nothing, for none of them sets a part of another."""
    families = {name.removeprefix("-").partition("-")[0] for name in names}
    return len(families) == len(names) and _RESETS.isdisjoint(names)


def _declarations(value: str) -> list[tuple[str, _Tokens]] | None:
    """Read names and values; None where the style is something else as well."""
    pieces = _pieces(value)
    found: list[tuple[str, _Tokens]] = []
    for piece in pieces or ():
        tokens = [token for token in piece if token.lastgroup != "nothing"]
        colon = next((at for at, token in enumerate(tokens) if token[0] == ":"), -1)
        name = "".join(token[0] for token in tokens[:colon]).strip(" \t\n\f\r")
        if colon < 0 or not _NAME.fullmatch(name):
            return None
        found.append((name if name.startswith("--") else name.lower(), tokens[colon + 1 :]))
    return None if pieces is None else found


def _pieces(value: str) -> Sequence[_Tokens] | None:
    """Cut a style at the semicolons that are in no bracket; None where a bracket or a string does not close."""
    pieces: list[list[re.Match[str]]] = [[]]
    waiting: list[str] = []
    at = 0
    while match := _TOKEN.match(value, at):
        at = match.end()
        if match["function"] or match["open"]:
            waiting.append(_CLOSES[match[0][-1]])
        elif match["close"] and (not waiting or waiting.pop() != match[0]):
            return None
        if match[0] == ";" and not waiting:
            pieces.append([])
        else:
            pieces[-1].append(match)
    shown = [piece for piece in pieces if any(token.lastgroup not in {"nothing", "space"} for token in piece)]
    return None if waiting or at < len(value) else shown


def _value(name: str, tokens: _Tokens) -> str:
    if name.startswith("--"):
        return _SPACES.sub(" ", "".join(token[0] for token in tokens)).strip(" ")
    coloured = bool(_COLOURED.fullmatch(name))
    written: list[str] = []
    colour = -1  # where the function that makes a colour begins
    for before, token, after in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        if token["space"] and (_hugs(before, opens=True) or _hugs(after, opens=False)):
            continue
        if coloured and colour < 0 and _COLOUR_FUNCTION.fullmatch(token[0]):
            colour = len(written)
        written.append(_token(name, token))
        if colour >= 0 and token["close"]:  # no colour has a bracket within its own
            written[colour:] = [_colour("".join(written[colour:]))]
            colour = -1
        elif coloured and token["word"]:
            written[-1] = _colour(token[0])
    return "".join(written)


def _hugs(token: re.Match[str] | None, *, opens: bool) -> bool:
    """Tell whether white space beside this shows nothing."""
    if token is None or token[0] in _HUGGED:
        return True
    return bool(token["function"] or token["open"]) if opens else bool(token["close"])


def _token(name: str, token: re.Match[str]) -> str:
    text = token[0]
    match token.lastgroup:
        case "space":
            text = " "
        case "function":
            text = text.lower()
        case "url":
            text = f'url("{token["address"]}")'
        case "number":
            unit = token["unit"] or ""
            number = float(text.removesuffix(unit))
            text = f"{int(number) if number.is_integer() else number}{unit.lower()}"
        case "string":
            text = text[1:-1]
            if name != "font-family" or text in _GENERIC or not _FONT.fullmatch(text):
                text = '"' + _QUOTE.sub(r'\\"', text.replace("\\'", "'")) + '"'
    return text


def _colour(text: str) -> str:
    try:
        return canonical_colour(text)
    except ValueError:
        return text
