"""A world with an edge cache before it, whose editors and writers see what is there and whose readers may not."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from isogloss.adapters.memory import Stored, Version, World

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class EdgeWorld(World):
    """Reads are answered from what was kept, until it is purged.

    kept:        what the cache holds; None where it holds nothing.
    stale_reads: after so many answers from the cache, reads go past it.
    """

    kept: dict[tuple[str, str], Stored] | None = None
    stale_reads: int = 1_000_000
    there: dict[tuple[str, str], Stored] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.capabilities = replace(self.capabilities, cache_seconds=100_000.0)
        self.there = self.entries

    def keep(self, stale_reads: int = 1_000_000) -> None:
        """From now on, readers are shown what is there now."""
        self.entries = self.there
        self.kept, self.stale_reads = deepcopy(self.there), stale_reads

    def purge(self) -> None:
        """Forget what was kept."""
        self.kept, self.entries = None, self.there

    def look(self) -> None:
        self.entries = self.there
        super().look()
        if self.kept is not None and self.stale_reads > 0:
            self.stale_reads -= 1
            self.entries = self.kept

    def write(self, name: str, act: Callable[[], None]) -> None:
        """Write, and stamp what was changed, as platforms do."""
        self.entries = self.there
        before = {id(each): each.revision for each in self._versions()}
        super().write(name, act)
        for each in self._versions():
            if each.revision != before.get(id(each)):
                self.touch(each)

    def _versions(self) -> list[Version]:
        return [version for stored in self.there.values() for version in stored.versions.values()]

    def seen_by_people(self) -> EdgeWorld:
        """The world, as an editor meets it."""
        self.entries = self.there
        return self
