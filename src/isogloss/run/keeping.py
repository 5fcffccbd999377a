"""What an earlier reading of a side left behind, and what this one leaves for the next.

Decides when what is kept may stand in for a reading: not at first contact, not when a census is due, not after a run
that was cut or a reading that failed, not by another mapping or program, and not when a person asks for the whole. It
is brought up to date only when its owner says so: a dry command uses it and leaves it as it was. Refuses to know what
rows and grounds say; the adapters do.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from isogloss import __version__
from isogloss.bridge import REMOTE_SLUG, Bridge
from isogloss.catching import Ended, Taken
from isogloss.errors import RemoteError
from isogloss.mapping.names.beyond import beyond_of, options_of
from isogloss.model.address import Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.snapshot import Seen
from isogloss.model.value import CANON_VERSION, Digest, digest_text, refs
from isogloss.ports import Clock
from isogloss.state.kept import Ground, KeptEntry
from isogloss.state.lines import LineStore
from isogloss.state.opened import State
from isogloss.state.snapshots import dumped, loaded

if TYPE_CHECKING:
    from isogloss.run.session import Session  # which brings a client along

_FORMS: Final = 3
"""The version of what is kept: another is read whole."""
_UNTOLD: Final = Digest("-")
"""In place of the digest of rows that alone do not tell what an entry shows."""
_FAILED: Final = (
    "a temporary file cannot be used ({}). It holds what the sides show while a run lasts; make room there, or give "
    "another folder."
)


@dataclass(frozen=True, slots=True)
class Card:
    """One entry that is as it was when it was kept.

    seen: what pairing needs to know of it; None where that takes the whole of it.
    met:  the mark of what was confirmed of it when it was last held against that.
    """

    remote: str
    seen: Seen | None
    met: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one entry as it was read or kept.

    rows:  of all that it shows; empty where its rows alone do not tell that.
    facts: of what others may see of it: by what it is paired and found, and which of its locales are live.
    links: whether it links to anything.
    """

    rows: str
    facts: Digest
    links: bool


@dataclass(frozen=True, slots=True)
class _Fresh:
    digest: Digest
    card: str
    links: str
    at: int


@dataclass(slots=True)
class Keeping:
    """What is kept of one side, during one reading: the shelf that its reader goes on from.

    whole: read everything, whatever is kept.
    """

    side: Side
    bridge: Bridge
    state: State
    clock: Clock
    directory: Path
    whole: bool = False
    began: datetime = field(init=False)
    ended: dict[str, Ended] = field(default_factory=dict)
    _since: float = field(init=False)
    _forms: str = field(init=False)
    _is_cut: bool = field(init=False)
    _lines: LineStore = field(init=False)
    _grounds: Mapping[str, Ground] = field(init=False)
    _names: dict[str, frozenset[str]] = field(default_factory=dict)
    _fresh: dict[tuple[str, str], _Fresh] = field(default_factory=dict)
    marks: dict[tuple[str, str], Marks] = field(default_factory=dict)
    _met: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.began, self._since = self.clock.now(), self.clock.monotonic()
        self._lines = LineStore(self.directory, _FAILED)
        self._forms = forms_of(self.bridge, self.side)
        last = next(iter(self.state.runs.all(limit=1)), None)
        self._is_cut = last is not None and last.state != "finished"
        self._grounds = self.state.kept.grounds(self.side)

    def close(self) -> None:
        """Delete what lies on disk while a run lasts."""
        self._lines.close()

    def passed(self) -> timedelta:
        """How long ago the reading began."""
        return timedelta(seconds=self.clock.monotonic() - self._since)

    def ground(self, kind: str) -> str | None:
        """How far the last reading of a kind reached; None where it has to be whole."""
        return None if self.why_whole(kind) else self._grounds[kind].ground

    def why_whole(self, kind: str) -> str:
        """Why a kind has to be read whole, a clause for people; empty where it has not."""
        if self.whole:
            return "that was asked for"
        if self._is_cut:
            return "the last run was not finished"
        found = self._grounds.get(kind)
        if found is None:
            return "nothing is kept of it, or it was in doubt"
        if found.forms != self._forms:
            return "it was kept by another mapping or program"
        since = self.began - found.census
        due = since < timedelta(0) or since >= timedelta(seconds=self.bridge.census or 0)
        return "a census is due" if due else ""

    def told(self) -> Iterator[Mapping[str, object]]:
        """How each kind was read, for a log."""
        for kind, ended in self.ended.items():
            why = ended.why or self.why_whole(kind) if ended.whole else ""
            yield {"side": self.bridge.side(self.side).name, "kind": kind, "whole": ended.whole, "why": why}

    def rows(self, kind: str, remotes: Sequence[str]) -> Mapping[str, str]:
        """The rows of some entries, as far as they are kept."""
        return self.state.kept.rows(self.side, kind, remotes)

    def digests(self, kind: str) -> Mapping[str, str]:
        """The digest of the rows of every entry that is kept."""
        return self.state.kept.digests(self.side, kind)

    def linking(self, kind: str, to: Collection[tuple[str, str]]) -> Collection[str]:
        """The entries of a kind that are kept and link to one of these."""
        if not to:
            return ()
        wanted = {_line(*each) for each in to}
        found = self.state.kept.links(self.side, kind)
        return [remote for remote, lines in found if not wanted.isdisjoint(lines.split("\n"))]

    def put(self, text: str) -> int:
        """Lay a text aside on disk."""
        return self._lines.put(text)

    def get(self, at: int) -> str:
        """A text that was laid aside."""
        return self._lines.get(at)

    def take(self, taken: Taken) -> None:
        """Take in an entry that was read."""
        if taken.rows is None:
            return
        seen, digest, card = taken.seen, digest_text(taken.rows), self._card(taken.seen)
        made = _Fresh(digest if taken.told else _UNTOLD, card, _links(seen), self._lines.put(taken.rows))
        self._fresh[seen.kind, seen.remote] = made
        self._mark(seen.kind, seen.remote, made.digest, card, made.links)

    def _mark(self, kind: str, remote: str, digest: Digest, card: str, links: str) -> None:
        self.marks[kind, remote] = Marks(
            "" if digest == _UNTOLD or not card else digest, digest_text(card), bool(links)
        )

    def _card(self, seen: Seen) -> str:
        """What pairing needs to know of an entry; empty where that takes the whole of it."""
        if seen.unreadable or seen.excluded:
            return ""
        names = self._named(seen.kind)
        variants = {at: {n: v for n, v in held.items() if n in names} for at, held in seen.variants.items()}
        told, _, origin = dumped(Seen(seen.kind, seen.remote, variants, {}, seen.origin))
        beyond = beyond_of(seen, options_of(self.bridge.side(self.side), seen.kind))
        return json.dumps([told, origin, *([dict(beyond)] if beyond else [])], separators=(",", ":"))

    def _named(self, kind: str) -> frozenset[str]:
        """The fields by which an entry is paired and found."""
        if kind not in self._names:
            fields = (bound for side in Side for bound in self.bridge.side(side).kinds[kind].fields.items())
            slugs = {name for name, bound in fields if bound.remote == REMOTE_SLUG}
            self._names[kind] = frozenset({SLUG, STATUS, *slugs, *self.bridge.kinds[kind].match})
        return self._names[kind]

    def cards(self, kind: str) -> Iterator[Card]:
        """The entries of a kind that are as they were when they were kept."""
        gone = self.ended[kind].gone
        for remote, digest, card, links, met in self.state.kept.cards(self.side, kind):
            if (kind, remote) not in self._fresh and remote not in gone:
                self._mark(kind, remote, digest, card, links)
                yield Card(remote, _loaded(kind, remote, card) if card else None, met)

    def held_against(self, kind: str, remote: str, mark: str) -> None:
        """Note the mark of what was confirmed of an entry when it was held against that; empty to do so again."""
        self._met.setdefault(kind, {})[remote] = mark

    def text(self, kind: str, remote: str) -> str | None:
        """The rows of one entry that is as it was."""
        return self.rows(kind, [remote]).get(remote)

    def advance(self, doubtful: frozenset[str] = frozenset()) -> None:
        """Keep what this reading showed.

        doubtful: kinds of which something could not be told; the next reading of them is whole.
        """
        for kind, ended in self.ended.items():
            if kind not in self.bridge.kinds:
                continue
            met = self._met.get(kind, {})
            entries = (
                KeptEntry(remote, one.digest, one.card, one.links, met.get(remote, ""), self._lines.get(one.at))
                for (mine, remote), one in self._fresh.items()
                if mine == kind
            )
            ground = None
            if ended.ground is not None and kind not in doubtful:
                before = self._grounds.get(kind)
                census = self.began if ended.whole or before is None else before.census
                ground = Ground(ended.ground, self._forms, census)
            self.state.kept.replace(self.side, kind, ground, entries, whole=ended.whole, gone=ended.gone)
            if not ended.whole:
                old = {remote: mark for remote, mark in met.items() if (kind, remote) not in self._fresh}
                self.state.kept.met(self.side, kind, old)


def _loaded(kind: str, remote: str, card: str) -> Seen:
    variants, origin, *beyond = json.loads(card)
    made = loaded(kind, remote, (variants, {}, origin))
    return replace(made, beyond=beyond[0]) if beyond else made


def _links(seen: Seen) -> str:
    """A line for each entry that one links to."""
    found = {
        _line(to.kind, to.name) for held in seen.variants.values() for value in held.values() for to in refs(value)
    }
    return "\n".join(sorted(found))


def _line(kind: str, remote: str) -> str:
    return json.dumps([kind, remote])


def forms_of(bridge: Bridge, side: Side) -> Digest:
    """A mark of the mapping and the program: what is kept by another is not used."""
    said = [str(bridge.digest), repr(bridge.side(side).settings), __version__, CANON_VERSION, _FORMS]
    return digest_text(json.dumps(said))


@contextmanager
def trusted(state: State) -> Iterator[None]:
    """Read both sides; where that fails, the next reading is whole."""
    try:
        yield
    except RemoteError:
        state.kept.forget()
        raise


def keeping_of(session: "Session", state: State) -> dict[Side, Keeping] | None:
    """What is kept of both sides, for one reading of them; None where the mapping wants each to be whole.

    Make it before a run is begun: a run that is not finished is one that was cut.
    """
    if session.bridge.census is None:
        return None
    made = partial(Keeping, bridge=session.bridge, state=state, clock=session.clock, directory=session.scratch)
    return {side: made(side, whole=session.full) for side in Side}
