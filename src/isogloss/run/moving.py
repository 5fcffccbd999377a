"""Changes of the mapping since the last run: those that are declared are carried out once, others are refused.

Decides whether a plan may be made of a mapping that looks otherwise than when the sides last agreed. A run lets what is
remembered follow under its lease, before anything else; a dry command does the same to a copy of the state.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from isogloss.bridge import Bridge
from isogloss.errors import MappingError, Problem
from isogloss.mapping.names.layout import (
    Changed,
    Layout,
    dump_layout,
    layout_of,
    load_layout,
    pending,
    taken,
    undeclared,
)
from isogloss.model.move import Move
from isogloss.model.value import Digest, Scalar, digest
from isogloss.run.session import Session
from isogloss.state.jsontext import damaged
from isogloss.state.moving import Cells, Transfer
from isogloss.state.opened import State, copied_state

_SAME: Final = "the same content: what was agreed on goes along"
_OTHER: Final = "other content: it is compared anew"


def carry_moves(session: Session, state: State) -> None:
    """Let what is remembered follow the mapping, and remember what it looks like now.

    Raises: MappingError with the lines to add, where a change is not declared.
    """
    bridge = session.bridge
    if bridge.purpose:
        return
    new = layout_of(bridge)
    old = _last(state)
    if old == new:
        return
    due = [] if old is None else _due(bridge, state, old, new)
    state.moving.carry(_transfer(due, new), dump_layout(new))


@contextmanager
def as_moved(session: Session, state: State) -> Iterator[State]:
    """The state as a run would find it after :func:`carry_moves`; nothing is written but to a copy that goes.

    Raises: as there.
    """
    bridge = session.bridge
    old = None if bridge.purpose else _last(state)
    new = layout_of(bridge)
    if old is None or old == new:
        yield state
        return
    due = _due(bridge, state, old, new)
    transfer = _transfer(due, new)
    if transfer.empty:
        yield state
        return
    with copied_state(state, session.scratch / "moved.db", session.clock) as copy:
        copy.moving.carry(transfer, dump_layout(new))
        copy.due_moves = tuple(due)
        yield copy


def _last(state: State) -> Layout | None:
    data = state.moving.layout()
    try:
        return None if data is None else load_layout(data)
    except ValueError as error:
        raise damaged(state.where, f"what the mapping looked like has another shape: {error}") from None


def _due(bridge: Bridge, state: State, old: Layout, new: Layout) -> list[Move]:
    """The declared moves that are still to be made."""
    problems = [
        Problem(f"moved.{n}", f"{move.called} was agreed on itself, so nothing can go there from {move.was}; take the "
                f"line out, or say {replace(move, source=None)} to compare it anew")
        for n, move in enumerate(bridge.moves) if taken(move, old, new)
    ]  # fmt: skip
    agreed = state.moving.agreed_kinds()
    bare = [each for each in undeclared(old, new, bridge.moves) if (each.kind in agreed if each.kind else agreed)]
    problems += [Problem("moved", _asked(each, bridge.moves)) for each in bare]
    if problems:
        raise MappingError(bridge.path, problems)
    return [move for move in bridge.moves if pending(move, old, new)]


def _asked(change: Changed, moves: Sequence[Move]) -> str:
    """What a person is asked to say of a change, with the lines to say it in."""
    wrong = next((move for move in moves if (move.what, move.name) == (change.move.what, change.move.name)), None)
    where = "to moved" if wrong is None else f"to moved, in place of {wrong}, for {wrong.was} was never there"
    anew = replace(change.move, source=None)
    lines = [] if change.move.source is None else [f"- {change.move}   # {_SAME}"]
    lines.append(f"- {anew}   # {_OTHER}")
    one = "this line" if len(lines) == 1 else "one of these lines"
    return "\n      ".join([f"{change.why}, which would read as edits of all of it. Add {one} {where}:", *lines])


def _transfer(moves: Sequence[Move], new: Layout) -> Transfer:
    due = [move for move in moves if move.source != move.name]  # else only what it is on a side changed
    kinds, locales = (
        {(move.source or move.name)[0]: move.name[0] if move.source else None for move in due if move.what == what}
        for what in ("kind", "locale")
    )
    cells: dict[str, Cells] = {}
    for move in due:
        if move.what == "field":
            kind, name = move.name
            held = cells.setdefault(kind, Cells())
            was = {(move.source or move.name)[1]: name if move.source else None}
            cells[kind] = replace(held, fields={**held.fields, **was})
        elif move.what == "option" and move.source is not None:
            kind, name, key = move.name
            held = cells.setdefault(kind, Cells())
            swap = {**held.options.get(name, {}), _option(move.source[2]): _option(key)}
            cells[kind] = replace(held, options={**held.options, name: swap})
    return Transfer(kinds, {kind: each for kind, each in cells.items() if kind in new.kinds}, locales)


def _option(key: str) -> Digest:
    made = digest(Scalar("option", key))
    if not isinstance(made, str):
        raise AssertionError("an option is something")
    return Digest(made)
