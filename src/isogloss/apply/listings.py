"""What a listing by time of change tells: that nothing moved, in one page instead of a look at each entry.

Decides when such a listing is proof. What changed since it was known is above everything that did not. So a page is
proof of whatever lies below it, if it reaches back to a time before that was known. Such a time is told by the side's
own clock, never by ours: the newest change that the last page showed; or, for what the reading showed, a change that
the reading showed too. Whoever stands on a page with another time than is known is looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from isogloss.apply.current import Current
from isogloss.apply.ground import Ground
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Clock, Dated, Recent, TellsChanges, Writer

FEW = 2
"""Up to so many variants, a look at each takes no more than a page of each listing."""
MARGIN = timedelta(seconds=2)
"""How much two steady clocks may have drifted apart while both sides were read."""
LONG_AGO = timedelta(minutes=10)
"""No two clocks are as far apart: what changed before that certainly changed before we began."""


@dataclass(slots=True)
class Listings:
    """What was learned from listings by time of change in one run.

    began:    when the reading began, by the steady clock.
    suspects: variants that were seen with another time than is known, until they are read back.
    proofs:   by side and kind, when a listing proved last that nothing else moved, by the steady clock, and where.
    """

    ground: Ground
    writers: Mapping[Side, Writer]
    current: Current
    clock: Clock
    began: float
    suspects: set[tuple[Side, EntryKey, Locale]] = field(default_factory=set)
    proofs: dict[tuple[Side, str], tuple[float, frozenset[Locale]]] = field(default_factory=dict)
    _floors: dict[tuple[Side, str, Locale], datetime] = field(default_factory=dict)
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

    def proved(self, side: Side, op: Op) -> float | None:
        """When a listing proved last that an op's entry had not moved, by the steady clock; None where none did.

        One page tells of all that it does not show: not only of those that it was asked for.
        """
        at, where = self.proofs.get((side, op.entry.kind), (None, frozenset[Locale]()))
        if at is None or op.verb == "delete" or self._unlisted(side, op.entry):
            return None
        locales = self._locales([op])
        if not where.issuperset(locales) or any((side, op.entry, each) in self.suspects for each in locales):
            return None
        return at

    def _unlisted(self, side: Side, key: EntryKey) -> bool:
        """Whether nothing is known of an entry that a listing could be compared with."""
        return not any(known.updated for known in self.ground.variants(side, key).values())

    def _locales(self, ops: Sequence[Op]) -> list[Locale]:
        """Where the ops' entries are seen; what all locales share is seen in any, so then all count."""
        touched = {locale for op in ops for locale in op.shown_in}
        shared = any(SHARED in op.locales for op in ops)
        return [locale for locale in self.ground.locales if shared or locale in touched]

    def _proves(self, writer: TellsChanges, side: Side, ops: Sequence[Op], locales: Sequence[Locale]) -> bool:
        kind = ops[0].entry.kind
        if (side, kind) in self._no_proof:
            return False
        floors = [self._floors.get((side, kind, locale)) for locale in locales]
        back_to = None if None in floors else min(floor for floor in floors if floor is not None)
        asked = self.clock.monotonic()
        # below our own writes lies what changed last before them, which is hardly older than what we are about to write
        recent = writer.recent(kind, locales, back_to or self._hint(side, ops))
        if recent is None:
            return False
        times: list[datetime] = []
        for (remote, locale), row in recent.rows.items():
            key = self.current.translator(side).keys.get((kind, remote))
            if key is None or self._is_as_known(side, key, locale, row):
                if key is not None and not self.ground.was_read_back(side, key):
                    times.append(row.updated)
            else:
                self.suspects.add((side, key, locale))
        if not self._reaches(recent, back_to, times, asked):
            self._no_proof.add((side, kind))  # our own writes only push what we look for further down
            return False
        for (_, locale), row in recent.rows.items():
            at = (side, kind, locale)
            self._floors[at] = max(self._floors.get(at, row.updated), row.updated)
        self.proofs[side, kind] = (asked, frozenset(locales))
        return True

    def _hint(self, side: Side, ops: Sequence[Op]) -> datetime | None:
        """How far back a first listing is read: past all that we made, or to what changed last of the rest."""
        if any((side, op.entry) in self.ground.ours for op in ops):
            return datetime.min.replace(tzinfo=UTC)
        return self._newest(side, ops)

    def _newest(self, side: Side, ops: Sequence[Op]) -> datetime | None:
        known = (self.ground.variants(side, op.entry).get(locale) for op in ops for locale in op.shown_in)
        return max((found.updated for found in known if found and found.updated), default=None)

    def _is_as_known(self, side: Side, key: EntryKey, locale: Locale, row: Dated) -> bool:
        known = self.ground.variants(side, key).get(locale)
        if known is None or known.updated != row.updated:
            return False
        return row.live is None or row.live == known.live

    def _reaches(self, recent: Recent, back_to: datetime | None, times: list[datetime], asked: float) -> bool:
        """Whether nothing can have changed below the rows since it was known."""
        if recent.back_to is None:
            return True
        floors = () if back_to is None else (back_to,)
        return any(
            recent.back_to < floor or (recent.back_to == floor and self._is_long_ago(floor, asked))
            for floor in (*floors, *self._from_reading(times, asked))
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
