"""Addresses: how an entry, a variant and a cell are named. The shorter the address, the larger the thing."""

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

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


_SUPERSEDED: Final = re.compile(r"(.+) \(was (.+)\)", re.DOTALL)
"""How a superseded entry is shown, and how plans and states of before told it."""

APART: Final = "~"
"""Stands in the name of an entry before what tells it from another of the same name."""


@dataclass(frozen=True, slots=True, order=True)
class EntryKey:
    """Names one entry on both sides; minted at first contact, never changed.

    was: of an entry that is superseded on a side, because it is made anew there under another slug: what it is called
         there until it is deleted. "" for every other.
    """

    kind: str
    name: str
    was: str = field(default="", hash=False)  # few are, and millions of keys are looked up

    @property
    def current(self) -> "EntryKey":
        """The entry that takes the place of a superseded one; any other is itself."""
        return EntryKey(self.kind, self.name) if self.was else self

    @property
    def shown(self) -> str:
        """The name as people read it: ``tea``, and ``tea (was green-tea)`` where another takes its place."""
        return f"{self.name} (was {self.was})" if self.was else self.name

    def __str__(self) -> str:
        return f"{self.kind}/{self.shown}"


def own_name(text: str) -> str:
    """A name that somebody gave (an origin key, a folder, a remote id), which may not read as one that is superseded.

    Else nobody could tell the two apart where they are shown, nor in plans and states of before.
    """
    return re.sub(r"\s+", "-", text) if _SUPERSEDED.fullmatch(text) else text


def dump_key(key: EntryKey) -> list[str]:
    """A key as plain data: kind, the name as it is shown, and what it was where it is superseded."""
    return [key.kind, key.shown, key.was] if key.was else [key.kind, key.name]


def load_key(data: object) -> EntryKey:
    """Undo :func:`dump_key`; of before is a key whose name alone tells what it was.

    Raises: ValueError with a sentence where the data is not of that shape.
    """
    match data:
        case [str(kind), str(name)]:
            return key_of_before(kind, name)
        case [str(kind), str(shown), str(was)] if was and shown.endswith(f" (was {was})"):
            return EntryKey(kind, shown.removesuffix(f" (was {was})"), was)
    raise ValueError(f"not a key: {str(data)[:80]}")


def key_of_before(kind: str, name: str) -> EntryKey:
    """A key whose name may tell what it was: so plans and states told it, and :func:`own_name` kept others from it."""
    found = _SUPERSEDED.fullmatch(name) if name.endswith(")") else None
    return EntryKey(kind, name) if found is None else EntryKey(kind, found[1], found[2])


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
