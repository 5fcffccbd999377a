"""Leaving out of an op the files that could not be brought to its side. Pure.

A field whose file is missing is not written, so that it keeps what it holds; of several pictures in a new entry, those
that are there are. A text keeps the other side's address of a picture, which its readers may still be able to see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from isogloss.mapping.texts import bare, files
from isogloss.model.address import Cell
from isogloss.model.value import ABSENT, Absent, Asset, Group, Many, MaybeValue, Value
from isogloss.plan.op import Change, Op


@dataclass(frozen=True, slots=True)
class Missed:
    """A file that could not be brought: where it is shown, where it should have come from, and why it did not."""

    at: Cell
    address: str
    reason: str


def missing(op: Op, missed: Mapping[str, str]) -> list[Missed]:
    """The files of an op that are among those that could not be had."""
    return [
        Missed(change.at, bare(identity), missed[identity])
        for change in op.changes
        for identity in dict.fromkeys(files(change.after))
        if identity in missed
    ]


def without(op: Op, missed: Mapping[str, str]) -> Op | None:
    """The op without the files that could not be had; None where nothing is left to be written."""
    changes = tuple(left for change in op.changes if (left := _left(op, change, missed)) is not None)
    if not any(not change.touches for change in changes):
        return None
    return replace(op, changes=changes)


def _left(op: Op, change: Change, missed: Mapping[str, str]) -> Change | None:
    after = _without(change.after, missed)
    if after == change.after:
        return change
    if isinstance(after, Absent) or op.verb != "create":
        return None
    return replace(change, after=after)


def _without(value: MaybeValue, missed: Mapping[str, str]) -> MaybeValue:
    match value:
        case Asset(_, identity, _) if identity in missed:
            return ABSENT
        case Many(items):
            kept = tuple(_kept(_without(item, missed) for item in items))
            return Many(kept) if kept else ABSENT
        case Group(fields):
            pairs = ((name, _without(item, missed)) for name, item in fields)
            there = tuple((name, item) for name, item in pairs if not isinstance(item, Absent))
            return Group(there) if there or not fields else ABSENT
        case _:
            return value


def _kept(values: Iterable[MaybeValue]) -> list[Value]:
    return [value for value in values if not isinstance(value, Absent)]
