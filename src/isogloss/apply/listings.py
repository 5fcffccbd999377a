"""What a listing by time of change tells: that nothing moved, in one page instead of a look at each entry.

Decides when such a listing is proof. What changed since it was known is above everything that did not. So a page is
proof of whatever lies below it, if it reaches back to a time before that was known. Such a time is told by the side's
own clock (``tides``), never by ours: the newest change that the last proof showed, or what that clock said at least
when the last proof was asked for; or, for what the reading showed, a change that the reading showed too. Whoever
stands on a page with another time than is known is looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from isogloss.apply.current import Current
from isogloss.apply.ground import Ground
from isogloss.apply.tides import MARGIN, Tides
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Clock, Dated, Overhears, Recent, TellsChanges, Writer

FEW = 2
"""Up to so many variants, a look at each takes no more than a page of each listing."""
LONG_AGO = timedelta(minutes=10)
"""No two clocks are as far apart: what changed before that certainly changed before we began."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A listing that proved of a kind, in one locale, that nothing moved but what it shows.

    asked:  when it was asked for, by the steady clock.
    newest: the newest change that its listing showed; None where it showed nothing.
    """

    asked: float
    newest: datetime | None = None


@dataclass(slots=True)
class Listings:
    """What was learned from listings by time of change in one run.

    began:    when the reading began, by the steady clock.
    suspects: variants that were seen otherwise than is known, until they are read back; and whether it was their time.
    """

    ground: Ground
    writers: Mapping[Side, Writer]
    current: Current
    clock: Clock
    began: float
    suspects: dict[tuple[Side, EntryKey, Locale], bool] = field(default_factory=dict)
    _tides: Tides = field(default_factory=Tides)
    _proofs: dict[tuple[Side, str, Locale], Proof] = field(default_factory=dict)
    _no_proof: set[tuple[Side, str]] = field(default_factory=set)

    def unmoved(self, side: Side, ops: Sequence[Op]) -> set[Digest]:
        """The ops whose entries certainly did not move on a side, as its listings tell."""
        writer = self.writers[side]
        if not isinstance(writer, TellsChanges):
            return set()
        found: set[Digest] = set()
        # a listing does not show what is gone, nor with what time it came back
        listed = [op for op in ops if op.verb != "delete"]
        for kind in sorted({op.entry.kind for op in listed}):
            mine = [op for op in listed if op.entry.kind == kind]
            locales = self._locales(mine)
            requests = len(locales) if writer.capabilities(kind).counts == "entry" else FEW
            if sum(len(op.shown_in) for op in mine) > requests and self._proves(writer, side, mine, locales):
                found |= {op.id for op in mine if not any((side, op.entry, at) in self.suspects for at in locales)}
        return found

    def news(self, side: Side, kind: str) -> Mapping[str, frozenset[Locale]]:
        """What of a kind is not as it is known, by remote id, with the locales; nothing where no listing tells.

        It is read until what it shows further down is certainly older than the reading, as far as a few pages go.
        """
        writer, locales = self.writers[side], self.ground.locales
        if not isinstance(writer, TellsChanges):
            return {}
        asked = self.clock.monotonic()
        floor = self._floor(side, kind, locales) or self._tides.at_least(side, self.began)
        recent = writer.recent(kind, locales, floor)
        if recent is None:
            return {}
        self._take_in(side, kind, locales, recent, asked)
        keys, found = self.current.translator(side).keys, dict[str, set[Locale]]()
        for (remote, locale), row in recent.rows.items():
            key = keys.get((kind, remote))
            if key is None or not self._is_as_known(side, key, locale, row):
                found.setdefault(remote, set()).add(locale)
        return {remote: frozenset(where) for remote, where in found.items()}

    def proved(self, side: Side, op: Op) -> float | None:
        """When a listing proved last that an op's entry had not moved, by the steady clock; None where none did.

        One page tells of all that it does not show: not only of those that it was asked for.
        """
        if op.verb == "delete" or self._unlisted(side, op.entry):
            return None
        locales = self._locales([op])
        proofs = [self._proofs.get((side, op.entry.kind, each)) for each in locales]
        if not proofs or None in proofs or any((side, op.entry, each) in self.suspects for each in locales):
            return None
        return min(proof.asked for proof in proofs if proof is not None)

    def dated_anew(self, side: Side, op: Op) -> list[Locale]:
        """The variants of an op that certainly changed since they were known, as a listing showed on its way."""
        return [locale for locale in op.shown_in if self.suspects.get((side, op.entry, locale))]

    def clear(self, side: Side, op: Op) -> None:
        """What an op wrote was read back, and is known by its time from now on."""
        for locale in op.shown_in:
            self.suspects.pop((side, op.entry, locale), None)

    def _unlisted(self, side: Side, key: EntryKey) -> bool:
        """Whether nothing is known of an entry that a listing could be compared with."""
        return not any(known.updated for known in self.ground.dated(side, key).values())

    def _locales(self, ops: Sequence[Op]) -> list[Locale]:
        """Where the ops' entries are seen; what all locales share is seen in any, so then all count."""
        touched = {locale for op in ops for locale in op.shown_in}
        shared = any(SHARED in op.locales for op in ops)
        return [locale for locale in self.ground.locales if shared or locale in touched]

    def _proves(self, writer: TellsChanges, side: Side, ops: Sequence[Op], locales: Sequence[Locale]) -> bool:
        kind = ops[0].entry.kind
        if (side, kind) in self._no_proof:
            return False
        asked = self.clock.monotonic()
        # below our own writes lies what changed last before them, which is hardly older than what we are about to write
        recent = writer.recent(kind, locales, self._floor(side, kind, locales) or self._hint(side, ops))
        if recent is None:
            return False
        if not self._take_in(side, kind, locales, recent, asked):
            self._no_proof.add((side, kind))  # our own writes only push what we look for further down
            return False
        return True

    def hear(self, side: Side, kind: str, ops: Sequence[Op], writer: Overhears, asked: float) -> None:
        """Take in a listing by time of change that was asked for to read back what ops of a kind wrote.

        It is proof as any other, if it reaches as far.
        """
        locales = self._locales(ops)
        recent = writer.heard(kind, locales)
        if recent is not None:
            self._take_in(side, kind, locales, recent, asked)

    def since(self, side: Side, ops: Sequence[Op]) -> datetime | None:
        """Down to which time a listing has to be read to be proof of the kind of some ops; None where nothing tells."""
        floor = self._floor(side, ops[0].entry.kind, self._locales(ops)) if ops else None
        return floor or self._tides.at_least(side, self.began)

    def _take_in(self, side: Side, kind: str, locales: Sequence[Locale], recent: Recent, asked: float) -> bool:
        """Learn who moved; tell whether nobody else did."""
        times: list[datetime] = []
        for (remote, locale), row in recent.rows.items():
            key = self.current.translator(side).keys.get((kind, remote))
            known = key is None or self._is_as_known(side, key, locale, row)
            if key is not None and not known:
                before = self.ground.dated(side, key).get(locale)
                changed = before is not None and before.updated not in (None, row.updated)
                self.suspects[side, key, locale] = changed
            if known and key is not None and not self.ground.was_read_back(side, key):
                times.append(row.updated)
            elif key is not None:  # changed since the reading, so the side's clock says now what it said then
                self._tides.saw(side, row.updated, self.clock.monotonic())
        floor = self._floor(side, kind, locales)
        floors = [each for each in (floor, self._tides.at_least(side, self.began)) if each is not None]
        if not self._reaches(recent, [*floors, *self._from_reading(times, asked)], asked):
            return False
        for locale in locales:
            listed = (row.updated for (_, at), row in recent.rows.items() if recent.one or at == locale)
            newest = max(listed, default=None)
            self._proofs[side, kind, locale] = Proof(asked, newest)
        return True

    def _floor(self, side: Side, kind: str, locales: Sequence[Locale]) -> datetime | None:
        """A time, by the side's clock, before the last proof for these locales was asked for; None where one has none.

        What changed since has a later time.
        """
        floors: list[datetime] = []
        for locale in locales:
            proof = self._proofs.get((side, kind, locale))
            told = None if proof is None else (proof.newest, self._tides.at_least(side, proof.asked))
            if told is None or not any(told):
                return None
            floors.append(max(filter(None, told)))
        return min(floors, default=None)

    def _hint(self, side: Side, ops: Sequence[Op]) -> datetime | None:
        """How far back a first listing is read: past all that we made, or to what changed last of the rest."""
        if any((side, op.entry) in self.ground.ours for op in ops):
            return self._tides.at_least(side, self.began) or datetime.min.replace(tzinfo=UTC)
        return self._newest(side, ops)

    def _newest(self, side: Side, ops: Sequence[Op]) -> datetime | None:
        known = (self.ground.dated(side, op.entry).get(locale) for op in ops for locale in op.shown_in)
        return max((found.updated for found in known if found and found.updated), default=None)

    def _is_as_known(self, side: Side, key: EntryKey, locale: Locale, row: Dated) -> bool:
        known = self.ground.dated(side, key).get(locale)
        if known is None or known.updated != row.updated:
            return False
        return row.live is None or row.live == known.live

    def _reaches(self, recent: Recent, floors: Sequence[datetime], asked: float) -> bool:
        """Whether nothing can have changed below the rows since it was known."""
        back_to = recent.back_to
        return back_to is None or any(
            back_to < floor or (back_to == floor and self._is_long_ago(floor, asked)) for floor in floors
        )

    def _is_long_ago(self, moment: datetime, asked: float) -> bool:
        """Whether nothing that happened since the reading began can have this time, by any clock."""
        return moment < self.clock.now() - timedelta(seconds=asked - self.began) - LONG_AGO

    def _from_reading(self, times: list[datetime], asked: float) -> Iterator[datetime]:
        """A time, by the side's clock, at which the reading had not begun.

        The newest change that the reading showed was made before the reading ended; so a time as much earlier as has
        passed since the reading began is before its beginning. What changed long ago did so anyhow.
        """
        if not times:
            return
        newest, passed = max(times), timedelta(seconds=asked - self.began)
        yield newest if self._is_long_ago(newest, asked) else newest - passed - MARGIN
