"""The contract for going on from an earlier reading: what is asked of a side that can, and what it is given for it.

Glossary. The *rows* of an entry are the adapter's own text, of which it can make the entry again. The *ground* of a
kind is its own note of how far a reading reached. Both are kept for it, and it alone knows what they say.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from isogloss.model.snapshot import Seen


@dataclass(frozen=True, slots=True)
class Taken:
    """One entry as a reading met it.

    rows: None where nothing is kept of its kind.
    told: whether its rows alone tell what it shows; else it may show something else tomorrow, made of the same rows.
    """

    seen: Seen
    rows: str | None = None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Ended:
    """A kind was read.

    ground: how far the reading reached; None where the next has to be whole.
    whole:  every entry was given; else those that were not are as they were when they were kept.
    why:    why it was read whole although something was kept of it, a clause for people.
    gone:   of what was kept, what is there no more.
    made:   when the side made the answers that vouch for what was not given, where a cache kept one of them since.
    """

    kind: str
    ground: str | None
    whole: bool = True
    why: str = ""
    gone: frozenset[str] = frozenset()
    made: datetime | None = None


class Shelf(Protocol):
    """What an earlier reading left behind of one side."""

    @property
    def began(self) -> datetime:
        """When this reading began, by our clock."""
        ...

    def passed(self) -> timedelta:
        """How long ago that is, by a steady clock."""
        ...

    def ground(self, kind: str) -> str | None:
        """How far that reading reached; None where the kind has to be read whole."""
        ...

    def rows(self, kind: str, remotes: Sequence[str]) -> Mapping[str, str]:
        """The rows of some entries, as far as they are kept."""
        ...

    def digests(self, kind: str) -> Mapping[str, str]:
        """The digest of the rows of every entry that is kept."""
        ...

    def linking(self, kind: str, to: Collection[tuple[str, str]]) -> Collection[str]:
        """The entries of a kind that are kept and link to one of these, each by its kind and remote id."""
        ...

    def put(self, text: str) -> int:
        """Lay a text aside on disk while the reading lasts; returns where it lies."""
        ...

    def get(self, at: int) -> str:
        """A text that was laid aside."""
        ...


@runtime_checkable
class CatchesUp(Protocol):
    """A reader that can go on from what an earlier reading left behind."""

    def catch_up(self, shelf: Shelf) -> Iterator[Taken | Ended]:
        """Read every kind; of those that are kept, what may have moved since.

        Shape:  as ``read``; an ``Ended`` follows the entries of a kind that can be kept. What is unsafe is read whole.
        Raises: any RemoteError; never stops short (invariant 1).
        """
        ...

    def shown(self, kind: str, remote: str, rows: str) -> Seen:
        """An entry that is kept, made of its rows again."""
        ...
