"""What is decided about a cell, a variant or an entry: data, for a plan to be built of."""

from dataclasses import dataclass
from typing import TypeAlias

from isogloss.merge.change import Conflict, Drifted
from isogloss.model.address import Cell, Side
from isogloss.model.value import Absent, Digest, MaybeValue


@dataclass(frozen=True, slots=True)
class Take:
    """One cell of side ``to`` should hold ``value``; the other side shows ``source`` there.

    merged: the value is made of both sides, so both are written.
    agrees: what the other side will hold once it is undone there too, as ``Change`` has it.
    """

    at: Cell
    to: Side
    value: MaybeValue
    source: MaybeValue
    merged: bool = False
    agrees: Digest | Absent | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """An entry or a variant of side ``to`` should go."""

    at: Cell
    to: Side


@dataclass(frozen=True, slots=True)
class Agree:
    """One cell is the same on both sides, alike, or given up by both: it becomes base as it is.

    assumed: what speaks for it is no proof, so it is told.
    """

    at: Cell
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """A part of what the other side shows in a cell does not go to side ``to``.

    source: what the other side shows.
    why:    one sentence, for people.
    """

    at: Cell
    to: Side
    source: MaybeValue
    why: str


Decision: TypeAlias = Take | Remove | Agree | Conflict | Drifted | Withheld
