"""Write down what the sides were seen to show, so that an older state is known for what it is when it is shown again.

Decides what is worth remembering: only of sides that may show what is no more, never somebody's draft on top of live
content, and of what is written also what it replaced. That is on disk before the base moves, so that nothing is agreed
on whose earlier state a later run could take for an edit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from isogloss.apply.current import Current
from isogloss.bridge import Bridge
from isogloss.model.address import EntryKey, Side
from isogloss.model.confirmed import Confirmed, marked
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.plan.op import Op
from isogloss.ports import Clock, Reader
from isogloss.state.opened import State

_AT_A_TIME = 100


class Confirming:
    """Remembers for one run."""

    def __init__(
        self, bridge: Bridge, state: State, readers: Mapping[Side, Reader], current: Current, clock: Clock
    ) -> None:
        self.bridge, self.state, self.current, self.clock = bridge, state, current, clock
        self._late = {
            side: frozenset(kind for kind in bridge.kinds if readers[side].capabilities(kind).cache_seconds > 0)
            for side in Side
        }

    def written(self, side: Side, ops: Sequence[Op], seen: Mapping[EntryKey, Seen]) -> None:
        """Remember what a side showed of the entries of these ops when it was looked at, and so of their sources."""
        now, rows = self.clock.now(), []
        for op in ops:
            if op.entry.kind in self._late[side] and op.entry in seen:
                before, _ = self.current.seen(side, op.entry)
                rows.append((side, op.entry, dict(self._variants(seen[op.entry], now, before))))
            rows += self._read(side.other, op.entry)
        self.state.confirmed.note(rows)

    def adopted(self, entries: Iterable[EntryKey]) -> None:
        """Remember what both sides showed of entries about which they agree."""
        rows: list[tuple[Side, EntryKey, dict[Locale, Confirmed]]] = []
        for entry in entries:
            for side in Side:
                rows += self._read(side, entry)
            if len(rows) >= _AT_A_TIME:
                self.state.confirmed.note(rows)
                rows.clear()
        self.state.confirmed.note(rows)

    def _read(self, side: Side, entry: EntryKey) -> Iterator[tuple[Side, EntryKey, dict[Locale, Confirmed]]]:
        if entry.kind in self._late[side]:
            seen, at = self.current.seen(side, entry)
            if seen is not None and at is not None:
                yield side, entry, dict(self._variants(seen, at, None))

    def _variants(self, seen: Seen, at: datetime, before: Seen | None) -> Iterator[tuple[Locale, Confirmed]]:
        for locale, variant in seen.variants.items():
            # what all locales share is taken from the primary, where that was looked at
            note = seen.notes.get(self.bridge.primary if locale == SHARED else locale)
            if note is None or note.unpublished_edits:
                continue
            mark = marked(variant)
            old = None if before is None else before.variants.get(locale)
            replaced = () if old is None or note.updated is not None else (marked(old),)
            yield (
                locale,
                Confirmed(mark, _when(note, at), note.updated, tuple(each for each in replaced if each != mark)),
            )


def _when(note: Note, at: datetime) -> datetime:
    return at if note.made is None else min(note.made, at)
