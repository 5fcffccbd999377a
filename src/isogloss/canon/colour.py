"""Colours.

Decides the one spelling of a colour: lower-case ``#rrggbb``, or ``#rrggbbaa`` where it is not opaque. Refuses colours
that have no sRGB value without a page around them (``currentcolor``, variables) or that need a wider colour space.

Source: Webflow Data API reference, field types, seen 2026-11: Color takes ``#RGB #RGBA #RRGGBB #RRGGBBAA rgb() rgba()
hsl() hsla()``, CSS names and ``transparent``, and may be rewritten on reading; ButterCMS has hexadecimal strings. CSS
Color Module Level 4 for the grammar, for the conversion of hsl, and for the 148 names ("Named Colors").
"""

import re
from typing import Final

_HEX: Final = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION: Final = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_COMMAS: Final = re.compile(r"\s*,\s*")
_SLASH: Final = re.compile(r"\s*/\s*")
_NUMBER: Final = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,2})?)(%|deg|grad|rad|turn)?")
_TURN: Final = {"": 360.0, "deg": 360.0, "grad": 400.0, "rad": 6.283185307179586, "turn": 1.0}
_OPAQUE: Final = 255
_TABLE: Final = """
aliceblue f0f8ff  antiquewhite faebd7  aqua 00ffff  aquamarine 7fffd4  azure f0ffff  beige f5f5dc  bisque ffe4c4
black 000000  blanchedalmond ffebcd  blue 0000ff  blueviolet 8a2be2  brown a52a2a  burlywood deb887
cadetblue 5f9ea0  chartreuse 7fff00  chocolate d2691e  coral ff7f50  cornflowerblue 6495ed  cornsilk fff8dc
crimson dc143c  cyan 00ffff  darkblue 00008b  darkcyan 008b8b  darkgoldenrod b8860b  darkgray a9a9a9
darkgreen 006400  darkgrey a9a9a9  darkkhaki bdb76b  darkmagenta 8b008b  darkolivegreen 556b2f
darkorange ff8c00  darkorchid 9932cc  darkred 8b0000  darksalmon e9967a  darkseagreen 8fbc8f
darkslateblue 483d8b  darkslategray 2f4f4f  darkslategrey 2f4f4f  darkturquoise 00ced1  darkviolet 9400d3
deeppink ff1493  deepskyblue 00bfff  dimgray 696969  dimgrey 696969  dodgerblue 1e90ff  firebrick b22222
floralwhite fffaf0  forestgreen 228b22  fuchsia ff00ff  gainsboro dcdcdc  ghostwhite f8f8ff  gold ffd700
goldenrod daa520  gray 808080  green 008000  greenyellow adff2f  grey 808080  honeydew f0fff0  hotpink ff69b4
indianred cd5c5c  indigo 4b0082  ivory fffff0  khaki f0e68c  lavender e6e6fa  lavenderblush fff0f5
lawngreen 7cfc00  lemonchiffon fffacd  lightblue add8e6  lightcoral f08080  lightcyan e0ffff
lightgoldenrodyellow fafad2  lightgray d3d3d3  lightgreen 90ee90  lightgrey d3d3d3  lightpink ffb6c1
lightsalmon ffa07a  lightseagreen 20b2aa  lightskyblue 87cefa  lightslategray 778899  lightslategrey 778899
lightsteelblue b0c4de  lightyellow ffffe0  lime 00ff00  limegreen 32cd32  linen faf0e6  magenta ff00ff
maroon 800000  mediumaquamarine 66cdaa  mediumblue 0000cd  mediumorchid ba55d3  mediumpurple 9370db
mediumseagreen 3cb371  mediumslateblue 7b68ee  mediumspringgreen 00fa9a  mediumturquoise 48d1cc
mediumvioletred c71585  midnightblue 191970  mintcream f5fffa  mistyrose ffe4e1  moccasin ffe4b5
navajowhite ffdead  navy 000080  oldlace fdf5e6  olive 808000  olivedrab 6b8e23  orange ffa500  orangered ff4500
orchid da70d6  palegoldenrod eee8aa  palegreen 98fb98  paleturquoise afeeee  palevioletred db7093
papayawhip ffefd5  peachpuff ffdab9  peru cd853f  pink ffc0cb  plum dda0dd  powderblue b0e0e6  purple 800080
rebeccapurple 663399  red ff0000  rosybrown bc8f8f  royalblue 4169e1  saddlebrown 8b4513  salmon fa8072
sandybrown f4a460  seagreen 2e8b57  seashell fff5ee  sienna a0522d  silver c0c0c0  skyblue 87ceeb
slateblue 6a5acd  slategray 708090  slategrey 708090  snow fffafa  springgreen 00ff7f  steelblue 4682b4
tan d2b48c  teal 008080  thistle d8bfd8  tomato ff6347  turquoise 40e0d0  violet ee82ee  wheat f5deb3
white ffffff  whitesmoke f5f5f5  yellow ffff00  yellowgreen 9acd32
"""

_NAMES: Final = dict(zip(_TABLE.split()[::2], _TABLE.split()[1::2], strict=True))
"""Each colour that CSS knows by name, with its six hexadecimal digits."""


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
    text = "#" + _NAMES[text] if text in _NAMES else text
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
    return [int(part * 255 + 0.5) for part in (*colours, alpha)]


def _fraction(number: float, unit: str, *, whole: float) -> float:
    return min(max(number / (100.0 if unit == "%" else whole), 0.0), 1.0)


def _from_hsl(hue: float, saturation: float, lightness: float) -> list[float]:
    """Convert as the CSS Color Module's own sample does; *hue* in turns."""
    reach = saturation * min(lightness, 1 - lightness)

    def channel(offset: int) -> float:
        k = (offset + hue * 12) % 12
        return lightness - reach * max(-1.0, min(k - 3, 9 - k, 1.0))

    return [channel(0), channel(8), channel(4)]
