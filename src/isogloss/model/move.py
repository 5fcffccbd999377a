"""A declared change of the names that a mapping gives: what is called so now, and what it was called before."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Move:
    """One declared change of the mapping: what was agreed on goes along.

    name:   what it is called now, part by part: a kind, a kind and a field, these and the key of an option; a locale.
    source: what it was called; None where nothing goes along, and it is compared anew.
    """

    what: Literal["kind", "field", "locale", "option"]
    name: tuple[str, ...]
    source: tuple[str, ...] | None

    @property
    def called(self) -> str:
        """What it is called now, as it is written."""
        return ".".join(self.name)

    @property
    def was(self) -> str:
        """What it was called, as it is written."""
        return "~" if self.source is None else ".".join(self.source)

    def __str__(self) -> str:
        return f"{{{self.what}: {self.called}, from: {self.was}}}"
