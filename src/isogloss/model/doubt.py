"""What a mapping may have missed: it keeps nothing from being done, and a person should say that it is meant.

Knows of rules, paths and counts alone; what is in doubt is found out elsewhere.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

DoubtRule = Literal[
    "collection-left-out",
    "place-left-out",
    "locale-left-out",
    "field-left-out",
    "option-left-out",
    "slug-left-out",
    "field-unseen",
    "option-unseen",
]
"""left out: the source has it, and the mapping no place for it. unseen: the mapping names it, and no entry has it."""
DOUBT_RULES: Final[tuple[DoubtRule, ...]] = get_args(DoubtRule)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that a mapping may have missed.

    path:  where: of the mapping, or of what it would name.
    text:  one sentence.
    count: cells that are not empty, and of collections entries, of locales variants; None where nobody counted.
    """

    rule: DoubtRule
    path: str
    text: str
    count: int | None = None
