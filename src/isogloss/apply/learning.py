"""Write down what reading taught: the addresses of files, the texts of a base, and a base of older forms in today's.

Only commands that may write the state do so. Refuses to know how anything was read.
"""

from isogloss.apply.current import Current
from isogloss.apply.upgrading import renewed
from isogloss.bridge import Bridge
from isogloss.mapping.types.texts import spelled
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import Absent, Digest, Scalar, digest
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Adoption
from isogloss.state.opened import State

MERGEABLE = ("long_text", "rich_text")
"""The types whose texts can be merged three ways."""


class Learning:
    """What one run remembers of what both sides showed."""

    def __init__(self, bridge: Bridge, state: State, current: Current) -> None:
        self.bridge, self.state, self.current = bridge, state, current
        self._looked = False

    def learn(self) -> None:
        """Remember what reading taught about assets.

        What a side was awaited to replace is replaced by now, or it keeps the address it was given.
        """
        for key in self._to_look_at():
            for side in Side:
                self.current.plain(side, key)
        self._looked = True
        if self.state.forms.old():
            self._renew()
        for side in Side:
            translator = self.current.translator(side)
            if translator.learned:
                pairs = [p for remote, identity in translator.learned.items() for p in spelled(identity, remote)]
                self.state.assets.bind_many(side, pairs)
                translator.learned.clear()
            for cell in translator.awaited:
                self.state.awaited.pop(side, cell)
            translator.awaited = {}

    def _to_look_at(self) -> list[EntryKey]:
        """The entries that have to be looked at before all that they teach is known."""
        if self.current.directory:
            return [] if self._looked else list(self.current.entries)
        awaited = {cell.entry for side in Side for cell in self.current.translator(side).awaited}
        return sorted(awaited & self.current.entries)

    def _renew(self) -> None:
        """Bring a base of older forms up to date, once."""
        made = {}
        for key in self.current.entries:
            shown = {side: self.current.scoped(side, key).entry for side in Side}
            if cells := renewed(self.state.base.get(key), shown):
                made[key] = cells
        self.state.base.advance_many(made.items())
        for key in made:
            if self._merges(key.kind):
                self._keep_bodies(key)
        self.state.forms.renew()

    def keep_bodies(self, plan: PlanFile) -> None:
        """Keep the texts of adopted cells that a later three-way merge will need as its base."""
        for adoption in plan.records(Adoption):
            if self._merges(adoption.entry.kind):
                self._keep_bodies(adoption.entry)

    def _merges(self, kind: str) -> bool:
        said = (*self.bridge.kinds[kind].conflict.values(), *self.bridge.locale_conflicts.values())
        return "merge" in (self.bridge.conflict, *said)

    def _keep_bodies(self, key: EntryKey) -> None:
        texts: dict[Digest, str] = {}
        for side in Side:
            entry = self.current.scoped(side, key).entry
            for variant in () if isinstance(entry, Absent) else entry.values():
                for value in variant.values():
                    made = digest(value)
                    if isinstance(value, Scalar) and value.type in MERGEABLE and isinstance(made, str):
                        texts[made] = value.text
        self.state.bodies.put(texts)
