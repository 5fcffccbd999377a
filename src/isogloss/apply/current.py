"""What a run knows of both sides from before its first write."""

from typing import Protocol

from isogloss.mapping.neutral import Scoped, Translator
from isogloss.model.address import EntryKey, Side


class Current(Protocol):
    """What both sides showed when the run began."""

    def scoped(self, side: Side, key: EntryKey) -> Scoped:
        """One entry, in scope and in neutral names, with copies for the locales that it lacks."""
        ...

    def plain(self, side: Side, key: EntryKey) -> Scoped:
        """The same without copies: what is really there."""
        ...

    def translator(self, side: Side) -> Translator:
        """What translates one side's names; learns as entries are created."""
        ...
