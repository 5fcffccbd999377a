"""Gates: what has to be true of a locale before anything of it is put live for the first time.

Pure. Decides how a gate is written (``own >= 95% and stale = 0``) and when it is open. Refuses to know how entries are
counted.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

from isogloss.model.locale import Locale

Counted: TypeAlias = Literal["own", "same", "copied", "missing", "stale", "published"]
"""What is counted of a locale where content comes from: entries with a text of their own, with the primary's words,
copied from it, not there, older than their source, seen by readers there."""
COUNTED: Final[tuple[Counted, ...]] = get_args(Counted)
_CONDITION: Final = re.compile(r"(?P<what>[a-z]+)\s*(?P<sign>>=|<=|=)\s*(?P<amount>\d+(?:\.\d+)?)\s*(?P<share>%?)")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a gate.

    amount: of entries, or a share of them between 0 and 1 where ``share``.
    """

    what: Counted
    sign: Literal[">=", "<=", "="]
    amount: Fraction
    share: bool

    def holds(self, count: int, of: int) -> bool:
        """Whether it is true where so many of so many entries are counted."""
        wanted = self.amount * of if self.share else self.amount
        match self.sign:
            case ">=":
                return count >= wanted
            case "<=":
                return count <= wanted
            case _:
                return count == wanted

    def lacks(self, count: int, of: int) -> str:
        """What it says and how it stands: ``own >= 95%: 18 of 20, 19 are needed``."""
        said = f"{self.what} {self.sign} {float(self.amount * (100 if self.share else 1)):g}{'%' if self.share else ''}"
        wanted = self.amount * of if self.share else self.amount
        needed = math.ceil(wanted) if self.sign == ">=" else math.floor(wanted)
        words = {">=": "{} are needed", "<=": "{} are allowed", "=": "it has to be {}"}[self.sign].format(f"{needed:,}")
        return f"{said}: {count:,} of {of:,}, {words}"


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of a locale: all its conditions have to hold."""

    locale: Locale
    conditions: tuple[Condition, ...]

    def lacks(self, counts: Mapping[str, int], of: int) -> str:
        """What is missing, where so many entries are counted so; "" where it is open."""
        found = (each for each in self.conditions if not each.holds(counts.get(each.what, 0), of))
        return "; ".join(each.lacks(counts.get(each.what, 0), of) for each in found)


def read_gate(locale: Locale, text: str) -> Gate:
    """A gate as it is written.

    Raises: ValueError with what is wrong, in a sentence without its end.
    """
    return Gate(locale, tuple(_condition(each.strip()) for each in text.split(" and ")))


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None or found["what"] not in COUNTED:
        raise ValueError(
            f"{text!r} is no condition; write one of {', '.join(COUNTED)}, then >=, <= or =, then a number or a share, "
            "as own >= 95%, and join several with and"
        )
    amount, share = Fraction(found["amount"]), bool(found["share"])
    if share and amount > 100:  # noqa: PLR2004  # per cent
        raise ValueError(f"{text!r} asks for more than all entries")
    if not share and amount.denominator != 1:
        raise ValueError(f"{text!r} asks for a part of an entry; write a whole number, or a share with %")
    what: Counted = next(each for each in COUNTED if each == found["what"])
    sign: Literal[">=", "<=", "="] = ">=" if found["sign"] == ">=" else "<=" if found["sign"] == "<=" else "="
    return Condition(what, sign, amount / 100 if share else amount, share)
