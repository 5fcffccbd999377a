"""What a whole read shows that may be out of date: an older state than the one confirmed, an entry that is missing.

Decides what is doubted, asks for that by its own address, and says what then has to wait: an answer that is still older
than what was confirmed is no edit and no deletion. Asks nobody where nothing is doubtful.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from isogloss.bridge import Bridge
from isogloss.mapping.names.copies import was_copy
from isogloss.merge.late import is_older, is_proven
from isogloss.model.address import EntryKey, Side
from isogloss.model.confirmed import Confirmed
from isogloss.model.entry import Variant
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import digest_text
from isogloss.ports import Heard, Reader, Wanted
from isogloss.run.asking import clock_time, hear
from isogloss.run.remembering import shown_in
from isogloss.run.returning import Returns
from isogloss.state.opened import State

_UNKNOWN: Final = "-"
"""The mark of an entry that nobody knows."""
Known = Mapping[Locale, Confirmed]


@dataclass(frozen=True, slots=True)
class Heeded:
    """What became of a doubt.

    seen:  the entry as it is to be taken now; None where it is gone, or where nothing can be said.
    waits: why nothing can be said of it yet; empty where something can.
    """

    entry: EntryKey
    remote: str
    seen: Seen | None
    waits: str = ""


@dataclass(slots=True)
class Doubts:
    """The doubts about one whole read of one side. Tell it everything that was shown, then ask.

    returns: what was deleted and is shown again, which is asked for last.
    """

    bridge: Bridge
    state: State
    side: Side
    reader: Reader
    now: datetime
    returns: Returns = field(init=False)
    _rows: dict[EntryKey, str] = field(init=False)
    _shown: set[EntryKey] = field(default_factory=set)
    _doubted: dict[EntryKey, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = self.state.confirmed.all(self.side)
        self.returns = Returns(self.bridge, self.state, self.side, self.reader, self.now)

    def meet(self, seen: Seen) -> None:
        """Take in one entry as it was shown."""
        self.returns.meet(seen)
        entry = self.state.identity.entry(self.side, seen.kind, seen.remote)
        if entry is None:
            return
        self._shown.add(entry)
        known = self._known(entry)
        if any(True for _ in _older_parts(known, seen, self.bridge.primary)) or self._lacks(entry, seen):
            self._doubted[entry] = seen.remote

    def vouched(self, kind: str, remote: str, met: str, whole: Callable[[], Seen]) -> bool:
        """Take in an entry that is as it was when it was kept; whether its mark alone told that it is not doubted.

        met:   the mark that it had when it was last taken in: of what was confirmed since, nothing is known of it yet.
        whole: gives the whole of it.
        """
        entry = self.state.identity.entry(self.side, kind, remote)
        if met and met == self._mark(entry) and not self.returns.concern(kind, remote):
            if entry is not None:
                self._shown.add(entry)
            return True
        self.meet(whole())
        return False

    def mark(self, kind: str, remote: str) -> str:
        """A mark of what an entry was held against; empty where it is doubted, so that it is again."""
        entry = self.state.identity.entry(self.side, kind, remote)
        return "" if entry in self._doubted else self._mark(entry)

    def _mark(self, entry: EntryKey | None) -> str:
        return _UNKNOWN if entry is None else digest_text(self._rows.get(entry, ""))

    def _known(self, entry: EntryKey) -> Known:
        """What was confirmed of an entry so lately that a cache may be older."""
        row = self._rows.get(entry)
        if row is None:
            return {}
        since = self.now - timedelta(seconds=self.reader.capabilities(entry.kind).cache_seconds)
        return {at: known for at, known in self.state.confirmed.loaded(row).items() if known.at > since}

    def _lacks(self, entry: EntryKey, seen: Seen) -> bool:
        missing = [locale for locale in self.bridge.locales if locale not in seen.variants]
        agreed = self._agreed(entry) if missing else ()
        return any(locale in agreed and not self._was_copy(entry, locale) for locale in missing)

    def _was_copy(self, entry: EntryKey, locale: Locale) -> bool:
        """Whether only the primary's text stood in for a translation, so that nothing was there to be missed."""
        if self.bridge.missing_locale != "copy":
            return False
        base = self.state.base
        return was_copy(base.get(entry), base.copies(entry), self.side, locale, self.bridge.primary)

    def _agreed(self, entry: EntryKey) -> set[Locale]:
        """The locales in which the sides agreed that this one shows something."""
        return shown_in(self.state.base.get(entry), self.side)

    def heed(self) -> Iterator[Heeded]:
        """Ask about everything doubtful, in the fewest requests, and say what is to be made of it."""
        for remote, entry in self.state.identity.all_keys(self.side):
            if entry.kind not in self.bridge.kinds or entry in self._shown or entry.was:
                continue
            if self._agreed(entry):
                self._doubted[entry] = remote
        if not self._doubted:
            return
        locales = tuple(self.bridge.side(self.side).locales)
        wanted = [Wanted(entry, locales, remote, whole=True) for entry, remote in sorted(self._doubted.items())]
        heard = hear(self.bridge.side(self.side), self.reader, wanted)
        for each in wanted:
            seen = heard.seen.get(each.entry)
            yield Heeded(each.entry, self._doubted[each.entry], seen, self._waits(each.entry, seen, heard))

    def _waits(self, entry: EntryKey, seen: Seen | None, heard: Heard) -> str:
        name = self.bridge.side(self.side).name
        shown = frozenset[Locale]() if seen is None else seen.variants.keys()
        if entry in heard.late and (seen is None or not self._agreed(entry) <= shown | {SHARED}):
            return (
                f"{name} does not show it, but only a cache answered, which has its answer since "
                f"{clock_time(heard.late[entry])}. Nothing is taken for deleted before {name} says so itself; run "
                "again later."
            )
        for known, note in _older_parts(self._known(entry), seen, self.bridge.primary) if seen else ():
            if not is_proven(known, note):
                return (
                    f"{name} shows a state from before the one that was confirmed at {clock_time(known.at)}, also when "
                    "asked for the entry itself; a cache may be the cause. Run again later. If an earlier content was "
                    "brought back on purpose, save it there once more."
                )
        return ""


def _older_parts(known: Known, seen: Seen, primary: Locale) -> Iterator[tuple[Confirmed, Note]]:
    for locale, confirmed in known.items():
        variant: Variant | None = seen.variants.get(locale)
        # what all locales share is as old as the variant it is taken from
        note = seen.notes.get(primary if locale == SHARED else locale)
        if variant is not None and note is not None and is_older(confirmed, variant, note):
            yield confirmed, note
