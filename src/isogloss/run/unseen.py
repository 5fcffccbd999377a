"""Which links a side cannot show, by what was read of it: those to entries that it does not have, or not in the locale.

An entry that is taken away in this plan, or was archived for a deletion, is gone for good: links to it are not unknown.
Nor are links to one that this plan brings.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from isogloss.bridge import Bridge
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent
from isogloss.run.observe import Observed

_HOLD_LINKS = frozenset({"reference", "references", "group", "list", "blocks"})


@dataclass(slots=True)
class Links:
    """Answers for one plan.

    decide: merges one entry by the rules of its kind.
    """

    observed: Observed
    decide: Callable[[Facing], Iterable[Decision]]
    _known: dict[tuple[Side, EntryKey, Locale], bool] = field(default_factory=dict)
    _lone: frozenset[EntryKey] | None = None

    def unseen(self, side: Side, at: Cell, key: EntryKey) -> bool:
        """Whether a side cannot show, in a cell, a link to an entry that the other side has."""
        if key.name.startswith(UNKNOWN):  # out of scope
            return True
        if key.was:
            return False
        if self.observed.waits(key):  # an old answer lacks it, and so it lacks the links to it
            return True
        locale = self._read_from(side, at)
        if self.observed.present(side, key, locale):
            return False
        asked = side.other, key, locale
        if asked not in self._known:
            self._known[asked] = self._leaves(*asked) or self._comes(side, key, locale)
        return not self._known[asked]

    def goes(self, side: Side, at: Cell, key: EntryKey) -> bool:
        """Whether a side does not show what a link of the other one leads to in a cell, and that goes in this plan."""
        locale = self._read_from(side, at)
        if key.name.startswith(UNKNOWN) or key.was or self.observed.waits(key):
            return False
        return not self.observed.present(side, key, locale) and self._goes(side.other, key, locale)

    def comes_back(self, side: Side, at: Cell, key: EntryKey) -> bool:
        """Whether a side does not show what a link of the other one leads to in a cell, and this plan brings it."""
        locale = self._read_from(side, at)
        if key.name.startswith(UNKNOWN) or key.was or self.observed.waits(key):
            return False
        return not self.observed.present(side, key, locale) and self._comes(side, key, locale)

    def is_made(self, side: Side, key: EntryKey) -> bool:
        """Whether this plan is to make an entry on a side, in any locale."""
        decided = self.decide(self.observed.facing(key))
        return any(isinstance(one, Take) and one.to is side and one.at.field == STATUS for one in decided)

    def lone(self) -> frozenset[EntryKey]:
        """The entries that one side alone has, though both were paired: nearly always none, and found once."""
        if self._lone is None:
            new, pairs = self.observed.new, self.observed.pairs
            self._lone = frozenset(p.key for p in pairs if (p.left is None or p.right is None) and p.key not in new)
        return self._lone

    def _comes(self, side: Side, key: EntryKey, locale: Locale) -> bool:
        """Whether this plan is to bring an entry to a side in a locale."""
        decided = self.decide(self.observed.facing(key))
        wanted = Cell(key, locale, STATUS)
        return any(isinstance(one, Take) and one.to is side and one.at == wanted for one in decided)

    def _read_from(self, side: Side, at: Cell) -> Locale:
        """The locale in which a side is asked for a cell: a copy, and what all locales share, come from another."""
        bridge = self.observed.bridge
        there = [locale for locale in bridge.locales if self.observed.present(side, at.entry, locale)]
        wanted = [locale for locale in (at.locale, bridge.primary) if locale in there and locale != SHARED]
        return next(iter([*wanted, *there]), bridge.primary)

    def _leaves(self, side: Side, key: EntryKey, locale: Locale) -> bool:
        facing = self.observed.facing(key)
        if cell_of(facing.shows(side), locale, STATUS) == ARCHIVED and isinstance(facing.shows(side.other), Absent):
            return True
        return self._goes(side, key, locale)

    def _goes(self, side: Side, key: EntryKey, locale: Locale) -> bool:
        return any(_takes_away(decision, side, locale) for decision in self.decide(self.observed.facing(key)))


def _takes_away(decision: Decision, side: Side, locale: Locale) -> bool:
    match decision:
        case Remove(at, to):
            return to is side and at.locale in (None, locale)
        case Take(at, to, value, source):
            gone = at.field == STATUS and value == ARCHIVED and isinstance(source, Absent)
            return to is side and gone and at.locale == locale
        case _:
            return False


def link_fields(bridge: Bridge) -> Mapping[str, frozenset[str]]:
    """By kind, the fields that may hold links to entries."""
    return {
        kind: frozenset(name for name, found in scope.fields.items() if found.type in _HOLD_LINKS)
        for kind, scope in bridge.kinds.items()
    }
