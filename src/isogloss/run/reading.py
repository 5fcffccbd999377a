"""One side as it was read: bodies on disk, and in memory what pairing needs to know of each entry.

Decides what counts of an entry that was asked for twice, and what a reading makes of an entry that it cannot tell
anything about. Refuses to know the other side.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Self

from isogloss.bridge import REMOTE_SLUG, Bridge, KindScope
from isogloss.catching import CatchesUp, Taken
from isogloss.mapping.names.addresses import Directory
from isogloss.mapping.names.beyond import beyond_of, options_of
from isogloss.merge.align import Handle
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen, Unreadable
from isogloss.model.value import Scalar
from isogloss.ports import Aside, Excludes, Reader, SetsAside
from isogloss.run.doubting import Doubts, Heeded
from isogloss.run.keeping import Keeping, Marks
from isogloss.run.returning import Returned
from isogloss.state.snapshots import SnapshotSpool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a side shows.

    kinds: entries, by kind. locales: variants, by locale.
    """

    kinds: Counter[str]
    locales: Counter[Locale]


class Reading:
    """One side, filled by one whole read. Close it, or use it as a context manager, to delete what lies on disk.

    handles: by kind and remote id.
    locales: by kind and remote id, the locales in scope that an entry has.
    slugs:   by kind and remote id, of the kinds that are made anew when they are renamed.
    slug_fields: by kind and remote id, what fields say that are the side's slug, each with its cell.
    kept:    the entries about which nothing can be said, and what the side calls them.
    waits:   why not.
    broken:  by kind and remote id, the cells that cannot be read.
    excludes: by kind, what the side's owner excluded from translation of every entry, also of one that is not there.
    returned: what was deleted and is shown again.
    beyond:   by kind and remote id, of the entries that show any, what is beyond the mapping (as ``Seen`` has it).
    cached:  by kind and remote id, the entries of which a cache kept what is shown.
    began:   when the side was asked.
    """

    def __init__(self, side: Side, bridge: Bridge, directory: Path) -> None:
        self.side, self.bridge = side, bridge
        self.handles: dict[str, dict[str, Handle]] = {}
        self.locales: dict[tuple[str, str], frozenset[Locale]] = {}
        self.slugs: dict[tuple[str, str], tuple[str, ...]] = {}
        self.slug_fields: dict[tuple[str, str], tuple[tuple[tuple[Locale, str], str], ...]] = {}
        self.cached: set[tuple[str, str]] = set()
        self.kept: dict[EntryKey, str] = {}
        self.waits: dict[EntryKey, str] = {}
        self.broken: dict[tuple[str, str], tuple[Unreadable, ...]] = {}
        self.asides: tuple[Aside, ...] = ()
        self.returned: list[Returned] = []
        self.beyond: dict[tuple[str, str], Mapping[str, int]] = {}
        self._options = {kind: options_of(bridge.side(side), kind) for kind in bridge.kinds}
        self.excludes: dict[str, Excluded] = {}
        self._excluded: dict[tuple[str, str], Excluded] = {}
        self.began: datetime | None = None
        self._stack = ExitStack()
        self._spool = self._stack.enter_context(SnapshotSpool(directory))
        self.keeping: Keeping | None = None
        self._catching: CatchesUp | None = None
        self._again = self._stack.enter_context(SnapshotSpool(directory))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def owns(self, keeping: Keeping) -> None:
        """Close what an earlier reading left behind with this one, whether this one ever began or not."""
        self._stack.callback(keeping.close)

    def fill(self, reader: Reader, directory: Directory, doubts: Doubts | None, keeping: Keeping | None = None) -> None:
        """Read the side whole, then ask once more for what is doubtful.

        keeping: what an earlier reading left behind: it stands in for what certainly did not move since.
        Raises:  any RemoteError; never stops short of the whole (invariant 1).
        """
        self.began = None if doubts is None else doubts.now
        for seen in reader.read() if keeping is None else self._caught_up(reader, directory, doubts, keeping):
            scope = self.bridge.kinds.get(seen.kind)
            if scope is None:
                continue
            self._spool.add(seen)
            self._meet(seen, scope, directory)
            self._note_beyond(seen, beyond_of(seen, self._options[seen.kind]))
            if doubts is not None:
                doubts.meet(seen)
                self._note_mark(doubts, seen.kind, seen.remote)
        for heeded in () if doubts is None else doubts.heed():
            self._heed(heeded, directory)
        for returned in () if doubts is None else doubts.returns.heed():
            self.returned.append(returned)
            self._heed(Heeded(returned.stone.entry, returned.stone.remote, returned.seen), directory)
        if isinstance(reader, SetsAside):
            self.asides = tuple(aside for aside in reader.set_aside() if aside.kind in self.bridge.kinds)
        if isinstance(reader, Excludes):
            self.excludes = {kind: found for kind in self.bridge.kinds if (found := reader.excluded(kind))}

    def _caught_up(
        self, reader: Reader, directory: Directory, doubts: Doubts | None, keeping: Keeping
    ) -> Iterator[Seen]:
        """What was read; what is as it was when it was kept is met by its card."""
        if not isinstance(reader, CatchesUp):
            yield from reader.read()
            return
        self.keeping, self._catching = keeping, reader
        for each in reader.catch_up(keeping):
            if isinstance(each, Taken):
                keeping.take(each)
                yield each.seen
                continue
            keeping.ended[each.kind] = each
            if each.whole or each.kind not in self.bridge.kinds:
                continue
            for card in keeping.cards(each.kind):
                whole = partial(self._whole, each.kind, card.remote)
                shown = card.seen or whole()
                self._meet(
                    shown if each.made is None else _kept_since(shown, each.made),
                    self.bridge.kinds[each.kind],
                    directory,
                )
                self._note_beyond(
                    shown, beyond_of(shown, self._options[each.kind]) if card.seen is None else shown.beyond
                )
                met = card.met if each.made is None else ""
                if doubts is not None and not doubts.vouched(each.kind, card.remote, met, whole):
                    self._note_mark(doubts, each.kind, card.remote, card.met)

    def _note_mark(self, doubts: Doubts, kind: str, remote: str, before: str | None = None) -> None:
        if self.keeping is not None and (mark := doubts.mark(kind, remote)) != before:
            self.keeping.held_against(kind, remote, mark)

    def _whole(self, kind: str, remote: str) -> Seen:
        """An entry that is as it was when it was kept; it is made of its rows once."""
        found = self._spool.get(kind, remote)
        if found is not None:
            return found
        rows = None if self.keeping is None else self.keeping.text(kind, remote)
        if rows is None or self._catching is None:
            raise AssertionError(f"{kind} {remote} was neither read nor kept")
        made = self._catching.shown(kind, remote, rows)
        since = self.keeping.ended[kind].made if self.keeping is not None else None
        made = made if since is None else _kept_since(made, since)
        self._spool.add(made)
        return made

    def advance(self) -> None:
        """Keep what was read for the next reading."""
        if self.keeping is not None:
            doubtful = {key.kind for key in self.kept} | {aside.kind for aside in self.asides}
            self.keeping.advance(frozenset(doubtful))

    def get(self, kind: str, remote: str) -> Seen | None:
        """One entry as it is to be taken, or None where the side does not have it."""
        if (kind, remote) not in self.locales:
            return None
        return self._again.get(kind, remote) or self._whole(kind, remote)

    def mark(self, kind: str, remote: str) -> Marks | None:
        """Marks of an entry as it was read or kept; None where it is not told by its rows alone."""
        if self.keeping is None or (kind, remote) in self._again or (kind, remote) in self.cached:
            return None
        return self.keeping.marks.get((kind, remote))

    def any_excluded(self) -> bool:
        """Whether anything is excluded from translation on this side."""
        return bool(self.excludes or self._excluded)

    def excluded(self, kind: str, remote: str | None) -> Excluded:
        """What is excluded from translation of an entry; of one that is not there, what is of each of its kind."""
        found = None if remote is None else self._excluded.get((kind, remote))
        return self.excludes.get(kind, NOTHING_EXCLUDED) if found is None else found

    def count(self) -> int:
        """How many entries in scope there are; one that waits is where it was."""
        unseen = sum(1 for key, remote in self.kept.items() if (key.kind, remote) not in self.locales)
        return unseen + sum(1 for locales in self.locales.values() if locales)

    def counts(self) -> Counts:
        """The same by kind, and how many variants by locale."""
        unseen = (key.kind for key, remote in self.kept.items() if (key.kind, remote) not in self.locales)
        kinds = Counter(unseen)
        kinds.update(kind for (kind, _), locales in self.locales.items() if locales)
        return Counts(kinds, Counter(locale for locales in self.locales.values() for locale in locales))

    def _meet(self, seen: Seen, scope: KindScope, directory: Directory) -> None:
        directory.note(self.side, seen)
        if seen.excluded:
            self._excluded[seen.kind, seen.remote] = seen.excluded
        self.broken.pop((seen.kind, seen.remote), None)
        if seen.unreadable:
            self.broken[seen.kind, seen.remote] = seen.unreadable
        handle = handle_of(seen, scope, self.bridge.primary)
        self.handles.setdefault(seen.kind, {})[seen.remote] = handle
        if scope.rename == "recreate":
            self.slugs[seen.kind, seen.remote] = handle.slugs
        at = seen.kind, seen.remote
        bound = self.bridge.side(self.side).kinds[seen.kind].fields.items()
        if names := [name for name, one in bound if one.remote == REMOTE_SLUG]:
            self.slug_fields[at] = tuple(((loc, n), text) for n in names for loc, text in _texts(seen, n, scope))
        if any(note.made is not None for note in seen.notes.values()):
            self.cached.add(at)
        else:
            self.cached.discard(at)
        self.locales[seen.kind, seen.remote] = frozenset(seen.variants) & frozenset(self.bridge.locales)

    def _note_beyond(self, seen: Seen, found: Mapping[str, int]) -> None:
        if found:
            self.beyond[seen.kind, seen.remote] = found
        else:
            self.beyond.pop((seen.kind, seen.remote), None)

    def left_out(self) -> dict[str, Counter[str]]:
        """How many cells are not empty of what the mapping leaves out, by kind."""
        found = {kind: Counter[str]() for kind in self.bridge.kinds}
        for (kind, _), cells in self.beyond.items():
            found[kind].update(cells)
        return found

    def _heed(self, heeded: Heeded, directory: Directory) -> None:
        """Take what was asked for once more instead of what was read; what cannot be told yet waits."""
        kind, remote = heeded.entry.kind, heeded.remote
        if heeded.waits:
            self.waits[heeded.entry] = heeded.waits
            self.kept[heeded.entry] = remote
        elif heeded.seen is not None:
            self._again.add(replace(heeded.seen, remote=remote))
            self._meet(heeded.seen, self.bridge.kinds[kind], directory)
            self._note_beyond(replace(heeded.seen, remote=remote), beyond_of(heeded.seen, self._options[kind]))
        else:
            self.beyond.pop((kind, remote), None)
            self.handles.get(kind, {}).pop(remote, None)
            self.locales.pop((kind, remote), None)


def _kept_since(seen: Seen, made: datetime) -> Seen:
    """An entry for which only an answer vouches that a cache kept."""
    notes = seen.notes or dict.fromkeys(seen.variants, Note())  # a card has none
    return replace(seen, notes={locale: replace(note, made=made) for locale, note in notes.items()})


def handle_of(seen: Seen, scope: KindScope, primary: Locale) -> Handle:
    """What pairing needs to know of an entry."""
    marks = tuple(frozenset(_texts(seen, name, scope)) for name in scope.match)
    slugs = tuple(text for _, text in _texts(seen, SLUG, scope))
    firsts = [*slugs, *(text for mark in marks for locale, text in sorted(mark) if locale in (SHARED, primary))]
    rest = (text for mark in marks for _, text in sorted(mark))
    name = _name(next(iter([*firsts, *rest]), ""))
    return Handle(seen.remote, seen.origin, marks, name, slugs, seen.formerly)


def _texts(seen: Seen, name: str, scope: KindScope) -> Iterator[tuple[Locale, str]]:
    found = scope.fields.get(name)
    shared = name == SLUG or (found is not None and found.shared)
    for locale, variant in seen.variants.items():
        value = variant.get(name)
        if isinstance(value, Scalar) and (locale == SHARED) == shared:
            yield locale, value.text


def _name(text: str) -> str:
    """A key's name from a text: readable, one word."""
    return re.sub(r"[^\w.~-]+", "-", text.strip().lower()).strip("-")[:80]
