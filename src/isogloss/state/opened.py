"""The state of one mapping, opened: everything that is remembered, each part in its own words.

Decides the order of opening: locate, open, bring up to date, hand out. A state opened for reading leaves no trace, and
where there is none it looks like one that nothing was ever written to.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from isogloss.model.address import Side
from isogloss.model.value import Digest, digest_text
from isogloss.ports import Clock
from isogloss.state.addresses import Addresses
from isogloss.state.agreed import Base
from isogloss.state.assets import Assets, Awaited
from isogloss.state.bodies import Bodies, Likenesses
from isogloss.state.confirmed import Confirmations
from isogloss.state.conflicts import Conflicts
from isogloss.state.database import Database
from isogloss.state.due import Due
from isogloss.state.forms import Forms
from isogloss.state.held import Held
from isogloss.state.identity import Identity, SideNames
from isogloss.state.images import Images
from isogloss.state.journal import RunJournal
from isogloss.state.kept import Kept
from isogloss.state.lately import Lately
from isogloss.state.lease import Leases
from isogloss.state.location import Location, locate, open_empty, open_for_reading, open_for_writing
from isogloss.state.moving import Moving
from isogloss.state.owners import Owners
from isogloss.state.relinks import Relinks
from isogloss.state.resolutions import Resolutions
from isogloss.state.resting import Resting
from isogloss.state.runs import Runs
from isogloss.state.tables import ASSET, AWAITED, OWNER, TOMBSTONE
from isogloss.state.telling import told
from isogloss.state.tombstones import Tombstones
from isogloss.state.version import bring_up_to_date, is_readable


class State:
    """What is remembered of one mapping.

    where:    the file or database, for messages.
    identity: keys and remote ids.        assets: files and their addresses.   awaited: cells that wait for addresses.
    base:     what the sides agreed on.   bodies: the texts behind it, for merging.
    runs:     what was done and when.     held: what is left for a person.     leases: who is at work.
    due:      sites that are still to be published.
    owners:   whose the opaque parts of texts are.
    confirmed: what each side showed when it was last looked at.
    forms:    of which canonical forms its digests are.
    tombstones: what was deleted by agreement.
    relinks:  ids of which nobody knows yet, or a person said, whose they are.
    taken:    slugs that something deleted still holds.
    likenesses: what a reader saw of what the sides agreed on.
    conflicts: since when each waits.     resolutions: what people decided about them.
    kept:     what a reading left behind of each side.
    resting:  entries of which a plan said nothing.
    addresses: under which the public saw entries.
    moving:   what the mapping looked like, and how all of this follows where it changed.
    due_moves: of a copy for a dry command, the moves that the next run is still to make.
    """

    def __init__(self, database: Database, mapping: str, clock: Clock) -> None:
        self.where = database.where
        self.mapping = mapping
        self.identity = Identity(database, mapping)
        self.assets = Assets(database, mapping)
        self.addresses = Addresses(database, mapping)
        self.awaited = Awaited(database, mapping)
        self.base = Base(database, mapping)
        self.bodies = Bodies(database, mapping)
        self.likenesses = Likenesses(database, mapping)
        self.runs = Runs(database, mapping, clock)
        self.held = Held(database, mapping)
        self.conflicts = Conflicts(database, mapping, clock)
        self.resolutions = Resolutions(database, mapping, clock)
        self.due = Due(database, mapping)
        self.owners = Owners(database, mapping)
        self.confirmed = Confirmations(database, mapping)
        self.tombstones = Tombstones(database, mapping)
        self.relinks = Relinks(database, mapping)
        self.taken = Lately("slug taken", database, mapping, clock)
        self.unemptied = Lately("not emptied", database, mapping, clock)
        self.leases = Leases(database, mapping, clock)
        self.forms = Forms(database, mapping)
        self.kept = Kept(database, mapping)
        self.resting = Resting(database, mapping)
        self.moving = Moving(database, mapping, self.identity)
        self.due_moves: tuple[object, ...] = ()
        self._database = database
        self._clock = clock

    def together(self) -> AbstractContextManager[None]:
        """Let all that is written inside be on disk when this returns, or nothing of it; see ``Database.together``."""
        return self._database.together()

    def afterwards(self, told: Callable[[], None]) -> None:
        """Call something once what was written is on disk; see ``Database.afterwards``."""
        self._database.afterwards(told)

    def now(self) -> datetime:
        """The time of day, aware UTC."""
        return self._clock.now()

    def names(self, side: Side) -> SideNames:
        """The port ``Names`` for one side."""
        return SideNames(side, self.identity, self.assets)

    def remembered(self) -> Digest:
        """A mark of what is remembered of entries and files beside what the sides agreed on."""
        with self._database.read() as connection:
            there = [each for each in (ASSET, AWAITED, OWNER, TOMBSTONE) if each.name not in self._database.lacking]
            mine = (select(each).where(each.c.mapping == self.mapping) for each in there)
            rows = sorted(repr(tuple(row)) for query in mine for row in connection.execute(query))
        return digest_text("\n".join(rows))

    def journal(self, run_id: str) -> RunJournal:
        """The port ``Journal`` for one run."""
        return RunJournal(self._database, run_id, self._clock)

    def told(self, run_id: str) -> Iterator[dict[str, object]]:
        """What a run was about to send, and what came back, for somebody who looks at it."""
        return told(self._database, run_id)

    def images(self, run_id: str) -> Images:
        """What the cells held that a run touched."""
        return Images(self._database, run_id)


@contextmanager
def open_state(address: str, mapping: str, clock: Clock, *, read_only: bool = False) -> Iterator[State]:
    """Open the state of one mapping; a file that is missing is made, readable by its owner only.

    address:   a path, ``sqlite:///path`` or ``postgresql://user@host/database``.
    read_only: leave no trace; a state that is missing is empty.
    Raises:    StateError where it is unreadable, not ours, of a newer version, or of other canonical forms;
               ConfigError where the address makes no sense.
    """
    location = locate(address)
    database = _open_reading(location) if read_only else open_for_writing(location)
    try:
        if not read_only:
            bring_up_to_date(database)
        yield State(database, mapping, clock)
    finally:
        database.close()


@contextmanager
def copied_state(state: State, path: Path, clock: Clock, *, whole: bool = False) -> Iterator[State]:
    """A copy of what is remembered of a mapping, to be written to; it goes with the folder that it is in.

    whole: also what only saves time.
    """
    database = open_for_writing(locate(str(path)))
    try:
        bring_up_to_date(database)
        state.moving.copy_to(database, whole=whole)
        yield State(database, state.mapping, clock)
    finally:
        database.close()
        path.unlink(missing_ok=True)


def _open_reading(location: Location) -> Database:
    database = open_for_reading(location)
    if database is not None:
        try:
            if is_readable(database):
                return database
        except BaseException:
            database.close()
            raise
        database.close()
    return open_empty(location)
