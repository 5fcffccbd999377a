"""What a run knows of both sides from before its first write."""

from collections.abc import KeysView
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from isogloss.mapping.names.addresses import Directory
from isogloss.mapping.names.ended_links import Gone
from isogloss.mapping.names.neutral import Scoped, Translator
from isogloss.model.address import EntryKey, Side
from isogloss.model.excluded import Excluded
from isogloss.model.snapshot import Seen


class Current(Protocol):
    """What both sides showed when the run began.

    directory: where the addresses inside texts lead.
    """

    directory: Directory

    @property
    def entries(self) -> KeysView[EntryKey]:
        """Every entry that a side shows or that is remembered."""
        ...

    @property
    def resting(self) -> AbstractSet[EntryKey]:
        """Entries that teach nothing new: both sides show what they showed when they were learned from."""
        ...

    def scoped(self, side: Side, key: EntryKey) -> Scoped:
        """One entry, in scope and in neutral names, with copies for the locales that it lacks."""
        ...

    def plain(self, side: Side, key: EntryKey) -> Scoped:
        """The same without copies: what is really there."""
        ...

    def seen(self, side: Side, key: EntryKey) -> tuple[Seen | None, datetime | None]:
        """The same in the side's own names, and when the side was asked."""
        ...

    def excluded(self, key: EntryKey) -> Excluded:
        """What is excluded from translation of one entry, on either side."""
        ...

    def cached(self, side: Side, key: EntryKey) -> bool:
        """Whether a cache kept what the side showed, so that it is older than the reading."""
        ...

    def gone(self, side: Side) -> Gone:
        """What a side had and does not have any more, as far as that is remembered."""
        ...

    def waits(self, key: EntryKey) -> str:
        """Why nothing may be written of an entry, as one side cannot be asked about it now; empty where it can."""
        ...

    def translator(self, side: Side) -> Translator:
        """What translates one side's names; learns as entries are created."""
        ...
