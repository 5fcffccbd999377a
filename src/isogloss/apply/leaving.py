"""Leaving out of an op the files that could not be brought to its side. Pure.

A field whose file is missing is not written, so that it keeps what it holds; of several pictures in a new entry, those
that are there are. A text keeps the other side's address of a picture, which its readers may still be able to see.
"""

from collections.abc import Mapping
from dataclasses import replace

from isogloss.mapping.types.texts import bare, files
from isogloss.model.value import Absent, Asset, without
from isogloss.outcomes import Missed
from isogloss.plan.op import Change, Op


def missing(op: Op, missed: Mapping[str, str]) -> list[Missed]:
    """The files of an op that are among those that could not be had."""
    return [
        Missed(change.at, bare(identity), missed[identity])
        for change in op.changes
        for identity in dict.fromkeys(files(change.after))
        if identity in missed
    ]


def without_files(op: Op, missed: Mapping[str, str]) -> Op | None:
    """The op without the files that could not be had; None where nothing is left to be written."""
    changes = tuple(left for change in op.changes if (left := _left(op, change, missed)) is not None)
    if not any(not change.touches for change in changes):
        return None
    return replace(op, changes=changes)


def _left(op: Op, change: Change, missed: Mapping[str, str]) -> Change | None:
    after = without(change.after, lambda leaf: isinstance(leaf, Asset) and leaf.identity in missed)
    if after == change.after:
        return change
    if isinstance(after, Absent) or op.verb != "create":
        return None
    return replace(change, after=after)
