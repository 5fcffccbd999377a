"""Addresses: how an entry, a variant and a cell are named. The shorter the address, the larger the thing."""

from dataclasses import dataclass
from enum import Enum

from isogloss.model.locale import SHARED, Locale


class Side(Enum):
    """One of the two systems of a mapping, by its place in the mapping file."""

    LEFT = "left"
    RIGHT = "right"

    __hash__ = object.__hash__  # an enum's own would digest its name, at each look into a dict of sides

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


@dataclass(frozen=True, slots=True, order=True)
class EntryKey:
    """Names one entry on both sides; minted at first contact, never changed."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True, slots=True)
class Cell:
    """Entry, then locale, then field. Without a field it names a variant; without a locale, the whole entry."""

    entry: EntryKey
    locale: Locale | None = None
    field: str | None = None

    def __str__(self) -> str:
        parts = [str(self.entry)]
        if self.locale is not None:
            parts.append("all locales" if self.locale == SHARED else self.locale)
        if self.field is not None:
            parts.append(self.field)
        return " · ".join(parts)
