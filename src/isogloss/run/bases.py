"""What each side showed of what waits when they last agreed, as far as that is kept.

Decides when there is such a thing: of a cell, and not where the sides never agreed.
"""

from dataclasses import replace

from isogloss.decide.waiting import Bases
from isogloss.merge.change import NEVER_AGREED
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, Scalar
from isogloss.plan.op import Conflict, Drifted
from isogloss.plan.terms import Built
from isogloss.run.rules import kept_value
from isogloss.state.opened import State


def base_of(state: State, waiting: Conflict | Drifted) -> Bases:
    """What each side showed when they last agreed, left first; None where it is not kept."""
    never = isinstance(waiting, Conflict) and waiting.reason == NEVER_AGREED  # what never was is no empty cell
    if waiting.traces is None or waiting.at.field is None or never:
        return None, None
    left, right = (_kept(state, each, waiting) for each in waiting.traces.base)
    return left, right


def _kept(state: State, known: Digest | Absent, waiting: Conflict | Drifted) -> MaybeValue | None:
    if isinstance(known, Absent):
        return ABSENT
    shown = next((each for each in (waiting.left, waiting.right) if isinstance(each, Scalar)), None)
    value = kept_value(state, known, "long_text" if shown is None else shown.type)
    return None if isinstance(value, Absent) else value


def with_bases(built: Built, state: State) -> Built:
    """The same, with what both sides had, for whoever looks at what waits."""
    built.conflicts = [_with_base(each, state) for each in built.conflicts]
    return built


def _with_base(waiting: Conflict, state: State) -> Conflict:
    had = base_of(state, waiting)
    if waiting.traces is None or had == (None, None):
        return waiting
    return replace(waiting, traces=replace(waiting.traces, had=had))
