"""Numbers, decimal and exact.

Decides the one spelling of a number: digits without an exponent, no needless zero. Refuses floats, grouping marks,
NaN and infinity: a number that a JSON reader would round is text until somebody says otherwise.
"""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

_NUMBER: Final = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,6}))?")
_DIGITS: Final = 400
"""More digits than any JSON double needs; an exponent beyond it would only fill memory."""
_PLATFORM: Final = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""What survives a platform that keeps numbers as doubles."""


def canonical_number(text: str) -> str:
    """Give the plain decimal spelling.

    Raises: ValueError for what is not a finite decimal number, or needs more than 400 digits.
    """
    text = text.strip()
    if not text:
        return ""
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise ValueError(f"{text[:80]!r} is not a number; expected decimal digits such as -12.5.")
    whole, fraction, exponent = match[2], match[3] or "", int(match[4] or "0")
    digits = (whole + fraction).lstrip("0").rstrip("0")
    if not digits:
        return "0"
    zeros = len(whole + fraction) - len((whole + fraction).rstrip("0"))
    scale = exponent - len(fraction) + zeros  # the value is digits shifted by scale places
    if abs(scale) + len(digits) > _DIGITS:
        raise ValueError(f"{text[:80]!r} has more than {_DIGITS} digits; give it as text.")
    return ("-" if match[1] == "-" else "") + _positional(digits, scale)


def _positional(digits: str, scale: int) -> str:
    if scale >= 0:
        return digits + "0" * scale
    padded = digits.rjust(1 - scale, "0")
    return f"{padded[:scale]}.{padded[scale:]}"


def loose_number(text: str) -> str:
    """Round to the 15 significant digits every platform keeps."""
    return str(_PLATFORM.plus(Decimal(text)).normalize(_PLATFORM)) if text else ""
