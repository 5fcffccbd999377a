"""Ops as they are sent to a side: with its own addresses, with whole lists, without files that could not be had.

Addresses: decides nothing about them: names know the files, the directory knows the entries. Where neither knows an
address, it stays what it is: the address on the other side, which leads to the same.

Lists: are written beside rows that are excluded from translation, which stay as the written side showed them when the
run began.

Files: a field whose file is missing is not written, so that it keeps what it holds; of several pictures in a new entry,
those that are there are. A text keeps the other side's address of a picture, which its readers may still see.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import is_

from isogloss.apply.current import Current
from isogloss.canon.links import Url
from isogloss.canon.own import sure
from isogloss.mapping.names.addresses import SCHEME
from isogloss.mapping.names.exclusions import completed
from isogloss.mapping.names.neutral import Translator
from isogloss.mapping.types.texts import bare, files, led
from isogloss.model.address import Cell
from isogloss.model.entry import STATUS
from isogloss.model.excluded import Excluded
from isogloss.model.value import ABSENT, Absent, Asset, Leaf, Scalar, Value, with_leaves, without
from isogloss.outcomes import Missed
from isogloss.plan.op import Change, Op
from isogloss.ports import Names


def as_kept(op: Op) -> Op:
    """An op as what it writes over is kept: of an entry that is new, only that it was not there."""
    return replace(op, changes=tuple(c for c in op.changes if c.field == STATUS)) if op.verb == "create" else op


def addressed(ops: Sequence[Op], names: Names, translator: Translator) -> list[Op]:
    """The ops with the side's own addresses in every text; their ids are those of the ops in the plan.

    What they are written with is the own spelling of each value, if it still means what the plan says.
    """
    # most addresses are no files of ours: ask for none of them
    known = frozenset(map(bare, translator.assets.values()))
    return [_turned(op, lambda change: _change(change, names, translator, known)) for op in ops]


def renamed(op: Op, names: Mapping[str, str]) -> Op:
    """The op with other identities for some files: those that turned out to be one with another."""

    def known(url: Url) -> str:
        return names.get(url.address, url.address)

    def turned(leaf: Leaf) -> Leaf:
        match leaf:
            case Asset(_, identity, _) if identity in names:
                return replace(leaf, identity=names[identity])
            case Scalar("rich_text"):
                return led(leaf, known, worth=names.__contains__)
            case _:
                return leaf

    def change_in(change: Change) -> Change:
        after = change.after if isinstance(change.after, Absent) else with_leaves(change.after, turned)
        return change if after is change.after else replace(change, after=after)

    return _turned(op, change_in)


def _turned(op: Op, turn: Callable[[Change], Change]) -> Op:
    """The op with its changes turned. Own spellings count here, so sameness is identity."""
    changes = tuple(map(turn, op.changes))
    return op if all(map(is_, changes, op.changes)) else replace(op, changes=changes)


def _change(change: Change, names: Names, translator: Translator, known: frozenset[str]) -> Change:
    if isinstance(change.after, Absent):
        return change
    after = _value(change.after, change.at, names, translator, known)
    if after is change.after:
        return change
    # A cell that stays as it is must be seen to stay as it is.
    return replace(change, before=after if change.before == change.after else change.before, after=after)


def _value(value: Value, at: Cell, names: Names, translator: Translator, known: frozenset[str]) -> Value:
    def here(address: str) -> str | None:
        if not address.startswith(SCHEME):
            return names.asset(address) if address in known else None
        return _entry(address, at, translator)

    def find(url: Url) -> str:
        found = here(url.address)
        return url.address if found is None else bare(found)

    def written(leaf: Leaf) -> Leaf:
        if not isinstance(leaf, Scalar):
            return leaf
        if leaf.type == "rich_text":
            leaf = led(leaf, find, worth=lambda address: here(address) is not None)
        return sure(leaf)

    return with_leaves(value, written)


def _entry(link: str, at: Cell, translator: Translator) -> str | None:
    """The address of an entry, which is remembered: the side may give the entry another slug than it was to have."""
    if not translator.directory or at.locale is None:
        return None
    found = translator.directory.address(translator.side, link, at.locale)
    if found is not None:
        translator.entry(found, at)
    return found


def with_excluded_rows(ops: Sequence[Op], current: Current) -> list[Op]:
    """The ops with whole lists; their ids are those of the ops in the plan."""
    return [_whole(op, excluded, current) if (excluded := current.excluded(op.entry)) else op for op in ops]


def _whole(op: Op, excluded: Excluded, current: Current) -> Op:
    full = current.plain(op.on, op.entry).full

    def turned(change: Change) -> Change:
        rows = excluded[change.locale].rows.get(change.field) if change.locale in excluded else None
        if rows is None:
            return change
        after = completed(change.after, full.get((change.locale, change.field), ABSENT), rows)
        return replace(change, before=after if change.touches else change.before, after=after)

    return _turned(op, turned)


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
