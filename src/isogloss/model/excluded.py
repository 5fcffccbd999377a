"""What the owner of a side excluded from translation: which part of an entry's variants is out of scope."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias

from isogloss.model.locale import Locale


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a list that are excluded.

    part: the part of a row that tells it from the others.
    ids:  what the part holds in those that are excluded.
    """

    part: str
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What is excluded of one variant.

    whole:  all of it.
    fields: by neutral name.
    rows:   of the lists of which only some rows are.
    """

    whole: bool = False
    fields: frozenset[str] = frozenset()
    rows: Mapping[str, Rows] = field(default_factory=dict)


Excluded: TypeAlias = Mapping[Locale, Exclusion]
"""What is excluded of one entry, by locale; a locale of which nothing is excluded is missing."""

NOTHING_EXCLUDED: Final[Excluded] = MappingProxyType({})
