"""What was deleted by agreement and is shown again: an old listing, or somebody brought it back.

Decides by asking for it by its own address. What is said to be gone there is gone, whatever a listing shows; what is
there was brought back, and is met like anything new. An answer that a cache admits to have kept since before the
deletion says nothing. Where what is there is only as old as what was deleted, it may be either for as long as a cache
may hold: ``run.brought_back`` holds it. Nothing is asked where nothing comes back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from isogloss.bridge import Bridge
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import Entry
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.plan.op import Remark
from isogloss.ports import Heard, Reader, Wanted
from isogloss.run.asking import clock_time, hear
from isogloss.run.remembering import shown_in
from isogloss.state.opened import State
from isogloss.state.tombstones import Tombstone

How = Literal["back", "gone", "kept", "doubtful"]
"""back: it is there again. gone: it is not, whatever a listing shows. kept: an answer from before the deletion alone
shows it. doubtful: it is there, as old as what was deleted."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One deletion that is shown undone.

    seen:  the entry as it is to be taken; None where it is gone.
    until: of what is doubtful, for how long a cache may be the cause.
    """

    stone: Tombstone
    seen: Seen | None
    how: How
    until: datetime | None = None


@dataclass(slots=True)
class Returns:
    """What comes back in one whole read of one side. Tell it everything that was shown, then ask."""

    bridge: Bridge
    state: State
    side: Side
    reader: Reader
    now: datetime
    _stones: dict[tuple[str, str], dict[Locale | None, Tombstone]] = field(default_factory=dict)
    _met: dict[tuple[str, str], list[Tombstone]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for stone in self.state.tombstones.of(self.side):
            self._stones.setdefault((stone.entry.kind, stone.remote), {})[stone.locale] = stone

    def concern(self, kind: str, remote: str) -> bool:
        """Whether anything of an entry was deleted."""
        return (kind, remote) in self._stones

    def meet(self, seen: Seen) -> None:
        """Take in one entry as it was shown."""
        stones = self._stones.get((seen.kind, seen.remote))
        if stones is None:
            return
        entry = self.state.identity.entry(self.side, seen.kind, seen.remote)
        if entry is None:
            found = [stones[None]] if None in stones else []
        else:
            agreed = shown_in(self.state.base.get(entry), self.side)
            whole = not agreed  # it was to go once more, and is still there
            found = [
                stone
                for at, stone in stones.items()
                if (whole if at is None else at in seen.variants and at not in agreed)
            ]
        if found:
            self._met[seen.kind, seen.remote] = found

    def heed(self) -> Iterator[Returned]:
        """Ask about everything that comes back, in the fewest requests, and say what is to be made of it."""
        if not self._met:
            return
        binding = self.bridge.side(self.side)
        # called by its own id, for another entry may have its name by now
        wanted = {
            at: Wanted(EntryKey(at[0], at[1], at[1]), tuple(binding.locales), at[1], whole=True)
            for at in sorted(self._met)
        }
        heard = hear(binding, self.reader, list(wanted.values()))
        for at, asked in wanted.items():
            yield from self._taken(self._met[at], heard, asked.entry)

    def _taken(self, stones: Sequence[Tombstone], heard: Heard, called: EntryKey) -> Iterator[Returned]:
        seen = heard.seen.get(called)
        for stone in stones:
            how = self._how(stone, seen)
            if seen is not None and how == "kept":
                seen = None if stone.locale is None else replace(seen, variants=_without(seen.variants, stone.locale))
            yield Returned(stone, seen, how, stone.at + self._holds(stone) if how == "doubtful" else None)

    def _how(self, stone: Tombstone, seen: Seen | None) -> How:
        if seen is None or (stone.locale is not None and stone.locale not in seen.variants):
            return "gone"
        notes = [note for at, note in seen.notes.items() if stone.locale in (None, at)]
        if notes and all(_is_kept(note, stone) for note in notes):
            return "kept"
        old = notes and all(_is_kept(note, stone) or _is_as_old(note, stone) for note in notes)
        return "doubtful" if old and self.now < stone.at + self._holds(stone) else "back"

    def _holds(self, stone: Tombstone) -> timedelta:
        return timedelta(seconds=self.reader.capabilities(stone.entry.kind).cache_seconds)


def _is_kept(note: Note, stone: Tombstone) -> bool:
    """Whether an answer was made before the deletion."""
    return note.made is not None and note.made < stone.at


def _is_as_old(note: Note, stone: Tombstone) -> bool:
    """Whether what is shown was changed last before the deletion."""
    return note.updated is not None and note.updated <= stone.at


def _without(variants: Entry, gone: Locale) -> Entry:
    return {locale: variant for locale, variant in variants.items() if locale != gone}


def remark_of(returned: Returned, entry: EntryKey, place: str) -> Remark | None:
    """What a plan says of it; None where it is held, which says more.

    entry: what it is called now.
    place: the name of its side.
    """
    stone = returned.stone
    deleted = f"it was deleted at {clock_time(stone.at)} by run {stone.run}"
    at = Cell(entry, stone.locale)
    match returned.how:
        case "back":
            said = f"{deleted}, and is there again on {place}; it is taken for new"
            return Remark(at, "back after its deletion", detail=said)
        case "gone":
            said = f"a listing of {place} shows it, and asked for it by its own address {place} does not; {deleted}"
            return Remark(at, "shown once more after its deletion", detail=said)
        case "kept":
            said = f"only an answer that a cache of {place} kept since before its deletion shows it; {deleted}"
            return Remark(at, "shown once more after its deletion", detail=said)
        case "doubtful":
            return None
        case _:
            assert_never(returned.how)
