"""What is exchanged: units, the sheet of one locale that holds them, and the answers that come back.

A unit's id says what it is about and what was said there when it went out: where it comes from, a checksum of its
source, and one of its translation. It survives every format, so that an answer is never taken for another text, and
what moved since is known. Refuses to know formats.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from isogloss.exchange.content import Content, checksum, words
from isogloss.exchange.value import TextType
from isogloss.model.address import Cell
from isogloss.model.locale import Locale
from isogloss.model.value import digest_text

Stage = Literal["initial", "translated", "reviewed", "final"]
"""How far a translation is: not there; there; seen by the public of one side; seen by the public wherever it goes."""

STAGES: Final[tuple[Stage, ...]] = get_args(Stage)

Format = Literal["xliff2", "xliff12", "csv", "po"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

Why = Literal["missing", "stale", "same-as-primary", "translated"]
"""Why a text is to be translated: it is not yet; its source is newer; it has the primary's words; for no reason."""

_ID: Final = re.compile(r"u([0-9a-f]{16})\.([0-9a-f]{12})\.([0-9a-f]{12}|0)")


@dataclass(frozen=True, slots=True)
class Unit:
    """One text on its way to a translator.

    at, path: where it stands: a cell, and within its value.
    label:    what people call the entry.
    target:   what the locale says; None where there is nothing of its own.
    why:      what speaks for translating it.
    limit:    the most characters that it may have; None where nobody says.
    before, after: the texts beside it in its entry, to be understood by.
    notes:    anything else, a sentence each.
    former:   what the source said when the target was agreed on; None where that is the same, or not kept.
    """

    at: Cell
    path: str
    type: TextType
    label: str
    source: Content
    target: Content | None
    state: Stage
    why: Why
    limit: int | None = None
    before: str = ""
    after: str = ""
    notes: tuple[str, ...] = ()
    former: Content | None = None

    @property
    def alternative(self) -> tuple[str, str] | None:
        """The source that the target is a translation of, and the target, in words; None where it is of this source."""
        if self.former is None or self.target is None:
            return None
        return words(self.former), words(self.target)

    @property
    def place(self) -> str:
        """What does not change while the text does."""
        return place_of(self.at, self.path)

    @property
    def id(self) -> str:
        """Its id in a file."""
        return f"u{self.place}.{checksum(self.source)}.{checksum(self.target, tokens=False)}"

    @property
    def name(self) -> str:
        """Its field, and where in it."""
        return f"{self.at.field}.{self.path}" if self.path else str(self.at.field)


def place_of(at: Cell, path: str) -> str:
    """Sixteen hex digits for a place in a cell."""
    key = at.entry.current
    return digest_text("\0".join((key.kind, key.name, str(at.locale), str(at.field), path)))[:16]


@dataclass(frozen=True, slots=True)
class Identity:
    """A unit's id, read: its place, and checksums of what was said there when it went out."""

    place: str
    source: str
    target: str


def identity(text: str) -> Identity | None:
    """Read an id; None where it is none of ours."""
    found = _ID.fullmatch(text.strip())
    return None if found is None else Identity(*found.groups())


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of one locale, to be written to a file.

    mapping: its name.
    source, target: the locales.
    """

    mapping: str
    source: Locale
    target: Locale
    units: tuple[Unit, ...]

    def entries(self) -> Iterator[tuple[str, list[Unit]]]:
        """Units by entry, in order."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(str(unit.at.entry), []).append(unit)
        yield from found.items()


@dataclass(frozen=True, slots=True)
class Answer:
    """One unit as it came back.

    id:       as it stands in the file.
    target:   None where there is none.
    state:    "" where the file does not tell.
    open:     why its translator does not call it done; empty where nothing says so.
    fault:    why it cannot be read; empty where it can.
    line:     of the file; 0 where that is not known.
    """

    id: str
    target: Content | None
    state: Stage | Literal[""] = ""
    open: str = ""
    fault: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back.

    name:   what it is called.
    source, target: the languages that it says; "" where its format has no place for them.
    """

    name: str
    source: str
    target: str
    answers: tuple[Answer, ...]


class UnreadableError(Exception):
    """A file that came back cannot be read: why, in one sentence without its full stop."""


def notes_of(unit: Unit) -> list[tuple[str, str]]:
    """What helps to understand a text, each with what it is about."""
    limit = "" if unit.limit is None else f"At most {unit.limit:,} characters."
    return [
        ("field", f"{unit.at.field} ({unit.type.replace('_', ' ')})"),
        ("length", limit),
        ("before", unit.before),
        ("after", unit.after),
        *(("note", said) for said in unit.notes),
    ]
