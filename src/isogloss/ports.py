"""The contracts between the parts with effects and everything else: Protocols, and the few records they pass.

Glossary. A *reader* is one platform behind read calls only; a *writer* can also write. A *call* is one request that
carries the whole of, or part of, one or more ops. *Names* translate keys to remote ids and back.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from isogloss.errors import RemoteError
from isogloss.model.address import EntryKey
from isogloss.model.excluded import Excluded
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import Digest, MaybeValue, Value
from isogloss.plan.op import Op


class Clock(Protocol):
    """Where time comes from, so that no test waits and the pure middle never asks."""

    def now(self) -> datetime:
        """The time of day, aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Names(Protocol):
    """What each key and each asset is called on ONE side. Adapters ask; only they and ``apply`` meet remote ids."""

    def remote(self, entry: EntryKey) -> str | None:
        """The side's own id of an entry, or None where it has none yet."""
        ...

    def bind(self, entry: EntryKey, remote: str, *, renamed: bool = False) -> None:
        """Remember it, durably, before anything else happens; renamed: in place of the id that it had until now."""
        ...

    def asset(self, identity: str) -> str | None:
        """The side's own address of an asset, or None where it was never sent there."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry to look for on a side.

    remote: its remote id, where known.
    slugs:  for an entry without a known id, the slug it would have, by locale (SHARED for all).
    origin: for an entry without a known id, the content of its origin key field.
    locales: in which locales it is of interest.
    live:    look at what is live instead of what is staged: a variant that is not live is then missing or a draft.
    whole:   show it as a whole read would: what is live, and whether edits lie on it, where that takes both versions;
             with ``live``, take nothing for live that only dates speak for.
    beside:  in which further locales the public should not see it, with ``live``. Where what is asked for anyway tells,
             the answer has the ``$status`` of each and nothing else of it; no question is asked for them.
    since:   where it was written lately, and a listing by time of change shows it: that is read down to what changed
             before this time by the side's clock. None for no further than to what is wanted.
    """

    entry: EntryKey
    locales: tuple[Locale, ...]
    remote: str | None = None
    slugs: Mapping[Locale, str] = field(default_factory=dict)
    origin: str | None = None
    live: bool = False
    whole: bool = False
    beside: tuple[Locale, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that a side shows and nobody can place: it is not part of any entry, and not absent either.

    remote: the side's own name of it.
    reason: why, one sentence.
    todo:   what a person does about it, one sentence.
    """

    kind: str
    remote: str
    reason: str
    todo: str


@runtime_checkable
class SetsAside(Protocol):
    """A reader that may meet what it cannot place."""

    def set_aside(self) -> Sequence[Aside]:
        """What the last whole read could not place, sorted. While there is any, nothing of its kind counts as gone."""
        ...


@runtime_checkable
class Excludes(Protocol):
    """A reader of a side whose owner may exclude content from translation."""

    def excluded(self, kind: str) -> Excluded:
        """What the last whole read found to be excluded of every entry of a kind; so of one that is not there yet."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What a side says about some entries by their own addresses.

    seen: what is there.
    late: entries about which nothing but a cache could be asked, and since when it has its answer: such an entry may
          be there although it is missing from ``seen``.
    """

    seen: Mapping[EntryKey, Seen]
    late: Mapping[EntryKey, datetime] = field(default_factory=dict)


@runtime_checkable
class BehindCache(Protocol):
    """A reader with a cache of the side's before it, which may show what is no more."""

    def ask(self, wanted: Sequence[Wanted]) -> Heard:
        """Look at some entries by their own addresses, past any cache that can be gone round."""
        ...


class Reader(Protocol):
    """One platform, read only. A dry command is given nothing else."""

    def capabilities(self, kind: str) -> Capabilities:
        """What this side can do with entries of a kind, as configured or probed; asks nobody."""
        ...

    def inspect(self, *, probe: bool = True) -> RemoteSchema:
        """Locales, kinds and fields as far as the side can tell.

        probe:  where the side cannot tell, ask for each place and locale whether it is there. Not needed where a whole
                read follows, which finds out by itself.
        Raises: Missing, naming it, where a mapped collection, page type or site is not there; Unauthorized.
        """
        ...

    def read(self) -> Iterator[Seen]:
        """Every entry in scope, in every mapped locale.

        Shape:  one Seen per remote entry; a locale that the entry lacks is missing from it, not empty.
                A live variant shows its live content; one never published, its staged content. Every variant has
                ``$status``; SHARED fields and ``$slug`` are in the SHARED variant.
        Order:  none.
        Raises: any RemoteError; never stops short of the whole (invariant 1).
        """
        ...

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Look at some entries as they are now, drafts included unless ``live`` is asked for, in the fewest requests.

        An entry that cannot be found is missing from the answer, and so is a locale that it lacks. Used to settle
        what was written and to find creates whose answer was lost; never answered from a cache of ours, nor from one
        of the side's that can be gone round.
        """
        ...

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode a value for this side and decode it again, asking nobody: what the side would show at best.

        ``check`` finds out with it what a field keeps. Links and assets are in the side's own names.
        Raises: ValueError with a sentence where the field cannot hold the value.
        """
        ...

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls a writer would make for these ops of one layer, without trouble and without asking anybody.

        The ops may be reduced: one change per locale beside the ``$status`` changes.
        """
        ...

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests ``look`` would take to read these ops back at best, without asking anybody."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A side accepted a call.

    remotes: remote ids it told us for entries it created, or that go by another one from now on.
    refused: entries of the call that it refused one by one, with its reason.
    assets:  identity to its own address, of files that were brought to it.
    missed:  identity to the reason, of files that could not be brought.
    """

    remotes: Mapping[EntryKey, str] = field(default_factory=dict)
    refused: Mapping[EntryKey, str] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)
    missed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One request about to be sent.

    name:    method and path, for the journal.
    ops:     the ops it carries, whole or in part.
    creates: entries that would come into being by it: if its answer is lost, look before repeating.
    last:    whether it completes the ops it carries (an op may need two calls, as create then translate).
    send:    do it. Raises RemoteError, whose ``took_effect`` says whether it may be repeated.
    """

    name: str
    ops: tuple[Op, ...]
    send: Callable[[], Sent]
    creates: frozenset[EntryKey] = frozenset()
    last: bool = True


Answered: TypeAlias = Sent | RemoteError
"""What became of a call; sent back into the generator that yielded it."""


class Writer(Reader, Protocol):
    """One platform that can be written to."""

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Generator[Call, Answered, None]:
        """Turn ops of one layer into calls: batches filled to the platform's limit, counted its way.

        The caller journals each call before it runs ``send``, and sends what became of it back into the generator,
        which may use it for the next call (a remote id; not going on with an op whose first call failed).
        isolate: one op per call, to find the culprit after a batch was refused.
        """
        ...


@runtime_checkable
class PublishesSite(Protocol):
    """A writer whose whole site can be published by a call."""

    def site_published(self) -> str | None:
        """When the whole site was last published, in the side's own words; None where it never was, as far as told."""
        ...

    def publish_site(self) -> Call:
        """The call that publishes the whole site where it is public already. Sent twice, it does no more than once."""
        ...


@runtime_checkable
class TakesFiles(Protocol):
    """A writer to which files are brought before what shows them is written."""

    def uploads(self, ops: Sequence[Op], names: Names) -> Generator[Call, Answered, None]:
        """The calls that bring the files of some ops, as ``calls`` gives those that write them.

        Values are in neutral names. Nothing for files that are on the side already.
        """
        ...


@runtime_checkable
class Paced(Protocol):
    """A writer whose requests may have to wait before they leave."""

    def make_room(self, requests: int) -> None:
        """Wait until so many requests may leave one after the other, as far as so many are permitted at all."""
        ...

    def good_until(self, moment: float | None, repeats: float | None = None) -> None:
        """Let this thread's next write, or a repeat of what may be done, raise Overdue rather than leave later."""
        ...


@dataclass(frozen=True, slots=True)
class Dated:
    """A variant in a listing by time of change; ``live`` is None where the listing does not say."""

    updated: datetime
    live: bool | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """What changed last in the place of a kind, in some locales.

    rows:    by remote id and locale.
    back_to: every variant that changed later than this is among the rows; None where all there are is among them.
    one:     they are of one listing, and not of one for each locale.
    """

    rows: Mapping[tuple[str, Locale], Dated]
    back_to: datetime | None
    one: bool = False


@runtime_checkable
class TellsChanges(Protocol):
    """A side with a listing by time of change, in which drafts count like what is live."""

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> Recent | None:
        """What changed last, from the first page of each listing; None where the kind has no such listing.

        back_to: where known, a few more pages are read to get to something older than it.
        """
        ...


@runtime_checkable
class Overhears(Protocol):
    """A side that looks at what was written by listings by time of change, where that takes fewest requests."""

    def heard(self, kind: str, locales: Sequence[Locale]) -> Recent | None:
        """What changed last, as the last look showed it on its way; None where it did not in each of these locales.

        Asks nobody. Drafts count like what is live.
        """
        ...


Outcome = Literal["confirmed", "normalized", "altered", "unconfirmed", "failed", "unsure", "skipped", "blocked", "held"]
"""What became of an op, counted from read-back only.

confirmed:   the side shows what we wrote.
normalized:  it shows a rendering of it; that becomes base.
altered:     it accepted the write and shows something else.
unconfirmed: accepted, but not visible within the time allowed.
failed:      refused; nothing was written.
unsure:      the answer was lost, and looking did not settle it.
skipped:     a cell had moved since the plan was made; not written.
blocked:     an op that this one needs did not succeed; not written.
held:        it cannot be written before a person has decided something; not written.
"""

OPEN: frozenset[Outcome] = frozenset({"unsure", "unconfirmed"})
"""What may still come true: a later attempt looks again, and so it does at what was blocked by it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The result of one op. ``detail`` is for people: the side's reason, or the cells concerned."""

    op: Digest
    outcome: Outcome
    detail: str = ""


class Journal(Protocol):
    """Intents and results of one run, on disk before the next step begins (invariant 7)."""

    def intend(self, call: Call) -> int:
        """Write down what is about to be sent; returns the number of the intent."""
        ...

    def answer(self, intent: int, answered: Answered) -> None:
        """Write down what came back."""
        ...

    def record(self, settled: Settled) -> None:
        """Write down what became of an op."""
        ...

    def settled(self) -> Mapping[Digest, Settled]:
        """The ops of this run that have a final result already."""
        ...

    def intended(self) -> Mapping[Digest, Literal["answered", "failed", "unknown"]]:
        """The ops of this run that have an intent: whether its last call was answered, refused, or left unknown."""
        ...

    def times(self) -> Mapping[Digest, tuple[datetime, datetime]]:
        """When the first call of each was about to leave, and the last word of any of them, by our clock."""
        ...


class Progress(Protocol):
    """Hears of every op and request; shows nothing itself unless a terminal is there to show it on."""

    def stage(self, doing: Literal["reading", "comparing", "applying"], total: int | None) -> None:
        """Another stage of the work begins, of so many requests, entries or ops; None where nobody can tell."""
        ...

    def op_done(self) -> None:
        """An op has its outcome."""
        ...

    def request_done(self) -> None:
        """A write was answered or given up."""
        ...

    def waiting(self, ops: int) -> None:
        """So many ops were accepted and are not visible yet."""
        ...
