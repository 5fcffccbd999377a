"""Entries that are new on both sides, have no partner, and look alike: likely one entry whose pairing was lost.

A lost state and a renamed slug make every such entry two: each would be created across. So a create waits while an
entry without a partner there has the same title, or the same texts, and a person says whether they are one. Where a
side is empty, or every entry has its partner, nothing is looked at. What is kept in memory is two digests an entry.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.canon.values import seen
from isogloss.mapping.names.neutral import label_of
from isogloss.merge.change import Conflict
from isogloss.merge.decision import Decision, Take
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, Digest, Scalar, digest_text
from isogloss.plan.op import HoldReason
from isogloss.run.observe import Observed

REASON: HoldReason = "looks like another entry"
_TEXTS = ("text", "long_text", "rich_text")
_LEAST = 40
"""Characters below which two texts may well say the same by chance."""


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Which entries seem to be which.

    near: by entry, one that looks like it on the other side.
    """

    observed: Observed
    near: Mapping[EntryKey, EntryKey] = field(default_factory=dict)

    def waits(self, facing: Facing, decided: list[Decision]) -> Conflict | None:
        """The create that waits, if this entry would be created and looks like one across."""
        other = self.near.get(facing.key)
        if other is None or not any(isinstance(each, Take) for each in decided):
            return None
        left, right = (quote(Cell(facing.key), facing.shows(side)) for side in Side)
        return Conflict(Cell(facing.key), REASON, left, right, facing.label, self._detail(facing.key, other))

    def _detail(self, key: EntryKey, other: EntryKey) -> str:
        bridge = self.observed.bridge
        here = Side.LEFT if self.observed.remote(Side.LEFT, key) is not None else Side.RIGHT
        ids = {side: self.observed.remote(side, key if side is here else other) for side in Side}
        pins, match = f"kinds.{key.kind}.pins", " or ".join(bridge.kinds[key.kind].match).replace(SLUG, "slug")
        return (
            f"{ids[here.other]} on {bridge.side(here.other).name} has no partner and shows the same title or texts as "
            f"{ids[here]} on {bridge.side(here).name}. If they are one, say so in the mapping ({pins}: "
            f'{{"{ids[Side.LEFT]}": "{ids[Side.RIGHT]}"}}), or give both the same {match or "match field"}; '
            f'if they are two, say {pins}: {{"{ids[Side.LEFT]}": null}}'
        )


def find_lookalikes(observed: Observed) -> Lookalikes:
    """Look at the entries that are new and alone, where both sides have some."""
    near: dict[EntryKey, EntryKey] = {}
    for kind, scope in observed.bridge.kinds.items():
        alone = {side: list(_alone(observed, kind, side, scope.apart)) for side in Side}
        if not (alone[Side.LEFT] and alone[Side.RIGHT]):
            continue
        met: dict[Digest, EntryKey] = {}
        for key in alone[Side.RIGHT]:
            for mark in _marks(observed, key, Side.RIGHT):
                met.setdefault(mark, key)
        for key in alone[Side.LEFT]:
            found = next((met[mark] for mark in _marks(observed, key, Side.LEFT) if mark in met), None)
            if found is not None:
                near[key] = found
                near.setdefault(found, key)
    return Lookalikes(observed, near)


def _alone(observed: Observed, kind: str, side: Side, apart: frozenset[str]) -> Iterator[EntryKey]:
    """The entries that only this side has, that were never met before, and that nobody set apart."""
    for pair in observed.pairs:
        if pair.key.kind == kind and pair.key in observed.new and not pair.key.was:
            here, across = pair.on(side), pair.on(side.other)
            if here is not None and across is None and not (side is Side.LEFT and here in apart):
                yield pair.key


def _marks(observed: Observed, key: EntryKey, side: Side) -> Iterator[Digest]:
    """The title, then all longer texts of the first locale, as a reader sees them."""
    bridge = observed.bridge
    scope = bridge.kinds[key.kind]
    entry = observed.plain(side, key).entry
    if isinstance(entry, Absent):
        return
    title = seen("text", label_of(entry, scope, bridge.primary))
    if title:
        yield digest_text(f"title\0{title.casefold()}")
    locale = next((tag for tag in (bridge.primary, *bridge.locales) if tag in entry), Locale(SHARED))
    texts = [
        seen(value.type, value.text)
        for name, value in sorted(entry.get(locale, {}).items())
        if isinstance(value, Scalar) and value.type in _TEXTS and len(value.text) >= _LEAST and name != scope.label
    ]
    if texts:
        yield digest_text("\0".join([locale, *texts]))
