"""The ids of what waits for a person: short, the same until it is settled, and typed by hand.

An id is made of what a conflict is about: the mapping, the address, and the sort of question. It is not made of the two
values, for then an edit of one of them would give an old conflict a new name, and nobody could tell for how long it has
waited; that a decision fits what the sides show now is told by its digests (``resolution``).
"""

import hashlib
from collections.abc import Collection
from typing import Final, Literal, TypeAlias

from isogloss.errors import UsageError
from isogloss.merge.change import Conflict, Drifted, HoldReason
from isogloss.model.address import Cell

Question: TypeAlias = Literal["content", "deletion", "drift"] | HoldReason
"""What is asked. The first three can be decided; anything else waits until a person does something on a side."""

LENGTH: Final = 8
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: without i, l, o and u, which are taken for others or make words."""
_CONTENT: Final[frozenset[HoldReason]] = frozenset(
    {"both sides changed", "differ at first contact", "component damaged"}
)
_DELETION: Final[frozenset[HoldReason]] = frozenset(
    {"deletion", "deleted on one side, edited on the other", "deleted before"}
)


def question(waiting: Conflict | Drifted) -> Question:
    """What is asked of a person."""
    if isinstance(waiting, Drifted):
        return "drift"
    if waiting.reason in _CONTENT:
        return "content"
    return "deletion" if waiting.reason in _DELETION else waiting.reason


def can_be_decided(waiting: Conflict | Drifted) -> bool:
    """Whether a decision alone settles it."""
    if isinstance(waiting, Drifted):
        return waiting.kept and not waiting.detail  # what is locked is written for nobody
    return question(waiting) in ("content", "deletion")


class Naming:
    """Gives ids to what waits, in its order: two of one sort at one address, or of one id by chance, differ by it."""

    def __init__(self, mapping: str) -> None:
        self._mapping = mapping
        self._taken: set[str] = set()

    def name(self, waiting: Conflict | Drifted) -> str:
        """The id of the next."""
        asked, turn = question(waiting), 0
        while (made := _id(self._mapping, waiting.at, asked, turn)) in self._taken:
            turn += 1
        self._taken.add(made)
        return made


def _id(mapping: str, at: Cell, asked: Question, turn: int) -> str:
    parts = (mapping, at.entry.kind, at.entry.name, at.entry.was, at.locale or "", at.field or "", asked, str(turn))
    number = int.from_bytes(hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=5).digest())
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))


def one_meant(typed: str, ids: Collection[str], unknown: str) -> str:
    """The id that was typed, whole or as much of it as tells it from the others.

    unknown: the message where none is meant.
    Raises:  UsageError where it is none of these, or may be several.
    """
    wanted = typed.strip().casefold().translate(_READ_AS)
    found = sorted({each for each in ids if wanted and each.startswith(wanted)})
    if len(found) > 1:
        raise UsageError(f"{typed}: {len(found)} ids begin so ({', '.join(found[:5])}). Type more of it.")
    if not found:
        raise UsageError(unknown)
    return found[0]


_READ_AS: Final = str.maketrans({"o": "0", "i": "1", "l": "1"})
