"""``export``: read one side whole, write it down as a bundle, and remember that the two agree.

What is remembered lets a later import tell what was edited in the bundle from what was edited on the side. Files that
the side shows are copied for who asks for it.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import StringIO
from operator import attrgetter
from pathlib import Path
from typing import cast

from isogloss.adapters.bundle.content import Content, content_of
from isogloss.adapters.bundle.export import Export, Tally
from isogloss.bridge import Bridge, Fetching
from isogloss.canon.links import alternatives
from isogloss.errors import ConfigError, MappingError
from isogloss.http.fetch import Fetcher
from isogloss.http.fetched import MEGABYTE, Bounds, Fetched
from isogloss.http.shelf import Shelf
from isogloss.mapping.check.live import locale_problem, locale_rows, schema_problems
from isogloss.mapping.names.addresses import Directory
from isogloss.mapping.names.exclusions import ROW, is_out
from isogloss.mapping.types.texts import bare, files
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import DigestEntry, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Seen, Unreadable
from isogloss.model.value import Absent, Asset, Digest, MaybeValue, Scalar, leaves
from isogloss.ports import Aside, Reader
from isogloss.report import words
from isogloss.report.sheet import as_row
from isogloss.run.bundles import bundle_bridge
from isogloss.run.doubting import Doubts
from isogloss.run.leasing import leased
from isogloss.run.observe import Observed
from isogloss.run.reading import Reading
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.state.agreed import Pair, Pairs
from isogloss.state.opened import State, open_state
from isogloss.state.snapshots import SnapshotSpool

_AT_A_TIME = 100
USED = "used.csv"
"""What says where each file is shown, beside the copies."""
USES = ("address", "copy", "bytes", "kind", "entry", "locale", "field", "alternative text", "left behind")
"""The columns of that."""


@dataclass(frozen=True, slots=True)
class Uncopied:
    """A file of which there is no copy: where it is shown, its address, and why."""

    place: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """Where a file is shown, with which alternative text; and why there is no copy, where there is none."""

    address: str
    kind: str
    remote: str
    locale: Locale
    field: str
    alt: str
    reason: str


def _alternatives(value: MaybeValue) -> dict[str, str]:
    """The alternative texts of the pictures in a value, by address."""
    found: dict[str, str] = {}
    for leaf in leaves(value):
        match leaf:
            case Asset(_, identity, alt):
                found.setdefault(bare(identity), alt)
            case Scalar("rich_text", text):
                for address, alt in alternatives(text).items():
                    found.setdefault(bare(address), alt)
    return found


@dataclass(slots=True)
class Copies:
    """What became of the files of one export.

    fetched: how many were fetched; of the others there was a copy.
    uses:    where each file is shown.
    """

    shelf: Shelf
    fetcher: Fetcher
    fetched: int = 0
    missed: list[Uncopied] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    _asked: dict[str, str] = field(default_factory=dict)

    def take(self, seen: Seen) -> None:
        """Copy every file that an entry shows, each address once in an export, and none of which there is a copy."""
        for locale, variant in seen.variants.items():
            for name, value in variant.items():
                shown = dict.fromkeys(map(bare, files(value)))
                told = _alternatives(value) if shown else {}
                for address in shown:
                    reason = self._asked.get(address)
                    if reason is None:
                        reason = self._asked[address] = self._copy(address)
                    if reason:
                        self.missed.append(Uncopied(f"{seen.kind} {seen.remote}, {locale}, {name}", address, reason))
                    self.uses.append(Use(address, seen.kind, seen.remote, locale, name, told.get(address, ""), reason))

    def end(self) -> None:
        """Write down what copies there are, and where each file is shown."""
        self.shelf.save()
        rows = [USES]
        for use in sorted(self.uses):
            copy, size = self.shelf.placed(use.address) or ("", 0)
            place = use.kind, use.remote, words.locale_name(use.locale), words.field_name(use.field)
            rows.append((use.address, copy, str(size) if copy else "", *place, use.alt, use.reason))
        out = StringIO()
        csv.writer(out).writerows(map(as_row, rows))
        self.shelf.note(USED, out.getvalue())

    def _copy(self, address: str) -> str:
        """Copy one file; gives the reason where that failed."""
        if self.shelf.get(address) is not None:
            return ""
        came = self.fetcher.fetch(address)
        if not isinstance(came, Fetched):
            return came.reason
        self.shelf.put(address, came)
        self.fetched += 1
        return ""


def bounds_of(said: Fetching) -> Bounds:
    """What may be fetched, as the mapping says."""
    return Bounds(said.allow_private, said.megabytes * MEGABYTE, said.seconds)


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    asides: what the side shows and nobody can place; it is not in the bundle.
    copied: how many files were fetched; None where nobody asked for copies.
    missed: files of which there is no copy.
    """

    folder: Path
    side: str
    tally: Tally
    asides: tuple[Aside, ...] = ()
    copied: int | None = None
    missed: tuple[Uncopied, ...] = ()


def export(session: Session, side: Side, folder: Path, *, prune: bool = False, assets: bool = False) -> Exported:
    """Write one side of the session's mapping into a folder; sends reads only.

    assets: also copy the files that it shows; nothing else is ever fetched.
    Raises: MappingError where the side does not have what the mapping says; Refused where somebody else is at work or
            pruning would delete too much; Missing where the folder holds something else; any RemoteError.
    """
    made = bundle_bridge(session.bridge, side, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: the folder cannot be made ({error.strerror}); choose another") from error
    with (
        open_state(session.state, made.name, session.clock) as state,
        leased(session, state) as held,
        open_readers(made, held.reach) as readers,
        Reading(Side.RIGHT, made, session.scratch) as reading,
        SnapshotSpool(session.scratch) as written,
        _copies(made, folder, assets=assets) as copies,
    ):
        _held(made, readers[Side.RIGHT])
        _read(session, made, side, readers[Side.RIGHT], reading)
        kept = {(key.kind, remote) for key, remote in reading.kept.items()}
        there = sorted(reading.locales.keys() - kept - reading.broken.keys())
        wished = [(kind, remote, reading.handles[kind][remote].name or remote) for kind, remote in there]
        export = Export(content_of(made.left), (session.bridge.name, made.right.name))
        export.begin(wished)
        for done, place in enumerate(there, start=1):
            held.stop()
            shown = _there(reading, place)
            written.add(export.put(shown))
            if copies is not None:
                copies.take(shown)
            if session.tick is not None:
                session.tick(done)
        asides = _asides(reading)
        limits = made.limits
        tally = export.finish(
            prune=prune, most=limits.delete, minimum=limits.minimum, unplaced={aside.kind for aside in asides}
        )
        bundle = _Bundle(export.content, written, readers[Side.LEFT])
        _remember(session, made, state, bundle, _Replay(reading, there), export)
    copied, missed = (None, ()) if copies is None else (copies.fetched, tuple(copies.missed))
    return Exported(folder, made.right.name, tally, asides, copied, missed)


@contextmanager
def _copies(bridge: Bridge, folder: Path, *, assets: bool) -> Iterator[Copies | None]:
    """What copies files into the bundle, if that is asked for."""
    if not assets:
        yield None
        return
    bounds = bounds_of(bridge.right.fetch)
    shelf = Shelf(folder, bounds.largest)
    with Fetcher(bounds) as fetcher:
        copies = Copies(shelf, fetcher)
        try:
            yield copies
        finally:
            copies.end()


def _held(bridge: Bridge, reader: Reader) -> None:
    """A field or locale that the side does not have would read as one that is empty everywhere."""
    schema = reader.inspect(probe=False)
    problems = list(schema_problems(bridge, bridge.right, schema, written=False))
    problems += [found for row in locale_rows(bridge.right, schema) if (found := locale_problem(row))]
    if problems:
        raise MappingError(bridge.path, problems)


def _read(session: Session, made: Bridge, side: Side, reader: Reader, reading: Reading) -> None:
    """Read the side whole; what was confirmed of it is remembered with the mapping that it is exported from."""
    with open_state(session.state, session.bridge.name, session.clock, read_only=True) as state:
        reading.fill(reader, Directory(made), Doubts(session.bridge, state, side, reader, session.clock.now()))


def _there(reading: Reading, place: tuple[str, str]) -> Seen:
    seen = reading.get(*place)
    assert seen is not None, "what is listed in a reading is in it"  # noqa: S101  # our own bug if not
    return seen


def _asides(reading: Reading) -> tuple[Aside, ...]:
    """What cannot be placed or read, and what is older than was confirmed: a bundle is to hold none of it."""
    kept = sorted(reading.kept.items())
    return (
        *reading.asides,
        *(_broken(*place, cell) for place, cells in sorted(reading.broken.items()) for cell in cells),
        *(Aside(key.kind, remote, reading.waits[key], "export again later") for key, remote in kept),
    )


def _broken(kind: str, remote: str, cell: Unreadable) -> Aside:
    where = "all locales" if cell.locale == SHARED else cell.locale
    return Aside(kind, remote, f"{cell.field} in {where}, {cell.value}: {cell.why.rstrip('.')}", "mend it there")


class _Replay:
    """What a side showed, shown again without asking it."""

    def __init__(self, reading: Reading, places: Sequence[tuple[str, str]]) -> None:
        self._reading, self._places = reading, places

    def read(self) -> Iterator[Seen]:
        for place in self._places:
            yield _there(self._reading, place)

    def capabilities(self, kind: str) -> Capabilities:
        """Whatever there is: what is written down of both is what they show, drafts included."""
        del kind
        return Capabilities()


class _Bundle:
    """The bundle as it is now; what was written just now is not read again, for it was read back."""

    def __init__(self, content: Content, written: SnapshotSpool, reader: Reader) -> None:
        self._content, self._written, self._reader = content, written, reader

    def read(self) -> Iterator[Seen]:
        manifest = self._content.manifest()
        only = frozenset(self._content.binding.locales.values())
        for kind in self._content.binding.kinds:
            for name in self._content.entries(kind):
                shown = self._written.get(kind, name)
                if shown is not None:
                    yield shown
                elif (stored := self._content.stored(kind, name, manifest, only=only)) is not None:
                    yield self._content.seen(kind, name, stored)

    def capabilities(self, kind: str) -> Capabilities:
        """Those of a bundle."""
        return self._reader.capabilities(kind)


def _remember(session: Session, made: Bridge, state: State, bundle: _Bundle, replay: _Replay, export: Export) -> None:
    """Write down which entries are one, and what both show now."""
    pins: dict[str, dict[str, str]] = {}
    for (kind, remote), name in export.folders.items():
        pins.setdefault(kind, {})[name] = remote
    _forget(state, pins)
    with Observed(replace(made, pins=pins), state, session.scratch) as observed:
        observed.read({Side.LEFT: cast("Reader", bundle), Side.RIGHT: cast("Reader", replay)}, doubting=False)
        for side in Side:
            pairs = ((pair.key, pair.on(side)) for pair in observed.pairs if pair.key in observed.new)
            state.identity.bind_many(side, [(key, remote) for key, remote in pairs if remote is not None])
        rows: list[tuple[EntryKey, Pairs]] = []
        for pair in state.base.walk(observed.pairs, attrgetter("key")):
            rows.append((pair.key, _agreed(state, observed.facing(pair.key))))
            if len(rows) == _AT_A_TIME:
                state.base.advance_many(rows)
                rows.clear()
        state.base.advance_many(rows)


def _forget(state: State, pins: Mapping[str, Mapping[str, str]]) -> None:
    """Forget pairs that hold no longer: an entry that was made anew on the side, a folder that was renamed."""
    for kind, pairs in pins.items():
        for name, remote in pairs.items():
            owners = state.identity.entry(Side.LEFT, kind, name), state.identity.entry(Side.RIGHT, kind, remote)
            if owners[0] == owners[1]:
                continue
            for owner in owners:
                if owner is not None:
                    for side in Side:
                        state.identity.forget(side, owner)
                    state.base.drop(owner)


def _agreed(state: State, facing: Facing) -> Pairs:
    """What both sides show in each cell of an entry that both have, and nothing where neither shows anything now."""
    if isinstance(facing.left, Absent) or isinstance(facing.right, Absent):
        return {}
    left, right = digest_entry(facing.left), digest_entry(facing.right)
    assert not isinstance(left, Absent) and not isinstance(right, Absent), "an entry that is there has digests"  # noqa: S101, PT018  # our own bug if not
    cells = {
        (locale, name)
        for entry in (left, right, state.base.get(facing.key))
        for locale, fields in entry.items()
        for name in fields
        if ROW not in name and not is_out(facing.excluded, locale, name)
    }
    pairs: dict[Locale, dict[str, Pair]] = {}
    for locale, name in sorted(cells):
        pairs.setdefault(locale, {})[name] = _cell(left, locale, name), _cell(right, locale, name)
    return pairs


def _cell(entry: DigestEntry, locale: Locale, name: str) -> Digest | None:
    return entry.get(locale, {}).get(name)
