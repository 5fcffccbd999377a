"""What was deleted by agreement and is there again under another id, word for word.

A write that was late may have made it, or a backup; or a person did. Decides that it waits for one run: what is still
there then was brought back, and crosses like anything new. Whatever says something else is somebody's work, and never
waits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.apply.burying import content_mark
from isogloss.merge.change import Conflict, HoldReason
from isogloss.merge.decision import Decision, Take
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import digest_entry
from isogloss.model.value import Absent
from isogloss.plan.op import Remark
from isogloss.run.asking import clock_time
from isogloss.run.observe import Observed
from isogloss.state.tombstones import Tombstone

REASON: HoldReason = "deleted before"


@dataclass(frozen=True, slots=True)
class Anew:
    """By entry, the deletion that it seems to take back."""

    places: Mapping[Side, str] = field(default_factory=dict)
    found: Mapping[EntryKey, Tombstone] = field(default_factory=dict)

    def waits(self, facing: Facing, decided: list[Decision]) -> Conflict | None:
        """What is held of an entry that was never met, if it would be made on the other side."""
        stone = self.found.get(facing.key)
        if stone is None or stone.met is not None or not any(isinstance(each, Take) for each in decided):
            return None
        left, right = (quote(Cell(facing.key), facing.shows(side)) for side in Side)
        said = (
            f"{self._told(stone)}. If it is still there in the next run, somebody brought it back, and it is carried; "
            "delete it there if nobody did"
        )
        return Conflict(Cell(facing.key), REASON, left, right, facing.label, said)

    def remarks(self) -> Iterator[Remark]:
        """What is told of those that stayed."""
        for key, stone in sorted(self.found.items()):
            if stone.met is not None:
                said = f"{self._told(stone)}, and stayed; it is taken for new"
                yield Remark(Cell(key), "back after its deletion", detail=said)

    def _told(self, stone: Tombstone) -> str:
        return (
            f"what was deleted at {clock_time(stone.at)} by run {stone.run} is there again on "
            f"{self.places[stone.side]} under another id, word for word"
        )


def find_anew(observed: Observed) -> Anew:
    """Hold what is new and alone against what was deleted."""
    found: dict[EntryKey, Tombstone] = {}
    for side in Side:
        gone = {each.entry: each for each in sorted(observed.state.tombstones.of(side), key=_age) if _is_whole(each)}
        for key in sorted(gone.keys() & observed.new):
            stone = gone[key]
            alone = observed.remote(side, key) not in (None, stone.remote) and observed.remote(side.other, key) is None
            if alone and _says_the_same(observed, side, key, stone):
                found[key] = stone
    return Anew({side: observed.bridge.side(side).name for side in Side}, found)


def _age(stone: Tombstone) -> str:
    return stone.at.isoformat()


def _is_whole(stone: Tombstone) -> bool:
    return stone.locale is None and bool(stone.shown) and not stone.entry.was


def _says_the_same(observed: Observed, side: Side, key: EntryKey, stone: Tombstone) -> bool:
    shown = digest_entry(observed.plain(side, key).entry)
    if isinstance(shown, Absent):
        return False
    nothing = content_mark({})
    marks = {locale: made for locale, variant in shown.items() if (made := content_mark(variant)) != nothing}
    return marks == {locale: made for locale, made in stone.shown.items() if made != nothing}
