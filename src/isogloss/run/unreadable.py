"""Entries with a cell that cannot be read: each is set aside whole, told cell by cell, and everything else flows.

Decides what waits meanwhile: nothing is written of such an entry on either side, nothing of its kind counts as deleted,
and where the cell is one by which entries are matched, no entry of its kind that is new is made beside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from isogloss.mapping.names.neutral import label_of
from isogloss.merge.change import Conflict
from isogloss.merge.decision import Decision, Take
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED
from isogloss.model.snapshot import Unreadable
from isogloss.model.value import Absent
from isogloss.plan.op import Step
from isogloss.run.observe import Observed


@dataclass(slots=True)
class SetAside:
    """What is set aside of all that was observed.

    keys:   the entries, and why each is set aside.
    hidden: by side and kind, those that may be any entry: they have no partner, and what would tell it is unreadable.
    """

    observed: Observed
    keys: dict[EntryKey, str] = field(default_factory=dict)
    hidden: dict[tuple[Side, str], EntryKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pair in self.observed.pairs if self.observed.any_broken() else ():
            for side in Side:
                found = self.observed.broken(side, pair.key)
                if found:
                    cells = "; ".join(told(self.observed, side, pair.key, cell) for cell in found)
                    self.keys[pair.key] = f"it holds what cannot be read: {cells}"
                    alone = pair.on(side.other) is None and pair.key in self.observed.new
                    if alone and any(cell.field in self.observed.bridge.kinds[pair.key.kind].match for cell in found):
                        self.hidden[side, pair.key.kind] = pair.key

    def holds(self, kind: str) -> bool:
        """Whether anything of a kind is set aside."""
        return any(key.kind == kind for key in self.keys)

    def waits(self, facing: Facing, decided: Iterable[Decision]) -> Conflict | None:
        """The create that waits, if this entry would be made on a side where it may be one that cannot be read."""
        for side in Side:
            other = self.hidden.get((side, facing.key.kind))
            new = isinstance(facing.shows(side), Absent)
            if other is not None and new and any(isinstance(each, Take) and each.to is side for each in decided):
                left, right = (quote(Cell(facing.key), facing.shows(each)) for each in Side)
                said = f"it may be one that is there and cannot be matched: {self.keys[other]}"
                return Conflict(Cell(facing.key), "looks like another entry", left, right, facing.label, said)
        return None

    def steps(self, key: EntryKey) -> Iterator[Step]:
        """What a person does about an entry: a step for each cell."""
        for side in Side:
            for cell in self.observed.broken(side, key):
                todo = f"mend {told(self.observed, side, key, cell)}. The entry is set aside until then"
                yield Step(side, Cell(key, cell.locale, cell.field), todo, "the next run can read it")


def told(observed: Observed, side: Side, key: EntryKey, cell: Unreadable) -> str:
    """A cell that cannot be read: entry, locale, field, value, and why."""
    bridge = observed.bridge
    scope = bridge.kinds[key.kind]
    label = label_of(observed.plain(side, key).entry, scope, bridge.primary)
    where = "in all locales" if cell.locale == SHARED else f"in {cell.locale}"
    name = f"{label} ({key})" if label else str(key)
    return f"{cell.field} {where} of {name} on {bridge.side(side).name}, {cell.value}: {cell.why.rstrip('.')}"
