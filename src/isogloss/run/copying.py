"""Copies of the files that a side shows, for an export that asks for them."""

from dataclasses import dataclass, field

from isogloss.bridge import Fetching
from isogloss.http.fetch import MEGABYTE, Bounds, Fetched, Fetcher
from isogloss.http.shelf import Shelf
from isogloss.mapping.types.texts import bare, files
from isogloss.model.snapshot import Seen


@dataclass(frozen=True, slots=True)
class Uncopied:
    """A file of which there is no copy: where it is shown, its address, and why."""

    place: str
    address: str
    reason: str


@dataclass(slots=True)
class Copies:
    """What became of the files of one export.

    fetched: how many were fetched; of the others there was a copy.
    """

    shelf: Shelf
    fetcher: Fetcher
    fetched: int = 0
    missed: list[Uncopied] = field(default_factory=list)
    _asked: dict[str, str] = field(default_factory=dict)

    def take(self, seen: Seen) -> None:
        """Copy every file that an entry shows, each address once in an export, and none of which there is a copy."""
        for locale, variant in seen.variants.items():
            for name, value in variant.items():
                for address in dict.fromkeys(map(bare, files(value))):
                    reason = self._asked.get(address)
                    if reason is None:
                        reason = self._asked[address] = self._copy(address)
                    if reason:
                        self.missed.append(Uncopied(f"{seen.kind} {seen.remote}, {locale}, {name}", address, reason))

    def _copy(self, address: str) -> str:
        """Copy one file; gives the reason where that failed."""
        if self.shelf.get(address) is not None:
            return ""
        came = self.fetcher.fetch(address)
        if not isinstance(came, Fetched):
            return came.reason
        self.shelf.put(address, came)
        self.fetched += 1
        return ""


def bounds_of(said: Fetching) -> Bounds:
    """What may be fetched, as the mapping says."""
    return Bounds(said.allow_private, said.megabytes * MEGABYTE, said.seconds)
