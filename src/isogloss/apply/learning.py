"""Write down what reading taught: which entries are one, what is agreed on without a write, the addresses of files.

Only commands that may write the state do so. Refuses to know how anything was read.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from isogloss.apply.agree import bodies, is_kept, keeping, live_below
from isogloss.apply.burying import Burying
from isogloss.apply.confirming import Confirming
from isogloss.apply.current import Current
from isogloss.apply.left_behind import translating
from isogloss.apply.upgrading import renewed
from isogloss.bridge import Bridge
from isogloss.mapping.types.likeness import likenesses
from isogloss.mapping.types.texts import spelled
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, STATUS, cell_of
from isogloss.model.locale import SHARED
from isogloss.model.value import Absent, MaybeValue, digest
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Adoption, Conflict, Pairing
from isogloss.state.agreed import NO_BELOW, Below, Pairs
from isogloss.state.opened import State

_AT_A_TIME: Final = 1000
"""Likenesses, or kept values, in one transaction."""
_ARCHIVED: Final = digest(ARCHIVED)


class Learning:
    """What one run remembers of what both sides showed."""

    def __init__(self, bridge: Bridge, state: State, current: Current) -> None:
        self.bridge, self.state, self.current = bridge, state, current
        state.base.translating(translating(bridge))
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
        if not self.state.bodies.whole():
            self._keep_agreed()
        for side in Side:
            self.state.addresses.note(side, self.current.directory.live(side))
            translator = self.current.translator(side)
            if translator.learned:
                pairs = [p for remote, identity in translator.learned.items() for p in spelled(identity, remote)]
                self.state.assets.bind_many(side, pairs)
                translator.learned.clear()
            with self.state.together():
                for cell in translator.awaited:
                    self.state.awaited.pop(side, cell)
            translator.awaited = {}

    def tidy(self) -> None:
        """Throw away, at the end of a run, what nothing is compared with any more."""
        self.state.bodies.prune_if_grown(self.state.base)

    def _to_look_at(self) -> list[EntryKey]:
        """The entries that have to be looked at before all that they teach is known."""
        if self.current.directory:
            return [] if self._looked else [key for key in self.current.entries if key not in self.current.resting]
        awaited = {cell.entry for side in Side for cell in self.current.translator(side).awaited}
        return sorted(awaited & self.current.entries)

    def _renew(self) -> None:
        """Bring a base of older forms up to date, once."""
        made = {}
        for key in self.current.entries:
            shown = {side: self.current.scoped(side, key).entry for side in Side}
            if cells := renewed(self.state.base.get(key), shown):
                made[key] = cells
        self.state.base.translating(None)  # another form of the same words leaves nothing behind
        self.state.base.advance_many(made.items())
        self.state.base.translating(translating(self.bridge))
        self._keep_bodies(made)
        self.state.forms.renew()

    def _keep_agreed(self) -> None:
        """Keep once what an older version did not: the values of cells that still show what the sides agreed on."""
        keys = [key for key in self.state.base.walk(self.current.entries, lambda key: key) if self.state.base.get(key)]
        self._keep_bodies(keys)
        self.state.bodies.mark_whole()

    def retire(self, plan: PlanFile) -> None:
        """Write down, before anything is read or sent, which entries of a plan are replaced; again does no harm."""
        for pairing in plan.records(Pairing):
            for side in Side if pairing.entry.was else ():
                if (remote := pairing.remote(side)) is not None:
                    self._retire(side, pairing.entry, remote)

    def _retire(self, side: Side, old: EntryKey, remote: str) -> None:
        identity = self.state.identity
        owner = identity.entry(side, old.kind, remote)
        if owner == old.current:
            self.state.base.drop(old.current)
            identity.forget(side, old.current)
        if owner in (old.current, None) and identity.remote(side, old.current) is None:
            identity.bind(side, old, remote)

    def take_in(self, plan: PlanFile, confirming: Confirming, burying: Burying) -> None:
        """Write down what a plan found without a write: which entries are one, which cells agree, what is gone.

        Entries whose id changed since they were remembered (restored from a backup, made anew by hand) get the new id.
        Of what was replaced, nothing is agreed on that may be gone already.
        """
        identity = self.state.identity
        self._keep_bodies(adoption.entry for adoption in plan.records(Adoption))
        for adoption in plan.records(Adoption):
            self._bury(adoption, burying)
        self._pair(plan)
        self._raise(plan)
        burying.meet({each.at.entry for each in plan.records(Conflict) if each.reason == "deleted before"})
        burying.forget_old()
        confirming.adopted(adoption.entry for adoption in plan.records(Adoption))
        adopted = ((adoption.entry, adoption.cells) for adoption in plan.records(Adoption))
        self.state.base.advance_many(
            (
                (key, cells)
                for key, cells in adopted
                if not key.was or any(identity.remote(side, key) is not None for side in Side)
            ),
            self._below,
        )
        found = (pair for value in self._adopted(plan) for pair in likenesses(value))
        while some := dict(islice(found, _AT_A_TIME)):
            self.state.likenesses.put(some)

    def _below(self, key: EntryKey, cells: Pairs) -> Below:
        """What is archived of what is agreed on, and live; as few entries are archived, few are looked at for it."""
        if not any(_ARCHIVED in row.get(STATUS, ()) for row in cells.values()):
            return NO_BELOW
        return live_below({side: self.current.plain(side, key).notes for side in Side})

    def _pair(self, plan: PlanFile) -> None:
        """Remember which entries are one; all that were never met at once, since each commit waits for the disk."""
        identity = self.state.identity
        fresh: dict[Side, list[tuple[EntryKey, str]]] = {side: [] for side in Side}
        for pairing in plan.records(Pairing):
            key = pairing.entry
            for side in () if key.was else Side:  # those are renamed before both sides are read
                remote, known = pairing.remote(side), identity.remote(side, key)
                if remote is None or known == remote:
                    continue
                if known is None:
                    fresh[side].append((key, remote))
                else:
                    identity.forget(side, key)
                    identity.bind(side, key, remote)
        for side, pairs in fresh.items():
            identity.bind_many(side, pairs)

    def _raise(self, plan: PlanFile) -> None:
        """What is met as a new entry is no longer one that is gone, but for what a person wants to go for good."""
        buried = {(side, each.entry.kind, each.remote) for side in Side for each in self.state.tombstones.of(side)}
        met = [
            (side, pairing.entry, remote)
            for pairing in (plan.records(Pairing) if buried else ())
            for side in Side
            if (remote := pairing.remote(side)) is not None and (side, pairing.entry.kind, remote) in buried
        ]
        goes = {(op.on, op.entry) for op in plan.ops() if op.verb == "delete"} if met else set()
        for side, key, remote in met:
            if (side, key) not in goes:
                self.state.tombstones.drop(side, key.kind, [remote])

    def _bury(self, adoption: Adoption, burying: Burying) -> None:
        """What was agreed on and neither side shows any more is gone by agreement."""
        key = adoption.entry
        gone = [at for at, row in adoption.cells.items() if all(pair == (None, None) for pair in row.values())]
        if not gone or self.current.waits(key):
            return
        shown = [self.current.seen(side, key)[0] for side in Side]
        if not any(shown):
            burying.entry(key)
        else:
            left = {SHARED}.union(*(each.variants for each in shown if each is not None))
            burying.variants(key, [locale for locale in gone if locale not in left])

    def _adopted(self, plan: PlanFile) -> Iterator[MaybeValue]:
        """Every adopted cell, as both sides show it."""
        for adoption in plan.records(Adoption):
            shown = [self.current.scoped(side, adoption.entry).entry for side in Side]
            for locale, row in adoption.cells.items():
                for entry in shown:
                    yield from (cell_of(entry, locale, field) for field in row)

    def _keep_bodies(self, keys: Iterable[EntryKey]) -> None:
        """Keep what both sides show of entries, where a later edit of both may be merged over it."""
        found = (pair for key in keys for pair in bodies(self._kept(key)).items())
        while some := dict(islice(found, _AT_A_TIME)):
            self.state.bodies.put(some)

    def _kept(self, key: EntryKey) -> Iterator[MaybeValue]:
        rules = keeping(self.bridge, key.kind)
        for side in Side:
            entry = self.current.scoped(side, key).entry
            for locale, variant in {} if isinstance(entry, Absent) else entry.items():
                yield from (value for name, value in variant.items() if is_kept(rules, Cell(key, locale, name)))
