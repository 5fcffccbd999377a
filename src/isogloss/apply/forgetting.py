"""Forget what was known of an entry that is made anew, since it is gone or never came to be.

Decides what of it outlives it: its old id, which is no longer its own, for links may still lead to what was there
before, and they mean what is made. What was agreed on must not, if we are cut off half-way, make what is still missing
look deleted (invariant 8).
"""

from collections.abc import Sequence
from dataclasses import replace

from isogloss.apply.current import Current
from isogloss.plan.op import Op
from isogloss.state.opened import State


def forget_gone(state: State, current: Current, ops: Sequence[Op]) -> None:
    """Forget what was known of the entries of creates, before they are sent."""
    for op in state.base.walk(ops, lambda op: op.entry):
        _forget(state, current, op)


def _forget(state: State, current: Current, op: Op) -> None:
    former = state.identity.remote(op.on, op.entry)
    known = bool(state.base.get(op.entry))
    old = replace(op.entry, was=former) if known and former is not None else None
    with state.together():
        if known:
            state.base.drop(op.entry)
        if former is not None:
            state.identity.forget(op.on, op.entry)
            if old is not None:
                state.identity.bind(op.on, old, former)
    if old is not None and former is not None:
        current.translator(op.on).keys[op.entry.kind, former] = old
