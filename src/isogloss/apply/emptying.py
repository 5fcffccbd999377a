"""Fields that a side refuses to empty: which of a refused op they are, and what a person can do.

A schema tells what is required; that something else cannot be emptied, only a refusal does. It is remembered, so that
the next plan holds such cells and writes the rest. Refuses to know platforms.
"""

from collections.abc import Collection
from dataclasses import dataclass

from isogloss.bridge import Bridge
from isogloss.model.value import Absent
from isogloss.plan.op import Op
from isogloss.state.opened import State


@dataclass(frozen=True, slots=True)
class Emptying:
    """What one run finds that cannot be emptied."""

    bridge: Bridge
    state: State

    def refused(self, op: Op, named: Collection[str], said: str) -> str | None:
        """Remember the fields that an op would have emptied and its side named; says what a person can do.

        None where the refusal is of another sort.
        """
        bound = self.bridge.side(op.on).kinds[op.entry.kind].fields
        emptied = {change.field for change in op.changes if isinstance(change.after, Absent) and not change.touches}
        found = sorted(name for name in emptied if name in bound and bound[name].remote in named)
        for name in found:
            self.state.unemptied.mark(op.on, op.entry.kind, name)
        if not found:
            return None
        place = self.bridge.side(op.on).name
        return (
            f"{place} refuses to empty {', '.join(found)} ({said}). Put another value there, or empty it there by "
            "hand. The next run writes the rest; this is tried again after a day."
        )
