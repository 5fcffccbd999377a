"""What a decision is bound to: digests of all that both sides show at an address, and of what they agreed on there.

At a cell it is the digest of its value; above one, of everything below, for whoever decides about an entry has looked
at what is in it. At a state it tells as well whether the public still sees what is archived: who takes that off the
site means it, although the state stays what it was.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from isogloss.merge.change import Conflict, Drifted, Traces
from isogloss.merge.decide import Tree, child
from isogloss.merge.facing import Facing, path_of, quote
from isogloss.model.address import Cell, Side
from isogloss.model.entry import STATUS, Entry, Variant, digest_variant
from isogloss.model.value import ABSENT, Absent, Digest, digest, digest_text

_Waiting = TypeVar("_Waiting", Conflict, Drifted)


def traced(waiting: _Waiting, facing: Facing) -> _Waiting:
    """The same, with what is to be known of it later."""
    left, right = Side
    at = waiting.at
    base = _of_tree(facing.base.left, at), _of_tree(facing.base.right, at)
    changed = _changed(at, facing, left), _changed(at, facing, right)
    return replace(waiting, traces=Traces((bound(at, facing, left), bound(at, facing, right)), base, changed))


def bound(at: Cell, facing: Facing, side: Side) -> Digest | Absent:
    """The digest of all that a side shows at an address, to its editors and, where it is archived, to the public."""
    made = mark(at, facing, side)
    note = facing.notes(side).get(at.locale) if at.field == STATUS and at.locale is not None else None
    return made if note is None or not note.live_below else digest_text(f"{made}, live below")


def mark(at: Cell, facing: Facing, side: Side) -> Digest | Absent:
    """The digest of all that a side shows at an address."""
    if at.field is not None:
        return digest(quote(at, facing.shows(side)))
    entry = facing.shows(side)
    if isinstance(entry, Absent):
        return ABSENT
    return digest_tree(entry if at.locale is None else entry.get(at.locale, {}))


def at_rest(at: Cell, facing: Facing) -> bool:
    """Whether both sides show there what they showed when they last agreed."""
    base = facing.base
    return all(
        mark(at, facing, side) == _of_tree(known, at) for side, known in zip(Side, (base.left, base.right), strict=True)
    )


def digest_tree(shown: Entry | Variant) -> Digest | Absent:
    """The digest of all cells of an entry or a variant; ABSENT where there are none."""
    named: dict[str, object] = {
        str(name): digest_variant(inside) if isinstance(inside, Mapping) else digest(inside)
        for name, inside in shown.items()
    }
    return _digested(named)


def _digested(tree: Mapping[str, object]) -> Digest | Absent:
    return digest_text(json.dumps(tree, sort_keys=True, default=dict)) if tree else ABSENT


def _of_tree(tree: Tree, at: Cell) -> Digest | Absent:
    for name in path_of(at):
        tree = child(tree, name)
    return _digested(tree) if isinstance(tree, Mapping) else tree


def _changed(at: Cell, facing: Facing, side: Side) -> datetime | None:
    notes = facing.notes(side)
    times = [
        note.updated
        for locale, note in notes.items()
        if note.updated is not None and (at.locale == locale or at.locale not in notes)
    ]
    return max(times, default=None)
