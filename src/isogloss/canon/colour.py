"""Colours.

Decides the one spelling of a colour: lower-case ``#rrggbb``, or ``#rrggbbaa`` where it is not opaque. Refuses colours
that have no sRGB value without a page around them (``currentcolor``, variables) or that need a wider colour space.

Source: Webflow Data API reference, field types, seen 2026-11: Color takes ``#RGB #RGBA #RRGGBB #RRGGBBAA rgb() rgba()
hsl() hsla()``, CSS names and ``transparent``, and may be rewritten on reading; ButterCMS has hexadecimal strings. CSS
Color Module Level 4 for the grammar and for the conversion of hsl.
"""

import re
from typing import Final

from isogloss.canon.colour_names import COLOUR_NAMES

_HEX: Final = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION: Final = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_COMMAS: Final = re.compile(r"\s*,\s*")
_SLASH: Final = re.compile(r"\s*/\s*")
_NUMBER: Final = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,2})?)(%|deg|grad|rad|turn)?")
_TURN: Final = {"": 360.0, "deg": 360.0, "grad": 400.0, "rad": 6.283185307179586, "turn": 1.0}
_OPAQUE: Final = 255


def canonical_colour(text: str) -> str:
    """Give the hexadecimal spelling.

    Raises: ValueError for what is not a colour in a form named above.
    """
    text = text.strip().lower()
    if not text:
        return ""
    channels = _channels(text)
    if channels is None:
        raise ValueError(
            f"{text[:80]!r} is not a colour; expected a form such as #1a2b3c, rgb(26 43 60) or a CSS name."
        )
    return "#" + "".join(f"{channel:02x}" for channel in (channels[:3] if channels[3] == _OPAQUE else channels))


def alike_colours(one: str, other: str) -> bool:
    """Tell whether two canonical colours differ by no more than a rounding step in any channel."""
    if not one or not other:
        return one == other
    pairs = zip(_channels(one) or [], _channels(other) or [], strict=True)
    return all(abs(left - right) <= 1 for left, right in pairs)


def _channels(text: str) -> list[int] | None:
    """Give red, green, blue and alpha, each 0 to 255."""
    if text == "transparent":
        return [0, 0, 0, 0]
    text = "#" + COLOUR_NAMES[text] if text in COLOUR_NAMES else text
    if match := _HEX.fullmatch(text):
        digits = match[1] if len(match[1]) > len("rgba") else "".join(digit * 2 for digit in match[1])
        return [int(digits[at : at + 2], 16) for at in (0, 2, 4, 6) if at < len(digits)] + [_OPAQUE] * (
            len(digits) == len("rrggbb")
        )
    if match := _FUNCTION.fullmatch(text):
        return _function(match[1], match[2].strip())
    return None


def _function(name: str, inside: str) -> list[int] | None:
    arguments = _COMMAS.split(inside) if "," in inside else _SLASH.sub(" ", inside).split()
    if len(arguments) not in {3, 4} or ("/" in inside and ("," in inside or len(arguments) == len("rgb"))):
        return None
    parts = [_NUMBER.fullmatch(argument) for argument in arguments]
    numbers = [(float(part[1]), part[2] or "") for part in parts if part is not None]
    if len(numbers) != len(arguments) or any(unit not in {"", "%"} for _, unit in numbers[1:]):
        return None
    alpha = _fraction(*numbers[3], whole=1.0) if numbers[3:] else 1.0
    if name == "hsl":
        hue, unit = numbers[0]
        if unit not in _TURN:
            return None
        saturation, lightness = (min(max(number / 100, 0.0), 1.0) for number, _ in numbers[1:3])
        colours = _from_hsl(hue / _TURN[unit] % 1.0, saturation, lightness)
    elif numbers[0][1] in {"", "%"}:
        colours = [_fraction(number, unit, whole=255.0) for number, unit in numbers[:3]]
    else:
        return None
    return [_byte(part) for part in (*colours, alpha)]


def _fraction(number: float, unit: str, *, whole: float) -> float:
    return min(max(number / (100.0 if unit == "%" else whole), 0.0), 1.0)


def _byte(part: float) -> int:
    return int(part * 255 + 0.5)


def _from_hsl(hue: float, saturation: float, lightness: float) -> list[float]:
    """Convert as the CSS Color Module's own sample does; *hue* in turns."""
    reach = saturation * min(lightness, 1 - lightness)

    def channel(offset: int) -> float:
        k = (offset + hue * 12) % 12
        return lightness - reach * max(-1.0, min(k - 3, 9 - k, 1.0))

    return [channel(0), channel(8), channel(4)]
