"""What a text says on the side that it is sent to: that side's own addresses of files and entries.

Decides nothing about them: names know the files, the directory knows the entries. Where neither knows an address, it
stays what it is: the address on the other side, which leads to the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import is_

from isogloss.canon.links import Url
from isogloss.canon.own import sure
from isogloss.mapping.names.addresses import SCHEME
from isogloss.mapping.names.neutral import Translator
from isogloss.mapping.types.texts import bare, led
from isogloss.model.address import Cell
from isogloss.model.value import Absent, Asset, Leaf, MaybeValue, Scalar, Value, with_leaves
from isogloss.plan.op import Change, Op
from isogloss.ports import Names


def addressed(ops: Sequence[Op], names: Names, translator: Translator) -> list[Op]:
    """The ops with the side's own addresses in every text; their ids are those of the ops in the plan.

    What they are written with is the own spelling of each value, if it still means what the plan says.
    """
    known = frozenset(
        map(bare, translator.assets.values())
    )  # most addresses are no files of ours: ask for none of them
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
        return change if isinstance(change.after, Absent) else _with(change, with_leaves(change.after, turned))

    return _turned(op, change_in)


def _turned(op: Op, turn: Callable[[Change], Change]) -> Op:
    """The op with its changes turned. Own spellings count here, so sameness is identity."""
    changes = tuple(map(turn, op.changes))
    return op if all(map(is_, changes, op.changes)) else replace(op, changes=changes)


def _with(change: Change, after: MaybeValue) -> Change:
    return change if after is change.after else replace(change, after=after)


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
